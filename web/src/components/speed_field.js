import { html } from '../lib/html.js';

// A field for a ceiling. Without `name` it belongs to a table whose heads say
// what it is.
export const SpeedField = ({ id, label, value, isWrong, onInput, isBare, name }) => html`
  <div class="field speed-field">
    <label class=${isBare ? 'offscreen' : ''} for=${id}>${label}</label>
    <input id=${id} name=${name} type="text" autocomplete="off" spellcheck=${false}
      placeholder="no ceiling" value=${value} aria-invalid=${String(Boolean(isWrong))}
      onInput=${onInput && ((e) => onInput(e.target.value))} />
  </div>`;
