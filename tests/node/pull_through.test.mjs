// Blobs read over HTTP while they are fetched from peers: GET with fetch=peers.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { test } from 'node:test';

import { code, start } from './lib/cli.mjs';
import { pattern } from './lib/content.mjs';
import { startEvil } from './lib/evil.mjs';
import { Firnd } from './lib/firnd.mjs';
import { until } from './lib/wait.mjs';

const SIZE = 1_000_003;
const BIG = 12_000_001;
const BYTES = pattern(BIG);
const SLOW = ['--limits.upload=4MiB']; // so BIG takes three seconds
const SLOWER = ['--limits.upload=1MiB'];
const HURRIED = ['--http.drain_timeout=100ms']; // readers that are cut off
const NOWHERE = 'ab'.repeat(32);

const path = (hash, more = '') => `/api/v1/blobs/${hash}?fetch=peers${more}`;
const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** A node that has a blob, and one that is connected to it. */
async function pair(t, bytes, { source = [], reader = [] } = {}) {
  const [a, b] = await Promise.all([
    Firnd.start(t, { args: source }), Firnd.start(t, { args: reader }),
  ]);
  await b.connect(a.peer);
  return { a, b, ...await a.addBytes(bytes) };
}

async function transfers(node) {
  return (await node.api('GET', '/transfers')).items;
}

/** The answer as a stream, that can be left. */
async function open(node, target, headers = {}) {
  const req = request(node.url(target), { headers, agent: false });
  req.on('error', () => {});
  req.end();
  const [res] = await once(req, 'response');
  return { req, res };
}

/** All that comes, and whether the response ended as it should. */
async function drain(res) {
  const parts = [];
  let whole = true;
  try {
    for await (const part of res) parts.push(part);
  } catch {
    whole = false;
  }
  return { bytes: Buffer.concat(parts), whole: whole && res.complete };
}

test('sizes: nothing, a byte, a group, more', async (t) => {
  const { a, b } = await pair(t, pattern(1));
  for (const n of [0, 1, 16384, 16385, 100_000, SIZE]) {
    const { hash } = await a.addBytes(pattern(n));
    const got = await b.call('GET', path(hash));
    assert.equal(got.status, 200);
    assert.equal(got.headers.get('content-length'), String(n));
    assert.equal(got.headers.get('etag'), `"${hash}"`);
    assert.ok(got.body.equals(pattern(n)), `${n} bytes`);
    await until('it is kept', async () =>
      (await b.status(hash)).state === 'complete');
    assert.ok((await b.getBytes(hash)).equals(pattern(n)));
  }
});

test('it is a transfer like others, and one is enough', async (t) => {
  const { b, hash } = await pair(t, BYTES, { source: SLOW });
  const readers = await Promise.all([
    open(b, path(hash)), open(b, path(hash)),
    open(b, path(hash), { range: 'bytes=10000000-10999999' }),
  ]);
  const [one, two, part] = await Promise.all(
    readers.map(({ res }) => drain(res)));
  assert.ok(one.bytes.equals(BYTES));
  assert.ok(two.bytes.equals(BYTES));
  assert.equal(readers[2].res.statusCode, 206);
  assert.ok(part.bytes.equals(BYTES.subarray(10000000, 11000000)));
  const all = await transfers(b);
  assert.equal(all.length, 1, JSON.stringify(all));
  assert.equal(all[0].priority, 'high');
  const ended = await b.ended(all[0].id);
  assert.equal(ended.state, 'completed');
  assert.equal(ended.bytes_fetched, BIG, 'nothing was fetched twice');
});

test('a running transfer is joined and becomes urgent', async (t) => {
  const { b, hash } = await pair(t, BYTES, { source: SLOW });
  const { id } = await b.startTransfer({ hash, priority: 'low' });
  const { bytes } = await drain((await open(b, path(hash))).res);
  assert.ok(bytes.equals(BYTES));
  assert.deepEqual((await transfers(b)).map((x) => [x.id, x.priority]),
    [[id, 'high']]);
});

