// The last events, newest first: those this tab heard, and before them what
// the node still remembers.
import { computed, signal } from '@preact/signals';
import { call } from '../api/client.js';
import { routes } from '../api/routes.js';

const kept = 500;
const earlier = 200;

export const log = signal([]);
export const typeFilter = signal('');
export const isHeld = signal(false); // the list stands still while it is read

let next = 1;
let waiting = [];

export function logEvent(type, data, id) {
  const event = { n: next++, at: Date.now(), type, data, id };
  if (isHeld.value) waiting = [event, ...waiting].slice(0, kept);
  else log.value = [event, ...log.value].slice(0, kept);
}

export function setHeld(value) {
  isHeld.value = value;
  if (value) return;
  log.value = [...waiting, ...log.value].slice(0, kept);
  waiting = [];
}

export function clearLog() {
  waiting = [];
  log.value = [];
}

export const shown = computed(() =>
  typeFilter.value
    ? log.value.filter((e) => e.type === typeFilter.value)
    : log.value);

// The id of the event `back` before another: "5f03a1-300", 200: "5f03a1-100".
function before(id, back) {
  const [run, number] = id.split('-');
  return `${run}-${Math.max(0, Number(number) - back)}`;
}

// Once, when somebody first looks. They carry no time, so they show none.
let isLoaded = false;
export async function loadEarlier() {
  if (isLoaded) return;
  isLoaded = true;
  try {
    const now = await call('GET', routes.events({ wait: '0' }));
    const past = await call(
      'GET', routes.events({ since: before(now.next, earlier), wait: '0' }));
    const heard = new Set(log.value.map((e) => e.id));
    const old = past.events.filter((e) => !heard.has(e.id)).reverse()
      .map((e) => ({ n: next++, at: 0, ...e }));
    log.value = [...log.value, ...old].slice(0, kept);
  } catch {
    isLoaded = false; // the stream tells of a lost node; this is an extra
  }
}
