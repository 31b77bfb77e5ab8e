import { html } from '../lib/html.js';
import { visible } from '../lib/visible.js';
import { size, percent } from '../lib/format.js';
import { uploads, dismissUpload, dismissFinished, retry, isIdle } from '../state/uploads.js';
import { Bar } from './bar.js';
import { CopyButton } from './copy.js';
import { Icon } from './icon.js';

const words = {
  waiting: 'Waiting', running: 'Uploading', done: 'Stored', failed: 'Failed',
  cancelled: 'Stopped',
};
const tones = { done: 'good', failed: 'bad', running: 'busy' };

// All bytes are out, but the node has not said that they are safe.
const isSettling = (u) => u.state === 'running' && u.done >= u.size;

const stateText = (u) => {
  if (isSettling(u)) return 'Storing';
  if (u.state === 'done' && !u.result.created) return 'Known already';
  return words[u.state];
};

const Upload = ({ u }) => html`
  <li class="upload" data-state=${u.state}>
    <div class="transfer-head">
      <span class=${`state ${tones[u.state] ?? ''}`}>${stateText(u)}</span>
      <span class="file-name">${visible(u.name)}</span>
      <span class="spring"></span>
      <span class="facts-line">
        ${isIdle(u) ? size(u.size) : `${size(u.done)} of ${size(u.size)}`}</span>
      ${u.result && html`
        <${CopyButton} text=${u.result.hash} what="Hash" label="Hash" />`}
      ${u.state === 'failed' && html`
        <button type="button" class="button small" onClick=${() => retry(u.id)}>
          Try again</button>`}
      <button type="button" class="button bare"
        aria-label=${isIdle(u) ? `Dismiss ${visible(u.name)}`
          : `Stop uploading ${visible(u.name)}`}
        onClick=${() => dismissUpload(u.id)}><${Icon} name="close" /></button>
    </div>
    ${!isIdle(u) && html`
      <${Bar} percent=${isSettling(u) ? null : percent(u.done, u.size)}
        label=${`Upload of ${visible(u.name)}`} />`}
    ${u.problem && u.state === 'failed' && html`
      <p class="transfer-error">${u.problem.message} ${u.problem.hint}</p>`}
  </li>`;

export function UploadList() {
  const list = uploads.value;
  if (!list.length) return null;
  return html`
    <div class="uploads">
      <ul aria-label="Uploads">
        ${list.map((u) => html`<${Upload} key=${u.id} u=${u} />`)}
      </ul>
      ${list.length > 1 && list.every(isIdle) && html`
        <button type="button" class="button small" onClick=${dismissFinished}>
          Clear this list</button>`}
    </div>`;
}
