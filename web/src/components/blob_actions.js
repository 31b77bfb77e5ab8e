// What can be done with a blob.
import { html } from '../lib/html.js';
import { visible } from '../lib/visible.js';
import { shortHash, size } from '../lib/format.js';
import { call } from '../api/client.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { blobsChanged } from '../state/blobs.js';
import { complain, say } from '../state/notices.js';
import { ask } from './dialog.js';
import { copy } from './copy.js';

async function attempt(doing, work) {
  try {
    await work();
  } catch (problem) {
    complain(problem, doing);
  }
}

export const downloadName = (blob) =>
  blob.tags[0]?.split('/').at(-1) || `${blob.hash.slice(0, 16)}.bin`;

export const copyTicket = (blob) =>
  attempt('Making the ticket', async () => {
    const { ticket } = await call('GET', routes.blobTicket(blob.hash));
    await copy(ticket, 'Ticket');
  });

const verify = (blob) =>
  attempt('Verifying', async () => {
    say(`Reading ${size(blob.held_bytes)} from disk…`);
    const found = await call('POST', routes.blobVerify(blob.hash));
    if (found.ok) say(`${shortHash(blob.hash)} is intact`);
    else
      complain(
        {
          message: `${size(found.bad_bytes)} are damaged on disk`,
          hint: 'The damaged parts are no longer served. Fetch the blob ' +
            'again: only they are transferred.',
        },
        shortHash(blob.hash));
    blobsChanged();
  });

async function addTag(blob) {
  const form = await ask({
    title: 'Tag this blob',
    confirm: 'Set tag',
    body: html`
      <p>A tag is a name for <code>${shortHash(blob.hash)}</code>. It keeps the
        blob from being removed. A tag that exists is moved here.</p>
      <div class="field"><label for="tag-name">Name</label>
        <input id="tag-name" name="name" type="text" required maxlength="255"
          autocomplete="off" autofocus /></div>`,
  });
  if (!form) return;
  await attempt('Setting the tag', async () => {
    await call('PUT', routes.tag(form.name), { hash: blob.hash });
    blobsChanged();
  });
}

export async function removeTag(name) {
  const form = await ask({
    title: 'Remove this tag?',
    confirm: 'Remove tag',
    body: html`<p><span class="tag">${visible(name)}</span> goes; the blob stays.</p>`,
  });
  if (!form) return;
  await attempt('Removing the tag', async () => {
    await call('DELETE', routes.tag(name));
    blobsChanged();
  });
}

async function remove(blob) {
  const form = await ask({
    title: 'Delete this blob?',
    confirm: 'Delete',
    danger: true,
    body: html`
      <p><code class="wrap">${blob.hash}</code></p>
      <p>${size(blob.held_bytes)} are removed from this node. Other nodes keep
        their copies.</p>
      ${blob.tags.length > 0 && html`
        <p>Its tags go with it:
          ${blob.tags.map((t) => html` <span class="tag">${visible(t)}</span>`)}</p>`}`,
  });
  if (!form) return;
  await attempt('Deleting', async () => {
    const force = blob.tags.length ? { force: 'true' } : {};
    await call('DELETE', routes.blob(blob.hash, force));
    say(`${shortHash(blob.hash)} deleted`);
    blobsChanged();
  });
}

export const blobActions = (blob) => [
  { label: 'Copy hash', run: () => copy(blob.hash, 'Hash') },
  {
    label: 'Copy curl: download',
    run: () => copy(
      curl('GET', routes.blob(blob.hash), { output: downloadName(blob) }),
      'Curl command'),
  },
  {
    label: 'Copy curl: delete',
    run: () => copy(curl('DELETE', routes.blob(blob.hash)), 'Curl command'),
  },
  { label: 'Tag…', run: () => addTag(blob) },
  { label: 'Verify', run: () => verify(blob) },
  { label: 'Delete…', danger: true, run: () => remove(blob) },
];
