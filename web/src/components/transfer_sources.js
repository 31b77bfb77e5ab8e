// Who a transfer's bytes come from.
import { html } from '../lib/html.js';
import { count, exact, percent, rate, shortHash, size } from '../lib/format.js';
import { visible } from '../lib/visible.js';
import { nameOf } from '../state/peers.js';
import { hrefOf } from '../state/route.js';
import { units } from '../state/settings.js';
import { Bar } from './bar.js';

const words = {
  idle: 'Not asked yet', connecting: 'Connecting', active: 'Sending',
  done: 'Done', failed: 'Dropped',
};
const tones = { active: 'busy', done: 'good', failed: 'bad' };

function Source({ source: s, all }) {
  const name = visible(nameOf(s.peer)) || shortHash(s.peer);
  const part = all > 0 ? percent(s.bytes, all) : 0;
  const isMoving = s.state === 'active' && s.rate_bps > 0;
  return html`
    <li class="transfer-source" data-peer=${s.peer}>
      <a class="source-name" href=${hrefOf('peers', s.peer)} title=${s.peer}>${name}</a>
      <span class=${`state ${tones[s.state] ?? ''}`}>${words[s.state] ?? s.state}</span>
      <span class="num source-bytes" title=${exact(s.bytes)}>${size(s.bytes)}</span>
      <span class="source-share"><${Bar} percent=${part}
        label=${`Share of ${name}`} /><span class="num">${part} %</span></span>
      <span class="num source-rate">${isMoving ? rate(s.rate_bps, units.value === 'bits') : ''}</span>
      ${s.error && html`<span class="source-error">${visible(s.error.detail)}</span>`}
    </li>`;
}

export const Sources = ({ sources, isOpen }) => {
  if (!sources.length) return null;
  const all = sources.reduce((sum, s) => sum + s.bytes, 0);
  const gave = sources.filter((s) => s.bytes > 0).length;
  return html`
    <details class="sources" open=${isOpen}>
      <summary>${count(sources.length, 'peer')}${gave > 1 && `, bytes from ${gave}`}</summary>
      <ul>${sources.map((s) => html`
        <${Source} key=${s.peer} source=${s} all=${all} />`)}</ul>
    </details>`;
};
