// The real daemon, $FIRND, in a process of its own, and its REST interface.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { anonymousBytes, residentBytes } from './proc.mjs';
import { guard, removeDir, tempDir } from './scope.mjs';
import { sseEvents } from './sse.mjs';
import { STEP_MS, within } from './wait.mjs';

const LOG_KEPT = 64 * 1024;
const API = '/api/v1';
const SOURCES = ['mdns', 'lan', 'exchange'];

// FIRN_* are settings of the daemon, and it refuses those it does not know;
// the tests have some of their own.
function withoutSettings(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('FIRN_')));
}

/** An answer that was not the one expected. */
export class HttpError extends Error {
  constructor(what, { status, body }) {
    const text = Buffer.isBuffer(body) ? body.toString().slice(0, 500)
      : JSON.stringify(body);
    super(`${what}: ${status} ${text}`);
    this.status = status;
    this.body = body;
  }
}

export class Firnd {
  #process;
  #args;
  #env;
  #ns;
  #listen;

  /** Start a node and wait until it serves. When the scope ends it is stopped,
   * which must go well, and unless `dir` was given its folder is removed.
   * `args`: more flags; `env`: more environment; `discovery`: sources to
   * switch on, of 'mdns', 'lan' and 'exchange'. They are off, or all the nodes
   * of all tests would find each other. `ns`: the network namespace to run in
   * (netns.mjs); it then listens there on all addresses. */
  static async start(scope,
    { dir, args = [], env = {}, discovery = [], ns } = {}) {
    const node = new Firnd();
    node.#ns = ns;
    node.#listen = ns ? '0.0.0.0:0' : '127.0.0.1:0';
    const own = { after() {} };
    node.dir = dir ?? tempDir(own);
    node.#args = [...SOURCES.map((name) =>
      `--discovery.${name}.enabled=${discovery.includes(name)}`), ...args];
    node.#env = env;
    scope.after(async () => {
      try {
        await node.#end();
      } finally {
        await node.kill9();
        if (dir === undefined) removeDir(node.dir);
      }
    });
    await node.#launch();
    return node;
  }

  async #launch() {
    if (!process.env.FIRND) throw new Error('FIRND must name the daemon');
    this.log = '';
    // The same port inside and outside: a node answers to its own name only.
    const http = await this.#ns?.reach();
    const args = [
      `--http.listen=${http ?? '127.0.0.1:0'}`,
      `--p2p.listen=${this.#listen}`,
      `--data_dir=${this.dir}`,
      '--print-ready',
      ...this.#args,
    ];
    const command = this.#ns ? this.#ns.command(process.env.FIRND, args)
      : [process.env.FIRND, args];
    this.#process = guard(spawn(...command, {
      env: {
        ...withoutSettings(process.env), ...this.#ns?.env, ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    }));
    this.#process.stderr.on('data', (d) => {
      this.log = (this.log + d).slice(-LOG_KEPT);
    });
    const ready = await within(STEP_MS, 'firnd is ready', this.#readyLine());
    if (ready.ready !== true) throw new Error('the ready line says otherwise');
    this.id = ready.id;
    this.http = ready.http;
    this.p2p = ready.p2p;
  }

  #readyLine() {
    return new Promise((resolve, reject) => {
      let text = '';
      this.#process.stdout.on('data', (d) => {
        text += d;
        if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
      });
      this.#process.once('error', reject);
      this.#process.once('exit', (code, signal) => {
        const how = code ?? signal;
        reject(new Error(`firnd ended (${how}) before it was ready\n` +
                         this.log));
      });
    }).then(JSON.parse);
  }

  get pid() {
    return this.#process.pid;
  }

  get isRunning() {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** "id@ip:port", as a transfer wants its peers. */
  get peer() {
    return `${this.id}@${this.p2p[0]}`;
  }

  /** The same for a node in a namespace, seen from outside of it. */
  get peerInNetwork() {
    const port = this.p2p[0].slice(this.p2p[0].lastIndexOf(':') + 1);
    return `${this.id}@${this.#ns.address}:${port}`;
  }

  /** Connect to another node: give its "id@ip:port". */
  connect(address) {
    return this.api('POST', '/peers', { json: { address } });
  }

  /** What this node knows of another, by its id; undefined: nothing. */
  async peerNamed(id) {
    const { status, body } = await this.call('GET', `${API}/peers/${id}`);
    if (status === 404) return undefined;
    if (status !== 200) throw new HttpError(`peer ${id}`, { status, body });
    return body;
  }

  async isConnectedTo(id) {
    return (await this.peerNamed(id))?.state === 'connected';
  }

  topology() {
    return this.api('GET', '/topology');
  }

  rss() {
    return residentBytes(this.pid);
  }

  /** Resident memory without mapped files, whose pages are the kernel's to
   * take back at any time. */
  anonymous() {
    return anonymousBytes(this.pid);
  }

  /** End it as an operator would; gives the exit code. */
  async stop(ms = STEP_MS) {
    if (!this.isRunning) return this.#process.exitCode;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const [code, signal] = await within(ms, 'firnd ends on SIGTERM', ended);
    if (signal) throw new Error(`firnd ended by ${signal}\n${this.log}`);
    return code;
  }

  /** A stop at the end of a test: sanitizers speak up only then. */
  async #end() {
    if (!this.#process || !this.isRunning) return;
    const code = await this.stop();
    if (code !== 0) throw new Error(`firnd ended with ${code}\n${this.log}`);
  }

  async kill9() {
    if (!this.#process || !this.isRunning) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  /** Start again over the same folder, after stop() or kill9(). `samePort`:
   * where others knew it to be, as a node with a fixed port does. */
  async restart({ samePort = false } = {}) {
    if (this.isRunning) throw new Error('it is running');
    if (samePort) this.#listen = this.p2p[0];
    await this.#launch();
  }

  url(path) {
    return `http://${this.http}${path}`;
  }

  /** Any request. Gives { status, headers, body }; JSON bodies are parsed,
   * others are Buffers. */
  async call(method, path, { body, json, headers = {} } = {}) {
    const answer = await fetch(this.url(path), {
      method,
      headers: json === undefined ? headers
        : { 'content-type': 'application/json', ...headers },
      body: json === undefined ? body : JSON.stringify(json),
      signal: AbortSignal.timeout(STEP_MS),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '');
    return {
      status: answer.status,
      headers: answer.headers,
      body: isJson && bytes.length > 0 ? JSON.parse(bytes) : bytes,
    };
  }

  /** The same under /api/v1, and an error unless it went well. */
  async api(method, path, options) {
    const answer = await this.call(method, API + path, options);
    if (answer.status >= 300) {
      throw new HttpError(`${method} ${path}`, answer);
    }
    return answer.body;
  }

  node() {
    return this.api('GET', '/node');
  }

  /** Add a small blob; gives { hash, size, created }. */
  addBytes(bytes, { tag } = {}) {
    return this.api('POST', '/blobs' + query({ tag }), {
      body: bytes,
      headers: { 'content-type': 'application/octet-stream' },
    });
  }

  /** Add a file of any size; gives { hash, size, created }. */
  async addFile(path, { tag } = {}) {
    const target = this.url(`${API}/blobs${query({ tag })}`);
    const req = request(target, {
      method: 'PUT',
      headers: { 'content-length': statSync(path).size },
    });
    const answered = once(req, 'response');
    const sent = pipeline(createReadStream(path, { highWaterMark: 1 << 18 }),
      req).catch(() => {}); // the answer says what was wrong
    const [res] = await answered;
    const body = JSON.parse(Buffer.concat(await res.toArray()));
    await sent;
    if (res.statusCode >= 300) {
      throw new HttpError('PUT /blobs', { status: res.statusCode, body });
    }
    return body;
  }

  /** The bytes of a blob. */
  getBytes(hash, { range } = {}) {
    return this.api('GET', `/blobs/${hash}`,
      { headers: range ? { range: `bytes=${range}` } : {} });
  }

  /** A blob into a file. */
  async getFile(hash, path) {
    const answer = await fetch(this.url(`${API}/blobs/${hash}`));
    if (answer.status !== 200) {
      const body = Buffer.from(await answer.arrayBuffer());
      throw new HttpError(`GET ${hash}`, { status: answer.status, body });
    }
    await pipeline(Readable.fromWeb(answer.body), createWriteStream(path));
  }

  blobs(filter = {}) {
    return this.api('GET', '/blobs' + query(filter));
  }

  status(hash) {
    return this.api('GET', `/blobs/${hash}/status`);
  }

  remove(hash, { force } = {}) {
    return this.api('DELETE', `/blobs/${hash}${query({ force })}`);
  }

  /** `options`: { sequence } or { format: 'endpoint' }. */
  async ticket(hash, options = {}) {
    const path = `/blobs/${hash}/ticket${query(options)}`;
    return (await this.api('GET', path)).ticket;
  }

  /** `what`: { ticket } or { hash, peers }. Gives the transfer. */
  startTransfer(what) {
    return this.api('POST', '/transfers', { json: what });
  }

  transfer(id) {
    return this.api('GET', `/transfers/${id}`);
  }

  cancel(id) {
    return this.api('DELETE', `/transfers/${id}`);
  }

  /** Events of a transfer as they come: { type, id, data }. */
  async *transferEvents(id, ms = STEP_MS) {
    const answer = await fetch(this.url(`${API}/transfers/${id}/events`),
      { signal: AbortSignal.timeout(ms) });
    if (answer.status !== 200) {
      throw new HttpError(`events of ${id}`, { status: answer.status });
    }
    yield* sseEvents(answer.body);
  }

  /** The transfer when it has ended, however it did. */
  async ended(id, ms = STEP_MS) {
    for await (const { type, data } of this.transferEvents(id, ms)) {
      if (['completed', 'failed', 'cancelled'].includes(type)) return data;
    }
    throw new Error(`transfer ${id}: the events ended, the transfer did not`);
  }

  /** Transfer and wait; an error unless it completed. */
  async fetch(what, ms = STEP_MS) {
    const { id } = await this.startTransfer(what);
    const transfer = await this.ended(id, ms);
    if (transfer.state !== 'completed') {
      throw new Error(`transfer: ${JSON.stringify(transfer)}`);
    }
    return transfer;
  }
}

function query(values) {
  const given = Object.entries(values).filter(([, v]) => v !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
