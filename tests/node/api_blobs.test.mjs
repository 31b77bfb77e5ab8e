// Bytes over HTTP: ranges, conditions, names, partial and damaged blobs,
// uploads that go wrong, many at once.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { pattern } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { Scope } from './lib/scope.mjs';
import { until } from './lib/wait.mjs';

const SIZE = 1_000_003;
const GROUP = 16384;
const content = randomBytes(SIZE);
const scope = new Scope();
let node;
let hash;

before(async () => {
  node = await Firnd.start(scope);
  ({ hash } = await node.addBytes(content));
});
after(() => scope.close());

const get = (range, headers = {}, h = hash) =>
  node.call('GET', `/api/v1/blobs/${h}`,
    { headers: range ? { range, ...headers } : headers });

test('single ranges', async () => {
  for (const [range, begin, end] of [
    ['0-0', 0, 1], ['0-', 0, SIZE], ['-1', SIZE - 1, SIZE],
    ['16383-16384', 16383, 16385], ['500000-9999999', 500000, SIZE],
    [`-${SIZE * 2}`, 0, SIZE], [`${SIZE - 1}-`, SIZE - 1, SIZE],
  ]) {
    const { status, headers, body } = await get(`bytes=${range}`);
    assert.equal(status, 206, range);
    assert.equal(headers.get('content-range'),
      `bytes ${begin}-${end - 1}/${SIZE}`);
    assert.equal(headers.get('content-length'), String(end - begin));
    assert.ok(body.equals(content.subarray(begin, end)), range);
  }
});

test('several ranges come as parts', async () => {
  const { status, headers, body } = await get('bytes=5-9,100-100,-3');
  assert.equal(status, 206);
  const [, boundary] = /^multipart\/byteranges; boundary=(.+)$/
    .exec(headers.get('content-type'));
  const parts = body.toString('latin1').split(`\r\n--${boundary}`);
  assert.equal(parts.length, 5);
  assert.equal(parts[0], '');
  assert.equal(parts[4], '--\r\n');
  for (const [i, [begin, end]] of
    [[5, 10], [100, 101], [SIZE - 3, SIZE]].entries()) {
    assert.equal(parts[i + 1],
      '\r\nContent-Type: application/octet-stream\r\n' +
      `Content-Range: bytes ${begin}-${end - 1}/${SIZE}\r\n\r\n` +
      content.subarray(begin, end).toString('latin1'));
  }
  assert.equal(headers.get('content-length'), String(body.length));
});

test('ranges that are none give the whole', async () => {
  const many = Array.from({ length: 33 }, (_, i) => `${i}-${i}`).join();
  for (const range of ['bytes=9-5', 'bytes=x', 'items=0-1', `bytes=${many}`]) {
    const { status, body } = await get(range);
    assert.equal(status, 200, range);
    assert.equal(body.length, SIZE);
  }
  const beyond = await get(`bytes=${SIZE}-`);
  assert.equal(beyond.status, 416);
  assert.equal(beyond.headers.get('content-range'), `bytes */${SIZE}`);
});

test('conditions', async () => {
  const etag = `"${hash}"`;
  const status = async (range, headers) => (await get(range, headers)).status;
  assert.equal(await status('bytes=0-1', { 'if-range': etag }), 206);
  assert.equal(await status('bytes=0-1', { 'if-range': '"other"' }), 200);
  assert.equal(await status('bytes=0-1',
    { 'if-range': 'Wed, 21 Oct 2026 07:28:00 GMT' }), 200);
  assert.equal(await status(null, { 'if-none-match': etag }), 304);
  assert.equal(await status(null, { 'if-none-match': `W/${etag}` }), 304);
  assert.equal(await status(null, { 'if-none-match': '*' }), 304);
  assert.equal(await status(null,
    { 'if-none-match': `"a", ${etag}, "b"` }), 304);
  assert.equal(await status(null, { 'if-none-match': '"other"' }), 200);
  const { headers } = await get(null, { 'if-none-match': etag });
  assert.equal(headers.get('etag'), etag);
  assert.match(headers.get('cache-control'), /immutable/);
});

test('HEAD has the headers of GET and no body', async () => {
  const head = await node.call('HEAD', `/api/v1/blobs/${hash}`);
  assert.equal(head.status, 200);
  assert.equal(head.body.length, 0);
  assert.equal(head.headers.get('content-length'), String(SIZE));
  assert.equal(head.headers.get('accept-ranges'), 'bytes');
  assert.equal(head.headers.get('x-firn-state'), 'complete');
});

test('bytes are never a page of this site', async () => {
  const html = await node.addBytes(Buffer.from('<script>alert(1)</script>'));
  const { headers } = await get(null, {}, html.hash);
  assert.equal(headers.get('content-type'), 'application/octet-stream');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.match(headers.get('content-security-policy'), /sandbox/);
});

