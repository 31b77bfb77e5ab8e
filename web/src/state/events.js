// One stream of events for all tabs of this browser.
//
// A browser allows six connections to a node over HTTP/1.1. Tabs therefore
// queue for a lock: who holds it listens to the node and passes every event
// on to the others; when that tab closes, the next takes over. Where there
// are no locks (plain HTTP to another machine) each tab listens itself.
import { signal } from '@preact/signals';
import { routes } from '../api/routes.js';

export const types = [
  'blob_added', 'blob_removed', 'blob_state', 'transfer', 'tag', 'peer',
  'discovery', 'p2p', 'task_error', 'reset',
];

// 'waiting' before the first contact, then 'live' or 'lost'.
export const connection = signal('waiting');

let deliver = () => {};
const channel =
  'BroadcastChannel' in self ? new BroadcastChannel('firn-events') : null;

function setConnection(value) {
  const before = connection.value;
  connection.value = value;
  // Whatever happened while nobody listened is only in the lists.
  if (value === 'live' && before === 'lost') deliver('reset', {});
}

function tell(message) {
  channel?.postMessage(message);
  receive(message);
}

function receive(message) {
  if (message.connection) setConnection(message.connection);
  else if (message.type) deliver(message.type, message.data, message.id);
}

function listen() {
  let source;
  const open = () => {
    source = new EventSource(routes.events());
    source.onopen = () => tell({ connection: 'live' });
    source.onerror = () => {
      tell({ connection: 'lost' });
      // After an answer that was no stream a browser gives up for good.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 2000);
    };
    for (const type of types)
      source.addEventListener(type, (event) => {
        try {
          const id = event.lastEventId;
          tell({ type, data: JSON.parse(event.data), id });
        } catch {
          // Not JSON: nothing this page could show.
        }
      });
  };
  // Between the tab that listened before and this one events may be lost.
  if (connection.value === 'live') tell({ connection: 'lost' });
  open();
  // A tab that came later asks how things stand.
  channel?.addEventListener('message', ({ data }) => {
    if (data.ask) channel.postMessage({ connection: connection.value });
  });
}

export function startEvents(onEvent) {
  deliver = onEvent;
  if (!channel || !navigator.locks) {
    listen();
    return;
  }
  channel.addEventListener('message', ({ data }) => receive(data));
  channel.postMessage({ ask: true });
  navigator.locks.request('firn-events', () => {
    listen();
    return new Promise(() => {}); // held until the tab is closed
  });
}
