// The whole window takes files that are dropped on it.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { html } from '../lib/html.js';
import { addFiles } from '../state/uploads.js';
import { Icon } from './icon.js';

const isOver = signal(false);

const hasFiles = (event) => event.dataTransfer?.types.includes('Files');

function listen() {
  let depth = 0; // entering a child comes before leaving its parent
  const over = (event) => {
    if (hasFiles(event)) event.preventDefault();
  };
  const enter = (event) => {
    if (hasFiles(event)) isOver.value = ++depth > 0;
  };
  const leave = (event) => {
    if (hasFiles(event)) isOver.value = --depth > 0;
  };
  const drop = (event) => {
    depth = 0;
    isOver.value = false;
    if (!hasFiles(event)) return;
    event.preventDefault();
    addFiles(event.dataTransfer.files);
  };
  const all = { dragover: over, dragenter: enter, dragleave: leave, drop };
  for (const [type, fn] of Object.entries(all)) addEventListener(type, fn);
  return () => {
    for (const [type, fn] of Object.entries(all)) removeEventListener(type, fn);
  };
}

export function DropZone() {
  useEffect(listen, []);
  return isOver.value && html`
    <div class="drop-zone" aria-hidden="true">
      <p><${Icon} name="upload" /> Drop to store in this node</p>
    </div>`;
}

export const UploadButton = () => html`
  <label class="button primary file-button">
    <${Icon} name="upload" />Add files
    <input type="file" multiple onChange=${(event) => {
      addFiles(event.target.files);
      event.target.value = '';
    }} />
  </label>`;
