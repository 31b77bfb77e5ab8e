// Markup in plain JavaScript. Values are always set as text or properties,
// never parsed as HTML, so names chosen by others stay names.
export { html } from 'htm/preact';
