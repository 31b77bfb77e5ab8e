// The node: who it is. Asked for at the start and whenever contact returns.
import { signal } from '@preact/signals';
import { call } from '../api/client.js';
import { routes } from '../api/routes.js';
import { poll } from './poll.js';

export const node = signal(null);
export const nodeProblem = signal(null);
export const now = signal(Date.now());

let startedAt = 0; // by this machine's clock: the node's may differ

export async function loadNode() {
  try {
    node.value = await call('GET', routes.node());
    nodeProblem.value = null;
    startedAt = Date.now() - node.value.uptime_s * 1000;
  } catch (problem) {
    nodeProblem.value = problem;
  }
}

// Its numbers of peers change while somebody looks.
const polled = poll(loadNode, 10_000);
export const watchNode = polled.watchLater;
export const nodeChanged = polled.changed;

export const uptime = () => (now.value - startedAt) / 1000;

setInterval(() => {
  now.value = Date.now();
}, 1000);
