// How fast blobs come in and go out, and with whom they were exchanged.
import { useEffect, useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { exact, rate, shortHash, size } from '../lib/format.js';
import { visible } from '../lib/visible.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { nameOf } from '../state/peers.js';
import { hrefOf } from '../state/route.js';
import { units } from '../state/settings.js';
import { loadStats, stats, statsProblem, watchStats } from '../state/stats.js';
import { CopyButton } from './copy.js';
import { ProblemBox } from './problem.js';
import { Sparkline } from './sparkline.js';

const spans = [
  { key: 'seconds', title: '2 min', name: '2 minutes', points: 120 },
  { key: 'minutes', title: '24 h', name: '24 hours', points: 1440 },
];
const few = 8; // peers

// The newest at the right edge, also while the node is younger than the chart.
function ratesOf(series, way, points) {
  const values = series[way].map((bytes) => bytes / series.step_s);
  return [...Array(Math.max(0, points - values.length)).fill(null), ...values];
}

function Charts({ span }) {
  const series = stats.value[span.key];
  const bps = (value) => rate(value, units.value === 'bits');
  const of = (name, way) => html`
    <${Sparkline} name=${name} values=${ratesOf(series, way, span.points)}
      format=${bps} span=${`the last ${span.name}`} />`;
  return html`<div class="sparks">${of('In', 'in')}${of('Out', 'out')}</div>`;
}

const Peer = ({ p }) => html`
  <tr data-id=${p.id}>
    <th scope="row"><a href=${hrefOf('peers', p.id)}>
      ${visible(nameOf(p.id)) || shortHash(p.id)}</a></th>
    <td class="num" title=${exact(p.in)}>${size(p.in)}</td>
    <td class="num" title=${exact(p.out)}>${size(p.out)}</td>
  </tr>`;

const Totals = ({ s }) => html`
  <table class="table dense totals">
    <caption class="offscreen">Bytes since the node started</caption>
    <thead><tr><th scope="col">Since the start</th><th scope="col" class="num">In</th>
      <th scope="col" class="num">Out</th></tr></thead>
    <tbody>
      <tr class="all"><th scope="row">In all</th>
        <td class="num" title=${exact(s.totals.in)}>${size(s.totals.in)}</td>
        <td class="num" title=${exact(s.totals.out)}>${size(s.totals.out)}</td></tr>
      ${s.peers.slice(0, few).map((p) => html`<${Peer} key=${p.id} p=${p} />`)}
    </tbody>
  </table>
  ${s.peers.length > few && html`<p class="muted small-print">and${' '}
    ${s.peers.length - few} more</p>`}`;

function Content({ span }) {
  const s = stats.value;
  if (s) return html`<${Charts} span=${span} /><${Totals} s=${s} />`;
  return statsProblem.value
    ? html`<${ProblemBox} problem=${statsProblem.value} doing="Reading the speed:"
        onRetry=${loadStats} />`
    : html`<p class="muted">Reading…</p>`;
}

export function SpeedCard() {
  const [span, setSpan] = useState(spans[0]);
  useEffect(watchStats, []);
  return html`
    <section class="card speed-card" aria-labelledby="speed-title">
      <div class="card-head">
        <h2 id="speed-title">Speed</h2>
        <span class="spring"></span>
        <div class="segments" role="group" aria-label="Time shown">${spans.map((s) => html`
          <button type="button" class="button small" key=${s.key}
            title=${`The last ${s.name}`} aria-pressed=${String(s === span)}
            onClick=${() => setSpan(s)}>${s.title}</button>`)}</div>
        <${CopyButton} text=${curl('GET', routes.transferStats())}
          what="Curl command" label="curl" />
      </div>
      <${Content} span=${span} />
    </section>`;
}
