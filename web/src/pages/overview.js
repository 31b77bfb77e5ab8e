// The first page: this node, what it fetches, what it holds.
import { html } from '../lib/html.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import { CopyButton } from '../components/copy.js';
import { HealthCard } from '../components/health_card.js';
import { NodeCard } from '../components/node_card.js';
import { TransferForm } from '../components/transfer_form.js';
import { TransferList } from '../components/transfer_list.js';
import { BlobFilter, BlobList } from '../components/blob_list.js';
import { UploadButton } from '../components/drop_zone.js';
import { UploadList } from '../components/upload_list.js';

export const Overview = () => html`
  <main class="overview" id="main" tabindex="-1">
    <div class="side"><${HealthCard} /><${NodeCard} /></div>
    <section class="card transfers-card" aria-labelledby="transfers-title">
      <div class="card-head"><h2 id="transfers-title">Transfers</h2></div>
      <${TransferForm} />
      <${TransferList} />
    </section>
    <section class="card blobs-card" aria-labelledby="blobs-title">
      <div class="card-head">
        <h2 id="blobs-title">Blobs</h2>
        <span class="spring"></span>
        <${BlobFilter} />
        <${CopyButton} text=${curl('PUT', routes.blobs(), { file: 'FILE' })}
          what="Curl command" label="curl" />
        <${UploadButton} />
      </div>
      <${UploadList} />
      <${BlobList} />
    </section>
  </main>`;
