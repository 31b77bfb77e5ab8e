// Files on their way from this browser into the node, two at a time.
import { signal } from '@preact/signals';
import { upload } from '../api/client.js';
import { routes } from '../api/routes.js';

const atOnce = 2;
export const uploads = signal([]);
let nextId = 1;

function change(id, values) {
  uploads.value = uploads.value.map((u) =>
    u.id === id ? { ...u, ...values } : u);
}

export function addFiles(files) {
  const fresh = [...files].map((file) => ({
    id: nextId++, file, name: file.name, size: file.size,
    state: 'waiting', done: 0, abort: null, problem: null, result: null,
  }));
  uploads.value = [...uploads.value, ...fresh];
  startWaiting();
}

function startWaiting() {
  const running = uploads.value.filter((u) => u.state === 'running').length;
  uploads.value
    .filter((u) => u.state === 'waiting')
    .slice(0, Math.max(0, atOnce - running))
    .forEach(start);
}

async function start({ id, file }) {
  const { done, abort } = upload(routes.blobs(), file, (bytes) =>
    change(id, { done: bytes }));
  change(id, { state: 'running', abort });
  try {
    const result = await done;
    change(id, { state: 'done', done: file.size, result, file: null });
  } catch (problem) {
    const state = problem.code === 'cancelled' ? 'cancelled' : 'failed';
    change(id, { state, problem });
  }
  startWaiting();
}

export function retry(id) {
  change(id, { state: 'waiting', done: 0, problem: null });
  startWaiting();
}

export function dismissUpload(id) {
  uploads.value.find((u) => u.id === id)?.abort?.();
  uploads.value = uploads.value.filter((u) => u.id !== id);
  startWaiting();
}

export const isIdle = (u) => u.state !== 'running' && u.state !== 'waiting';

export function dismissFinished() {
  uploads.value = uploads.value.filter((u) => !isIdle(u));
}

// Leaving the page would cut uploads short: let the browser ask first.
addEventListener('beforeunload', (event) => {
  if (uploads.value.some((u) => !isIdle(u))) event.preventDefault();
});
