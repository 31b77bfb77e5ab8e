// The picture of the topology with its buttons, tip and legend.
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { count, duration, milliseconds, size } from '../lib/format.js';
import { otherEnd } from '../lib/graph.js';
import { qualityText } from '../lib/quality.js';
import { theme } from '../state/settings.js';
import {
  generatedAt, graph, isPaused, matches, needle, nodes, picture, search,
  setPaused, shape,
} from '../state/topology.js';
import { newGraphView } from './graph_view.js';
import { Icon } from './icon.js';
import { nameOf, stateWords } from './node_details.js';
import { nodeState } from './graph_paint.js';

function Tip({ at }) {
  const { node, x, y } = at;
  const rtts = node.links.map((l) => l.data.rtt_ms).filter((ms) => ms != null);
  return html`
    <div class="tip" aria-hidden="true" style=${{ left: `${x + 14}px`, top: `${y + 14}px` }}>
      <strong>${nameOf(node)}</strong>
      <span>${stateWords[nodeState(node)] ?? nodeState(node)} · ${count(node.degree, 'link')}</span>
      ${node.data.bytes != null && html`<span>${size(node.data.bytes)}</span>`}
      ${rtts.length > 0 && html`<span>nearest ${milliseconds(Math.min(...rtts))}</span>`}
      ${node.data.uptime_s != null && html`<span>up for ${duration(node.data.uptime_s)}</span>`}
    </div>`;
}

const Legend = () => html`
  <div class="legend">
    <ul aria-label="Nodes">
      ${Object.entries(stateWords).map(([state, word]) => html`
        <li key=${state}><span class=${`node-mark ${state}`}></span>${word}</li>`)}
    </ul>
    <ul aria-label="Links">
      ${Object.entries(qualityText).map(([look, text]) => html`
        <li key=${look} title=${text}><span class=${`swatch ${look}`}></span>${look}
          <span class="muted legend-note">${text}</span></li>`)}
      <li class="muted">thicker: more traffic</li>
    </ul>
  </div>`;

// The set of nodes that stand out: those searched for, or the chosen one and
// its neighbours. Null: all.
function focusOf(selected, text) {
  if (text) return new Set(nodes.value.filter((n) => matches(n, text)));
  if (!selected) return null;
  return new Set([selected, ...selected.links.map((l) => otherEnd(l, selected))]);
}

function summary() {
  const list = nodes.value;
  const of = (state) => list.filter((n) => nodeState(n) === state).length;
  return `${count(list.length, 'node')}, ${count(graph.links.size, 'link')}; ` +
    `${of('connected')} connected to this one, ${of('lost')} lost. ` +
    'The table below has the same data.';
}

function useView(canvas, view, setTip, onSelect) {
  useEffect(() => {
    const v = newGraphView(canvas.current, graph, {
      select: onSelect,
      hover: (node, x, y) => setTip(node && { node, x, y }),
    });
    view.current = v;
    v.read(true);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', v.recolor);
    return () => {
      scheme.removeEventListener('change', v.recolor);
      v.close();
    };
  }, []);
}

function Tools({ view, by, setBy }) {
  const button = (name, label, run) => html`
    <button type="button" class="button small square" aria-label=${label}
      title=${label} onClick=${run}><${Icon} name=${name} /></button>`;
  return html`
    <div class="card-head">
      <h2 id="topology-title">Topology</h2>
      <span class="spring"></span>
      <label class="offscreen" for="topology-search">Search nodes</label>
      <input id="topology-search" class="search" type="search" autocomplete="off"
        placeholder="Name or id" value=${search.value}
        onInput=${(e) => { search.value = e.target.value; }} />
      <label class="offscreen" for="topology-size">Size of nodes</label>
      <select id="topology-size" class="narrow" value=${by}
        onChange=${(e) => setBy(e.target.value)}>
        <option value="bytes">Size: bytes held</option>
        <option value="degree">Size: links</option>
      </select>
      <span class="tool-group">
        ${button('minus', 'Zoom out', () => view.current.zoom(1 / 1.4))}
        ${button('plus', 'Zoom in', () => view.current.zoom(1.4))}
        ${button('fit', 'Show all', () => view.current.fit())}
      </span>
      <button type="button" class="button small" aria-pressed=${String(isPaused.value)}
        onClick=${() => setPaused(!isPaused.value)}>
        ${isPaused.value ? 'Go on' : 'Pause'}</button>
    </div>`;
}

export function TopologyPicture({ selected, onSelect }) {
  const canvas = useRef(null);
  const view = useRef(null);
  const seen = useRef(shape.value);
  const [tip, setTip] = useState(null);
  const [by, setBy] = useState('bytes');
  const text = needle.value;

  useView(canvas, view, setTip, onSelect);
  useEffect(() => {
    view.current.read(seen.current !== shape.value);
    seen.current = shape.value;
  }, [picture.value]);
  useEffect(() => view.current.setFocus(selected, focusOf(selected, text)),
    [selected, text, picture.value]);
  useEffect(() => view.current.setStill(isPaused.value), [isPaused.value]);
  useEffect(() => view.current.setSize(by), [by]);
  useEffect(() => view.current.recolor(), [theme.value]);

  return html`
    <${Tools} view=${view} by=${by} setBy=${setBy} />
    <div class="picture">
      <canvas ref=${canvas} role="img" aria-label=${summary()}></canvas>
      ${tip && graph.nodes.has(tip.node.id) && html`<${Tip} at=${tip} />`}
      ${isPaused.value && html`<span class="pill picture-note">Paused${
        generatedAt.value ? ` at ${new Date(generatedAt.value).toLocaleTimeString()}` : ''}</span>`}
    </div>
    <${Legend} />`;
}
