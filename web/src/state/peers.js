// The peers of this node, one of them in detail, and the sources that find
// them. Lists are read again on events and every few seconds.
import { computed, signal } from '@preact/signals';
import { call } from '../api/client.js';
import { routes } from '../api/routes.js';
import { poll } from './poll.js';
import { route } from './route.js';

const everyMs = 5000;
const detailMs = 2000; // its charts have a sample a second
const most = 1000;

export const peers = signal(null); // null before the first answer
export const isCut = signal(false); // there are more than are read here
export const peersProblem = signal(null);
export const stateFilter = signal('');
export const sorting = signal({ key: 'state', isDown: false });

let asked = 0;

async function loadList() {
  const mine = ++asked;
  try {
    const page = await call('GET', routes.peers({ limit: most }));
    if (mine !== asked) return;
    peers.value = page.items;
    isCut.value = page.next != null;
    peersProblem.value = null;
  } catch (problem) {
    if (mine === asked) peersProblem.value = problem;
  }
}

const names = computed(() => new Map(
  (peers.value ?? []).map((p) => [p.id, p.name])));
export const nameOf = (id) => names.value.get(id) ?? '';

const list = poll(loadList, everyMs);
export const loadPeers = list.now;
export const watchPeers = list.watch;

// ---- one peer -----------------------------------------------------------

export const peer = signal(null); // the one that the address names
export const peerProblem = signal(null);

async function loadPeer() {
  const { id } = route.value;
  if (!id) return;
  try {
    const answer = await call('GET', routes.peer(id));
    if (id !== route.value.id) return;
    peer.value = answer;
    peerProblem.value = null;
  } catch (problem) {
    if (id === route.value.id) peerProblem.value = problem;
  }
}

const detail = poll(loadPeer, detailMs);
export const loadPeerNow = detail.now;
export const watchPeer = () => {
  peer.value = null;
  peerProblem.value = null;
  return detail.watch();
};

// ---- discovery ----------------------------------------------------------

export const sources = signal(null);
export const sourcesProblem = signal(null);

async function loadSources() {
  try {
    sources.value = (await call('GET', routes.discovery())).sources;
    sourcesProblem.value = null;
  } catch (problem) {
    sourcesProblem.value = problem;
  }
}

const discovery = poll(loadSources, 10_000);
export const watchDiscovery = discovery.watch;
export const discoveryChanged = discovery.changed;

export function peersChanged() {
  list.changed();
  detail.changed();
  discovery.changed();
}

// ---- what is shown ------------------------------------------------------

const stateRank = {
  connected: 0, connecting: 1, disconnecting: 2, failed: 3, disconnected: 4,
};

const sortKeys = {
  state: (p) => stateRank[p.state] ?? 9,
  name: (p) => `${p.name ? 0 : 1}${p.name ?? ''} ${p.id}`,
  rtt: (p) => p.rtt_ms,
  loss: (p) => p.loss,
  rx: (p) => p.rx_bps,
  tx: (p) => p.tx_bps,
  score: (p) => p.score,
  reputation: (p) => p.reputation,
  reconnects: (p) => p.reconnects,
};

// What is not known comes last, whichever way the rest is sorted.
function compare(a, b, isDown) {
  if (a == null || b == null) return (a == null) - (b == null);
  const order = a < b ? -1 : Number(a > b);
  return isDown ? -order : order;
}

export const shownPeers = computed(() => {
  if (!peers.value) return null;
  const { key, isDown } = sorting.value;
  const value = sortKeys[key];
  const isShown = stateFilter.value === 'banned'
    ? (p) => p.banned
    : (p) => !stateFilter.value || p.state === stateFilter.value;
  return peers.value.filter(isShown).sort((a, b) =>
    compare(value(a), value(b), isDown) ||
    compare(sortKeys.name(a), sortKeys.name(b), false));
});

// Numbers are more telling with the largest first.
export function sortBy(key) {
  const now = sorting.value;
  sorting.value = now.key === key
    ? { key, isDown: !now.isDown }
    : { key, isDown: ['rx', 'tx', 'score', 'reconnects'].includes(key) };
}

export const counts = computed(() => {
  if (!peers.value) return null;
  const n = { known: peers.value.length, banned: 0 };
  for (const p of peers.value) {
    n[p.state] = (n[p.state] ?? 0) + 1;
    if (p.banned) n.banned++;
  }
  return n;
});
