// The graph of all nodes. `graph` is one object that changes; `picture` counts
// its changes, for those who draw it.
import { computed, signal } from '@preact/signals';
import { call } from '../api/client.js';
import { routes } from '../api/routes.js';
import { expireGraph, hasGhosts, newGraph, updateGraph } from '../lib/graph.js';
import { poll } from './poll.js';

const everyMs = 4000;

export const graph = newGraph();
export const picture = signal(0); // the graph was read
export const shape = signal(0); // and nodes or links came or went
export const topologyProblem = signal(null);
export const generatedAt = signal(null);
export const isPaused = signal(false);
export const search = signal('');

function changedAt(isOther) {
  picture.value++;
  if (isOther) shape.value++;
}

let sweeper = 0;
function sweepGhosts() {
  clearTimeout(sweeper);
  if (!hasGhosts(graph)) return;
  sweeper = setTimeout(() => {
    if (!isPaused.value && expireGraph(graph, Date.now())) changedAt(true);
    sweepGhosts();
  }, 500);
}

async function load() {
  if (isPaused.value) return;
  try {
    const answer = await call('GET', routes.topology());
    if (isPaused.value) return;
    changedAt(updateGraph(graph, answer, Date.now()));
    generatedAt.value = answer.generated_at;
    topologyProblem.value = null;
    sweepGhosts();
  } catch (problem) {
    topologyProblem.value = problem;
  }
}

const polled = poll(load, everyMs);
export const loadTopology = polled.now;
export const topologyChanged = polled.changed;
export const watchTopology = polled.watch;

export function setPaused(value) {
  isPaused.value = value;
  if (!value) loadTopology();
}

export const nodes = computed(() => {
  picture.value;
  return [...graph.nodes.values()];
});

export const links = computed(() => {
  picture.value;
  return [...graph.links.values()];
});

export const matches = (node, text) =>
  !text || node.id.startsWith(text) ||
  (node.data.name ?? '').toLowerCase().includes(text);

// What is searched for, or '' for everything.
export const needle = computed(() => search.value.trim().toLowerCase());
