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
    meet(incoming).catch(() => {}); // no handshake, or the peer has closed
  }
}

async function meet(incoming) {
  await answer(await (await incoming.accept()).connect());
}

async function answer(conn) {
  for (;;) {
    const { send, recv } = await conn.acceptBi();
    const request = Buffer.from(await recv.readToEnd(1024 * 1024));
    seen.push(request);
    const found = answers.find((a) => fits(a, request));
    if (found?.response) await send.writeAll([...found.response]);
    await end[found?.then ?? 'finish'](send, conn);
  }
}

/** An answer is for one request, or for every Get of one hash. */
function fits({ request, hash }, bytes) {
  return request ? bytes.equals(request)
    : bytes[0] === 0 && bytes.subarray(1, 33).equals(hash);
}

const kept = []; // streams that are never ended
const end = {
  finish: (send) => send.finish(),
  reset: (send) => send.reset(3n),
  close: (_, conn) => conn.close(7n, [...Buffer.from('enough')]),
  hang: (send) => kept.push(send),
};

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

  /** From now on answer so, and other requests with nothing. */
  async answer({ list }) {
    answers = list.map(({ request, hash, response, then }) => ({
      request: request && Buffer.from(request),
      hash: hash && Buffer.from(hash, 'hex'),
      response: response && Buffer.from(response),
      then,
    }));
  },

  async seen() {
    return seen;
  },
});
