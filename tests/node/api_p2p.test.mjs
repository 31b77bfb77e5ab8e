// The p2p engine stopped and started at run time: what goes on without it,
// what fails and how that is told, and that everything is back afterwards.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { pattern, writeRandom } from './lib/content.mjs';
import { startEvil } from './lib/evil.mjs';
import { Firnd } from './lib/firnd.mjs';
import { tempDir } from './lib/scope.mjs';
import { until } from './lib/wait.mjs';

const SIZE = 1_000_003; // of what evil_provider has

const stop = (node) => node.api('POST', '/p2p/stop');
const start = (node) => node.api('POST', '/p2p/start');
const call = (node, what) => node.call('POST', `/api/v1/p2p/${what}`);

const portOf = (address) => Number(address.slice(address.lastIndexOf(':') + 1));

/** Is a UDP socket bound to this port, as the kernel sees it? */
function isBound(address) {
  const port = portOf(address).toString(16).toUpperCase().padStart(4, '0');
  return ['udp', 'udp6'].some((table) => {
    try {
      return readFileSync(`/proc/net/${table}`, 'utf8').split('\n')
        .some((line) => line.trim().split(/\s+/)[1]?.endsWith(`:${port}`));
    } catch {
      return false; // no IPv6 here
    }
  });
}

/** Descriptors that are no files: blobs in use are kept open for a while. */
function descriptors(node) {
  const dir = `/proc/${node.pid}/fd`;
  return readdirSync(dir).filter((fd) => {
    try {
      return !readlinkSync(join(dir, fd)).startsWith('/');
    } catch {
      return false; // closed meanwhile
    }
  }).length;
}

