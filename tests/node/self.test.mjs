// The harness itself: stock iroh against stock iroh, and against recordings.
// When this fails, what the interop tests say means nothing.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { recorded, sha256, writeRandom } from './lib/content.mjs';
import { Iroh035, Iroh1 } from './lib/iroh.mjs';
import { measure, residentBytes } from './lib/proc.mjs';
import { tempDir } from './lib/scope.mjs';

test('iroh 0.35 fetches a blob and a collection from iroh 0.35', async (t) => {
  const dir = tempDir(t);
  const [a, b] = await Promise.all([
    Iroh035.start(t, { persistent: true }),
    Iroh035.start(t),
  ]);
  const files = ['one', 'two'].map((name, i) => ({
    name,
    path: writeRandom(join(dir, name), 3_000_000 + i),
  }));

  const blob = await a.addFile(files[0].path);
  const m = await measure([a.pid, b.pid], async () =>
    b.download(await a.ticket(blob)));
  assert.ok(m.result > 0 && m.result <= m.seconds);
  assert.ok(m.each.every(({ cpu, peak }) => cpu >= 0 && peak > 1e7));
  assert.ok(residentBytes(b.pid) > 1e7);
  assert.equal((await b.status(blob)).type, 'Complete');
  await b.exportBlob(blob, join(dir, 'copy'));
  assert.equal(await sha256(join(dir, 'copy')), await sha256(files[0].path));

  const all = await a.addCollection(files);
  await b.download(await a.ticket(all, { sequence: true }));
  await b.exportCollection(all, join(dir, 'out'));
  assert.deepEqual(readdirSync(join(dir, 'out')).sort(), ['one', 'two']);
  assert.ok(await b.knows(a.id));
});

test('iroh 1.1 endpoints exchange a recorded request and answer', async (t) => {
  const [a, b] = await Promise.all([Iroh1.start(t), Iroh1.start(t)]);
  const whole = recorded('whole_65537');
  const last = recorded('last_chunk_of_65537');

  await a.answer([whole, last]);
  const { remote, responses } = await b.ask(a,
    [whole.request, last.request, Buffer.of(0)]);
  assert.equal(remote, a.id);
  assert.deepEqual(responses.map((r) => Buffer.from(r)),
    [whole.response, last.response, Buffer.alloc(0)]);
  assert.equal((await a.seen()).length, 3);
});
