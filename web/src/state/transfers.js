// Transfers: the newest of the list, kept fresh by events that carry the
// whole transfer.
import { signal, computed } from '@preact/signals';
import { call } from '../api/client.js';
import { routes } from '../api/routes.js';
import { poll } from './poll.js';

const shown = 100;
const most = 1000; // of those that are not over, of each state

const byId = signal(null); // Map, null before the first answer
export const transfersProblem = signal(null);

const over = new Set(['completed', 'failed', 'cancelled']);
export const isOver = (transfer) => over.has(transfer.state);

const order = { running: 0, queued: 1, paused: 2 };
const rank = (transfer) => order[transfer.state] ?? 3;
const place = (transfer) => transfer.position || Infinity;

// Those under way first, then those that wait in their order, then those that
// rest, then the newest.
export const transfers = computed(() => {
  if (!byId.value) return null;
  return [...byId.value.values()].sort(
    (a, b) =>
      rank(a) - rank(b) || (place(a) - place(b) || 0) ||
      (b.created ?? '').localeCompare(a.created ?? ''),
  );
});

export const totalRate = computed(() =>
  (transfers.value ?? [])
    .filter((t) => t.state === 'running')
    .reduce((sum, t) => sum + (t.rate_bps || 0), 0));

export const isCut = signal(false); // older ended ones are not read here

// The newest first, so those that are not over may be far down the list.
async function readList() {
  const page = await call('GET', routes.transfers({ limit: shown }));
  isCut.value = page.next != null;
  if (page.next == null) return page.items;
  const rest = await Promise.all(['running', 'queued', 'paused'].map((state) =>
    call('GET', routes.transfers({ state, limit: most }))));
  return [...page.items, ...rest.flatMap((it) => it.items)];
}

// For each list on its way here, what events tell meanwhile: the list may be
// older than that.
const reading = new Set();

export async function loadTransfers() {
  const told = new Map();
  reading.add(told);
  try {
    const map = new Map((await readList()).map((t) => [t.id, t]));
    for (const transfer of told.values()) put(map, transfer);
    byId.value = map;
    transfersProblem.value = null;
  } catch (problem) {
    transfersProblem.value = problem;
  } finally {
    reading.delete(told);
  }
}

// An event that overtook a newer answer must not turn time back.
function put(map, transfer) {
  const before = map.get(transfer.id);
  if (before && isOver(before) && !isOver(transfer)) return;
  map.set(transfer.id, transfer);
  if (isOver(transfer)) forgetOldest(map);
}

export function transferChanged(transfer) {
  for (const told of reading) told.set(transfer.id, transfer);
  const map = new Map(byId.value ?? []);
  put(map, transfer);
  byId.value = map;
}

function forgetOldest(map) {
  const ended = [...map.values()].filter(isOver);
  if (ended.length <= shown * 2) return;
  const oldest = ended.reduce(
    (a, b) => (!a || b.created < a.created ? b : a), null);
  if (oldest) map.delete(oldest.id);
}

// Of blobs on their way, how much is here by now.
const arriving = computed(() => new Map(
  (transfers.value ?? [])
    .filter((t) => t.state === 'running' && t.format !== 'hash_seq')
    .map((t) => [t.hash, t.bytes_done])));

export const arrived = (blob) =>
  Math.max(blob.held_bytes, arriving.value.get(blob.hash) ?? 0);

export const inState = (states) =>
  (transfers.value ?? []).filter((t) => states.includes(t.state));

// Places in the queue change without an event of their own.
const polled = poll(loadTransfers, 5000);
export const watchTransfers = polled.watch;

export async function patchTransfer(id, patch) {
  transferChanged(await call('PATCH', routes.transfer(id), patch));
  polled.changed();
}
