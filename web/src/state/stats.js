// What has moved, in all and per peer, and its last two minutes and day.
import { signal } from '@preact/signals';
import { call } from '../api/client.js';
import { routes } from '../api/routes.js';
import { poll } from './poll.js';

export const stats = signal(null); // null before the first answer
export const statsProblem = signal(null);

async function load() {
  try {
    stats.value = await call('GET', routes.transferStats());
    statsProblem.value = null;
  } catch (problem) {
    statsProblem.value = problem;
  }
}

export const { watch: watchStats, now: loadStats } = poll(load, 2000);
