// Starts the state and says which event concerns what.
import { effect } from '@preact/signals';
import { visible } from '../lib/visible.js';
import { startEvents, connection } from './events.js';
import { loadNode, node, nodeProblem } from './node.js';
import { loadBlobs, blobsChanged } from './blobs.js';
import { isOver, loadTransfers, transferChanged, transfers } from './transfers.js';

export function loadAll() {
  loadNode();
  loadBlobs();
  loadTransfers();
}

function onEvent(type, data) {
  if (type === 'reset') loadAll();
  else if (type === 'transfer') transferChanged(data);
  else blobsChanged();
}

// "2 ↓ attic · Firn": what a tab among many can tell.
function showTitle() {
  const busy = (transfers.value ?? []).filter((t) => !isOver(t)).length;
  const name = visible(node.value?.name);
  document.title =
    `${busy ? `${busy} ↓ ` : ''}${name ? `${name} · ` : ''}Firn`;
}

export function startState() {
  effect(showTitle);
  loadAll();
  startEvents(onEvent);
  // The event stream tells of a lost node; a node that was never there does
  // not, and is asked for again now and then.
  setInterval(() => {
    if (nodeProblem.value && connection.value !== 'live') loadAll();
  }, 3000);
}
