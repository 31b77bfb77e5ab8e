import { html } from '../lib/html.js';

const paths = {
  copy: 'M6 6V3.5h6.5V10H10M3.5 6H10v6.5H3.5z',
  download: 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10',
  upload: 'M8 10.5V3M4.8 6L8 2.8 11.2 6M3 13.5h10',
  more: 'M3.4 8h.1M8 8h.1M12.6 8h.1',
  close: 'M4 4l8 8M12 4l-8 8',
  sun: 'M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13 9.6A5.4 5.4 0 016.4 3a5.4 5.4 0 106.6 6.6z',
  auto: 'M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M3.5 8h9',
  fit: 'M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3',
  check: 'M3.5 8.5l3 3 6-7',
};

export const Icon = ({ name }) => html`
  <svg class=${`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d=${paths[name]} />
  </svg>`;

export const Logo = () => html`
  <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path d="M16 5.5v21M6.9 10.75l18.2 10.5M25.1 10.75L6.9 21.25" />
    <path d="M12.8 7.6L16 10.4l3.2-2.8M12.8 24.4l3.2-2.8 3.2 2.8" />
  </svg>`;
