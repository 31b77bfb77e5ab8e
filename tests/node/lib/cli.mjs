// The command line client, $FIRN, as a script would run it.
import { spawn } from 'node:child_process';

import { guard } from './scope.mjs';

export const program = process.env.FIRN;

export const code = {
  ok: 0, failed: 1, usage: 2, noNode: 3, notFound: 4, mismatch: 5, timeout: 6,
  cancelled: 7,
};

/** Start `firn ARGS`; `.done` gives { code, signal, out, err }. */
export function start(args, { url, input, env = {}, cwd } = {}) {
  if (!program) throw new Error('FIRN must name the client');
  const child = guard(spawn(program, args, {
    cwd,
    env: { ...process.env, FIRN_URL: url ?? '', ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  }));
  const out = [];
  const err = [];
  child.stdout.on('data', (d) => out.push(d));
  child.stderr.on('data', (d) => err.push(d));
  if (input !== undefined) {
    child.stdin.on('error', () => {}); // it may not want all of it
    child.stdin.end(input);
  }
  child.done = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit, signal) => {
      const bytes = Buffer.concat(out);
      resolve({
        code: exit, signal, bytes, out: bytes.toString(),
        err: Buffer.concat(err).toString(),
      });
    });
  });
  return child;
}

export const firn = (args, options) => start(args, options).done;

/** The objects of --json output. */
export const lines = (text) =>
  text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
