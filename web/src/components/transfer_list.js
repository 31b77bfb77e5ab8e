import { html } from '../lib/html.js';
import { visible } from '../lib/visible.js';
import { size, rate, percent, duration, shortHash, exact, count } from '../lib/format.js';
import { call } from '../api/client.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { isOver, transfers, transfersProblem, loadTransfers } from '../state/transfers.js';
import { units } from '../state/settings.js';
import { complain } from '../state/notices.js';
import { Bar } from './bar.js';
import { copy } from './copy.js';
import { Menu } from './menu.js';
import { ProblemBox } from './problem.js';

const words = {
  queued: 'Waiting',
  running: 'Fetching',
  completed: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};
const tones = { completed: 'good', failed: 'bad', running: 'busy' };

async function cancel(transfer) {
  try {
    await call('DELETE', routes.transfer(transfer.id));
  } catch (problem) {
    complain(problem, 'Cancelling');
  }
}

// "1.2 GiB of 2.8 GiB · 310 MiB/s · 5 s left"
function facts(t) {
  const parts = [];
  if (t.state === 'queued' && t.size == null) return '';
  if (t.state === 'completed') parts.push(size(t.bytes_done));
  else if (t.size == null) parts.push(size(t.bytes_done));
  else parts.push(`${size(t.bytes_done)} of ${size(t.size)}`);
  if (t.state === 'running' && t.rate_bps > 0) {
    parts.push(rate(t.rate_bps, units.value === 'bits'));
    if (t.size != null)
      parts.push(`${duration((t.size - t.bytes_done) / t.rate_bps)} left`);
  }
  if (t.state === 'completed' && t.started && t.ended && t.bytes_fetched) {
    const s = (Date.parse(t.ended) - Date.parse(t.started)) / 1000;
    if (s > 0)
      parts.push(`${s < 10 ? s.toFixed(1) : Math.round(s)} s`,
        rate(t.bytes_fetched / s, units.value === 'bits'));
  }
  if (t.state === 'completed' && t.bytes_fetched === 0)
    parts.push('was here already');
  return parts.join(' · ');
}

const sourceWords = {
  idle: 'not asked yet', connecting: 'connecting', active: 'sending',
  done: 'done', failed: 'failed',
};

const Source = ({ source }) => html`
  <li>
    <code title=${source.peer}>${shortHash(source.peer)}</code>
    <span>${sourceWords[source.state] ?? source.state ?? ''}</span>
    <span class="num">${size(source.bytes)}</span>
    ${source.error && html`<span class="source-error">${visible(source.error.detail)}</span>`}
  </li>`;

const Sources = ({ sources }) => sources.length > 0 && html`
  <details class="sources">
    <summary>${count(sources.length, 'peer')}</summary>
    <ul>${sources.map((s) => html`<${Source} key=${s.peer} source=${s} />`)}</ul>
  </details>`;

const actions = (t) => [
  { label: 'Copy hash', run: () => copy(t.hash, 'Hash') },
  {
    label: 'Copy curl: watch',
    run: () => copy(curl('GET', `${routes.transfer(t.id)}/events`)
      .replace('curl ', 'curl -N '), 'Curl command'),
  },
  ...(isOver(t) ? [] : [{
    label: 'Copy curl: cancel',
    run: () => copy(curl('DELETE', routes.transfer(t.id)), 'Curl command'),
  }]),
];

function Transfer({ transfer: t }) {
  const done = t.state === 'completed' ? 100 : percent(t.bytes_done, t.size);
  const name = t.tag ? visible(t.tag) : shortHash(t.hash);
  return html`
    <li class="transfer" data-state=${t.state} data-hash=${t.hash}>
      <div class="transfer-head">
        <span class=${`state ${tones[t.state] ?? ''}`}>${words[t.state] ?? t.state}</span>
        ${t.tag && html`<span class="tag">${visible(t.tag)}</span>`}
        <code class="hash" title=${t.hash}>${shortHash(t.hash)}</code>
        <span class="spring"></span>
        <span class="facts-line" title=${exact(t.bytes_done)}>${facts(t)}</span>
        <span class="row-actions">
          ${!isOver(t) && html`
            <button type="button" class="button small"
              aria-label=${`Cancel the transfer of ${name}`}
              onClick=${() => cancel(t)}>Cancel</button>`}
          <${Menu} label=${`More for the transfer of ${name}`} items=${actions(t)} />
        </span>
      </div>
      ${!isOver(t) && html`
        <${Bar} percent=${t.state === 'queued' ? 0 : done}
          label=${`Progress of ${name}`} />`}
      ${t.error && html`<p class="transfer-error">${visible(t.error.detail)}</p>`}
      <${Sources} sources=${t.sources ?? []} />
    </li>`;
}

const Empty = () => html`
  <div class="empty">
    <p><strong>Nothing has been fetched yet.</strong></p>
    <p>On the page of another node press “Copy ticket” beside a blob, or
      run${' '}<code>firn ticket HASH</code> there. Paste the ticket above: the
      blob comes here and is verified as it arrives.</p>
  </div>`;

export function TransferList() {
  const list = transfers.value;
  if (transfersProblem.value && !list)
    return html`<${ProblemBox} problem=${transfersProblem.value}
      doing="Reading the transfers:" onRetry=${loadTransfers} />`;
  if (!list) return html`<p class="muted">Reading…</p>`;
  if (!list.length) return html`<${Empty} />`;
  return html`
    <ul class="transfers">
      ${list.map((t) => html`<${Transfer} key=${t.id} transfer=${t} />`)}
    </ul>`;
}
