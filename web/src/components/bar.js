import { html } from '../lib/html.js';

// A progress bar; `percent` null means that the end is not known.
export const Bar = ({ percent, label, tone = '' }) => html`
  <progress class=${`bar ${tone}`} aria-label=${label} max="100"
    value=${percent ?? undefined}></progress>`;
