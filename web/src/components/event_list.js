// The last events, newest first.
import { html } from '../lib/html.js';
import { percent, shortHash, size } from '../lib/format.js';
import { visible } from '../lib/visible.js';
import { shown } from '../state/event_log.js';

const hashOf = (d) => (d.hash ? shortHash(d.hash) : '');
const peerOf = (d) => visible(d.name) || (d.id ? shortHash(d.id) : '');

// One line for a person; whatever is not known here is shown as it came.
const lines = {
  blob_added: (d) => `${hashOf(d)} added, ${size(d.size)}`,
  blob_state: (d) => `${hashOf(d)} is ${d.state}`,
  blob_removed: (d) => `${hashOf(d)} removed`,
  tag: (d) => `${d.name} ${d.hash ? `names ${hashOf(d)}` : 'is gone'}`,
  transfer: (d) => `${hashOf(d)} ${d.state}` +
    (d.size ? `, ${percent(d.bytes_done, d.size)} %` : '') +
    (d.error ? `: ${d.error.detail}` : ''),
  peer: (d) => `${peerOf(d)}: ${d.news === 'state' ? d.state : d.news}` +
    (d.reason ? `, ${d.reason}` : ''),
  discovery: (d) => `${d.source}: ${d.state}` + (d.error ? `, ${d.error}` : ''),
  p2p: (d) => `the engine: ${d.state}` + (d.error ? `, ${d.error}` : ''),
  task_error: (d) => `${d.task}: ${d.text}`,
  reset: (d) => `events were lost${d.reason ? `: ${d.reason}` : ''}`,
};

const isBad = (e) =>
  ['reset', 'task_error'].includes(e.type) || e.data.state === 'failed';

const clock = (at) => new Date(at).toLocaleTimeString();

const Event = ({ e }) => html`
  <li class="event" data-type=${e.type}>
    <span class="num muted">${e.at ? clock(e.at) : 'before'}</span>
    <span class=${`state ${isBad(e) ? 'bad' : ''}`}>${e.type}</span>
    <details><summary>${visible(lines[e.type]?.(e.data) ?? '')}</summary>
      <pre>${e.id ? `id ${e.id}\n` : ''}${JSON.stringify(e.data, null, 2)}</pre>
    </details>
  </li>`;

export const EventList = () => (shown.value.length
  ? html`<ol class="events" aria-label="Events, newest first">
      ${shown.value.map((e) => html`<${Event} key=${e.n} e=${e} />`)}</ol>`
  : html`<div class="empty"><p><strong>Nothing of this kind has happened yet.</strong></p>
      <p>Events are shown as they come.</p></div>`);
