import { html } from '../lib/html.js';
import { rate } from '../lib/format.js';
import { visible } from '../lib/visible.js';
import { connection } from '../state/events.js';
import { node } from '../state/node.js';
import { pages, route } from '../state/route.js';
import { totalRate } from '../state/transfers.js';
import { theme, units } from '../state/settings.js';
import { Icon, Logo } from './icon.js';

const states = {
  waiting: ['idle', 'Connecting'],
  live: ['good', 'Live'],
  lost: ['bad', 'No contact'],
};

const themes = {
  auto: { next: 'light', icon: 'auto', name: 'as the system' },
  light: { next: 'dark', icon: 'sun', name: 'light' },
  dark: { next: 'auto', icon: 'moon', name: 'dark' },
};

function Connection() {
  const [tone, text] = states[connection.value];
  return html`
    <span class=${`pill ${tone}`} role="status">
      <span class="dot"></span>${text}</span>`;
}

function UnitsButton() {
  const bits = units.value === 'bits';
  return html`
    <button type="button" class="button small" aria-pressed=${String(bits)}
      title="Show rates in bytes or in bits a second"
      onClick=${() => { units.value = bits ? 'bytes' : 'bits'; }}>
      ${bits ? 'bit/s' : 'byte/s'}</button>`;
}

function ThemeButton() {
  const { next, icon, name } = themes[theme.value];
  return html`
    <button type="button" class="button bare"
      title=${`Colours: ${name}`} aria-label=${`Colours: ${name}. Change`}
      onClick=${() => { theme.value = next; }}><${Icon} name=${icon} /></button>`;
}

const Navigation = () => html`
  <nav class="pages" aria-label="Pages">
    ${pages.map((page) => html`
      <a key=${page.name} href=${page.href}
        aria-current=${page === route.value.page ? 'page' : undefined}>
        ${page.title}</a>`)}
  </nav>`;

export const Header = () => html`
  <header class="top">
    <h1 class="brand"><${Logo} />Firn</h1>
    <span class="node-name">${visible(node.value?.name)}</span>
    <${Navigation} />
    <span class="spring"></span>
    ${totalRate.value > 0 && html`
      <span class="total-rate" title="Coming in now">
        ↓ ${rate(totalRate.value, units.value === 'bits')}</span>`}
    <${Connection} />
    <${UnitsButton} />
    <${ThemeButton} />
  </header>`;
