// What other peers take from this node, newest first.
import { signal } from '@preact/signals';
import { call } from '../api/client.js';
import { routes } from '../api/routes.js';
import { poll } from './poll.js';

const shown = 50;

export const uploadsTo = signal(null); // null before the first answer
export const uploadsToProblem = signal(null);

async function load() {
  try {
    const page =
      await call('GET', routes.transfers({ direction: 'upload', limit: shown }));
    uploadsTo.value = page.items;
    uploadsToProblem.value = null;
  } catch (problem) {
    uploadsToProblem.value = problem;
  }
}

// No event tells of them.
export const { watch: watchUploadsTo, now: loadUploadsTo } = poll(load, 2000);
