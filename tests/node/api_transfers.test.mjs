// Transfers over REST: what peers do wrong and how that is told, several
// peers, cancelling, the queue, the list.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { collectionNames, hashSequence, pattern, writeRandom }
  from './lib/content.mjs';
import { startEvil } from './lib/evil.mjs';
import { Firnd } from './lib/firnd.mjs';
import { Scope, tempDir } from './lib/scope.mjs';
import { until } from './lib/wait.mjs';

const SIZE = 1_000_003;
const QUICK = ['--transfers.max_attempts=1',
  '--transfers.stall_timeout=1s', '--transfers.connect_timeout=1s'];

const scope = new Scope();
let honest; // a node that has the blob the evil ones offer
let hash;

before(async () => {
  honest = await Firnd.start(scope);
  ({ hash } = await honest.addBytes(pattern(SIZE)));
});
after(() => scope.close());

// What the peer does -> how the transfer's error is called.
const FAULTS = [
  ['wrong-byte 500000', 'mismatch|proto|corrupt'],
  ['wrong-hash 100', 'mismatch|proto|corrupt'],
  ['wrong-size 999999999999', 'mismatch|proto|conflict|truncated|too_large'],
  ['wrong-size 5', 'mismatch|proto|conflict'],
  ['stop-after 1000', 'truncated|not_found'],
  ['stop-after 0', 'truncated|proto|not_found'],
  ['reset-after 300000', 'reset|refused|truncated'],
  ['silent-after 300000', 'timeout'],
  ['silent', 'timeout'],
  ['garbage 100000', 'mismatch|proto|corrupt|too_large'],
  ['not-found', 'not_found'],
  ['noise', 'mismatch|proto|corrupt|too_large'],
  ['refuse', 'refused|reset'],
  ['busy', 'refused|reset|limit|busy|again'],
];

test('a peer that stops in each answer is asked for the rest', async (t) => {
  const [node, evil] = await Promise.all([
    Firnd.start(t, { args: QUICK }), startEvil(t, 'stop-after 300000'),
  ]);
  const done = await node.fetch({ ticket: evil.ticket });
  assert.equal(done.bytes_fetched, evil.size);
});

for (const [mode, codes] of FAULTS) {
  test(`a peer: ${mode}`, async (t) => {
    const [node, evil] = await Promise.all([
      Firnd.start(t, { args: QUICK }), startEvil(t, mode),
    ]);
    assert.equal(evil.hash, hash);
    const { id } = await node.startTransfer({ ticket: evil.ticket });
    const failed = await node.ended(id);
    assert.equal(failed.state, 'failed', JSON.stringify(failed));
    assert.match(failed.error.code, new RegExp(`^(${codes})$`),
      JSON.stringify(failed.error));
    const [source] = failed.sources;
    assert.equal(source.peer, evil.id);
    assert.equal(source.state, 'failed');
    assert.ok(failed.error.detail.includes(evil.id.slice(0, 10)),
      `it says who: ${failed.error.detail}`);

    // What is here is good, and an honest peer brings the rest.
    const done = await node.fetch({ hash, peers: [evil.peer, honest.peer] });
    assert.equal(done.bytes_done, SIZE);
    assert.ok((await node.getBytes(hash)).equals(pattern(SIZE)));
    assert.equal((await node.call('GET', '/readyz')).status, 200);
  });
}

test('a peer that closes its connection is asked again for the rest',
  async (t) => {
    const [node, evil] = await Promise.all([
      Firnd.start(t, { args: QUICK }), startEvil(t, 'close-after 300000'),
    ]);
    const done = await node.fetch({ ticket: evil.ticket });
    assert.equal(done.bytes_fetched, SIZE, 'nothing was fetched twice');
    assert.ok((await node.getBytes(hash)).equals(pattern(SIZE)));
  });

test('a peer that answers and goes on for ever is left', async (t) => {
  const [node, evil] = await Promise.all([
    Firnd.start(t, { args: QUICK }), startEvil(t, 'endless'),
  ]);
  const { id } = await node.startTransfer({ ticket: evil.ticket });
  await node.ended(id);
  const done = await node.fetch({ hash, peers: [honest.peer] });
  assert.equal(done.bytes_done, SIZE);
});

test('a transfer by hash from the one peer of many that has it', async (t) => {
  const [node, a, b, nothing] = await Promise.all([
    Firnd.start(t, { args: QUICK }), startEvil(t, 'not-found'),
    startEvil(t, 'silent'), Firnd.start(t),
  ]);
  const done = await node.fetch({ hash,
    peers: [a.peer, b.peer, nothing.peer, honest.peer] });
  assert.equal(done.sources.find((s) => s.peer === honest.id).bytes, SIZE);
});

