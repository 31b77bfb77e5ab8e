// Which peer takes which blob from here.
import { useEffect } from 'preact/hooks';
import { html } from '../lib/html.js';
import { ago, duration, exact, rate, shortHash, size } from '../lib/format.js';
import { visible } from '../lib/visible.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { now } from '../state/node.js';
import { nameOf } from '../state/peers.js';
import { hrefOf } from '../state/route.js';
import { units } from '../state/settings.js';
import {
  loadUploadsTo, uploadsTo, uploadsToProblem, watchUploadsTo,
} from '../state/uploads_to.js';
import { CopyButton } from './copy.js';
import { ProblemBox } from './problem.js';

const Upload = ({ u }) => {
  const isOn = u.state === 'running';
  return html`
    <li class="upload-to" data-id=${u.id} data-state=${u.state}>
      <div class="transfer-head">
        <span class=${`state ${isOn ? 'busy' : ''}`}>${isOn ? 'Sending' : 'Ended'}</span>
        <a class="source-name" href=${hrefOf('peers', u.peer)} title=${u.peer}>
          ${visible(nameOf(u.peer)) || shortHash(u.peer)}</a>
      </div>
      <p class="facts-line"><code title=${u.hash}>${shortHash(u.hash)}</code>${' · '}
        <span title=${exact(u.bytes)}>${size(u.bytes)}</span>${' · '}${
        isOn ? `${rate(u.rate_bps, units.value === 'bits')} · for ${
          duration((now.value - Date.parse(u.started)) / 1000)}`
          : ago(u.ended, now.value)}</p>
    </li>`;
};

function List() {
  const list = uploadsTo.value;
  if (uploadsToProblem.value && !list)
    return html`<${ProblemBox} problem=${uploadsToProblem.value}
      doing="Reading what is sent:" onRetry=${loadUploadsTo} />`;
  if (!list) return html`<p class="muted">Reading…</p>`;
  if (!list.length)
    return html`<p class="muted">Nobody has taken a blob from here yet.</p>`;
  const isOn = (u) => u.state === 'running';
  return html`
    <ul class="uploads-to">${[...list.filter(isOn), ...list.filter((u) => !isOn(u))]
      .map((u) => html`<${Upload} key=${u.id} u=${u} />`)}</ul>`;
}

export function UploadsToCard() {
  useEffect(watchUploadsTo, []);
  return html`
    <section class="card uploads-to-card" aria-labelledby="uploads-to-title">
      <div class="card-head">
        <h2 id="uploads-to-title">Sent to others</h2>
        <span class="spring"></span>
        <${CopyButton} text=${curl('GET', routes.transfers({ direction: 'upload' }))}
          what="Curl command" label="curl" />
      </div>
      <${List} />
    </section>`;
}
