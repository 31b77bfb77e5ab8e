import { html } from '../lib/html.js';
import { CopyButton } from './copy.js';

// One row of a <dl class="facts">.
export const Fact = ({ name, children }) => html`
  <div class="fact"><dt>${name}</dt><dd>${children}</dd></div>`;

// A long text on one line, to be copied.
export const Copied = ({ text, what }) => html`
  <span class="copied"><code class="cut" title=${text}>${text}</code>
    <${CopyButton} text=${text} what=${what} /></span>`;