test('it streams: bytes arrive long before the last', async (t) => {
  const { b, hash } = await pair(t, BYTES,
    { source: SLOWER, reader: HURRIED });
  const { req, res } = await open(b, path(hash));
  assert.equal(res.headers['content-length'], String(BIG));
  assert.equal(res.headers['x-firn-state'], 'partial');
  const [first] = await once(res, 'data');
  assert.ok(first.equals(BYTES.subarray(0, first.length)));
  assert.equal((await b.status(hash)).state, 'partial');
  req.destroy();
});

test('a range comes first, and only it is waited for', async (t) => {
  const { b, hash } = await pair(t, BYTES,
    { source: SLOWER, reader: HURRIED });
  for (const [range, begin, end] of [
    ['10000000-10000999', 10000000, 10001000],
    ['-1000', BIG - 1000, BIG],
  ]) {
    const got = await b.call('GET', path(hash),
      { headers: { range: `bytes=${range}` } });
    assert.equal(got.status, 206);
    assert.equal(got.headers.get('content-range'),
      `bytes ${begin}-${end - 1}/${BIG}`);
    assert.ok(got.body.equals(BYTES.subarray(begin, end)));
    assert.equal((await b.status(hash)).state, 'partial');
  }
  const many = await b.call('GET', path(hash),
    { headers: { range: 'bytes=7000000-7000009,9000000-9000009' } });
  assert.equal(many.status, 206);
  assert.match(many.headers.get('content-type'), /^multipart\/byteranges/);
  assert.ok(many.body.includes(BYTES.subarray(9000000, 9000010)));
  assert.ok(many.body.includes(BYTES.subarray(7000000, 7000010)));
  const beyond = await b.call('GET', path(hash),
    { headers: { range: `bytes=${BIG}-` } });
  assert.equal(beyond.status, 416);
});

test('the client leaves, the transfer goes on', async (t) => {
  const { b, hash } = await pair(t, BYTES, { source: SLOW });
  const { req, res } = await open(b, path(hash));
  await once(res, 'data');
  req.destroy();
  const [{ id }] = await transfers(b);
  assert.equal((await b.ended(id)).state, 'completed');
  assert.equal(digest(await b.getBytes(hash)), digest(BYTES));
  const metrics = (await b.call('GET', '/metrics')).body.toString();
  assert.match(metrics, /^firn_pulls_total 1$/m);
  assert.match(metrics, /^firn_pulls 0$/m);
});

test('HEAD tells the size', async (t) => {
  const { b, hash } = await pair(t, pattern(SIZE));
  const head = await b.call('HEAD', path(hash));
  assert.equal(head.status, 200);
  assert.equal(head.headers.get('content-length'), String(SIZE));
  assert.equal(head.body.length, 0);
  assert.equal((await b.call('HEAD', path(NOWHERE))).status, 404);
});

test('what is here is given without a transfer', async (t) => {
  const { b, a, hash } = await pair(t, pattern(SIZE));
  const got = await a.call('GET', path(hash));
  assert.ok(got.body.equals(pattern(SIZE)));
  assert.deepEqual(await transfers(a), []);
  assert.deepEqual(await transfers(b), []);
});

test('missing everywhere, nobody there, no p2p', async (t) => {
  const [{ a, b, hash }, alone, off] = await Promise.all([
    pair(t, pattern(SIZE)), Firnd.start(t),
    Firnd.start(t, { args: ['--p2p.enabled=false'] }),
  ]);
  const began = Date.now();
  const missing = await b.call('GET', path(NOWHERE));
  assert.equal(missing.status, 404);
  assert.equal(missing.body.code, 'blob_not_found');
  assert.ok(missing.body.detail.includes(a.id.slice(0, 10)),
    missing.body.detail);
  const nobody = await alone.call('GET', path(NOWHERE));
  assert.equal(nobody.status, 504);
  assert.equal(nobody.body.code, 'fetch_timeout');
  assert.ok(Date.now() - began < 5000);

  const disabled = await off.call('GET', path(hash));
  assert.equal(disabled.status, 503);
  assert.equal(disabled.body.code, 'p2p_disabled');
  await b.api('POST', '/p2p/stop');
  const stopped = await b.call('GET', path(hash));
  assert.equal(stopped.status, 503);
  assert.equal(stopped.body.code, 'p2p_stopped');
  assert.equal((await b.call('GET', `/api/v1/blobs/${hash}`)).status, 404);
  for (const bad of ['fetch=all', 'fetch=', 'fetch=peers&timeout=0',
    'fetch=peers&timeout=x', 'fetch=peers&timeout=9999']) {
    const { status, body } = await a.call('GET', `/api/v1/blobs/${hash}?${bad}`);
    assert.equal(status, 400, bad);
    assert.equal(body.code, 'invalid_request');
  }
});

