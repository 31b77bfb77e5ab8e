// HTTP by hand: bytes into a socket, bytes out of it.

import { connect } from 'node:net';

import { STEP_MS } from './wait.mjs';

export class Raw {
  #socket;
  #text = '';
  #ended;

  static async open(http) {
    const raw = new Raw();
    const at = http.lastIndexOf(':');
    raw.#socket = connect(Number(http.slice(at + 1)), http.slice(0, at));
    raw.#socket.setNoDelay(true);
    raw.#socket.on('data', (d) => { raw.#text += d.toString('latin1'); });
    raw.#socket.on('error', () => {});
    raw.#ended = new Promise((resolve) => raw.#socket.once('close', resolve));
    await new Promise((resolve) => raw.#socket.once('connect', resolve));
    return raw;
  }

  send(text) {
    return new Promise((resolve) => {
      this.#socket.write(text, 'latin1', resolve);
    });
  }

  /** All that came, when the node has closed the connection. */
  async rest(ms = STEP_MS) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(
        `the connection stays open; so far: ${this.#text.slice(0, 500)}`)), ms);
    });
    await Promise.race([this.#ended, late]).finally(() => clearTimeout(timer));
    return this.#text;
  }

  get text() {
    return this.#text;
  }

  get isOpen() {
    return !this.#socket.destroyed;
  }

  /** Read nothing from now on. */
  pause() {
    this.#socket.pause();
  }

  close() {
    this.#socket.destroy();
  }
}

/** Send, close when all has come, and give the answers that were in it:
 * [{ status, headers, body }]. */
export async function exchange(http, text, ms) {
  const raw = await Raw.open(http);
  await raw.send(text);
  const got = await raw.rest(ms);
  raw.close();
  return answers(got);
}

/** Take apart a row of answers. */
export function answers(text, { head = false } = {}) {
  const out = [];
  while (text.length > 0) {
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) throw new Error(`no end of headers: ${text.slice(0, 200)}`);
    const [line, ...fields] = text.slice(0, end).split('\r\n');
    const match = /^HTTP\/1\.[01] (\d\d\d)/.exec(line);
    if (!match) throw new Error(`no status line: ${line.slice(0, 200)}`);
    const headers = Object.fromEntries(fields.map((f) => {
      const colon = f.indexOf(':');
      return [f.slice(0, colon).toLowerCase(), f.slice(colon + 1).trim()];
    }));
    const length = head ? 0 : Number(headers['content-length'] ?? 0);
    const body = text.slice(end + 4, end + 4 + length);
    text = text.slice(end + 4 + length);
    out.push({ status: Number(match[1]), headers, body });
  }
  return out;
}
