// What happens in the node, as it happens.
import { useEffect } from 'preact/hooks';
import { html } from '../lib/html.js';
import { curl } from '../api/curl.js';
import { routes } from '../api/routes.js';
import {
  clearLog, isHeld, loadEarlier, setHeld, typeFilter,
} from '../state/event_log.js';
import { types } from '../state/events.js';
import { CopyButton } from '../components/copy.js';
import { EventList } from '../components/event_list.js';

const curlLine = () => curl('GET', routes.events({ types: typeFilter.value }))
  .replace('curl ', 'curl -N ');

export function Events() {
  useEffect(() => {
    loadEarlier();
  }, []);
  return html`
    <main class="page" id="main" tabindex="-1">
      <section class="card" aria-labelledby="events-title">
        <div class="card-head">
          <h2 id="events-title">Events</h2>
          <span class="spring"></span>
          <label class="offscreen" for="event-type">Type</label>
          <select id="event-type" class="narrow" value=${typeFilter.value}
            onChange=${(e) => { typeFilter.value = e.target.value; }}>
            <option value="">All types</option>
            ${types.map((type) => html`<option key=${type} value=${type}>${type}</option>`)}
          </select>
          <button type="button" class="button small" aria-pressed=${String(isHeld.value)}
            onClick=${() => setHeld(!isHeld.value)}>
            ${isHeld.value ? 'Go on' : 'Pause'}</button>
          <button type="button" class="button small" onClick=${clearLog}>Clear</button>
          <${CopyButton} text=${curlLine()} what="Curl command" label="curl" />
        </div>
        <${EventList} />
      </section>
    </main>`;
}
