import { useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { advice } from '../lib/advice.js';
import { milliseconds, rateOr, share, shortHash } from '../lib/format.js';
import { visible } from '../lib/visible.js';
import {
  counts, isCut, loadPeers, peersProblem, shownPeers, sortBy, sorting,
  stateFilter,
} from '../state/peers.js';
import { hrefOf, route } from '../state/route.js';
import { units } from '../state/settings.js';
import { Menu } from './menu.js';
import { peerActions, peerName } from './peer_actions.js';
import { ProblemBox } from './problem.js';
import { SortHead } from './sort_head.js';

const step = 100; // rows shown at first, and more by each press

const words = {
  connected: 'Connected', connecting: 'Connecting', disconnected: 'Disconnected',
  disconnecting: 'Disconnecting', failed: 'Failed',
};
const tones = { connected: 'good', connecting: 'busy', failed: 'bad' };

export const PeerState = ({ peer }) => (peer.banned
  ? html`<span class="state bad">Banned</span>`
  : html`<span class=${`state ${tones[peer.state] ?? ''}`}>${words[peer.state] ?? peer.state}</span>`);

// What is wrong and what to do, across the table under the row it belongs to.
const Trouble = ({ peer }) => {
  const fix = advice(peer);
  if (peer.state === 'connected' || (!fix && !peer.last_error)) return null;
  return html`
    <tr class="trouble"><td colspan="10">
      ${peer.last_error && html`<span class="transfer-error">${visible(peer.last_error)}</span>`}
      ${' '}${fix && html`<span class="muted">${fix}</span>`}</td></tr>`;
};

function Row({ peer, isChosen }) {
  const inBits = units.value === 'bits';
  const isOn = peer.state === 'connected';
  const value = (text) => (isOn ? text : '–');
  return html`
    <tr class=${isChosen ? 'selected' : ''} data-id=${peer.id} data-state=${peer.state}>
      <th scope="row">
        <a href=${hrefOf('peers', peer.id)} aria-current=${isChosen ? 'true' : undefined}>${peerName(peer)}</a>
        <span class="sub muted">${peer.name && html`<code>${shortHash(peer.id)}</code>`}
          ${peer.kind === 'iroh' && html`<span>iroh</span>`}
          ${peer.pinned && html`<span title="Connected to again whenever it is lost">pinned</span>`}</span>
      </th>
      <td><${PeerState} peer=${peer} /></td>
      <td class="num">${value(milliseconds(peer.rtt_ms))}</td>
      <td class="num second">${value(share(peer.loss))}</td>
      <td class="num extra">${value(rateOr(peer.rx_bps, inBits))}</td>
      <td class="num extra">${value(rateOr(peer.tx_bps, inBits))}</td>
      <td class="num extra">${value(peer.score.toFixed(2))}</td>
      <td class="num extra">${peer.reputation}</td>
      <td class="num extra">${peer.reconnects}</td>
      <td class="cell-menu"><${Menu} label=${`More for ${peerName(peer)}`}
        items=${peerActions(peer)} /></td>
    </tr>
    <${Trouble} peer=${peer} />`;
}

const Head = () => {
  const props = { sorting: sorting.value, onSort: sortBy };
  return html`
    <tr>
      <${SortHead} name="name" label="Peer" ...${props} />
      <${SortHead} name="state" label="State" ...${props} />
      <${SortHead} name="rtt" label="RTT" className="num" ...${props} />
      <${SortHead} name="loss" label="Loss" className="num second" ...${props} />
      <${SortHead} name="rx" label="In" className="num extra" ...${props} />
      <${SortHead} name="tx" label="Out" className="num extra" ...${props} />
      <${SortHead} name="score" label="Score" className="num extra" ...${props} />
      <${SortHead} name="reputation" label="Reputation" className="num extra" ...${props} />
      <${SortHead} name="reconnects" label="Reconnects" className="num extra" ...${props} />
      <th scope="col"><span class="offscreen">Actions</span></th>
    </tr>`;
};

export function PeerFilter() {
  const n = counts.value ?? {};
  const option = (value, text) => html`
    <option value=${value}>${text}${n[value] ? ` (${n[value]})` : ''}</option>`;
  return html`
    <label class="offscreen" for="peer-state">State</label>
    <select id="peer-state" class="narrow" value=${stateFilter.value}
      onChange=${(e) => { stateFilter.value = e.target.value; }}>
      <option value="">All states${n.known ? ` (${n.known})` : ''}</option>
      ${Object.entries(words).map(([value, text]) => option(value, text))}
      ${option('banned', 'Banned')}
    </select>`;
}

const Empty = () => html`
  <div class="empty">
    <p><strong>${stateFilter.value ? 'No peer is like that.' : 'No peer is known yet.'}</strong></p>
    ${stateFilter.value ? html`
      <button type="button" class="button small"
        onClick=${() => { stateFilter.value = ''; }}>Show all</button>` : html`
      <p>Nodes on the same network find each other by themselves. For others
        paste an address or a ticket above, or run</p>
      <p><code>firn connect ID@IP:PORT</code></p>`}
  </div>`;

export function PeerList() {
  const [most, setMost] = useState(step);
  const list = shownPeers.value;
  const problem = peersProblem.value;
  if (problem && !list)
    return html`<${ProblemBox} problem=${problem} doing="Reading the peers:"
      onRetry=${loadPeers} />`;
  if (!list) return html`<p class="muted">Reading…</p>`;
  return html`
    ${problem && html`<${ProblemBox} problem=${problem} doing="Reading the peers:" />`}
    ${!list.length ? html`<${Empty} />` : html`
      <table class="table peers">
        <caption class="offscreen">Peers</caption>
        <thead><${Head} /></thead>
        <tbody>${list.slice(0, most).map((p) => html`
          <${Row} key=${p.id} peer=${p} isChosen=${p.id === route.value.id} />`)}</tbody>
      </table>`}
    ${list.length > most && html`
      <div class="pager"><button type="button" class="button small"
        onClick=${() => setMost(most + 4 * step)}>
        Show more (${list.length - most} left)</button></div>`}
    ${isCut.value && html`<p class="muted">There are more; the first
      ${list.length.toLocaleString('en-US')} by id are here.</p>`}`;
}
