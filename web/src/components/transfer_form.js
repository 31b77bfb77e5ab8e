import { useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { recognise, splitPeers, isPeer } from '../lib/input.js';
import { call } from '../api/client.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { transferChanged } from '../state/transfers.js';
import { copy } from './copy.js';
import { PrioritySelect } from './transfer_actions.js';

const advice = {
  unknown: 'This is neither a ticket (blob…) nor a hash (64 hex digits).',
  node: 'This ticket names a node but no blob. Ask for a blob ticket, ' +
    'or give the blob’s hash and the node as a peer.',
};

// The body of the request, or what is wrong with the fields.
function requestOf(what, peersText, tag, priority) {
  const found = recognise(what);
  const peers = splitPeers(peersText);
  const wrong = peers.find((p) => !isPeer(p));
  if (found.kind === 'empty') return { error: 'Paste a ticket or a hash.' };
  if (advice[found.kind]) return { error: advice[found.kind] };
  if (wrong)
    return { error: `“${wrong}” is not a peer; it looks like id@ip:port.` };
  const body = { [found.kind]: found.value };
  if (found.kind === 'hash' && peers.length) body.peers = peers;
  if (tag.trim()) body.tag = tag.trim();
  if (priority !== 'normal') body.priority = priority;
  return { body };
}

export function TransferForm() {
  const [what, setWhat] = useState('');
  const [peers, setPeers] = useState('');
  const [tag, setTag] = useState('');
  const [priority, setPriority] = useState('normal');
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const kind = recognise(what).kind;

  const start = async (event) => {
    event.preventDefault();
    const { body, error: wrong } = requestOf(what, peers, tag, priority);
    if (wrong) return setError({ message: wrong });
    setBusy(true);
    try {
      transferChanged(await call('POST', routes.transfers(), body));
      setWhat('');
      setPeers('');
      setTag('');
      setPriority('normal');
      setError(null);
    } catch (problem) {
      setError(problem);
    }
    return setBusy(false);
  };
  const copyCurl = () => {
    const { body, error: wrong } = requestOf(what, peers, tag, priority);
    if (wrong) setError({ message: wrong });
    else copy(curl('POST', routes.transfers(), { body }), 'Curl command');
  };

  return html`
    <form class="transfer-form" onSubmit=${start} novalidate>
      <div class="field grow">
        <label for="fetch-what">Ticket or hash</label>
        <input id="fetch-what" type="text" autocomplete="off" spellcheck=${false}
          placeholder="blob… or 64 hex digits" value=${what}
          aria-invalid=${String(Boolean(error))}
          aria-describedby=${error ? 'fetch-error' : undefined}
          onInput=${(e) => { setWhat(e.target.value); setError(null); }} />
      </div>
      ${kind === 'hash' && html`
        <div class="field grow">
          <label for="fetch-peers">From peers <span class="muted">(others are found)</span></label>
          <input id="fetch-peers" type="text" autocomplete="off"
            spellcheck=${false} placeholder="id@ip:port, …" value=${peers}
            onInput=${(e) => { setPeers(e.target.value); setError(null); }} />
        </div>`}
      ${kind !== 'empty' && html`
        <div class="field">
          <label for="fetch-tag">Tag <span class="muted">(optional)</span></label>
          <input id="fetch-tag" type="text" autocomplete="off" value=${tag}
            onInput=${(e) => setTag(e.target.value)} />
        </div>
        <div class="field short">
          <label for="fetch-priority">Priority</label>
          <${PrioritySelect} id="fetch-priority" className="" value=${priority}
            onChange=${setPriority} />
        </div>`}
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${busy}>
          ${busy ? 'Starting…' : 'Fetch'}</button>
        <button type="button" class="button" onClick=${copyCurl}
          title="Copy this request as a curl command">curl</button>
      </div>
      ${error && html`
        <p class="form-error" id="fetch-error" role="alert">
          ${error.message}${error.hint && html` <span>${error.hint}</span>`}</p>`}
    </form>`;
}
