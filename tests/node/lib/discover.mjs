// Discovery without a node around it: $DISCOVER (tests/tools/discover.c), in a
// network namespace.

import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { STEP_MS, until, within } from './wait.mjs';

export class Discover {
  #child;
  #nodes = new Map(); // "kind id" to what was seen
  #status = {};
  #ready;
  #ticks = 0;
  log = '';

  /** `seed`: one byte, of which the key is made. */
  static async start(ns, { seed, name, sources, entries = [] }) {
    if (!process.env.DISCOVER) throw new Error('DISCOVER must name the tool');
    const d = new Discover();
    const key = seed.toString(16).padStart(2, '0').repeat(32);
    d.#child = ns.spawn(process.env.DISCOVER,
      [key, name, sources.join(','), ...entries],
      { stdio: ['pipe', 'pipe', 'pipe'] });
    d.#child.stdin.on('error', () => {}); // it has ended, as will be seen
    d.#child.stderr.on('data', (text) => {
      d.log = (d.log + text).slice(-65536);
    });
    createInterface({ input: d.#child.stdout })
      .on('line', (line) => d.#onEvent(JSON.parse(line)));
    await until('discovery is ready', () => {
      if (d.#child.exitCode !== null) throw new Error(d.log);
      return d.#ready;
    });
    d.id = d.#ready.id;
    return d;
  }

  #onEvent(event) {
    const key = `${event.kind} ${event.id}`;
    if (event.event === 'ready') this.#ready = event;
    if (event.event === 'seen') this.#nodes.set(key, event);
    if (event.event === 'lost') this.#nodes.delete(key);
    if (event.event === 'status') this.#status[event.kind] = event;
    if (event.event === 'tick') this.#ticks += 1;
  }

  #say(line) {
    this.#child.stdin.write(`${line}\n`);
  }

  get pid() {
    return this.#child.pid;
  }

  announce(...addresses) {
    this.#say(['announce', ...addresses].join(' '));
  }

  /** What it sees of another now. */
  node(kind, id) {
    return this.#nodes.get(`${kind} ${id}`);
  }

  all(kind) {
    return [...this.#nodes.values()].filter((node) => node.kind === kind);
  }

  /** As it was told last. */
  status(kind) {
    return this.#status[kind];
  }

  seen(kind, id, ms = STEP_MS) {
    return until(`${id.slice(0, 10)} is seen`, () => this.node(kind, id), ms);
  }

  lost(kind, id, ms = STEP_MS) {
    return until(`${id.slice(0, 10)} is lost`, () => !this.node(kind, id), ms);
  }

  state(kind, state, ms = STEP_MS) {
    return until(`${kind} is ${state}`,
      () => this.status(kind)?.state === state && this.status(kind), ms);
  }

  /** Has it counted so many? Faults alone are told once a second at most, so
   * it is asked, and the answer is there at a later call. */
  hasFaults(kind, name, count = 1) {
    this.#say('status');
    return this.status(kind)?.faults[name] >= count;
  }

  /** How long its loop takes to answer, in milliseconds. */
  async tick() {
    const [before, start] = [this.#ticks, performance.now()];
    this.#say('tick');
    await until('the loop turns', () => this.#ticks > before);
    return performance.now() - start;
  }

  /** In order; gives the exit code. */
  async stop() {
    const ended = once(this.#child, 'exit');
    this.#child.stdin.end();
    const [code] = await within(STEP_MS, 'discovery ends', ended);
    return code;
  }
}
