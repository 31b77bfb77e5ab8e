import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import './styles/network.css';
import './styles/transfers.css';
import { render } from 'preact';
import '@preact/signals';
import { html } from './lib/html.js';
import { startState } from './state/index.js';
import { route } from './state/route.js';
import { Dialog } from './components/dialog.js';
import { DropZone } from './components/drop_zone.js';
import { Header } from './components/header.js';
import { Notices } from './components/notices.js';
import { Events } from './pages/events.js';
import { Limits } from './pages/limits.js';
import { Overview } from './pages/overview.js';
import { Peers } from './pages/peers.js';
import { Topology } from './pages/topology.js';
import { Transfers } from './pages/transfers.js';

const shown = {
  overview: Overview, topology: Topology, peers: Peers,
  transfers: Transfers, limits: Limits, events: Events,
};

// The address behind "#" names the page, so this link must not change it.
const skip = (event) => {
  event.preventDefault();
  document.getElementById('main').focus();
};

const App = () => html`
  <a class="skip" href="#main" onClick=${skip}>Skip to the content</a>
  <${Header} />
  <${shown[route.value.page.name]} />
  <${Notices} />
  <${Dialog} />
  <${DropZone} />`;

startState();
render(html`<${App} />`, document.getElementById('app'));
