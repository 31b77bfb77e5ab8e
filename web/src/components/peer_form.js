// Connecting to a peer by address, id or ticket.
import { useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { connectTo } from '../lib/input.js';
import { call } from '../api/client.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { say } from '../state/notices.js';
import { loadPeers } from '../state/peers.js';
import { copy } from './copy.js';
import { peerName } from './peer_actions.js';

const wrong = {
  message: 'This is neither id@ip:port, nor an id (64 hex digits), nor a ticket.',
};

export function PeerForm() {
  const [text, setText] = useState('');
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);

  const connect = async (event) => {
    event.preventDefault();
    const body = connectTo(text);
    if (!body) return setError(wrong);
    setBusy(true);
    setError(null);
    try {
      const peer = await call('POST', routes.peers(), body);
      say(`${peerName(peer)} is connected`);
      setText('');
      loadPeers();
    } catch (problem) {
      setError(problem);
    }
    return setBusy(false);
  };
  const copyCurl = () => {
    const body = connectTo(text);
    if (body) copy(curl('POST', routes.peers(), { body }), 'Curl command');
    else setError(wrong);
  };

  return html`
    <form class="transfer-form" onSubmit=${connect} novalidate>
      <div class="field grow">
        <label for="connect-to">Address or ticket of a node</label>
        <input id="connect-to" type="text" autocomplete="off" spellcheck=${false}
          placeholder="id@ip:port, id, or node…" value=${text}
          aria-invalid=${String(Boolean(error))}
          aria-describedby=${error ? 'connect-error' : undefined}
          onInput=${(e) => { setText(e.target.value); setError(null); }} />
      </div>
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${busy}>
          ${busy ? 'Connecting…' : 'Connect'}</button>
        <button type="button" class="button" onClick=${copyCurl}
          title="Copy this request as a curl command">curl</button>
      </div>
      ${error && html`
        <p class="form-error" id="connect-error" role="alert">
          ${error.message}${error.hint && html` <span>${error.hint}</span>`}</p>`}
    </form>`;
}
