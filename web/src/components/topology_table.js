// The same data as the picture, for keyboards and screen readers: all nodes or
// all links.
import { useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import {
  duration, exact, milliseconds, rateOr, share, shortHash, size,
} from '../lib/format.js';
import { visible } from '../lib/visible.js';
import { units } from '../state/settings.js';
import { links, matches, needle, nodes, picture } from '../state/topology.js';
import { linkLook, nodeState } from './graph_paint.js';
import { LinkWord, NodeState, nameOf } from './node_details.js';
import { SortHead } from './sort_head.js';

const step = 50; // rows shown at first, and more by each press

const stateRank = { self: 0, connected: 1, reachable: 2, lost: 3 };
const nodeKeys = {
  name: (n) => `${n.data.name ? 0 : 1}${n.data.name ?? ''} ${n.id}`,
  state: (n) => stateRank[n.data.state] ?? 9,
  links: (n) => n.degree,
  blobs: (n) => n.data.blobs,
  bytes: (n) => n.data.bytes,
  uptime: (n) => n.data.uptime_s,
};
const linkKeys = {
  name: (l) => nameOf(l.source),
  to: (l) => nameOf(l.target),
  rtt: (l) => l.data.rtt_ms,
  loss: (l) => l.data.loss,
  rx: (l) => l.data.rx_bps,
  tx: (l) => l.data.tx_bps,
};

// What is not known comes last, whichever way the rest is sorted.
function sorted(list, value, isDown, id) {
  return list.map((it) => ({ it, v: value(it), id: id(it) })).sort((a, b) => {
    if (a.v == null || b.v == null) return (a.v == null) - (b.v == null);
    const order = a.v < b.v ? -1 : Number(a.v > b.v);
    return (isDown ? -order : order) || (a.id < b.id ? -1 : 1);
  }).map(({ it }) => it);
}

const NodeRow = ({ node, isSelected, onSelect }) => html`
  <tr class=${isSelected ? 'selected' : ''} data-id=${node.id}>
    <th scope="row"><button type="button" class="link-button"
      aria-pressed=${String(isSelected)} onClick=${() => onSelect(node)}>
      ${nameOf(node)}</button></th>
    <td><${NodeState} state=${nodeState(node)} /></td>
    <td class="extra"><code title=${node.id}>${shortHash(node.id)}</code></td>
    <td class="num">${node.degree}</td>
    <td class="num extra">${node.data.blobs?.toLocaleString('en-US') ?? '–'}</td>
    <td class="num" title=${exact(node.data.bytes)}>
      ${node.data.bytes == null ? '–' : size(node.data.bytes)}</td>
    <td class="num extra">${node.data.uptime_s == null ? '–'
      : duration(node.data.uptime_s)}</td>
    <td class="extra">${visible(node.data.version) || '–'}</td>
  </tr>`;

const NodeHead = (props) => html`
  <tr>
    <${SortHead} name="name" label="Node" ...${props} />
    <${SortHead} name="state" label="State" ...${props} />
    <th scope="col" class="extra">Id</th>
    <${SortHead} name="links" label="Links" className="num" ...${props} />
    <${SortHead} name="blobs" label="Blobs" className="num extra" ...${props} />
    <${SortHead} name="bytes" label="Holds" className="num" ...${props} />
    <${SortHead} name="uptime" label="Up for" className="num extra" ...${props} />
    <th scope="col" class="extra">Version</th>
  </tr>`;

function LinkRow({ link, onSelect }) {
  const d = link.data;
  const inBits = units.value === 'bits';
  const end = (node) => html`
    <button type="button" class="link-button"
      onClick=${() => onSelect(node)}>${nameOf(node)}</button>`;
  return html`
    <tr>
      <th scope="row">${end(link.source)}</th>
      <td>${end(link.target)}</td>
      <td><${LinkWord} look=${linkLook(link)} /></td>
      <td class="num">${milliseconds(d.rtt_ms)}</td>
      <td class="num">${share(d.loss)}</td>
      <td class="num extra">${rateOr(d.rx_bps, inBits)}</td>
      <td class="num extra">${rateOr(d.tx_bps, inBits)}</td>
      <td class="extra">${visible(d.path) || '–'}</td>
    </tr>`;
}

const LinkHead = (props) => html`
  <tr>
    <${SortHead} name="name" label="From" ...${props} />
    <${SortHead} name="to" label="To" ...${props} />
    <th scope="col">Link</th>
    <${SortHead} name="rtt" label="RTT" className="num" ...${props} />
    <${SortHead} name="loss" label="Loss" className="num" ...${props} />
    <${SortHead} name="rx" label="In" className="num extra" ...${props} />
    <${SortHead} name="tx" label="Out" className="num extra" ...${props} />
    <th scope="col" class="extra">Path</th>
  </tr>`;

const up = { key: 'name', isDown: false };
const numbers = ['links', 'blobs', 'bytes', 'uptime', 'rx', 'tx'];

export function TopologyTable({ selected, onSelect }) {
  const [isOfLinks, setOfLinks] = useState(false);
  const [sorting, setSorting] = useState(up);
  const [most, setMost] = useState(step);
  const text = needle.value;
  const at = picture.value; // see NodeDetails

  const onSort = (key) => setSorting(sorting.key === key
    ? { key, isDown: !sorting.isDown } : { key, isDown: numbers.includes(key) });
  const show = (value) => {
    setOfLinks(value);
    setSorting(up);
    setMost(step);
  };
  const rows = isOfLinks
    ? sorted(links.value.filter((l) =>
      matches(l.source, text) || matches(l.target, text)),
    linkKeys[sorting.key], sorting.isDown, (l) => l.key)
    : sorted(nodes.value.filter((n) => matches(n, text)),
      nodeKeys[sorting.key], sorting.isDown, (n) => n.id);
  const head = { sorting, onSort };

  return html`
    <div class="card-head">
      <div class="segments" role="group" aria-label="Rows of the table">
        <button type="button" class="button small" aria-pressed=${String(!isOfLinks)}
          onClick=${() => show(false)}>Nodes (${nodes.value.length})</button>
        <button type="button" class="button small" aria-pressed=${String(isOfLinks)}
          onClick=${() => show(true)}>Links (${links.value.length})</button>
      </div>
    </div>
    <table class="table topology-table">
      <caption class="offscreen">${isOfLinks ? 'Links' : 'Nodes'} of the topology</caption>
      <thead>${isOfLinks ? html`<${LinkHead} ...${head} />`
        : html`<${NodeHead} ...${head} />`}</thead>
      <tbody>
        ${rows.slice(0, most).map((it) => (isOfLinks
          ? html`<${LinkRow} key=${it.key} link=${it} at=${at} onSelect=${onSelect} />`
          : html`<${NodeRow} key=${it.id} node=${it} at=${at} onSelect=${onSelect}
              isSelected=${selected === it} />`))}
      </tbody>
    </table>
    ${!rows.length && html`<p class="muted">Nothing is like that.</p>`}
    ${rows.length > most && html`
      <div class="pager"><button type="button" class="button small"
        onClick=${() => setMost(most + 6 * step)}>
        Show more (${rows.length - most} left)</button></div>`}`;
}
