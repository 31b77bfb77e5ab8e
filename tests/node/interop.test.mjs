// Firn and stock iroh, each in both roles. Neither is told of the other
// before: all that they know comes from one ticket.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import {
  collectionNames, hashSequence, pattern, recorded, sha256, writeRandom,
} from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { BULK_MS, Iroh035, Iroh1 } from './lib/iroh.mjs';
import { removeDir, tempDir } from './lib/scope.mjs';

const BIG = 100_000_000;

/** Content that every test here exchanges: a big file and a collection. */
const shared = { after() {} };
const dir = tempDir(shared);
const big = join(dir, 'big');
const files = [
  { name: 'empty', size: 0 },
  { name: 'dir/one chunk and a byte', size: 1025 },
  { name: 'dir/one group', size: 16384 },
  { name: 'two million', size: 2_000_003 },
].map((f, i) => ({ ...f, path: join(dir, `part-${i}`) }));

before(() => {
  writeRandom(big, BIG);
  for (const { path, size } of files) writeRandom(path, size);
});
process.on('exit', () => removeDir(dir));

/** Put the files and what makes them a collection into a node. */
async function addCollection(firnd) {
  const hashes = [];
  for (const { path } of files) hashes.push((await firnd.addFile(path)).hash);
  const names = collectionNames(files.map((f) => f.name));
  const meta = await firnd.addBytes(names);
  const root = await firnd.addBytes(hashSequence([meta.hash, ...hashes]));
  return root.hash;
}

async function assertSameFiles(dirOut) {
  for (const { name, path } of files) {
    assert.equal(await sha256(join(dirOut, name)), await sha256(path), name);
  }
}

test('iroh 0.35 fetches 100 MB from Firn by its ticket', async (t) => {
  const [firnd, iroh] = await Promise.all([
    Firnd.start(t),
    Iroh035.start(t, { persistent: true }),
  ]);
  const out = join(tempDir(t), 'out');
  const { hash, size, created } = await firnd.addFile(big);
  assert.deepEqual({ size, created }, { size: BIG, created: true });

  assert.equal(await iroh.knows(firnd.id), false);
  await iroh.download(await firnd.ticket(hash));
  await iroh.exportBlob(hash, out);
  assert.equal(await sha256(out), await sha256(big));
});

test('iroh 0.35 fetches a collection from Firn', async (t) => {
  const [firnd, iroh] = await Promise.all([Firnd.start(t), Iroh035.start(t)]);
  const out = join(tempDir(t), 'out');
  const hash = await addCollection(firnd);

  await iroh.download(await firnd.ticket(hash, { sequence: true }));
  await iroh.exportCollection(hash, out);
  await assertSameFiles(out);
});

test('Firn fetches 100 MB from iroh 0.35 by its ticket', async (t) => {
  const [firnd, iroh] = await Promise.all([
    Firnd.start(t),
    Iroh035.start(t, { persistent: true }),
  ]);
  const out = join(tempDir(t), 'out');
  const hash = await iroh.addFile(big);

  assert.equal(await iroh.knows(firnd.id), false);
  const transfer = await firnd.fetch({ ticket: await iroh.ticket(hash) },
    BULK_MS);
  assert.equal(transfer.hash, hash);
  assert.equal(transfer.bytes_done, BIG);
  assert.deepEqual(transfer.sources.map((s) => [s.peer, s.bytes]),
    [[iroh.id, BIG]]);
  await firnd.getFile(hash, out);
  assert.equal(await sha256(out), await sha256(big));
});

test('Firn fetches a collection from iroh 0.35', async (t) => {
  const [firnd, iroh] = await Promise.all([Firnd.start(t), Iroh035.start(t)]);
  const hash = await iroh.addCollection(files);

  const ticket = await iroh.ticket(hash, { sequence: true });
  await firnd.fetch({ ticket }, BULK_MS);
  const root = await firnd.getBytes(hash);
  assert.equal(root.length, 32 * (files.length + 1));
  const [meta, ...children] = [...Array(files.length + 1).keys()]
    .map((i) => root.subarray(32 * i, 32 * i + 32).toString('hex'));
  assert.deepEqual(await firnd.getBytes(meta),
    collectionNames(files.map((f) => f.name)));
  for (const [i, child] of children.entries()) {
    const bytes = await firnd.getBytes(child);
    assert.ok(bytes.equals(readFileSync(files[i].path)), files[i].name);
  }
});

test('Firn passes on to iroh what it got from iroh', async (t) => {
  const [a, firnd, b] = await Promise.all([
    Iroh035.start(t), Firnd.start(t), Iroh035.start(t),
  ]);
  const hash = await a.addCollection(files);
  await firnd.fetch({ ticket: await a.ticket(hash, { sequence: true }) },
    BULK_MS);
  await a.kill();

  const out = join(tempDir(t), 'out');
  await b.download(await firnd.ticket(hash, { sequence: true }));
  await b.exportCollection(hash, out);
  await assertSameFiles(out);
});

test('iroh 1.1 gets the recorded bytes from Firn', async (t) => {
  const [firnd, iroh] = await Promise.all([Firnd.start(t), Iroh1.start(t)]);
  const names = [
    'whole_65537', 'range_17_18_of_65537', 'last_chunk_of_65537',
    'beyond_end_100_200_of_65537', 'whole_0',
  ];
  const streams = names.map(recorded);
  await firnd.addBytes(pattern(65537));

  const { remote, responses } = await iroh.ask(
    { id: firnd.id, addresses: firnd.p2p }, streams.map((s) => s.request));
  assert.equal(remote, firnd.id);
  for (const [i, name] of names.entries()) {
    assert.ok(Buffer.from(responses[i]).equals(streams[i].response), name);
  }
});

test('iroh 1.1 reaches Firn by an endpoint ticket', async (t) => {
  const [firnd, iroh] = await Promise.all([Firnd.start(t), Iroh1.start(t)]);
  const { request, response } = recorded('whole_1025');
  const { hash } = await firnd.addBytes(pattern(1025));

  const ticket = await firnd.ticket(hash, { format: 'endpoint' });
  const { responses } = await iroh.ask({ ticket }, [request]);
  assert.ok(Buffer.from(responses[0]).equals(response));
});

test('iroh 1.1 accepts a connection from Firn and answers it', async (t) => {
  const [firnd, iroh] = await Promise.all([Firnd.start(t), Iroh1.start(t)]);
  const whole = recorded('whole_65537');
  const root = whole.request.subarray(0, 33); // Get, and the hash
  // Other ways to ask for all of this blob; the last is that of a swarm: the
  // first MiB, and the last chunk wherever it is.
  const ways = ['01000100', '02000200410100',
    '02000300800880f8ffffffffff0f0100']
    .map((hex) => Buffer.from(hex, 'hex'));
  await iroh.answer([
    whole, recorded('last_chunk_of_65537'),
    ...ways.map((w) => ({
      request: Buffer.concat([root, w]), response: whole.response,
    })),
  ]);

  const hash = root.subarray(1).toString('hex');
  const peers = [`${iroh.id}@${iroh.addresses[0]}`];
  const transfer = await firnd.fetch({ hash, peers });
  assert.equal(transfer.sources[0].peer, iroh.id);
  assert.ok((await firnd.getBytes(hash)).equals(pattern(65537)));
});
