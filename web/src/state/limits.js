// The ceilings on speed and their weekly schedule.
import { signal } from '@preact/signals';
import { call, callVersion } from '../api/client.js';
import { routes } from '../api/routes.js';
import { poll } from './poll.js';

export const limits = signal(null); // null before the first answer
export const limitsProblem = signal(null);

async function load() {
  try {
    limits.value = await call('GET', routes.limits());
    limitsProblem.value = null;
  } catch (problem) {
    limitsProblem.value = problem;
  }
}

// What holds now follows the clock.
const polled = poll(load, 5000);
export const loadLimits = polled.now;
export const watchLimits = polled.watch;

export async function patchLimits(patch) {
  limits.value = await call('PATCH', routes.limits(), patch);
}

// ---- the schedule -------------------------------------------------------

export const schedule = signal(null);
export const scheduleProblem = signal(null);
let version = '';

export async function loadSchedule() {
  try {
    const answer = await callVersion('GET', routes.schedules());
    version = answer.version;
    schedule.value = answer.json.items;
    scheduleProblem.value = null;
  } catch (problem) {
    scheduleProblem.value = problem;
  }
}

// All entries are replaced, so nobody else's change may be overwritten.
export async function putSchedule(items) {
  try {
    const answer =
      await callVersion('PUT', routes.schedules(), { items }, version);
    version = answer.version;
    schedule.value = answer.json.items;
  } catch (problem) {
    if (problem.code === 'precondition_failed') await loadSchedule();
    throw problem;
  }
  loadLimits();
}
