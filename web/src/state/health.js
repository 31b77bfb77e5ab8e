// The parts of the node and how they are, and the p2p engine's switch.
import { signal } from '@preact/signals';
import { call, callText } from '../api/client.js';
import { routes } from '../api/routes.js';
import { parseReadyz } from '../lib/readyz.js';
import { loadNode } from './node.js';
import { poll } from './poll.js';

export const parts = signal(null); // null before the first answer
export const healthProblem = signal(null);

async function load() {
  try {
    parts.value = parseReadyz(await callText(routes.readyz()));
    healthProblem.value = null;
  } catch (problem) {
    healthProblem.value = problem;
  }
}

const polled = poll(load, 10_000);
export const healthChanged = polled.changed;
export const watchHealth = polled.watch;

export async function switchP2p(isOn) {
  try {
    await call('POST', isOn ? routes.p2pStart() : routes.p2pStop());
  } finally {
    loadNode();
    polled.now();
  }
}
