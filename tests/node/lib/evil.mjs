// A provider that misbehaves: tests/tools/evil_provider ($EVIL).

import { spawn } from 'node:child_process';

import { guard } from './scope.mjs';
import { STEP_MS, within } from './wait.mjs';

/** Start one; gives { id, addr, peer, hash, size, ticket }.
 * `mode` as "stop-after 5000". */
export async function startEvil(scope, mode, { size } = {}) {
  if (!process.env.EVIL) throw new Error('EVIL must name the evil provider');
  const args = mode.split(' ');
  if (size !== undefined) args.push(`--size=${size}`);
  const child = guard(spawn(process.env.EVIL, args,
    { stdio: ['ignore', 'pipe', 'inherit'] }));
  scope.after(() => child.kill('SIGTERM'));
  const line = new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (d) => {
      text += d;
      if (text.includes('\n')) resolve(text);
    });
    child.once('exit', (code) => reject(new Error(`evil ended (${code})`)));
  });
  return JSON.parse(await within(STEP_MS, 'the evil provider is up', line));
}
