import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import { render } from 'preact';
import '@preact/signals';
import { html } from './lib/html.js';
import { startState } from './state/index.js';
import { Dialog } from './components/dialog.js';
import { DropZone } from './components/drop_zone.js';
import { Header } from './components/header.js';
import { Notices } from './components/notices.js';
import { Overview } from './pages/overview.js';

const App = () => html`
  <a class="skip" href="#main">Skip to the content</a>
  <${Header} />
  <${Overview} />
  <${Notices} />
  <${Dialog} />
  <${DropZone} />`;

startState();
render(html`<${App} />`, document.getElementById('app'));
