import { html } from '../lib/html.js';
import { visible } from '../lib/visible.js';
import { notices, dismiss } from '../state/notices.js';
import { Icon } from './icon.js';

export const Notices = () => html`
  <div class="notices" role="status" aria-live="polite">
    ${notices.value.map((notice) => html`
      <div key=${notice.id} class=${`notice ${notice.kind}`}>
        <div>
          <p>${visible(notice.text)}</p>
          ${notice.hint && html`<p class="muted">${notice.hint}</p>`}
        </div>
        <button type="button" class="button bare" aria-label="Dismiss"
          onClick=${() => dismiss(notice.id)}><${Icon} name="close" /></button>
      </div>`)}
  </div>`;