test('the name to save under is escaped', async () => {
  const name = 'a "b"; ü/\\☃.txt';
  const { headers } = await node.call('GET',
    `/api/v1/blobs/${hash}?download=${encodeURIComponent(name)}`);
  const value = headers.get('content-disposition');
  const [, escaped] = /^attachment; filename\*=UTF-8''([!-~]+)$/.exec(value);
  assert.doesNotMatch(escaped, /["\\/;]/);
  assert.equal(decodeURIComponent(escaped), name);
});

test('the empty blob', async () => {
  const empty = await node.addBytes(Buffer.alloc(0));
  const { status, body } = await get(null, {}, empty.hash);
  assert.equal(status, 200);
  assert.equal(body.length, 0);
  assert.equal((await get('bytes=0-', {}, empty.hash)).status, 416);
});

test('a small blob, which has no file, by ranges', async () => {
  const small = await node.addBytes(pattern(100));
  const one = await get('bytes=10-19', {}, small.hash);
  assert.ok(one.body.equals(pattern(100).subarray(10, 20)));
  const two = await get('bytes=0-1,3-4', {}, small.hash);
  assert.equal(two.status, 206);
});

test('after a restart the bytes are checked while they are sent', async (t) => {
  const other = await Firnd.start(t);
  const added = await other.addBytes(content);
  await other.stop();
  await other.restart();
  assert.ok((await other.getBytes(added.hash)).equals(content));
  assert.ok((await other.getBytes(added.hash, { range: '70000-200000' }))
    .equals(content.subarray(70000, 200001)));
});

function largestFile(dir) {
  const files = readdirSync(dir, { recursive: true })
    .map((name) => join(dir, name)).filter((p) => statSync(p).isFile());
  return files.find((p) => statSync(p).size === SIZE);
}

test('damage on disk breaks the answer off, and is told', async (t) => {
  const other = await Firnd.start(t);
  const added = await other.addBytes(content);
  await other.stop();
  const fd = openSync(largestFile(other.dir), 'r+');
  writeSync(fd, Buffer.from('damage'), 0, 6, 600_000);
  closeSync(fd);
  await other.restart();

  await assert.rejects(other.getBytes(added.hash), 'it must not look whole');
  const status = await other.status(added.hash);
  assert.equal(status.state, 'partial');
  assert.ok(status.held_bytes < SIZE);

  // What is good is still served; what is not says so.
  const good = await other.getBytes(added.hash, { range: '0-99' });
  assert.ok(good.equals(content.subarray(0, 100)));
  const bad = await other.call('GET', `/api/v1/blobs/${added.hash}`,
    { headers: { range: 'bytes=600000-600009' } });
  assert.equal(bad.status, 409);
  assert.equal(bad.body.code, 'range_not_held');
  const whole = await other.call('GET', `/api/v1/blobs/${added.hash}`);
  assert.equal(whole.status, 409);
  assert.equal(whole.body.code, 'blob_partial');
  assert.equal(whole.headers.get('x-firn-held-bytes'),
    String(status.held_bytes));
  assert.ok(status.held.every(({ begin, end }) =>
    begin % GROUP === 0 && (end % GROUP === 0 || end === SIZE)));

  // Another node brings it back.
  const fetched = await other.fetch({ hash: added.hash, peers: [node.peer] });
  assert.equal(fetched.state, 'completed');
  assert.ok(fetched.bytes_fetched <= SIZE - status.held_bytes);
  assert.ok((await other.getBytes(added.hash)).equals(content));
});

test('verify finds damage', async (t) => {
  const other = await Firnd.start(t);
  const added = await other.addBytes(content);
  const fd = openSync(largestFile(other.dir), 'r+');
  writeSync(fd, Buffer.from('damage'), 0, 6, 100_000);
  closeSync(fd);
  const found = await other.api('POST', `/blobs/${added.hash}/verify`);
  assert.equal(found.ok, false);
  assert.ok(found.bad_bytes > 0);
  assert.equal((await other.status(added.hash)).state, 'partial');
});

// The HTTP library misses now and then that a client has gone; that must not
// last as long as http.idle_timeout, which is a minute.
test('clients that go away in mid-upload leave nothing', async (t) => {
  const own = await Firnd.start(t);
  const adds = async () => /firn_store_adds (\d+)/.exec(
    String((await own.call('GET', '/metrics')).body))[1];
  const begin = (bytes) => {
    const req = request(own.url('/api/v1/blobs'),
      { method: 'PUT', headers: { 'content-length': 10_000_000 } });
    req.on('error', () => {});
    req.write(Buffer.alloc(bytes));
    return req;
  };
  const req = begin(1_000_000);
  await until('the upload has begun', async () => await adds() === '1');
  req.destroy();
  for (let i = 1; i <= 100; i++) {
    const other = begin(i * 1000);
    await once(other, 'socket');
    if (other.socket.connecting) await once(other.socket, 'connect');
    other.destroy();
  }
  await until('all are given up', async () => await adds() === '0');
});

test('many uploads and downloads at once', async () => {
  await Promise.all(Array.from({ length: 64 }, async (_, i) => {
    const bytes = randomBytes(1 + i * 7919);
    const added = await node.addBytes(bytes, { tag: `many-${i}` });
    assert.ok((await node.getBytes(added.hash)).equals(bytes));
  }));
  const { items } = await node.api('GET', '/tags?limit=1000');
  assert.equal(items.filter((i) => i.name.startsWith('many-')).length, 64);
});

test('pages of a list hold each blob once', async () => {
  const all = (await node.api('GET', '/blobs?limit=1000')).items;
  const seen = [];
  let cursor = '';
  do {
    const page = await node.call('GET', `/api/v1/blobs?limit=7${cursor}`);
    seen.push(...page.body.items);
    const link = page.headers.get('link');
    assert.equal(link !== null, page.body.next !== null);
    if (link) {
      const [, target] = /^<(.+)>; rel="next"$/.exec(link);
      const linked = await node.call('GET', target);
      assert.equal(linked.status, 200);
    }
    cursor = page.body.next && `&cursor=${page.body.next}`;
  } while (cursor);
  assert.deepEqual(seen.map((b) => b.hash), all.map((b) => b.hash));
});
