// Stock iroh, from npm: the peers that Firn must get along with.

import { Child } from './child.mjs';
import { removeDir, tempDir } from './scope.mjs';

/** Time for a hundred megabytes, also on a busy machine. */
export const BULK_MS = 120_000;

/** A whole node of iroh 0.35: blobs, collections, tickets. */
export class Iroh035 {
  #child;

  /** `persistent`: with its store in a folder, not in memory. */
  static async start(scope, { persistent = false } = {}) {
    const node = new Iroh035();
    node.dir = persistent ? tempDir({ after() {} }) : undefined;
    scope.after(async () => {
      await node.#child?.kill();
      if (node.dir) removeDir(node.dir);
    });
    node.#child = await Child.start(scope, 'iroh035.child.mjs',
      { dir: node.dir });
    return node;
  }

  get pid() {
    return this.#child.pid;
  }

  get id() {
    return this.#child.hello.id;
  }

  get addresses() {
    return this.#child.hello.addresses;
  }

  addFile(path) {
    return this.#child.ask('addFile', { path }, BULK_MS);
  }

  addCollection(files) {
    return this.#child.ask('addCollection', { files }, BULK_MS);
  }

  ticket(hash, { sequence = false } = {}) {
    return this.#child.ask('ticket', { hash, sequence });
  }

  /** Gives the seconds it took. */
  download(ticket, ms = BULK_MS) {
    return this.#child.ask('download', { ticket }, ms);
  }

  status(hash) {
    return this.#child.ask('status', { hash });
  }

  exportBlob(hash, path) {
    return this.#child.ask('exportBlob', { hash, path }, BULK_MS);
  }

  exportCollection(hash, path) {
    return this.#child.ask('exportCollection', { hash, path }, BULK_MS);
  }

  knows(id) {
    return this.#child.ask('knows', { id });
  }

  kill() {
    return this.#child.kill();
  }
}

/** An endpoint of iroh 1.1: connections only. */
export class Iroh1 {
  #child;

  static async start(scope) {
    const node = new Iroh1();
    node.#child = await Child.start(scope, 'iroh1.child.mjs');
    return node;
  }

  get pid() {
    return this.#child.pid;
  }

  get id() {
    return this.#child.hello.id;
  }

  get addresses() {
    return this.#child.hello.addresses;
  }

  get ticket() {
    return this.#child.hello.ticket;
  }

  /** Send requests to a peer; gives its id and the answers.
   * The peer: another of these, or { id, addresses }, or { ticket }. */
  ask({ id, addresses, ticket }, requests) {
    return this.#child.ask('ask', { id, addresses, ticket, requests });
  }

  /** `list`: [{ request or hash, response, then }]. The answer is for that
   * request, or for every Get of that hash; `then` is `finish` unless it is
   * `reset`, `close` (the connection) or `hang`. */
  answer(list) {
    return this.#child.ask('answer', { list });
  }

  seen() {
    return this.#child.ask('seen');
  }

  kill() {
    return this.#child.kill();
  }
}
