import { useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { copyText } from '../lib/clipboard.js';
import { say, complain } from '../state/notices.js';
import { Icon } from './icon.js';

export async function copy(text, what) {
  if (await copyText(text)) say(`${what} copied`);
  else
    complain(
      new Error('the browser does not allow it; select the text instead'),
      `Copying ${what.toLowerCase()}`);
}

// A button that copies `text`.
export function CopyButton({ text, what, label }) {
  const [done, setDone] = useState(false);
  const click = async () => {
    await copy(text, what);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return html`
    <button type="button" class=${label ? 'button small' : 'button bare'}
      onClick=${click} title=${`Copy ${what.toLowerCase()}`}
      aria-label=${`Copy ${what.toLowerCase()}`}>
      <${Icon} name=${done ? 'check' : 'copy'} />${label}
    </button>`;
}
