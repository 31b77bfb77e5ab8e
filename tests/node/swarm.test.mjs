// One blob from everyone who has it.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { pattern, sha256 } from './lib/content.mjs';
import { startEvil } from './lib/evil.mjs';
import { Firnd } from './lib/firnd.mjs';
import { Iroh035 } from './lib/iroh.mjs';
import { removeDir, tempDir } from './lib/scope.mjs';
import { until } from './lib/wait.mjs';

const SIZE = 64_000_000;
// Large enough for finding each other not to count. FIRN_FAN_OUT sets another.
const FAN_OUT = Number(process.env.FIRN_FAN_OUT ?? 128_000_000);
const MBIT = 125_000; // bytes per second
const LONG_MS = 120_000;

const dir = tempDir({ after() {} });
const file = join(dir, 'blob');
process.on('exit', () => removeDir(dir));
// What the evil provider has too.
before(() => writeFileSync(file, Buffer.alloc(SIZE, pattern(251))));

const each = (list, fn) => Promise.all(list.map(fn));
const count = (n) => Array.from({ length: n }, (_, i) => i);

function limit(node, { up = 0, down = 0 }) {
  return node.api('PATCH', '/limits',
    { json: { upload_bytes_per_s: up, download_bytes_per_s: down } });
}

/** Nodes that have the blob, each sending at most `up` bytes per second. */
async function providers(t, n, up) {
  const nodes = await each(count(n), () => Firnd.start(t));
  await each(nodes, (node) => node.addFile(file));
  await each(nodes, (node) => limit(node, { up }));
  return nodes;
}

const seconds = ({ started, ended }) =>
  (Date.parse(ended) - Date.parse(started)) / 1000;

test('four peers of 50 Mbit/s give nearly 200', { timeout: LONG_MS },
  async (t) => {
    const nodes = await providers(t, 4, 50 * MBIT);
    const sink = await Firnd.start(t);
    const { hash } = await nodes[0].addFile(file);
    const done = await sink.fetch(
      { hash, peers: nodes.map((n) => n.peer) }, LONG_MS);
    const rate = SIZE / seconds(done) / MBIT;
    const shares = done.sources.map((s) => s.bytes);
    assert.ok(rate >= 190, `${rate} Mbit/s, ${shares}`);
    assert.ok(shares.every((b) => b > SIZE / 8), `${shares}`);
    assert.equal(shares.reduce((a, b) => a + b), SIZE);
  });

test('two Firn nodes and two of stock iroh 0.35 share the work',
  { timeout: LONG_MS }, async (t) => {
    const nodes = await providers(t, 2, 50 * MBIT);
    const irohs = await each(count(2), () => Iroh035.start(t));
    const [{ hash }] = await each(nodes, (n) => n.addFile(file));
    await each(irohs, (n) => n.addFile(file));
    const sink = await Firnd.start(t);
    // Stock iroh has no ceiling of its own; this one slows the sink for each.
    await sink.api('PATCH', '/limits',
      { json: { per_peer: { download_bytes_per_s: 50 * MBIT } } });
    const done = await sink.fetch({ hash, peers: [
      ...nodes.map((n) => n.peer),
      ...irohs.map((n) => `${n.id}@${n.addresses.find((a) => a.startsWith('127.'))}`),
    ] }, LONG_MS);
    const shares = done.sources.map((s) => s.bytes);
    assert.ok(shares.every((b) => b > SIZE / 16), `${shares}`);
    const out = join(dir, 'from-all');
    await sink.getFile(hash, out);
    assert.equal(await sha256(out), await sha256(file));
  });

test('one dies, one crawls, one lies: the rest does it, and the liar is named',
  { timeout: LONG_MS }, async (t) => {
    const nodes = await providers(t, 4, 50 * MBIT);
    const { hash } = await nodes[0].addFile(file);
    const liar = await startEvil(t, 'wrong-hash 50000', { size: SIZE });
    await limit(nodes[3], { up: 1000 });
    const sink = await Firnd.start(t);
    const { id } = await sink.startTransfer(
      { hash, peers: [liar.peer, ...nodes.map((n) => n.peer)] });
    await until('a third of it is there',
      async () => (await sink.transfer(id)).bytes_done > SIZE / 3);
    await nodes[2].kill9();
    const done = await sink.ended(id, LONG_MS);
    assert.equal(done.state, 'completed', JSON.stringify(done));
    // A third from three, the rest from two.
    const ideal = SIZE / 3 / (150 * MBIT) + 2 * SIZE / 3 / (100 * MBIT);
    assert.ok(seconds(done) <= 1.2 * ideal + 1,
      `${seconds(done)} s, ideal ${ideal} s`);
    const named = done.sources.find((s) => s.peer === liar.id);
    assert.equal(named.state, 'failed');
    assert.equal(named.error.code, 'mismatch');
  });

test('from one to eight nodes, which help each other', { timeout: LONG_MS },
  async (t) => {
    const origin = await Firnd.start(t, { discovery: ['exchange'] });
    const large = join(dir, 'large');
    writeFileSync(large, Buffer.alloc(FAN_OUT, pattern(251)));
    const { hash } = await origin.addFile(large);
    const sinks = await each(count(8),
      () => Firnd.start(t, { discovery: ['exchange'] }));
    await each(sinks, (n) => n.connect(origin.peer));
    await until('all are connected', async () => (await each(sinks, async (n) =>
      (await n.node()).peers.connected === 8)).every(Boolean));
    await each([origin, ...sinks],
      (n) => limit(n, { up: 100 * MBIT, down: 100 * MBIT }));
    const ended = await each(sinks, (n) =>
      n.fetch({ hash, peers: [origin.peer] }, LONG_MS));
    const last = Math.max(...ended.map((e) => Date.parse(e.ended))) -
      Math.min(...ended.map((e) => Date.parse(e.started)));
    const single = FAN_OUT / (100 * MBIT);
    const sent = ended.flatMap((e) => e.sources)
      .filter((s) => s.peer === origin.id)
      .reduce((sum, s) => sum + s.bytes, 0);
    t.diagnostic(`last after ${last} ms, single copy ${single} s, ` +
      `origin sent ${(sent / FAN_OUT).toFixed(2)} copies`);
    assert.ok(last / 1000 <= 1.5 * single, `${last} ms`);
    assert.ok(sent <= 1.6 * FAN_OUT, `${sent / FAN_OUT} copies`);
  });
