// What is known of one node of the topology, and its links.
import { html } from '../lib/html.js';
import {
  count, duration, exact, milliseconds, rateOr, share, shortHash, size,
} from '../lib/format.js';
import { otherEnd } from '../lib/graph.js';
import { visible } from '../lib/visible.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { hrefOf } from '../state/route.js';
import { units } from '../state/settings.js';
import { CopyButton } from './copy.js';
import { Copied, Fact } from './fact.js';
import { linkLook, nodeState } from './graph_paint.js';

export const stateWords = {
  self: 'This node', connected: 'Connected', reachable: 'Reachable', lost: 'Lost',
};
const tones = { self: 'busy', connected: 'good', lost: 'bad' };

export const NodeState = ({ state }) => html`
  <span class=${`state ${tones[state] ?? ''}`}>${stateWords[state] ?? state}</span>`;

export const LinkWord = ({ look }) => html`
  <span class="link-word"><span class=${`swatch ${look}`}></span>${look}</span>`;

export const nameOf = (node) => visible(node.data.name) || shortHash(node.id);

// Rates are as `from` sees them: seen from the other end they turn round.
export function seenFrom(link, node) {
  const { rx_bps: rx, tx_bps: tx, from } = link.data;
  return from === node.id ? { rx, tx } : { rx: tx, tx: rx };
}

function LinkRow({ link, node, onSelect }) {
  const other = otherEnd(link, node);
  const { rx, tx } = seenFrom(link, node);
  const inBits = units.value === 'bits';
  const look = linkLook(link);
  return html`
    <tr>
      <th scope="row"><button type="button" class="link-button"
        onClick=${() => onSelect(other)}>${nameOf(other)}</button></th>
      <td><span class=${`swatch ${look}`}></span><span class="offscreen">${look}</span></td>
      <td class="num">${look === 'lost' ? 'lost' : milliseconds(link.data.rtt_ms)}</td>
      <td class="num">${share(link.data.loss)}</td>
      <td class="num">${rateOr(rx, inBits)}</td>
      <td class="num">${rateOr(tx, inBits)}</td>
    </tr>`;
}

const Links = ({ node, at, onSelect }) => html`
  <div class="table-box" tabindex="0" role="region" aria-label="Links of this node">
    <table class="table dense">
      <thead><tr>
        <th scope="col">To</th>
        <th scope="col"><span class="offscreen">Quality</span></th>
        <th scope="col" class="num">RTT</th><th scope="col" class="num">Loss</th>
        <th scope="col" class="num">In</th><th scope="col" class="num">Out</th>
      </tr></thead>
      <tbody>${node.links.map((link) => html`
        <${LinkRow} key=${link.key} link=${link} node=${node}
          at=${at} onSelect=${onSelect} />`)}</tbody>
    </table>
  </div>`;

const known = (value, format) => (value == null ? 'not told' : format(value));

// Nodes and links are objects that change: `at` (the number of the picture) is
// handed down so that whoever shows them is drawn again.
export const NodeDetails = ({ node, at, onSelect, onClose }) => {
  const d = node.data;
  const isPeer = d.state === 'connected' || d.state === 'lost';
  return html`
    <div class="details" data-id=${node.id}>
      <div class="card-head">
        <h3 class="file-name">${nameOf(node)}</h3>
        <${NodeState} state=${nodeState(node)} />
        <span class="spring"></span>
        <button type="button" class="button small" onClick=${onClose}>Close</button>
      </div>
      <dl class="facts tight">
        <${Fact} name="Id"><${Copied} text=${node.id} what="Node id" /></${Fact}>
        <${Fact} name="Version">${visible(d.version) || 'not told'}</${Fact}>
        <${Fact} name="Up for">${known(d.uptime_s, duration)}</${Fact}>
        <${Fact} name="Blobs">${known(d.blobs, (n) => n.toLocaleString('en-US'))}</${Fact}>
        <${Fact} name="Holds"><span title=${exact(d.bytes)}>${known(d.bytes, size)}</span></${Fact}>
        <${Fact} name="Links">${count(node.degree, 'link')}</${Fact}>
      </dl>
      <div class="action-row">
        ${isPeer && html`
          <a class="button small" href=${hrefOf('peers', node.id)}>Peer page</a>`}
        <${CopyButton} what="Curl command" label="curl"
          text=${curl('GET', isPeer ? routes.peer(node.id) : routes.topology())} />
      </div>
      ${node.links.length > 0 && html`<${Links} node=${node}
        at=${at} onSelect=${onSelect} />`}
    </div>`;
};
