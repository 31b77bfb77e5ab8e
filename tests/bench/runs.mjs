// Running things in turn, and what comes out of several runs.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { guard } from '../node/lib/scope.mjs';

export function note(text) {
  process.stderr.write(`bench: ${text}\n`);
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** "1.23 (1.20-1.30)": median, least and most. */
export function spread(values, digits = median(values) < 1 ? 3 : 2) {
  const f = (v) => v.toFixed(digits);
  return `${f(median(values))} (${f(Math.min(...values))}-` +
         `${f(Math.max(...values))})`;
}

/** Let each of the named functions run once, `times` times, in turn, so that
 * whatever the machine does besides hits all alike. Gives lists by name. */
export async function inTurn(times, named) {
  const results = {};
  for (let i = 0; i < times; i++) {
    for (const [name, fn] of Object.entries(named)) {
      await flushed();
      const result = await fn(i);
      (results[name] ??= []).push(result);
      note(`${name} ${i + 1}/${times}: ${describe(result)}`);
    }
  }
  return results;
}

function describe(result) {
  const s = typeof result === 'number' ? result : result.seconds;
  return `${s.toFixed(3)} s`;
}

/** Everything that was written is on disk: no run pays for the one before. */
async function flushed() {
  await command('sync');
}

/** Run a program to its end; an error unless it says 0. Gives seconds. */
export async function command(program, ...args) {
  const start = performance.now();
  const child = guard(spawn(program, args,
    { stdio: ['ignore', 'ignore', 'inherit'] }));
  const [code, signal] = await once(child, 'exit');
  if (code !== 0) {
    throw new Error(`${program} ${args.join(' ')}: ${code ?? signal}`);
  }
  return (performance.now() - start) / 1000;
}

/** Path of one of our programs for measuring. */
export function program(build, name) {
  const path = join(build, 'tests', name);
  if (!existsSync(path)) {
    throw new Error(`${path} is not there; build it with: ninja ${name}`);
  }
  return path;
}

/** A Markdown table from rows of cells. */
export function table(title, head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [`### ${title}`, '', line(head), line(rule),
    ...rows.map(line)].join('\n');
}

export const MB = 1e6;
export const MiB = 1024 * 1024;
