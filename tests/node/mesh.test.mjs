// Nodes that find each other and stay together: in networks of the test's own,
// and where a network is not needed, on the loopback.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { sha256, writeRandom } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { Netns, netnsMissing } from './lib/netns.mjs';
import { tempDir } from './lib/scope.mjs';
import { delayed } from './lib/udp_relay.mjs';
import { until, within } from './lib/wait.mjs';

const SETTLE_MS = 5_000; // what an operator is promised
const DEAD_MS = 15_000;
const BACK_MS = 10_000;

const skip = netnsMissing();

const each = (nodes, fn) => Promise.all(nodes.map(fn));

/** Pairs of nodes, each once. */
function pairs(nodes) {
  return nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => [a, b]));
}

function connected(a, b) {
  return Promise.all([a.isConnectedTo(b.id), b.isConnectedTo(a.id)])
    .then((both) => both.every(Boolean));
}

function untilMesh(nodes, ms = SETTLE_MS) {
  return until(`${nodes.length} nodes are a full mesh`, async () => {
    const all = await each(pairs(nodes), ([a, b]) => connected(a, b));
    return all.every(Boolean);
  }, ms);
}

async function startMany(t, count, options = {}) {
  const nodes = [];
  for (let i = 0; i < count; i++) {
    nodes.push(await Firnd.start(t, {
      discovery: ['exchange'],
      ...options,
      args: [`--node.name=n${i + 1}`, ...(options.args ?? [])],
    }));
  }
  return nodes;
}

test('C, seeded only with B, learns of A and connects', async (t) => {
  const [a, b, c] = await startMany(t, 3);
  await b.connect(a.peer);
  await c.connect(b.peer);
  await untilMesh([a, b, c]);
  const { discovered_by: by } = await c.peerNamed(a.id);
  assert.equal(by, 'exchange');
});

test('five nodes become a full mesh, and again without seeds', async (t) => {
  const nodes = await startMany(t, 5);
  for (const node of nodes.slice(1)) await node.connect(nodes[0].peer);
  await untilMesh(nodes);

  await each(nodes, (n) => n.stop());
  await each(nodes, (n) => n.restart({ samePort: true }));
  await untilMesh(nodes);
});

test('every node knows the whole graph; a killed one goes from it',
  async (t) => {
    const nodes = await startMany(t, 5);
    for (const node of nodes.slice(1)) await node.connect(nodes[0].peer);
    await each(nodes, (node) => until('all nodes and links are in the graph',
      async () => {
        const { nodes: all, links } = await node.topology();
        return all.length === 5 && links.length === 10;
      }, 10_000));

    const dead = nodes[4];
    await dead.kill9();
    await each(nodes.slice(0, 4), (node) => until(
      'the links of the killed node are gone', async () => {
        const { nodes: all, links } = await node.topology();
        const state = all.find((n) => n.id === dead.id)?.state ?? 'lost';
        return state === 'lost' && links.length === 6 &&
          links.every((l) => l.from !== dead.id && l.to !== dead.id);
      }, DEAD_MS));
  });

test('a peer that was killed and started again is connected again',
  async (t) => {
    const [a, b] = await startMany(t, 2);
    await a.connect(b.peer);
    await b.kill9();
    await b.restart({ samePort: true });
    await until('both are connected again', async () => {
      const peer = await a.peerNamed(b.id);
      return peer.reconnects >= 1 && await connected(a, b);
    }, BACK_MS);
  });

test('a killed peer leaves `connected`', async (t) => {
  const [a, b] = await startMany(t, 2);
  await a.connect(b.peer);
  await b.kill9();
  await until('it is not connected any more',
    async () => !await a.isConnectedTo(b.id), DEAD_MS);
  const peer = await a.peerNamed(b.id);
  assert.notEqual(peer.last_error, '');
});

test('30 s without a packet, and it recovers by itself',
  { skip, timeout: 120_000 }, async (t) => {
    const [na, nb] = await Netns.pair(t);
    const a = await Firnd.start(t, { ns: na });
    const b = await Firnd.start(t, { ns: nb });
    await a.connect(b.peerInNetwork);

    const rules = 'add table inet cut; add chain inet cut in ' +
      '{ type filter hook input priority 0; }; ' +
      'add rule inet cut in udp dport 1-65535 drop';
    assert.equal((await nb.run('nft', [rules])).code, 0);
    const cut = performance.now();
    await until('the link is known to be dead',
      async () => !await a.isConnectedTo(b.id) &&
        !await b.isConnectedTo(a.id), DEAD_MS);
    await until('30 s are over', () => performance.now() - cut > 30_000,
      31_000);
    assert.equal((await nb.run('nft', ['delete table inet cut'])).code, 0);
    await until('they are connected again', () => connected(a, b), BACK_MS);
  });

