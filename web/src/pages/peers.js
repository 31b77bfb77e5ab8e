// Peers: who is there, one of them in detail, and what finds them.
import { useEffect } from 'preact/hooks';
import { html } from '../lib/html.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { watchDiscovery, watchPeer, watchPeers } from '../state/peers.js';
import { route } from '../state/route.js';
import { CopyButton } from '../components/copy.js';
import { DiscoveryList } from '../components/discovery_list.js';
import { PeerDetails } from '../components/peer_details.js';
import { PeerForm } from '../components/peer_form.js';
import { PeerFilter, PeerList } from '../components/peer_list.js';

function Details() {
  useEffect(watchPeer, [route.value.id]);
  return html`
    <section class="card details-card" aria-label="The chosen peer">
      <${PeerDetails} /></section>`;
}

export function Peers() {
  useEffect(watchPeers, []);
  useEffect(watchDiscovery, []);
  return html`
    <main class="page peers-page" id="main" tabindex="-1">
      ${route.value.id && html`<${Details} />`}
      <section class="card list-card" aria-labelledby="peers-title">
        <div class="card-head">
          <h2 id="peers-title">Peers</h2>
          <span class="spring"></span>
          <${PeerFilter} />
          <${CopyButton} text=${curl('GET', routes.peers())} what="Curl command"
            label="curl" />
        </div>
        <${PeerForm} />
        <${PeerList} />
      </section>
      <section class="card discovery-card" aria-labelledby="discovery-title">
        <div class="card-head">
          <h2 id="discovery-title">How peers are found</h2>
          <span class="spring"></span>
          <${CopyButton} text=${curl('GET', routes.discovery())}
            what="Curl command" label="curl" />
        </div>
        <${DiscoveryList} />
      </section>
    </main>`;
}
