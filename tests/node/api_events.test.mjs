// Server-sent events: order, resuming, gaps, slow clients, the rhythm of
// progress, the end of a transfer's stream.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { pattern, writeRandom } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { Raw } from './lib/raw.mjs';
import { Scope, tempDir } from './lib/scope.mjs';
import { until } from './lib/wait.mjs';

const scope = new Scope();
let node;

before(async () => {
  node = await Firnd.start(scope, { args: [
    '--events.heartbeat=1s', '--events.history=64', '--events.backlog=16KiB',
    '--events.max_clients=100',
  ] });
});
after(() => scope.close());

/** A stream by hand: what came so far as events { id, type, data }. */
class Stream {
  static async open(firnd, path, headers = '') {
    const s = new Stream();
    s.raw = await Raw.open(firnd.http);
    await s.raw.send(`GET /api/v1${path} HTTP/1.1\r\nHost: ${firnd.http}\r\n` +
      `Accept: text/event-stream\r\nConnection: close\r\n${headers}\r\n`);
    await until('the stream begins', () => s.raw.text.includes('retry: '));
    return s;
  }

  get events() {
    // The sizes of chunks stand on lines of their own.
    const text = this.raw.text.replace(/\r\n[0-9a-f]+\r\n/g, '');
    return [...text.matchAll(/id: (.+)\nevent: (.+)\ndata: (.+)\n\n/g)]
      .map(([, id, type, data]) => ({ id, type, data: JSON.parse(data) }));
  }

  async wait(count, ms) {
    await until(`${count} events came`, () => this.events.length >= count, ms);
    return this.events;
  }

  close() {
    this.raw.close();
  }
}

const add = (n) => node.addBytes(pattern(n));

test('a listener hears in order, and quickly', async () => {
  const s = await Stream.open(node, '/events');
  const begin = performance.now();
  const added = await node.addBytes(pattern(1001), { tag: 'ev' });
  const events = await s.wait(2);
  assert.ok(performance.now() - begin < 2000);
  assert.deepEqual(events.map((e) => e.type).sort(), ['blob_added', 'tag']);
  for (const e of events) assert.equal(e.data.hash, added.hash);
  const numbers = events.map((e) => Number(e.id.split('-')[1]));
  assert.equal(numbers[1], numbers[0] + 1);
  await node.remove(added.hash, { force: true });
  const types = (await s.wait(4)).slice(2).map((e) => e.type).sort();
  assert.deepEqual(types, ['blob_removed', 'tag']);
  s.close();
});

test('who comes back gets what was missed, by header or by parameter',
  async () => {
    const s = await Stream.open(node, '/events');
    await add(2001);
    const [{ id }] = await s.wait(1);
    s.close();
    await add(2002);
    await add(2003);
    const byHeader = await Stream.open(node, '/events',
      `Last-Event-ID: ${id}\r\n`);
    const missed = await byHeader.wait(2);
    assert.deepEqual(missed.map((e) => e.data.size), [2002, 2003]);
    byHeader.close();
    const byParam = await Stream.open(node, `/events?since=${id}`);
    assert.deepEqual(await byParam.wait(2), missed);
    byParam.close();
  });

test('what is lost is told, also after a restart', async (t) => {
  const other = await Firnd.start(t, { args: ['--events.history=64'] });
  const s = await Stream.open(other, '/events');
  await other.addBytes(pattern(1));
  const [{ id }] = await s.wait(1);
  s.close();
  for (let i = 2; i < 70; i++) await other.addBytes(pattern(i));
  const late = await Stream.open(other, `/events?since=${id}`);
  assert.equal((await late.wait(1))[0].type, 'reset');
  late.close();
  await other.stop();
  await other.restart();
  const again = await Stream.open(other, `/events?since=${id}`);
  assert.equal((await again.wait(1))[0].type, 'reset');
  again.close();
});

test('only the types asked for', async () => {
  const s = await Stream.open(node, '/events?types=tag,blob_removed');
  const { hash } = await node.addBytes(pattern(3001), { tag: 'types' });
  await node.remove(hash, { force: true });
  const types = (await s.wait(3)).map((e) => e.type).sort();
  assert.deepEqual(types, ['blob_removed', 'tag', 'tag']);
  s.close();
});