test('a peer moves to another address in the middle of a transfer',
  { skip, timeout: 180_000 }, async (t) => {
    const [na, nb] = await Netns.pair(t);
    const args = ['--p2p.max_udp_payload=1452'];
    const a = await Firnd.start(t,
      { ns: na, args, discovery: ['lan', 'exchange'] });
    const b = await Firnd.start(t,
      { ns: nb, args, discovery: ['lan', 'exchange'] });
    await b.connect(a.peerInNetwork);

    const dir = tempDir(t);
    const file = join(dir, 'big');
    writeRandom(file, 64_000_000);
    const { hash } = await a.addFile(file);
    // Slow enough that the move falls into the transfer.
    const [{ name }] = na.links;
    const shaped = await na.run('tc', ['qdisc', 'add', 'dev', name, 'root',
      'tbf', 'rate', '40mbit', 'burst', '64kb', 'latency', '50ms']);
    assert.equal(shaped.code, 0, shaped.stderr);

    const { id } = await b.startTransfer({ hash, peers: [a.peerInNetwork] });
    await until('some of it is there',
      async () => (await b.transfer(id)).bytes_done > 4_000_000);
    await na.removeAddress(name, '10.77.0.1/24');
    await na.addAddress(name, '10.77.0.77/24');

    const end = await b.ended(id, 120_000);
    assert.equal(end.state, 'completed', JSON.stringify(end));
    assert.equal(end.bytes_fetched, end.size, 'nothing is fetched twice');
    await until('they are connected, at the new address', async () => {
      const peer = await b.peerNamed(a.id);
      return peer?.state === 'connected' &&
        JSON.stringify(peer).includes('10.77.0.77');
    }, 30_000);
    const out = join(dir, 'out');
    await b.getFile(hash, out);
    assert.equal(await sha256(out), await sha256(file));
  });

test('delay and loss on one of two links show, and the score knows',
  { skip, timeout: 180_000 }, async (t) => {
    const center = await Netns.create(t, 'center');
    const good = await Netns.create(t, 'good');
    const bad = await Netns.create(t, 'bad');
    await Netns.cable(center, good, { subnet: 1 });
    await Netns.cable(center, bad, { subnet: 2 });
    const c = await Firnd.start(t, { ns: center });
    const g = await Firnd.start(t, { ns: good });
    const b = await Firnd.start(t, { ns: bad });

    // No netem: loss by nftables, delay by a relay of datagrams.
    const rules = 'add table inet lossy; add chain inet lossy in ' +
      '{ type filter hook input priority 0; }; ' +
      'add rule inet lossy in udp dport 1-65535 ' +
      'numgen random mod 1000 < 20 drop';
    assert.equal((await bad.run('nft', [rules])).code, 0);
    const port = b.p2p[0].slice(b.p2p[0].lastIndexOf(':') + 1);
    const relay = await delayed(t, center,
      { to: `${bad.links[0].address}:${port}`, ms: 50 });

    await c.connect(g.peerInNetwork);
    await c.connect(`${b.id}@${relay}`);
    // Packets are what loss is measured by.
    const bytes = Buffer.alloc(40_000_000, 'firn');
    const { hash } = await c.addBytes(bytes);
    const ticket = await c.ticket(hash);
    await g.fetch({ ticket }, 60_000);
    await b.fetch({ hash, peers: [`${c.id}@${center.links[1].address}:${
      c.p2p[0].split(':').pop()}`] }, 60_000);
    await c.api('POST', `/peers/${b.id}/ping`,
      { json: { count: 20, size: 1024 } });

    const [toGood, toBad] = [await c.peerNamed(g.id), await c.peerNamed(b.id)];
    assert.ok(toBad.rtt_ms > 90 && toBad.rtt_ms < 400, `rtt ${toBad.rtt_ms}`);
    assert.ok(toGood.rtt_ms < 20, `rtt ${toGood.rtt_ms}`);
    assert.ok(toBad.loss > 0.004 && toBad.loss < 0.1, `loss ${toBad.loss}`);
    assert.ok(toGood.loss < 0.004, `loss ${toGood.loss}`);
    assert.ok(toGood.score > toBad.score + 0.2,
      `${toGood.score} against ${toBad.score}`);
  });

test('a stopped node says good-bye', async (t) => {
  const [a, b] = await startMany(t, 2);
  await a.connect(b.peer);
  const stopped = b.stop();
  await within(2_000, 'the other one knows', until('it is disconnected',
    async () => !await a.isConnectedTo(b.id)));
  assert.equal(await stopped, 0);
});
