import { html } from '../lib/html.js';
import { visible } from '../lib/visible.js';
import { size, exact, percent, shortHash } from '../lib/format.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import {
  blobs, blobsProblem, loadBlobs, filter, setFilter, isFiltered,
  hasNext, hasPrevious, nextPage, previousPage, pageNumber,
} from '../state/blobs.js';
import { arrived } from '../state/transfers.js';
import { Bar } from './bar.js';
import { blobActions, copyTicket, downloadName, removeTag } from './blob_actions.js';
import { Icon } from './icon.js';
import { Menu } from './menu.js';
import { ProblemBox } from './problem.js';

const Tags = ({ tags }) => html`
  <span class="tags">
    ${tags.map((name) => html`
      <span class="tag" key=${name}><span class="tag-text" title=${visible(name)}>${visible(name)}</span>
        <button type="button" class="tag-remove"
          aria-label=${`Remove tag ${visible(name)}`} title="Remove this tag"
          onClick=${() => removeTag(name)}><${Icon} name="close" /></button>
      </span>`)}
  </span>`;

function State({ blob }) {
  if (blob.state === 'complete')
    return html`<span class="state good">Complete</span>`;
  const bytes = arrived(blob);
  const held = percent(bytes, blob.size);
  return html`
    <span class="partial" title=${`${exact(bytes)} held`}>
      <span class="state">${held == null ? 'Partial' : `${held} % held`}</span>
      <${Bar} percent=${held ?? 0} label=${`Held of ${shortHash(blob.hash)}`} />
    </span>`;
}

const Blob = ({ blob }) => html`
  <li class="blob" data-hash=${blob.hash}>
    <code class="hash" title=${blob.hash}>${shortHash(blob.hash)}</code>
    <span class="num blob-size" title=${exact(blob.size)}>${blob.size == null ? 'unknown' : size(blob.size)}</span>
    <${State} blob=${blob} />
    <${Tags} tags=${blob.tags} />
    <span class="row-actions">
      ${blob.state === 'complete' && html`
        <a class="button small" download=${downloadName(blob)}
          href=${routes.blob(blob.hash, { download: downloadName(blob) })}>
          Download</a>`}
      <button type="button" class="button small" onClick=${() => copyTicket(blob)}>
        Copy ticket</button>
      <${Menu} label=${`More for ${shortHash(blob.hash)}`} items=${blobActions(blob)} />
    </span>
  </li>`;

// While a name is typed, one question at its end is enough.
let typing = 0;
function typeTag(event) {
  const tag = event.target.value.trim();
  clearTimeout(typing);
  typing = setTimeout(() => setFilter({ tag }), 300);
}

export function BlobFilter() {
  return html`
    <div class="filters" role="search" aria-label="Blobs shown">
      <label class="offscreen" for="filter-state">State</label>
      <select id="filter-state" value=${filter.value.state}
        onChange=${(e) => setFilter({ state: e.target.value })}>
        <option value="">All states</option>
        <option value="complete">Complete</option>
        <option value="partial">Partial</option>
      </select>
      <label class="offscreen" for="filter-tag">Tag</label>
      <input id="filter-tag" type="search" placeholder="Exact tag"
        autocomplete="off" value=${filter.value.tag} onInput=${typeTag} />
    </div>`;
}

const Pager = () => (hasNext.value || hasPrevious.value) && html`
  <nav class="pager" aria-label="Pages of blobs">
    <button type="button" class="button small" disabled=${!hasPrevious.value}
      onClick=${previousPage}>Previous</button>
    <span class="muted">Page ${pageNumber.value}</span>
    <button type="button" class="button small" disabled=${!hasNext.value}
      onClick=${nextPage}>Next</button>
  </nav>`;

function Empty() {
  if (isFiltered.value)
    return html`
      <div class="empty">
        <p><strong>No blob is like that.</strong></p>
        <button type="button" class="button small"
          onClick=${() => setFilter({ state: '', tag: '' })}>Show all</button>
      </div>`;
  return html`
    <div class="empty">
      <p><strong>This node is empty.</strong></p>
      <p>Drop files anywhere on this page, use “Add files”, or put one in from
        a shell:</p>
      <p><code>firn add FILE</code></p>
      <p><code class="wrap">${curl('PUT', routes.blobs(), { file: 'FILE' })}</code></p>
    </div>`;
}

export function BlobList() {
  const list = blobs.value;
  if (blobsProblem.value && !list)
    return html`<${ProblemBox} problem=${blobsProblem.value}
      doing="Reading the blobs:" onRetry=${loadBlobs} />`;
  if (!list) return html`<p class="muted">Reading…</p>`;
  if (!list.length) return html`<${Empty} />`;
  return html`
    <ul class="blobs" aria-label="Blobs">
      <li class="blob blob-head" aria-hidden="true">
        <span>Hash</span><span class="num">Size</span><span>State</span>
        <span>Tags</span><span></span>
      </li>
      ${list.map((b) => html`<${Blob} key=${b.hash} blob=${b} />`)}
    </ul>
    <${Pager} />`;
}