test('silence is filled with comments', async () => {
  const s = await Stream.open(node, '/events?types=tag');
  await until('two comments came',
    () => s.raw.text.split(': still here\n').length > 2, 5000);
  s.close();
});

test('a client that does not read is cut off, the node goes on', async (t) => {
  const other = await Firnd.start(t, { args: ['--events.backlog=16KiB'] });
  const raw = await Raw.open(other.http);
  raw.pause();
  await raw.send('GET /api/v1/events HTTP/1.1\r\n' +
    `Host: ${other.http}\r\n\r\n`);
  const clients = async () => Number(/firn_http_sse_clients (\d+)/.exec(
    String((await other.call('GET', '/metrics')).body))[1]);
  await until('it listens', async () => await clients() === 1);
  const name = (i) => encodeURIComponent('x'.repeat(240) + i);
  const { hash } = await other.addBytes(pattern(5));
  for (let i = 0; await clients() === 1; i++) {
    assert.ok(i < 60_000, 'the kernel holds no more than this');
    await Promise.all(Array.from({ length: 32 }, (_, k) =>
      other.api('PUT', `/tags/${name(k)}`, { json: { hash } })));
  }
  raw.close();
});

const nobodyListens = () => until('nobody listens', async () =>
  /firn_http_sse_clients 0\n/.test(
    String((await node.call('GET', '/metrics')).body)));

test('a hundred listeners, and not one more', async () => {
  await nobodyListens();
  const all = await Promise.all(Array.from({ length: 100 },
    () => Stream.open(node, '/events?types=blob_added')));
  const answer = await node.call('GET', '/api/v1/events');
  assert.equal(answer.status, 503);
  assert.equal(answer.body.code, 'too_busy');
  await add(4001);
  await Promise.all(all.map((s) => s.wait(1)));
  for (const s of all) s.close();
  await nobodyListens();
});

test('a transfer: progress, rising, then one end', async (t) => {
  const SIZE = 300_000_000;
  const sender = await Firnd.start(t);
  const path = writeRandom(join(tempDir(t), 'content'), SIZE);
  const { hash } = await sender.addFile(path);
  const ticket = await sender.ticket(hash);
  const everything = await Stream.open(node, '/events?types=transfer');
  const { id } = await node.startTransfer({ ticket });
  const first = await Stream.open(node, `/transfers/${id}/events`);
  const second = await Stream.open(node, `/transfers/${id}/events`);

  await first.raw.rest();
  await second.raw.rest();
  const events = first.events;
  assert.equal(events.at(-1).type, 'completed');
  assert.ok(events.slice(0, -1).every((e) => e.type === 'progress'));
  const done = events.map((e) => e.data.bytes_done);
  assert.deepEqual(done, [...done].sort((a, b) => a - b), 'never falling');
  assert.equal(done.at(-1), SIZE);
  const { started, ended } = events.at(-1).data;
  const seconds = (Date.parse(ended) - Date.parse(started)) / 1000;
  assert.ok(events.length >= Math.floor(seconds * 4),
    `${events.length} events in ${seconds} s`);
  assert.equal(second.events.at(-1).id, events.at(-1).id);
  assert.match(first.raw.text, /0\r\n\r\n$/, 'the stream ends orderly');

  // Late: the end at once; seen already: nothing to come.
  const late = await Stream.open(node, `/transfers/${id}/events`);
  await late.raw.rest();
  assert.deepEqual(late.events.map((e) => e.type), ['completed']);
  const known = await node.call('GET', `/api/v1/transfers/${id}/events`,
    { headers: { 'last-event-id': events.at(-1).id } });
  assert.equal(known.status, 204);

  await until('the general stream has the end as well', () =>
    everything.events.at(-1)?.data.state === 'completed');
  assert.ok(everything.events.every((e) => e.type === 'transfer'));
  everything.close();
  await node.remove(hash);
});

test('a transfer that fails or is cancelled ends its stream too',
  async (t) => {
    const sender = await Firnd.start(t);
    const nothing = await node.startTransfer(
      { hash: '0'.repeat(64), peers: [sender.peer] });
    const s = await Stream.open(node, `/transfers/${nothing.id}/events`);
    await s.raw.rest();
    assert.equal(s.events.at(-1).type, 'failed');
    assert.ok(s.events.at(-1).data.error.detail.length > 10);
  });
