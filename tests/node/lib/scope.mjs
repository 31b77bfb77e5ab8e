// Who cleans up. A test's context does, by its `after`; elsewhere a Scope.
// Whatever happens, no process outlives this one and no folder is left.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const alive = new Set(); // processes to end by their id at exit
const folders = new Set();

process.on('exit', () => {
  for (const child of alive) {
    try {
      child.kill('SIGKILL');
    } catch {
      // it has ended by itself
    }
  }
  for (const dir of folders) rmSync(dir, { recursive: true, force: true });
});
for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15]]) {
  process.on(signal, () => process.exit(128 + number));
}

/** Ends with this process at the latest. */
export function guard(child) {
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  return child;
}

/** Runs what it was given in reverse order. */
export class Scope {
  #undo = [];

  after(fn) {
    this.#undo.push(fn);
  }

  async close() {
    while (this.#undo.length > 0) await this.#undo.pop()();
  }
}

/** Run `fn` with a scope that is closed whatever happens. */
export async function scoped(fn) {
  const scope = new Scope();
  try {
    return await fn(scope);
  } finally {
    await scope.close();
  }
}

/** An empty folder, gone with the scope. `under`: somewhere else than /tmp. */
export function tempDir(scope, under = process.env.FIRN_TMP ?? tmpdir()) {
  const dir = mkdtempSync(join(under, 'firn-test-'));
  folders.add(dir);
  scope.after(() => removeDir(dir));
  return dir;
}

export function removeDir(dir) {
  rmSync(dir, { recursive: true, force: true });
  folders.delete(dir);
}