test('a liar among the sources', async (t) => {
  const [evil, { a, b }] = await Promise.all([
    startEvil(t, 'wrong-byte 500000'), pair(t, pattern(1)),
  ]);
  const { hash } = await a.addBytes(pattern(evil.size));
  assert.equal(hash, evil.hash);
  await b.connect(evil.peer);
  const got = await b.call('GET', path(hash));
  assert.equal(got.status, 200);
  assert.ok(got.body.equals(pattern(evil.size)));
});

test('only a liar: nothing wrong comes, and the end is not taken for one',
  async (t) => {
    const [evil, b] = await Promise.all([
      startEvil(t, 'wrong-byte 500000'), Firnd.start(t),
    ]);
    await b.connect(evil.peer);
    const { res } = await open(b, path(evil.hash, '&timeout=3'));
    const { bytes, whole } = await drain(res);
    if (res.statusCode === 200) {
      assert.equal(whole, false, 'it broke off');
      assert.ok(bytes.equals(pattern(evil.size).subarray(0, bytes.length)));
    } else {
      assert.equal(JSON.parse(bytes).code, 'fetch_failed');
    }
    assert.equal((await b.call('GET', '/readyz')).status, 200);
  });

test('a source that falls silent: the response breaks off in time',
  async (t) => {
    const [evil, b] = await Promise.all([
      startEvil(t, 'silent-after 300000'), Firnd.start(t),
    ]);
    await b.connect(evil.peer);
    const began = Date.now();
    const { res } = await open(b, path(evil.hash, '&timeout=1'));
    const { bytes, whole } = await drain(res);
    if (res.statusCode === 200) assert.equal(whole, false);
    else assert.equal(JSON.parse(bytes).status, 504);
    assert.ok(Date.now() - began < 10_000);
  });

test('what was begun is taken up: nothing is fetched twice', async (t) => {
  const { b, hash } = await pair(t, BYTES, { source: SLOW });
  const { req, res } = await open(b, path(hash));
  await once(res, 'data');
  req.destroy();
  const [{ id }] = await transfers(b);
  await b.cancel(id);
  const { held_bytes: held } = await b.status(hash);
  assert.ok(held > 0 && held < BIG);
  const got = await drain((await open(b, path(hash))).res);
  assert.ok(got.bytes.equals(BYTES));
  const all = await Promise.all((await transfers(b)).map((x) => b.ended(x.id)));
  assert.equal(all.reduce((sum, x) => sum + x.bytes_fetched, 0), BIG);
});

test('a cancelled transfer breaks the response off', async (t) => {
  const { b, hash } = await pair(t, BYTES, { source: SLOW });
  const { res } = await open(b, path(hash));
  await once(res, 'data');
  const [{ id }] = await transfers(b);
  await b.cancel(id);
  const { whole } = await drain(res);
  assert.equal(whole, false);
});

test('the node stops with readers that wait', async (t) => {
  const { b, hash } = await pair(t, BYTES,
    { source: SLOWER, reader: HURRIED });
  const { res } = await open(b, path(hash));
  await once(res, 'data');
  const left = drain(res);
  assert.equal(await b.stop(), 0);
  assert.equal((await left).whole, false);
});

test('firn get without --peer', async (t) => {
  const { b, hash } = await pair(t, pattern(SIZE));
  const run = (args) => start(args, { url: b.url('') }).done;
  const got = await run(['get', hash, '-o', '-']);
  assert.equal(got.code, code.ok, got.err);
  assert.ok(got.bytes.equals(pattern(SIZE)));
  const none = await run(['get', NOWHERE, '-o', '-']);
  assert.equal(none.code, code.notFound);
  assert.equal(none.bytes.length, 0);
});
