// A child process in another script of ours, which does what it is asked.
//
// Parent:  const c = await Child.start(scope, 'x.child.mjs', args);
//          await c.ask('add', { path });
// Child:   serve({ async add({ path }) { ... } });

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { guard } from './scope.mjs';
import { STEP_MS, within } from './wait.mjs';

export class Child {
  #process;
  #waiting = new Map();
  #next = 1;
  #noise = '';

  static async start(scope, script, options = {}) {
    const c = new Child(script);
    scope.after(() => c.kill());
    c.hello = await c.ask('start', options, 60_000);
    return c;
  }

  constructor(script) {
    const path = fileURLToPath(new URL(script, import.meta.url));
    this.script = script;
    this.#process = guard(
      fork(path, { serialization: 'advanced', silent: true }),
    );
    this.#process.on('message', (m) => this.#answered(m));
    this.#process.once('exit', (code, signal) => this.#ended(code ?? signal));
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on('data', (d) => {
        this.#noise = (this.#noise + d).slice(-4000);
      });
    }
  }

  get pid() {
    return this.#process.pid;
  }

  ask(op, args = {}, ms = STEP_MS) {
    const id = this.#next++;
    const answer = new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#process.send({ id, op, args }, (e) => e && reject(e));
    });
    return within(ms, `${this.script}: ${op}`, answer);
  }

  #answered({ id, value, error }) {
    const w = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) w?.reject(new Error(`${this.script}: ${error}`));
    else w?.resolve(value);
  }

  #ended(how) {
    const error = new Error(`${this.script} ended (${how})\n${this.#noise}`);
    for (const w of this.#waiting.values()) w.reject(error);
    this.#waiting.clear();
  }

  /** End it at once. */
  async kill() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
      return;
    }
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }
}

/** The child's side: `ops` by name, each gives a value or throws. */
export function serve(ops) {
  process.on('message', async ({ id, op, args }) => {
    try {
      process.send({ id, value: await ops[op](args) });
    } catch (e) {
      process.send({ id, error: String(e?.stack ?? e) });
    }
  });
  process.on('disconnect', () => process.exit());
}
