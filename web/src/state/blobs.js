// One page of the list of blobs. The node's list is the truth: an event only
// says that it is time to read the page again.
import { signal, computed, batch } from '@preact/signals';
import { call } from '../api/client.js';
import { routes } from '../api/routes.js';

const pageSize = 50;
const settleMs = 250;

export const blobs = signal(null); // null before the first answer
export const blobsProblem = signal(null);
export const filter = signal({ state: '', tag: '' });
const cursors = signal(['']); // of the pages up to the present one
const next = signal(null);

export const pageNumber = computed(() => cursors.value.length);
export const hasNext = computed(() => next.value != null);
export const hasPrevious = computed(() => cursors.value.length > 1);
export const isFiltered = computed(
  () => filter.value.state !== '' || filter.value.tag !== '',
);

let asked = 0;

export async function loadBlobs() {
  const mine = ++asked;
  const cursor = cursors.value.at(-1);
  try {
    const page = await call(
      'GET', routes.blobs({ limit: pageSize, cursor, ...filter.value }));
    if (mine !== asked) return; // a later question is on its way
    batch(() => {
      blobs.value = page.items;
      next.value = page.next;
      blobsProblem.value = null;
    });
    // The last blob of a page went: show the page before it.
    if (!page.items.length && hasPrevious.value) previousPage();
  } catch (problem) {
    if (mine === asked) blobsProblem.value = problem;
  }
}

export function nextPage() {
  cursors.value = [...cursors.value, next.value];
  return loadBlobs();
}

export function previousPage() {
  cursors.value = cursors.value.slice(0, -1);
  return loadBlobs();
}

export function setFilter(change) {
  batch(() => {
    filter.value = { ...filter.value, ...change };
    cursors.value = [''];
  });
  return loadBlobs();
}

// Many events in a moment cost one reading.
let timer = 0;
export function blobsChanged() {
  if (!timer)
    timer = setTimeout(() => {
      timer = 0;
      loadBlobs();
    }, settleMs);
}
