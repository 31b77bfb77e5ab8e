// The queue of transfers as clients see it: whose turn it is, pauses, further
// attempts, and what a restart or kill -9 leaves of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { firn } from './lib/cli.mjs';
import { pattern } from './lib/content.mjs';
import { startEvil } from './lib/evil.mjs';
import { Firnd } from './lib/firnd.mjs';
import { until } from './lib/wait.mjs';

const SIZE = 40_000_000;
const SLOW = 10_000_000; // bytes a second: there is time to look

const patch = (node, id, json) =>
  node.api('PATCH', `/transfers/${id}`, { json });

/** A receiver that runs one at a time, and a sender. */
async function pair(t, args = []) {
  return Promise.all([
    Firnd.start(t, { args: ['--transfers.max_concurrent=1', ...args] }),
    Firnd.start(t),
  ]);
}

async function moved(node, id, bytes) {
  await until(`${bytes} bytes moved`, async () =>
    (await node.transfer(id)).bytes_done > bytes);
}

async function received(node) {
  const text = await (await fetch(node.url('/metrics'))).text();
  return Number(/^firn_transfer_bytes_total\{direction="in",kind="verified"\} (\d+)$/m
    .exec(text)[1]);
}

test('the critical one added last starts next', async (t) => {
  const [[node, sender], silent] = await Promise.all([
    pair(t, ['--transfers.stall_timeout=60s']), startEvil(t, 'silent'),
  ]);
  const start = async (n, priority) => {
    const { hash } = await sender.addBytes(pattern(1000 + n));
    return node.startTransfer({ hash, peers: [sender.peer], priority });
  };
  const blocker = await node.startTransfer(
    { hash: silent.hash, peers: [silent.peer] });
  const queued = [await start(1), await start(2, 'low'), await start(3)];
  const critical = await start(4, 'critical');
  assert.deepEqual([critical, queued[0], queued[2]].map((x) => x.state),
    ['queued', 'queued', 'queued']);
  const places = async () => Promise.all([critical, ...queued].map(
    async ({ id }) => (await node.transfer(id)).position));
  assert.deepEqual(await places(), [1, 2, 4, 3]);
  await patch(node, queued[2].id, { position: 1 });
  assert.deepEqual(await places(), [1, 3, 4, 2]);
  await patch(node, queued[1].id, { priority: 'high' });
  assert.deepEqual(await places(), [1, 4, 2, 3]);

  await node.cancel(blocker.id);
  const all = await Promise.all([critical, queued[1], queued[2], queued[0]]
    .map(({ id }) => node.ended(id)));
  const begun = all.map((x) => Date.parse(x.started));
  assert.deepEqual(begun, begun.toSorted((a, b) => a - b));
  assert.ok(all.every((x) => x.state === 'completed' && x.position === null));
});

test('a pause gives the place to the next and keeps what came', async (t) => {
  const [node, sender] = await pair(t);
  const [large, small] = await Promise.all([
    sender.addBytes(pattern(SIZE)), sender.addBytes(pattern(5000))]);
  const { id } = await node.startTransfer(
    { hash: large.hash, peers: [sender.peer], max_bps: SLOW });
  const next = await node.startTransfer(
    { hash: small.hash, peers: [sender.peer] });
  await moved(node, id, 1_000_000);
  const paused = await patch(node, id, { state: 'paused' });
  assert.equal(paused.state, 'paused');
  assert.equal((await node.ended(next.id)).state, 'completed');
  const { items } = await node.api('GET', '/transfers?state=paused');
  assert.deepEqual(items.map((x) => x.id), [id]);
  await patch(node, id, { state: 'running', max_bps: 0 });
  const done = await node.ended(id);
  assert.equal(done.state, 'completed');
  assert.ok(done.bytes_fetched <= SIZE);
  assert.equal(done.sources[0].bytes, done.bytes_fetched);
});

test('a peer that comes back is found by the next attempt', async (t) => {
  const [node, sender] = await pair(t, ['--transfers.connect_timeout=300ms']);
  const { hash } = await sender.addBytes(pattern(5000));
  await sender.stop();
  const { id } = await node.startTransfer({ hash, peers: [sender.peer] });
  await until('it waits for the next attempt', async () => {
    const { state, next_attempt: next, error } = await node.transfer(id);
    assert.notEqual(state, 'failed');
    return state === 'queued' && next !== null && error.detail !== '';
  });
  await sender.restart({ samePort: true });
  await patch(node, id, { state: 'running' });
  const done = await node.ended(id);
  assert.equal(done.state, 'completed', JSON.stringify(done.error));
});

