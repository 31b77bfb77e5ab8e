// Peers that send wrong bytes, wrong sizes, stop, hang, or are not there.
// Each costs the transfer that asked them, never the node, and the error says
// which peer did what. The peers are iroh 1.1 endpoints with forged answers.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';

import { blobVectors, pattern, recorded } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { Iroh035, Iroh1 } from './lib/iroh.mjs';

const SIZE = 65537; // four whole groups and a byte
const HASH = blobVectors().blobs.find((b) => b.size === SIZE).hash_hex;
const GOOD = recorded('whole_65537').response;

// Where the groups begin in the response: the size, then parents on the way
// down the left edge, then group 0, group 1, a parent, group 2, group 3, ...
const GROUP_0 = 8 + 64 * 4 - 64;
const MIDDLE = 40_000;

const QUICK = ['--transfers.stall_timeout=1s', '--transfers.connect_timeout=1s'];

function changed(at, bytes) {
  const copy = Buffer.from(GOOD);
  Buffer.from(bytes).copy(copy, at);
  return copy;
}

function claiming(size) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(size);
  return changed(0, bytes);
}

async function pair(t, answer) {
  const [firnd, evil] = await Promise.all([
    Firnd.start(t, { args: QUICK }), Iroh1.start(t),
  ]);
  await evil.answer([{ hash: HASH, ...answer }]);
  return { firnd, evil, peer: `${evil.id}@${evil.addresses[0]}` };
}

async function failed(firnd, peers) {
  const { id } = await firnd.startTransfer({ hash: HASH, peers });
  const transfer = await firnd.ended(id);
  assert.equal(transfer.state, 'failed', JSON.stringify(transfer));
  assert.ok(transfer.error.code.length > 0);
  return transfer;
}

/** The node serves, knows nothing wrong, and a good peer can still help. */
async function assertUnharmed(t, firnd) {
  assert.equal((await firnd.call('GET', '/readyz')).status, 200);
  const good = await Firnd.start(t);
  await good.addBytes(pattern(SIZE));
  const transfer = await firnd.fetch({ hash: HASH, peers: [good.peer] });
  assert.equal(transfer.bytes_done, SIZE);
  assert.ok((await firnd.getBytes(HASH)).equals(pattern(SIZE)));
  return transfer;
}

const FORGED = [
  ['a changed byte of content', { response: changed(MIDDLE, [255]) }],
  ['a changed parent', { response: changed(8, [1, 2, 3]) }],
  ['a changed byte at the very end', { response: changed(GOOD.length - 1, [9]) }],
  ['a size that is one too large', { response: claiming(65538n) }],
  ['a size that is one group too small', { response: claiming(49153n) }],
  ['the largest size there is', { response: claiming(2n ** 64n - 1n) }],
  ['a size of zero', { response: claiming(0n) }],
  ['only part of the size', { response: GOOD.subarray(0, 5) }],
  ['only half of it', { response: GOOD.subarray(0, MIDDLE) }],
  ['half of it, then a reset',
    { response: GOOD.subarray(0, MIDDLE), then: 'reset' }],
  ['half of it, then closes',
    { response: GOOD.subarray(0, MIDDLE), then: 'close' }],
  ['half of it, then nothing',
    { response: GOOD.subarray(0, MIDDLE), then: 'hang' }],
  ['nothing, ever', { then: 'hang' }],
];

for (const [what, answer] of FORGED) {
  test(`a peer sends ${what}`, async (t) => {
    const { firnd, evil, peer } = await pair(t, answer);
    const transfer = await failed(firnd, [peer]);
    const [source] = transfer.sources;
    assert.equal(source.peer, evil.id);
    assert.equal(source.state, 'failed');
    assert.match(transfer.error.detail, new RegExp(evil.id.slice(0, 10)));

    // What was kept is right, and no more than what came unchanged.
    assert.ok(source.bytes <= MIDDLE + 4 * 16384);
    const again = await assertUnharmed(t, firnd);
    assert.equal(again.sources[0].bytes, SIZE - source.bytes);
  });
}

test('what came before the changed byte is kept', async (t) => {
  const { firnd, peer } = await pair(t, { response: changed(MIDDLE, [255]) });
  await failed(firnd, [peer]);

  const { held_bytes: held, state } = (await firnd.blobs()).items[0];
  assert.equal(state, 'partial');
  assert.ok(held >= 16384 && held <= MIDDLE - GROUP_0, `held ${held}`);
  const start = await firnd.getBytes(HASH, { range: '0-16383' });
  assert.ok(start.equals(pattern(SIZE).subarray(0, 16384)));
});

test('a good peer besides a bad one is enough', async (t) => {
  const { firnd, peer } = await pair(t, { response: changed(MIDDLE, [255]) });
  const good = await Firnd.start(t);
  await good.addBytes(pattern(SIZE));

  await firnd.fetch({ hash: HASH, peers: [peer, good.peer] });
  assert.ok((await firnd.getBytes(HASH)).equals(pattern(SIZE)));
});

test('a peer that is not there is named within five seconds', async (t) => {
  const silent = createSocket('udp4').bind(0, '127.0.0.1');
  t.after(() => silent.close());
  await once(silent, 'listening');
  const [firnd, someone] = await Promise.all([
    Firnd.start(t, { args: ['--transfers.max_attempts=1'] }), Iroh1.start(t)]);

  const start = performance.now();
  const peers = [`${someone.id}@127.0.0.1:${silent.address().port}`];
  const transfer = await failed(firnd, peers);
  assert.ok(performance.now() - start < 6000);
  assert.match(transfer.error.detail, new RegExp(someone.id.slice(0, 10)));
});

test('another node at that address is not taken for the peer', async (t) => {
  const { firnd, evil } = await pair(t, { response: GOOD });
  const other = await Iroh1.start(t);
  const transfer = await failed(firnd, [`${other.id}@${evil.addresses[0]}`]);
  assert.equal(transfer.sources[0].bytes, 0);
  assert.deepEqual(await evil.seen(), []);
});

test('a hash that no peer has is a clear error within 5 s', async (t) => {
  const [firnd, other, old, young] = await Promise.all([
    Firnd.start(t), Firnd.start(t), Iroh035.start(t), Iroh1.start(t),
  ]);
  await young.answer([{ hash: HASH, then: 'reset' }]);
  const peers = [
    other.peer, `${old.id}@${old.addresses[0]}`,
    `${young.id}@${young.addresses[0]}`,
  ];

  const start = performance.now();
  const transfer = await failed(firnd, peers);
  assert.ok(performance.now() - start < 5000);
  assert.equal(transfer.error.code, 'not_found');
  assert.equal(transfer.sources.length, 3);
  for (const source of transfer.sources) {
    assert.equal(source.error.code, 'not_found', JSON.stringify(source));
  }
});
