// What is fetched, waits, rests and has ended; what others take from here.
import { useEffect } from 'preact/hooks';
import { html } from '../lib/html.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { watchPeers } from '../state/peers.js';
import { watchTransfers } from '../state/transfers.js';
import { CopyButton } from '../components/copy.js';
import { SpeedCard } from '../components/speed_card.js';
import { TransferForm } from '../components/transfer_form.js';
import { TransferGroups } from '../components/transfer_list.js';
import { UploadsToCard } from '../components/uploads_to_card.js';

export function Transfers() {
  useEffect(watchTransfers, []);
  useEffect(watchPeers, []); // their names
  return html`
    <main class="page transfers-page" id="main" tabindex="-1">
      <section class="card" aria-labelledby="transfers-title">
        <div class="card-head">
          <h2 id="transfers-title">Transfers</h2>
          <span class="spring"></span>
          <${CopyButton} text=${curl('GET', routes.transfers())}
            what="Curl command" label="curl" />
        </div>
        <${TransferForm} />
        <${TransferGroups} />
      </section>
      <div class="side"><${SpeedCard} /><${UploadsToCard} /></div>
    </main>`;
}