/** What only rises, by name and labels. */
async function counters(node) {
  const text = String((await node.call('GET', '/metrics')).body);
  return new Map(text.split('\n')
    .filter((line) => /^\w+_(total|count|sum|bucket)[ {]/.test(line))
    .map((line) => [line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

function assertNoneFell(before, after) {
  for (const [name, value] of before) {
    assert.ok(after.get(name) >= value,
      `${name} fell from ${value} to ${after.get(name)}`);
  }
}

/** Wait until a transfer holds more than `bytes`. */
async function moved(node, id, bytes) {
  for await (const { type, data } of node.transferEvents(id)) {
    assert.notEqual(type, 'completed', 'too fast to be interrupted');
    if (data.bytes_done > bytes) return;
  }
  throw new Error('the events ended');
}

test('stopped: no socket, but blobs, tags and uploads go on', async (t) => {
  const [node, other] = await Promise.all([
    Firnd.start(t), Firnd.start(t, { args: ['--transfers.max_attempts=1'] }),
  ]);
  const blob = await node.addBytes(pattern(200_000), { tag: 'mine' });
  const foreign = await other.addBytes(pattern(5000));
  const before = await node.node();
  assert.equal(before.p2p_state, 'running');
  assert.ok(isBound(node.p2p[0]));

  assert.deepEqual(await stop(node), { running: false, p2p: [] });
  assert.ok(!isBound(node.p2p[0]), 'the socket is closed');
  const off = await node.node();
  assert.deepEqual(off.p2p, { enabled: true, state: 'stopped', error: null,
    listening: [], not_bound: [] });
  assert.deepEqual(off.addresses, []);
  assert.equal(off.p2p_state, 'stopped');
  assert.equal(off.id, before.id);
  assert.ok(off.ticket.length < before.ticket.length, 'without addresses');
  assert.match(await node.ticket(blob.hash), /^blob/);
  const ready = await node.call('GET', '/readyz?verbose');
  assert.equal(ready.status, 200);
  assert.match(String(ready.body), /^\[\+\]p2p off \(stopped by request\)$/m);

  assert.ok((await node.getBytes(blob.hash)).equals(pattern(200_000)));
  await node.addBytes(pattern(7001), { tag: 'late' });
  assert.equal((await node.api('GET', '/tags')).items.length, 2);
  const local = await node.fetch({ hash: blob.hash, peers: [other.peer] });
  assert.equal(local.bytes_fetched, 0);
  const refused = await node.call('POST', '/api/v1/transfers',
    { json: { ticket: await other.ticket(foreign.hash) } });
  assert.equal(refused.status, 503);
  assert.equal(refused.body.code, 'p2p_stopped');
  assert.match(refused.body.hint, /POST \/api\/v1\/p2p\/start/);
  assert.equal((await node.api('GET', '/transfers')).items.length, 1,
    'what was refused left no transfer');

  const { id } = await other.startTransfer(
    { hash: blob.hash, peers: [`${node.id}@${node.p2p[0]}`] });
  assert.equal((await other.ended(id)).state, 'failed');
  assert.deepEqual(await stop(node), { running: false, p2p: [] });
});

test('started again: same identity, same address', async (t) => {
  const [node, other] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
  const blob = await node.addBytes(pattern(300_000));
  const second = await node.addBytes(pattern(300_001));
  const ticket = await node.ticket(second.hash);
  assert.deepEqual(await start(node), { running: true, p2p: node.p2p });
  await other.fetch({ hash: blob.hash, peers: [node.peer] });
  await stop(node);
  assert.deepEqual(await start(node), { running: true, p2p: node.p2p });
  const back = await node.node();
  assert.equal(back.id, node.id);
  assert.deepEqual(back.p2p.listening, node.p2p);
  assert.equal(back.p2p_state, 'running');
  await other.fetch({ ticket }); // made before the stop
  const foreign = await other.addBytes(pattern(100_001));
  await node.fetch({ hash: foreign.hash, peers: [other.peer] });
});

test('several addresses, each with the port it had', async (t) => {
  const [node, other] = await Promise.all([
    Firnd.start(t, { args: ['--p2p.listen=127.0.0.1:0,127.0.0.2:0'] }),
    Firnd.start(t),
  ]);
  assert.equal(node.p2p.length, 2);
  await stop(node);
  for (const address of node.p2p) assert.ok(!isBound(address));
  assert.deepEqual((await start(node)).p2p, node.p2p);
  for (const [i, address] of node.p2p.entries()) {
    const { hash } = await node.addBytes(pattern(10_000 + i));
    await other.fetch({ hash, peers: [`${node.id}@${address}`] });
  }
});

test('twenty rounds leave nothing behind', async (t) => {
  const [node, other] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
  let before = await counters(node);
  let open;
  for (let round = 0; round < 20; round++) {
    const { hash } = await node.addBytes(pattern(50_000 + round));
    await other.fetch({ hash, peers: [node.peer] });
    assert.equal((await stop(node)).running, false);
    const off = await counters(node);
    assertNoneFell(before, off);
    assert.deepEqual((await start(node)).p2p, node.p2p);
    before = await counters(node);
    assertNoneFell(off, before);
    if (round === 4) open = descriptors(node);
  }
  assert.ok(descriptors(node) <= open + 3, // connections for HTTP
    `descriptors: ${open}, then ${descriptors(node)}`);
  assert.ok(before.get('firn_quic_handshakes_total{result="ok"}') >= 20);
  assert.equal((await node.call('GET', '/readyz')).status, 200);
});

test('a transfer from a silent peer fails at once when p2p stops',
  async (t) => {
    const [node, honest, evil] = await Promise.all([
      Firnd.start(t, { args: ['--transfers.stall_timeout=60s',
        '--transfers.max_concurrent=1'] }),
      Firnd.start(t), startEvil(t, 'silent-after 300000'),
    ]);
    const { hash } = await honest.addBytes(pattern(SIZE));
    assert.equal(evil.hash, hash);
    const { id } = await node.startTransfer({ ticket: evil.ticket });
    const waiting = await node.startTransfer(
      { hash: '1'.repeat(64), peers: [honest.peer] });
    await moved(node, id, 200_000);
    await stop(node);
    for (const one of [id, waiting.id]) {
      const failed = await node.ended(one);
      assert.equal(failed.state, 'failed');
      assert.equal(failed.error.code, 'closed');
      assert.match(failed.error.detail, /p2p is off/);
    }
    const { held_bytes: held, state } = await node.status(hash);
    assert.equal(state, 'partial');
    assert.ok(held > 200_000);

    await start(node);
    const done = await node.fetch({ hash, peers: [honest.peer] });
    assert.equal(done.bytes_done, SIZE);
    assert.ok(done.bytes_fetched <= SIZE - held, 'only the rest');
    assert.ok((await node.getBytes(hash)).equals(pattern(SIZE)));
  });

/** A node that is about to bring 400 MB from another one, and is at it. */
async function largeTransfer(t) {
  const BIG = 400_000_000;
  const [receiver, sender] = await Promise.all([
    Firnd.start(t), Firnd.start(t),
  ]);
  const path = writeRandom(join(tempDir(t), 'content'), BIG);
  const { hash } = await sender.addFile(path);
  const ticket = await sender.ticket(hash);
  const { id } = await receiver.startTransfer({ ticket });
  await moved(receiver, id, 20_000_000);
  return { receiver, sender, hash, ticket, id, size: BIG };
}

test('a large transfer while the receiver stops', async (t) => {
  const { receiver, hash, ticket, id, size } = await largeTransfer(t);
  const before = await counters(receiver);
  await stop(receiver);
  assertNoneFell(before, await counters(receiver));
  const failed = await receiver.ended(id);
  assert.equal(failed.state, 'failed', JSON.stringify(failed));
  assert.match(failed.error.detail, /p2p is off/);
  const { held_bytes: held } = await receiver.status(hash);
  assert.ok(held >= 20_000_000);

  await start(receiver);
  assertNoneFell(before, await counters(receiver));
  const done = await receiver.fetch({ ticket }, 60_000);
  assert.equal(done.bytes_done, size);
  assert.ok(done.bytes_fetched <= size - held, 'verified bytes were kept');
  assert.equal((await receiver.api('POST', `/blobs/${hash}/verify`)).ok, true);
});

test('a large transfer while the sender stops goes on afterwards',
  async (t) => {
    const { receiver, sender, hash, id, size } = await largeTransfer(t);
    const before = await counters(sender);
    await stop(sender);
    assertNoneFell(before, await counters(sender));
    await until('the receiver has noticed', async () =>
      (await receiver.transfer(id)).sources[0].state !== 'active');
    assert.equal((await receiver.transfer(id)).state, 'running');

    await start(sender);
    assertNoneFell(before, await counters(sender));
    const done = await receiver.ended(id, 60_000);
    assert.equal(done.state, 'completed', JSON.stringify(done));
    assert.equal(done.bytes_fetched, size, 'nothing was fetched twice');
    assert.equal((await receiver.api('POST', `/blobs/${hash}/verify`)).ok,
      true);
  });

test('a dial under way ends when p2p stops', async (t) => {
  const deaf = createSocket('udp4').bind(0, '127.0.0.1');
  await once(deaf, 'listening');
  t.after(() => deaf.close());
  const [node, other] = await Promise.all([
    Firnd.start(t, { args: ['--transfers.connect_timeout=60s'] }),
    Firnd.start(t),
  ]);
  const at = `127.0.0.1:${deaf.address().port}`;
  const { id } = await node.startTransfer(
    { hash: '0'.repeat(64), peers: [`${other.id}@${at}`] });
  await until('it dials', async () =>
    (await node.transfer(id)).sources[0].state === 'connecting');
  await stop(node);
  const failed = await node.ended(id);
  assert.equal(failed.error.code, 'closed');
  assert.match(failed.error.detail, /cannot connect: p2p is off/);
});

test('a port that was taken meanwhile', async (t) => {
  const [node, other] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
  const blob = await node.addBytes(pattern(40_000));
  await stop(node);
  const thief = createSocket('udp4').bind(portOf(node.p2p[0]), '127.0.0.1');
  await once(thief, 'listening');
  for (let i = 0; i < 3; i++) {
    const answer = await call(node, 'start');
    assert.equal(answer.status, 503);
    assert.equal(answer.body.code, 'p2p_cannot_start');
    assert.ok(answer.body.detail.includes(node.p2p[0]), answer.body.detail);
  }
  const told = (await node.node()).p2p;
  assert.equal(told.state, 'failed');
  assert.ok(told.error.includes(node.p2p[0]), told.error);
  const ready = await node.call('GET', '/readyz');
  assert.equal(ready.status, 503);
  assert.match(String(ready.body), /^\[-\]p2p failed: /m);
  assert.ok((await node.getBytes(blob.hash)).equals(pattern(40_000)));

  // To go without it is fine, once someone says so.
  assert.equal((await stop(node)).running, false);
  assert.equal((await node.call('GET', '/readyz')).status, 200);

  thief.close();
  await once(thief, 'close');
  assert.deepEqual(await start(node), { running: true, p2p: node.p2p });
  await other.fetch({ hash: blob.hash, peers: [node.peer] });
});

test('stops and starts at once are done one after the other', async (t) => {
  const [node, other] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
  const answers = await Promise.all(Array.from({ length: 40 }, (_, i) =>
    call(node, i % 2 === 0 ? 'stop' : 'start')));
  for (const [i, { status, body }] of answers.entries()) {
    const running = i % 2 === 1;
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(body, { running, p2p: running ? node.p2p : [] });
  }
  await start(node);
  const { hash } = await node.addBytes(pattern(60_000));
  await other.fetch({ hash, peers: [node.peer] });
});

test('SIGTERM in the middle of a stop', async (t) => {
  const other = await Firnd.start(t);
  const { hash } = await other.addBytes(pattern(3_000_000));
  for (let round = 0; round < 5; round++) {
    const node = await Firnd.start(t);
    await node.startTransfer({ hash, peers: [other.peer] });
    const asked = ['stop', 'start', 'stop', 'start', 'stop']
      .map((what) => call(node, what).catch(() => null));
    assert.equal(await node.stop(), 0, node.log);
    for (const answer of await Promise.all(asked)) {
      if (answer !== null) assert.ok([200, 503].includes(answer.status));
    }
  }
});

test('a port that is taken at the start is waited for', async (t) => {
  const thief = createSocket('udp4').bind(0, '127.0.0.1');
  await once(thief, 'listening');
  const at = `127.0.0.1:${thief.address().port}`;
  const [node, other] = await Promise.all([
    Firnd.start(t, { args: [`--p2p.listen=${at}`] }), Firnd.start(t)]);
  assert.deepEqual(node.p2p, []);
  const { p2p } = await node.node();
  assert.equal(p2p.state, 'failed');
  assert.ok(p2p.error.includes(at), p2p.error);
  assert.match(String((await node.call('GET', '/readyz')).body),
    new RegExp(`^\\[-\\]p2p failed: .*${at}`, 'm'));
  assert.match(node.log, new RegExp(`cannot start p2p.*${at}`));
  const blob = await node.addBytes(pattern(40_000));
  assert.ok((await node.getBytes(blob.hash)).equals(pattern(40_000)));
  const refused = await node.call('POST', '/api/v1/peers',
    { json: { address: other.peer } });
  assert.equal(refused.body.code, 'p2p_stopped');

  thief.close();
  await once(thief, 'close');
  await until('it has started by itself', async () =>
    (await node.node()).p2p.state === 'running', 40_000);
  await other.fetch({ hash: blob.hash, peers: [`${node.id}@${at}`] });
});

test('one of two ports taken: the other one is used', async (t) => {
  const thief = createSocket('udp4').bind(0, '127.0.0.1');
  await once(thief, 'listening');
  t.after(() => thief.close());
  const at = `127.0.0.1:${thief.address().port}`;
  const node = await Firnd.start(t,
    { args: [`--p2p.listen=${at},127.0.0.2:0`] });
  assert.equal(node.p2p.length, 1);
  const { p2p } = await node.node();
  assert.equal(p2p.state, 'running');
  assert.deepEqual(p2p.listening, node.p2p);
  assert.equal(p2p.not_bound.length, 1);
  assert.ok(p2p.not_bound[0].startsWith(`${at}: `), p2p.not_bound[0]);
  const ready = await node.call('GET', '/readyz?verbose');
  assert.equal(ready.status, 200);
  assert.match(String(ready.body),
    new RegExp(`^\\[!\\]p2p degraded: not bound: ${at}: `, 'm'));
  await stop(node);
  assert.deepEqual((await start(node)).p2p, node.p2p, 'the same port');
});
