// A relay of datagrams that takes its time, in a process of its own: for links
// with delay, where the kernel has no netem.

import { once } from 'node:events';

import { guard } from './scope.mjs';
import { within } from './wait.mjs';

// Each client gets a socket of its own towards the far end, so that answers
// find their way; order is kept, for every datagram waits equally long.
const RELAY = `
const dgram = require('node:dgram');
const [host, port, ms] = process.argv.slice(1);
const front = dgram.createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
const backs = new Map();
function back(client) {
  const name = client.address + ':' + client.port;
  if (!backs.has(name)) {
    const s = dgram.createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
    s.on('message', (m) => setTimeout(() =>
      front.send(m, client.port, client.address, () => {}), ms));
    s.on('error', () => {});
    backs.set(name, s);
  }
  return backs.get(name);
}
front.on('message', (m, client) => setTimeout(() =>
  back(client).send(m, port, host, () => {}), ms));
front.bind(0, '127.0.0.1', () => console.log(front.address().port));
`;

/** Inside a namespace (netns.mjs): "127.0.0.1:port" that leads to `to`,
 * "ip:port", `ms` later, and back as late. */
export async function delayed(scope, ns, { to, ms }) {
  const colon = to.lastIndexOf(':');
  const child = guard(ns.spawn(process.execPath,
    ['-e', RELAY, to.slice(0, colon), to.slice(colon + 1), String(ms)]));
  const [line] = await within(10_000, 'the relay listens',
    once(child.stdout, 'data'));
  return `127.0.0.1:${String(line).trim()}`;
}
