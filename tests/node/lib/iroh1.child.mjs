// A stock iroh 1.1 endpoint in a process of its own. It has no blobs, only
// connections, so requests and answers are made by hand. See iroh.mjs.

import iroh from 'iroh1/index.js';

import { serve } from './child.mjs';

const { Endpoint, EndpointAddr, EndpointId, EndpointTicket, RelayMode } = iroh;

const ALPN = [...Buffer.from('/iroh-bytes/4')];
const MAX = 64 * 1024 * 1024;

let endpoint;
let answers = []; // [{ request, response }]
const seen = []; // requests that came

async function accept() {
  for (;;) {
    const incoming = await endpoint.acceptNext();
    if (!incoming) return;
    const conn = await (await incoming.accept()).connect();
    answer(conn).catch(() => {}); // the peer has closed
  }
}

async function answer(conn) {
  for (;;) {
    const stream = await conn.acceptBi();
    const request = Buffer.from(await stream.recv.readToEnd(1024 * 1024));
    seen.push(request);
    const found = answers.find((a) => request.equals(a.request));
    if (found) await stream.send.writeAll([...found.response]);
    await stream.send.finish();
  }
}

async function ask(conn, request) {
  const stream = await conn.openBi();
  await stream.send.writeAll([...request]);
  await stream.send.finish();
  return Buffer.from(await stream.recv.readToEnd(MAX));
}

serve({
  async start() {
    const builder = Endpoint.builder();
    builder.applyMinimal();
    builder.relayMode(RelayMode.disabled());
    builder.bindAddr('127.0.0.1:0');
    builder.alpns([ALPN]);
    endpoint = await builder.bind();
    accept().catch(() => {});
    const addresses = endpoint.boundSockets()
      .filter((a) => a.startsWith('127.'));
    const ticket = EndpointTicket.fromAddr(endpoint.addr()).toString();
    return { id: endpoint.id().toString(), addresses, ticket };
  },

  /** Open one connection and send each request on a stream of its own. */
  async ask({ id, addresses, ticket, requests }) {
    const addr = ticket
      ? EndpointTicket.fromString(ticket).endpointAddr()
      : new EndpointAddr(EndpointId.fromString(id), undefined, addresses);
    const conn = await endpoint.connect(addr, ALPN);
    const responses = [];
    for (const r of requests) responses.push(await ask(conn, Buffer.from(r)));
    const remote = conn.remoteId().toString();
    conn.close(0n, []);
    return { remote, responses };
  },

  /** From now on answer these requests, and others with nothing. */
  async answer({ pairs }) {
    answers = pairs.map(({ request, response }) => ({
      request: Buffer.from(request),
      response: Buffer.from(response),
    }));
  },

  async seen() {
    return seen;
  },
});