for (const way of ['stop', 'kill9']) {
  test(`${way}: it goes on by itself and fetches nothing twice`, async (t) => {
    const [node, sender] = await pair(t);
    const [large, small] = await Promise.all([
      sender.addBytes(pattern(SIZE)), sender.addBytes(pattern(5000))]);
    const ask = { peers: [sender.peer], max_bps: SLOW };
    const { id } = await node.startTransfer({ hash: large.hash, ...ask });
    const queued = await node.startTransfer({ hash: small.hash, ...ask });
    const paused = await node.startTransfer(
      { hash: '7'.repeat(64), ...ask, priority: 'high' });
    await patch(node, paused.id, { state: 'paused' });
    await moved(node, id, 5_000_000);
    const { bytes_done: before } = await node.transfer(id);
    await node[way]();
    await node.restart();
    const done = await node.ended(id, 30_000);
    assert.equal(done.state, 'completed', JSON.stringify(done.error));
    assert.equal(done.bytes_done, SIZE);
    assert.ok(await received(node) <= SIZE - before + 5000,
      'what was verified is not fetched again');
    assert.equal((await node.ended(queued.id)).state, 'completed');
    assert.equal((await node.transfer(paused.id)).state, 'paused');
    assert.equal((await node.transfer(paused.id)).priority, 'high');
  });
}

test('a deadline ends what is not complete by then', async (t) => {
  const [node, silent] = await Promise.all([
    Firnd.start(t), startEvil(t, 'silent')]);
  const { id, deadline } = await node.startTransfer(
    { hash: silent.hash, peers: [silent.peer], deadline_s: 0.5 });
  const failed = await node.ended(id);
  assert.equal(failed.state, 'failed');
  assert.equal(failed.error.code, 'timeout');
  assert.match(failed.error.detail, /deadline/);
  assert.ok(failed.ended >= deadline);
});

test('both ends list it', async (t) => {
  const [node, sender] = await pair(t);
  const { hash } = await sender.addBytes(pattern(SIZE));
  const { id } = await node.startTransfer(
    { hash, peers: [sender.peer], max_bps: SLOW });
  const uploads = async () =>
    (await sender.api('GET', '/transfers?direction=upload')).items;
  await until('the sender sees it move', async () => {
    const [up] = await uploads();
    return up?.hash === hash && up.peer === node.id && up.state === 'running'
      && up.bytes > 1_000_000 && up.rate_bps > 0;
  });
  await patch(node, id, { max_bps: 0 });
  const down = await node.ended(id);
  assert.equal(down.direction, 'download');
  assert.equal(down.sources[0].peer, sender.id);
  await until('all of it was sent', async () => {
    const [up] = await uploads();
    return up.bytes >= SIZE;
  });
  assert.equal((await uploads()).length, 1);
});

test('firn pauses, resumes, and says what is urgent', async (t) => {
  const [node, sender] = await pair(t);
  const { hash } = await sender.addBytes(pattern(5000));
  const silent = await startEvil(t, 'silent');
  await node.startTransfer({ hash: silent.hash, peers: [silent.peer] });
  const url = `--url=${node.url('')}`;
  const got = await firn(['get', url, hash, '--peer', sender.peer, '-d', '-q',
    '--priority=low', '--max-rate=5MB/s', '--deadline=60']);
  const id = got.out.trim();
  const begun = await node.transfer(id);
  assert.equal(begun.priority, 'low');
  assert.equal(begun.max_bps, 5_000_000);
  assert.notEqual(begun.deadline, null);
  for (const [args, field, value] of [
    [['pause', id], 'state', 'paused'],
    [['resume', id], 'state', 'queued'],
    [['priority', id, 'critical'], 'priority', 'critical'],
  ]) {
    const done = await firn([...args, url]);
    assert.equal(done.code, 0, done.err);
    assert.equal((await node.transfer(id))[field], value);
  }
  assert.notEqual((await firn(['priority', id, 'soon', url])).code, 0);
});

test('the list by peer', async (t) => {
  const [node, sender] = await pair(t);
  const { hash } = await sender.addBytes(pattern(5000));
  const { id } = await node.fetch({ hash, peers: [sender.peer] });
  await node.startTransfer({ hash });
  const of = async (peer) => (await node.api('GET', `/transfers?peer=${peer}`))
    .items.map((x) => x.id);
  assert.deepEqual(await of(sender.id), [id]);
  assert.deepEqual(await of(sender.id.slice(0, 8)), [id]);
  assert.deepEqual(await of(node.id), []);
});