test('a cancelled transfer keeps what it brought', async (t) => {
  const BIG = 400_000_000;
  const [node, sender] = await Promise.all([
    Firnd.start(t), Firnd.start(t),
  ]);
  const path = writeRandom(join(tempDir(t), 'content'), BIG);
  const big = await sender.addFile(path);
  const { id } = await node.startTransfer(
    { ticket: await sender.ticket(big.hash) });
  for await (const { data } of node.transferEvents(id)) {
    if (data.bytes_done > 20_000_000) break;
  }
  await node.cancel(id);
  const ended = await node.ended(id);
  assert.equal(ended.state, 'cancelled');
  assert.equal(ended.error, null);
  const { held_bytes: held, state } = await node.status(big.hash);
  assert.equal(state, 'partial');
  assert.ok(held >= 20_000_000);
  const head = await node.call('HEAD', `/api/v1/blobs/${big.hash}`);
  assert.equal(head.status, 409);
  assert.equal(head.headers.get('x-firn-state'), 'partial');
  const done = await node.fetch({ ticket: await sender.ticket(big.hash) });
  assert.ok(done.bytes_fetched <= BIG - held);
});

test('more transfers than may run wait their turn', async (t) => {
  const node = await Firnd.start(t,
    { args: ['--transfers.max_concurrent=2', '--transfers.stall_timeout=10s'] });
  const silent = await startEvil(t, 'silent');
  const start = (peer) => node.startTransfer({ hash, peers: [peer] });
  const hanging = [];
  for (let i = 0; i < 2; i++) hanging.push(await start(silent.peer));
  const other = await honest.addBytes(pattern(5000));
  const waiting = await node.startTransfer(
    { hash: other.hash, peers: [honest.peer] });
  assert.equal((await node.transfer(waiting.id)).state, 'queued');
  const queued = await node.api('GET', '/transfers?state=queued');
  assert.deepEqual(queued.items.map((i) => i.id), [waiting.id]);
  for (const { id } of hanging) await node.cancel(id);
  assert.equal((await node.ended(waiting.id)).state, 'completed');
});

test('the list is newest first, in pages', async (t) => {
  const node = await Firnd.start(t);
  const { hash: local } = await node.addBytes(pattern(10));
  const ids = [];
  for (let i = 0; i < 25; i++) {
    ids.unshift((await node.startTransfer({ hash: local })).id);
  }
  const seen = [];
  let cursor = '';
  do {
    const page = await node.api('GET', `/transfers?limit=10${cursor}`);
    seen.push(...page.items.map((i) => i.id));
    cursor = page.next && `&cursor=${page.next}`;
  } while (cursor);
  assert.deepEqual(seen, ids);
  const none = await node.api('GET', '/transfers?state=failed');
  assert.deepEqual(none, { items: [], next: null });
});

test('a hash sequence with its children, and its tag', async (t) => {
  const node = await Firnd.start(t);
  const parts = [pattern(10), pattern(100_000), pattern(20_000)];
  const meta = await honest.addBytes(collectionNames(['a', 'b', 'c']));
  const children = [];
  for (const part of parts) children.push((await honest.addBytes(part)).hash);
  const root = await honest.addBytes(hashSequence([meta.hash, ...children]));
  const done = await node.fetch({
    ticket: await honest.ticket(root.hash, { sequence: true }), tag: 'set',
  });
  assert.equal(done.format, 'hash_seq');
  for (const [i, child] of children.entries()) {
    assert.ok((await node.getBytes(child)).equals(parts[i]));
  }
  const tag = await node.api('GET', '/tags/set');
  assert.deepEqual(tag,
    { name: 'set', hash: root.hash, format: 'hash_seq' });
});

test('what is here already opens no connection', async (t) => {
  const node = await Firnd.start(t);
  const { hash: local } = await node.addBytes(pattern(70_000));
  const started = await node.startTransfer(
    { hash: local, peers: [honest.peer], tag: 'again' });
  assert.equal(started.state, 'completed');
  assert.equal(started.bytes_fetched, 0);
  assert.equal(started.bytes_done, 70_000);
  const text = String((await node.call('GET', '/metrics')).body);
  assert.match(text, /^firn_quic_handshakes_total\{result="ok"\} 0$/m);
  await until('the tag is set', async () =>
    (await node.call('GET', '/api/v1/tags/again')).status === 200);
});
