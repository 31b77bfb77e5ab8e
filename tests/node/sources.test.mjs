// Transfers that name no peers: their sources are found among the connected
// ones, also while they run.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { pattern } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { Iroh035 } from './lib/iroh.mjs';
import { tempDir } from './lib/scope.mjs';
import { until } from './lib/wait.mjs';

const SIZE = 8_000_001;
const BYTES = pattern(SIZE);
const NOWHERE = 'ab'.repeat(32);
const SLOW = ['--limits.upload=1MiB'];

const nodes = (t, n, args = []) =>
  Promise.all(Array.from({ length: n }, () => Firnd.start(t, { args })));

const brought = (transfer, node) =>
  transfer.sources.find((s) => s.peer === node.id)?.bytes ?? 0;

test('who has it is asked, who has not is left alone', async (t) => {
  const [a, b, c] = await nodes(t, 3);
  const { hash } = await a.addBytes(BYTES);
  await Promise.all([b.connect(a.peer), b.connect(c.peer)]);
  const done = await b.fetch({ hash });
  assert.equal(done.bytes_fetched, SIZE);
  assert.deepEqual(done.sources.map((s) => s.peer), [a.id]);
  assert.ok((await b.getBytes(hash)).equals(BYTES));
});

test('stock iroh is tried', async (t) => {
  const [iroh, [b]] = await Promise.all([Iroh035.start(t), nodes(t, 1)]);
  const file = join(tempDir(t), 'blob');
  writeFileSync(file, BYTES);
  const hash = await iroh.addFile(file);
  await b.connect(`${iroh.id}@${iroh.addresses[0]}`);
  const done = await b.fetch({ hash });
  assert.equal(done.bytes_fetched, SIZE);
  assert.deepEqual(done.sources.map((s) => s.peer), [iroh.id]);
});

test('a source that comes while it runs takes its share', async (t) => {
  const [a, b, c] = await nodes(t, 3, SLOW);
  const { hash } = await a.addBytes(BYTES);
  await Promise.all([b.connect(a.peer), b.connect(c.peer)]);
  const { id } = await b.startTransfer({ hash });
  await until('it runs', async () => (await b.transfer(id)).bytes_done > 0);
  await c.addBytes(BYTES); // connected before; announces it now
  const done = await b.ended(id);
  assert.equal(done.state, 'completed');
  assert.ok(brought(done, c) > 0, JSON.stringify(done.sources));
  assert.equal(brought(done, a) + brought(done, c), SIZE);
});

test('missing everywhere: failed at once, and each peer is named',
  async (t) => {
    const [a, b, c] = await nodes(t, 3);
    await Promise.all([b.connect(a.peer), b.connect(c.peer)]);
    const began = Date.now();
    const { id } = await b.startTransfer({ hash: NOWHERE });
    const failed = await b.ended(id);
    assert.ok(Date.now() - began < 5000);
    assert.equal(failed.state, 'failed');
    assert.equal(failed.error.code, 'not_found');
    assert.deepEqual(failed.sources.map((s) => s.peer).sort(),
      [a.id, c.id].sort());
    for (const s of failed.sources) {
      assert.equal(s.error.code, 'not_found');
      assert.match(s.error.detail, /does not have it/);
    }
  });

test('nobody is there: a matter of time', async (t) => {
  const [[alone], [once]] = await Promise.all([
    nodes(t, 1), nodes(t, 1, ['--transfers.max_attempts=1']),
  ]);
  const { id } = await alone.startTransfer({ hash: NOWHERE });
  const waiting = await until('it waits for the next attempt', async () => {
    const transfer = await alone.transfer(id);
    return transfer.next_attempt ? transfer : undefined;
  });
  assert.equal(waiting.state, 'queued');
  assert.equal(waiting.error.code, 'timeout');
  const { id: other } = await once.startTransfer({ hash: NOWHERE });
  const failed = await once.ended(other);
  assert.equal(failed.state, 'failed');
  assert.equal(failed.error.code, 'timeout');
});
