// Kill -9 of either node in the middle of a transfer: what was verified is
// still there afterwards, the transfer goes on from it, and nothing else is.

import assert from 'node:assert/strict';
import { createReadStream, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { before, test } from 'node:test';

import { sha256, writeRandom } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { BULK_MS } from './lib/iroh.mjs';
import { removeDir, tempDir } from './lib/scope.mjs';

const SIZE = 200_000_000;
const TIMES = 10; // for each of the two nodes
const QUICK = ['--transfers.stall_timeout=2s', '--transfers.connect_timeout=2s'];

const dir = tempDir({ after() {} });
const file = join(dir, 'content');
let sum;

before(async () => {
  writeRandom(file, SIZE);
  sum = await sha256(file);
});
process.on('exit', () => removeDir(dir));

async function held(firnd, hash) {
  const { items } = await firnd.blobs();
  return items.find((b) => b.hash === hash)?.held_bytes ?? 0;
}

/** Start, and let it run until some random share of the bytes is there. Gives
 * what the receiver said last that it has. */
async function runForAWhile(receiver, ticket) {
  const { id } = await receiver.startTransfer({ ticket });
  const goal = Math.random() * SIZE;
  for (;;) {
    const { bytes_done: done, state } = await receiver.transfer(id);
    if (done >= goal || !['queued', 'running'].includes(state)) return done;
  }
}

/** Add the file and kill the node when it has been sent so much of it. */
async function killWhileAdding(firnd, bytes) {
  const req = request(firnd.url('/api/v1/blobs'),
    { method: 'PUT', headers: { 'content-length': SIZE } });
  req.on('error', () => {}); // its connection is cut
  let sent = 0;
  const upTo = async function* (source) {
    for await (const piece of source) {
      yield piece;
      sent += piece.length;
      if (sent >= bytes) await firnd.kill9();
    }
  };
  await pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), upTo, req)
    .catch(() => {});
  await firnd.kill9();
}

/** Every byte that is held is right. */
async function assertHeldIsTrue(firnd, hash) {
  const answer = await firnd.call('POST', `/api/v1/blobs/${hash}/verify`);
  if (answer.status === 404) return;
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.equal(answer.body.bad_bytes, 0);
}

/** What was reported is still there, and only the rest is fetched. */
async function finish(receiver, provider, hash, reported, t) {
  await assertHeldIsTrue(receiver, hash);
  const before = await held(receiver, hash);
  assert.ok(before >= reported, `held ${before}, but had said ${reported}`);
  const ticket = await provider.ticket(hash);
  const transfer = await receiver.fetch({ ticket }, BULK_MS);
  const brought = transfer.sources.reduce((n, s) => n + s.bytes, 0);
  assert.equal(brought, SIZE - before, 'only what was missing was fetched');
  await assertWhole(receiver, hash, t);
}

async function assertWhole(receiver, hash, t) {
  const out = join(tempDir(t), 'out');
  await receiver.getFile(hash, out);
  assert.equal(await sha256(out), sum);
}

/** The same without being asked: the transfer goes on by itself. */
async function finishByItself(receiver, hash, reported, t) {
  await assertHeldIsTrue(receiver, hash);
  const [{ id }] = (await receiver.api('GET', '/transfers')).items;
  const { state } = await receiver.ended(id, BULK_MS);
  assert.equal(state, 'completed');
  const metrics = await (await fetch(receiver.url('/metrics'))).text();
  const [, brought] = /direction="in",kind="verified"\} (\d+)/.exec(metrics);
  assert.ok(Number(brought) <= SIZE - reported,
    `brought ${brought}, but had said to hold ${reported}`);
  await assertWhole(receiver, hash, t);
}

/** Files below a node's folder. */
function files(firnd) {
  return readdirSync(firnd.dir, { recursive: true }).sort();
}

test(`a receiver is killed ${TIMES} times`, { timeout: 300_000 }, async (t) => {
  const provider = await Firnd.start(t);
  const { hash } = await provider.addFile(file);
  const ticket = await provider.ticket(hash);

  // What a node looks like that fetched it in one go.
  const calm = await Firnd.start(t);
  await calm.fetch({ ticket }, BULK_MS);
  assert.equal(await calm.stop(), 0);

  const midway = [];
  for (let i = 0; i < TIMES; i++) {
    const receiver = await Firnd.start(t, { args: QUICK });
    const reported = await runForAWhile(receiver, ticket);
    await receiver.kill9();
    await receiver.restart();
    await finishByItself(receiver, hash, reported, t);
    assert.equal(await receiver.stop(), 0);
    assert.deepEqual(files(receiver), files(calm));
    if (reported > 0 && reported < SIZE) midway.push(reported);
  }
  t.diagnostic(`killed at ${midway}`);
  assert.ok(midway.length >= TIMES / 2, 'most were killed midway');
});

test(`a provider is killed ${TIMES} times`, { timeout: 300_000 }, async (t) => {
  const provider = await Firnd.start(t);
  const { hash } = await provider.addFile(file);

  const midway = [];
  for (let i = 0; i < TIMES; i++) {
    const receiver = await Firnd.start(t, { args: QUICK });
    const ticket = await provider.ticket(hash);
    const reported = await runForAWhile(receiver, ticket);
    await provider.kill9();
    // It would wait for the provider to come back.
    const [{ id }] = (await receiver.api('GET', '/transfers')).items;
    await receiver.call('DELETE', `/api/v1/transfers/${id}`);
    const { state } = await receiver.ended(id);
    await provider.restart();
    await finish(receiver, provider, hash, reported, t);
    assert.equal(await receiver.stop(), 0);
    if (state === 'cancelled') midway.push(reported);
  }
  t.diagnostic(`killed at ${midway}`);
  assert.ok(midway.length >= TIMES / 2, 'most were killed midway');
});

test('a node is killed while a blob is added, and keeps no part of it', async (t) => {
  const firnd = await Firnd.start(t);
  const empty = await Firnd.start(t);
  assert.equal(await empty.stop(), 0);

  for (let i = 0; i < 5; i++) {
    await killWhileAdding(firnd, Math.random() * SIZE);
    await firnd.restart();
    for (const { hash } of (await firnd.blobs()).items) {
      await assertHeldIsTrue(firnd, hash);
      await firnd.remove(hash, { force: true });
    }
  }
  assert.equal(await firnd.stop(), 0);
  assert.deepEqual(files(firnd), files(empty));
});
