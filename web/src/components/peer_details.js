// One peer: what is known, its last minute, where it is.
import { html } from '../lib/html.js';
import { advice } from '../lib/advice.js';
import { ago, duration, milliseconds, rate, share, size } from '../lib/format.js';
import { visible } from '../lib/visible.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { now } from '../state/node.js';
import { loadPeerNow, peer, peerProblem } from '../state/peers.js';
import { hrefOf } from '../state/route.js';
import { units } from '../state/settings.js';
import { CopyButton } from './copy.js';
import { Copied, Fact } from './fact.js';
import { ban, disconnect, peerName, ping, reconnect, unban } from './peer_actions.js';
import { PeerState } from './peer_list.js';
import { ProblemBox } from './problem.js';
import { Sparkline } from './sparkline.js';

const kinds = { firn: 'Firn node', iroh: 'stock iroh endpoint', unknown: 'not known yet' };

const Actions = ({ p }) => html`
  <div class="action-row">
    ${p.state === 'connected'
      ? html`<button type="button" class="button small" onClick=${() => ping(p)}>Ping</button>`
      : !p.banned && html`<button type="button" class="button small"
          onClick=${() => reconnect(p)}>Connect</button>`}
    <button type="button" class="button small" onClick=${() => disconnect(p)}>Disconnect…</button>
    ${p.banned
      ? html`<button type="button" class="button small" onClick=${() => unban(p)}>Unban…</button>`
      : html`<button type="button" class="button small" onClick=${() => ban(p)}>Ban…</button>`}
    <${CopyButton} text=${curl('GET', routes.peer(p.id))} what="Curl command" label="curl" />
    <a class="button small" href=${hrefOf('topology', p.id)}>In the topology</a>
  </div>`;

function Charts({ p }) {
  if (!p.samples.length) return null;
  const inBits = units.value === 'bits';
  const of = (key) => p.samples.map((s) => s[key]);
  const bps = (value) => rate(value, inBits);
  return html`
    <section aria-label="The last minute">
      <h3>The last minute</h3>
      <div class="sparks">
        <${Sparkline} name="RTT" values=${of('rtt_ms')} format=${milliseconds} />
        <${Sparkline} name="In" values=${of('rx_bps')} format=${bps} />
        <${Sparkline} name="Out" values=${of('tx_bps')} format=${bps} />
        <${Sparkline} name="Loss" values=${of('loss')} format=${share} tone="bad" />
      </div>
    </section>`;
}

const Addresses = ({ list }) => html`
  <section aria-label="Addresses">
    <h3>Addresses</h3>
    ${list.length ? html`
      <table class="table dense">
        <thead><tr><th scope="col">Address</th><th scope="col">From</th>
          <th scope="col">Worked</th></tr></thead>
        <tbody>${list.map((a) => html`
          <tr key=${a.addr}><th scope="row"><code class="wrap">${a.addr}</code></th>
            <td>${a.source}</td><td>${ago(a.last_ok, now.value)}</td></tr>`)}</tbody>
      </table>` : html`<p class="muted">None is known.</p>`}
  </section>`;

const deeds = {
  served: 'served', wrong_data: 'wrong data', stalled: 'stalled',
  timed_out: 'timed out', broke_protocol: 'broke the protocol',
};

function Facts({ p }) {
  const isOn = p.state === 'connected';
  const done = Object.entries(p.deeds).filter(([, n]) => n > 0)
    .map(([deed, n]) => `${deeds[deed] ?? deed} ${n}×`);
  return html`
    <dl class="facts tight">
      <${Fact} name="Id"><${Copied} text=${p.id} what="Node id" /></${Fact}>
      <${Fact} name="Kind">${kinds[p.kind] ?? p.kind}${p.agent && `, ${visible(p.agent)}`}</${Fact}>
      <${Fact} name="Since">${ago(p.since, now.value)}</${Fact}>
      <${Fact} name="Found by">${p.discovered_by}${p.pinned && ', pinned'}</${Fact}>
      ${isOn && html`
        <${Fact} name="Path"><span title=${p.path?.why}>${p.path?.addr ?? '–'}</span>
          ${p.direction && html`<span class="muted"> ${p.direction === 'in' ? 'it dialled' : 'we dialled'}</span>`}</${Fact}>
        <${Fact} name="RTT">${milliseconds(p.rtt_ms)}
          <span class="muted"> ± ${milliseconds(p.rtt_var_ms)}</span></${Fact}>
        <${Fact} name="Loss">${share(p.loss)}</${Fact}>
        <${Fact} name="Window">${size(p.quality.cwnd)}</${Fact}>
        <${Fact} name="Received, sent">${size(p.quality.rx_bytes)}, ${size(p.quality.tx_bytes)}</${Fact}>
        ${p.observed && html`<${Fact} name="Sees this node at"><code>${p.observed}</code></${Fact}>`}`}
      <${Fact} name="Score">${p.score.toFixed(2)}</${Fact}>
      <${Fact} name="Reputation">${p.reputation}
        ${done.length > 0 && html`<span class="muted"> ${done.join(', ')}</span>`}</${Fact}>
      <${Fact} name="Reconnects">${p.reconnects}</${Fact}>
      ${!isOn && p.next_dial_in_s != null && html`
        <${Fact} name="Tried again in">${duration(p.next_dial_in_s)}</${Fact}>`}
      ${!isOn && html`<${Fact} name="Last connected">${ago(p.last_connected, now.value)}</${Fact}>`}
    </dl>`;
}

export function PeerDetails() {
  const p = peer.value;
  if (peerProblem.value)
    return html`<${ProblemBox} problem=${peerProblem.value}
      doing="Reading the peer:" onRetry=${loadPeerNow} />`;
  if (!p) return html`<p class="muted">Reading…</p>`;
  const fix = advice(p);
  return html`
    <div class="card-head">
      <h2 class="file-name" id="peer-title">${peerName(p)}</h2>
      <${PeerState} peer=${p} />
      <span class="spring"></span>
      <a class="button small" href=${hrefOf('peers')}>Close</a>
    </div>
    ${p.last_error && html`
      <div class=${p.state === 'connected' ? 'note' : 'problem'}>
        <p><strong>Last error:</strong> ${visible(p.last_error)}</p>
        ${fix && html`<p class="muted">${fix}</p>`}</div>`}
    ${!p.last_error && fix && html`<div class="note"><p>${fix}</p></div>`}
    <${Actions} p=${p} />
    <${Facts} p=${p} />
    <${Charts} p=${p} />
    <${Addresses} list=${p.addresses} />`;
}
