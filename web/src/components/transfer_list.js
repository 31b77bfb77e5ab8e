import { useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { visible } from '../lib/visible.js';
import {
  ago, count, duration, exact, percent, rate, shortHash, size,
} from '../lib/format.js';
import { speedText } from '../lib/speed.js';
import {
  inState, isCut, isOver, loadTransfers, transfers, transfersProblem,
} from '../state/transfers.js';
import { now } from '../state/node.js';
import { hrefOf } from '../state/route.js';
import { units } from '../state/settings.js';
import { Bar } from './bar.js';
import { Menu } from './menu.js';
import { ProblemBox } from './problem.js';
import {
  cancel, PauseButton, Priority, transferActions, transferName,
} from './transfer_actions.js';
import { Sources } from './transfer_sources.js';

const words = {
  queued: 'Waiting',
  running: 'Fetching',
  paused: 'Paused',
  completed: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};
const tones = { completed: 'good', failed: 'bad', running: 'busy', paused: 'warn' };

const whenEnded = (t) => (t.ended ? ago(t.ended, now.value) : '');

// "1.2 GiB of 2.8 GiB · 310 MiB/s · 5 s left"
function facts(t, isFull) {
  const parts = [];
  if (t.bytes_done === 0 && (isOver(t) ? t.state !== 'completed' : t.size == null))
    return isFull ? whenEnded(t) : '';
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
  if (isFull && t.ended) parts.push(whenEnded(t));
  return parts.join(' · ');
}

// What holds a transfer back, or will end it.
function terms(t) {
  const parts = [];
  if (isOver(t)) return '';
  if (t.requests > 0) parts.push(`${count(t.requests, 'request')} in flight`);
  if (t.max_bps) parts.push(`at most ${speedText(t.max_bps, units.value === 'bits')}`);
  if (t.deadline) {
    const s = (Date.parse(t.deadline) - now.value) / 1000;
    parts.push(s > 0 ? `to be done in ${duration(s)}` : 'its time is over');
  }
  if (t.next_attempt) {
    const s = (Date.parse(t.next_attempt) - now.value) / 1000;
    parts.push(`${t.attempts} tried, again ${s >= 1 ? `in ${duration(s)}` : 'now'}`);
  }
  return parts.join(' · ');
}

const State = ({ t }) => html`
  <span class=${`state ${tones[t.state] ?? ''}`}>${words[t.state] ?? t.state}${
    t.state === 'queued' && t.position > 0 && ` · place ${t.position}`}</span>`;

function Transfer({ transfer: t, isFull }) {
  const done = t.state === 'completed' ? 100 : percent(t.bytes_done, t.size);
  const name = transferName(t);
  const held = terms(t);
  return html`
    <li class="transfer" data-id=${t.id} data-state=${t.state} data-hash=${t.hash}>
      <div class="transfer-head">
        <${State} t=${t} />
        ${t.tag && html`<span class="tag">${visible(t.tag)}</span>`}
        <code class="hash" title=${t.hash}>${shortHash(t.hash)}</code>
        <span class="spring"></span>
        <span class="facts-line" title=${exact(t.bytes_done)}>${facts(t, isFull)}</span>
        <span class="row-actions">
          ${!isOver(t) && html`
            ${isFull && html`<${Priority} t=${t} /><${PauseButton} t=${t} />`}
            <button type="button" class="button small"
              aria-label=${`Cancel the transfer of ${name}`}
              onClick=${() => cancel(t)}>Cancel</button>`}
          <${Menu} label=${`More for the transfer of ${name}`} items=${transferActions(t)} />
        </span>
      </div>
      ${(t.state === 'running' || (!isOver(t) && t.bytes_done > 0)) && html`
        <${Bar} percent=${done}
          label=${`Progress of ${name}`} />`}
      ${held && html`<p class="facts-line">${held}</p>`}
      ${t.error && html`<p class="transfer-error">${visible(t.error.detail)}</p>`}
      <${Sources} sources=${t.sources ?? []} isOpen=${isFull && ['running', 'failed'].includes(t.state)} />
    </li>`;
}

const Empty = () => html`
  <div class="empty">
    <p><strong>Nothing has been fetched yet.</strong></p>
    <p>On the page of another node press “Copy ticket” beside a blob, or
      run${' '}<code>firn ticket HASH</code> there. Paste the ticket above: the
      blob comes here and is verified as it arrives.</p>
  </div>`;

const Loading = () => (transfersProblem.value
  ? html`<${ProblemBox} problem=${transfersProblem.value}
      doing="Reading the transfers:" onRetry=${loadTransfers} />`
  : html`<p class="muted">Reading…</p>`);

// The newest in one list, for the first page.
const few = 8;
export function TransferList() {
  const list = transfers.value;
  if (!list) return html`<${Loading} />`;
  if (!list.length) return html`<${Empty} />`;
  return html`
    <ul class="transfers">
      ${list.slice(0, few).map((t) => html`<${Transfer} key=${t.id} transfer=${t} />`)}
    </ul>
    <a href=${hrefOf('transfers')}>${list.length > few
      ? `All ${list.length} transfers` : 'More about transfers'}</a>`;
}

const groups = [
  { title: 'Running', states: ['running'] },
  { title: 'In the queue', states: ['queued'] },
  { title: 'Paused', states: ['paused'] },
  { title: 'Ended', states: ['completed', 'failed', 'cancelled'] },
];

const step = 50; // rows shown at first, and more by each press

function Group({ title, states }) {
  const [most, setMost] = useState(step);
  const list = inState(states);
  if (!list.length) return null;
  return html`
    <section class="transfer-group" aria-label=${title} data-group=${states[0]}>
      <h3>${title} <span class="muted num">${list.length}</span></h3>
      <ul class="transfers">${list.slice(0, most).map((t) => html`
        <${Transfer} key=${t.id} transfer=${t} isFull=${true} />`)}</ul>
      ${list.length > most && html`
        <div class="pager"><button type="button" class="button small"
          onClick=${() => setMost(most + 4 * step)}>
          Show more (${list.length - most} left)</button></div>`}
    </section>`;
}

export function TransferGroups() {
  const list = transfers.value;
  if (!list) return html`<${Loading} />`;
  if (!list.length) return html`<${Empty} />`;
  return html`
    ${groups.map((group) => html`<${Group} key=${group.title} ...${group} />`)}
    ${isCut.value && html`<p class="muted">Older ones are listed by${' '}
      <code>firn transfers</code>.</p>`}`;
}
