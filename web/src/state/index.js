// Starts the state and says which event concerns what.
import { startEvents, connection } from './events.js';
import { loadNode, nodeProblem } from './node.js';
import { loadBlobs, blobsChanged } from './blobs.js';
import { loadTransfers, transferChanged } from './transfers.js';

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

export function startState() {
  loadAll();
  startEvents(onEvent);
  // The event stream tells of a lost node; a node that was never there does
  // not, and is asked for again now and then.
  setInterval(() => {
    if (nodeProblem.value && connection.value !== 'live') loadAll();
  }, 3000);
}
