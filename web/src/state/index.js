// Starts the state and says which event concerns what.
import { effect } from '@preact/signals';
import { visible } from '../lib/visible.js';
import { startEvents, connection } from './events.js';
import { loadNode, node, nodeChanged, nodeProblem } from './node.js';
import { loadBlobs, blobsChanged } from './blobs.js';
import { logEvent } from './event_log.js';
import { healthChanged } from './health.js';
import { discoveryChanged, peersChanged } from './peers.js';
import { topologyChanged } from './topology.js';
import { isOver, loadTransfers, transferChanged, transfers } from './transfers.js';

export function loadAll() {
  loadNode();
  loadBlobs();
  loadTransfers();
}

function linksChanged() {
  nodeChanged();
  peersChanged();
  topologyChanged();
}

function engineChanged() {
  healthChanged();
  linksChanged();
}

const blobEvents = new Set(['blob_added', 'blob_removed', 'blob_state', 'tag']);

function onEvent(type, data, id) {
  logEvent(type, data, id);
  if (type === 'transfer') transferChanged(data);
  else if (blobEvents.has(type)) blobsChanged();
  else if (type === 'peer') linksChanged();
  else if (type === 'p2p') engineChanged();
  else if (type === 'discovery') {
    discoveryChanged();
    healthChanged();
  } else if (type === 'reset') {
    loadAll();
    healthChanged();
    peersChanged();
    topologyChanged();
  }
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
