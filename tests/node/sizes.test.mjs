// Blobs of every size that is special, and a large one: in by curl, to a
// second node by ticket, back over HTTP whole and by ranges.
//
// FIRN_BIG_BYTES: size of the large one (default 512 MiB).

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { sha256, writeRandom } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { peakBytes, residentBytes, resetPeak } from './lib/proc.mjs';
import { tempDir } from './lib/scope.mjs';

const SIZES = [0, 1, 1023, 1024, 1025, 16384, 16385, 1_000_003];
const BIG = Number(process.env.FIRN_BIG_BYTES ?? 512 * 1024 * 1024);
const GROWTH = 64 * 1024 * 1024;
const LONG_MS = 600_000;

const b3sum = (path) =>
  execFileSync('b3sum', ['--no-names', path], { encoding: 'utf8' }).trim();

function curl(...args) {
  return execFileSync('curl', ['-sS', '--fail-with-body', ...args],
    { encoding: 'utf8', maxBuffer: 1 << 24 });
}

const upload = (firnd, path) =>
  JSON.parse(curl('-T', path, firnd.url('/api/v1/blobs')));

function readAt(path, begin, length) {
  const bytes = Buffer.alloc(length);
  const fd = openSync(path, 'r');
  const n = readSync(fd, bytes, 0, length, begin);
  closeSync(fd);
  return bytes.subarray(0, n);
}

/** First and last bytes, across the edges of chunks and groups, the middle. */
async function assertRanges(firnd, hash, path, size) {
  const middle = Math.floor(size / 2);
  const ranges = [
    [0, 0], [size - 1, size - 1], [1000, 1100], [1023, 1024],
    [16383, 16384], [middle, middle + 70_000],
  ].filter(([begin, last]) => begin >= 0 && begin <= last && last < size);
  for (const [begin, last] of ranges) {
    const got = await firnd.getBytes(hash, { range: `${begin}-${last}` });
    assert.ok(got.equals(readAt(path, begin, last - begin + 1)),
      `${begin}-${last} of ${size}`);
  }
}

for (const size of SIZES) {
  test(`a blob of ${size} bytes`, async (t) => {
    const [a, b] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
    const path = writeRandom(join(tempDir(t), 'content'), size);

    const added = upload(a, path);
    assert.deepEqual(added, { hash: b3sum(path), size, created: true });
    const again = upload(a, path);
    assert.deepEqual(again, { ...added, created: false });

    const transfer = await b.fetch({ ticket: await a.ticket(added.hash) });
    assert.equal(transfer.bytes_done, size);
    const bytes = await b.getBytes(added.hash);
    assert.ok(bytes.equals(readFileSync(path)));
    await assertRanges(b, added.hash, path, size);
  });
}

test(`a blob of ${BIG} bytes, in little memory`, { timeout: LONG_MS },
  async (t) => {
    const [a, b] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
    const dir = tempDir(t);
    const path = writeRandom(join(dir, 'content'), BIG);
    const nodes = [a, b];
    await Promise.all(nodes.map((n) => n.node())); // warm
    const before = nodes.map((n) => residentBytes(n.pid));
    nodes.forEach((n) => resetPeak(n.pid));

    const { hash } = upload(a, path);
    assert.equal(hash, b3sum(path));
    const transfer = await b.fetch({ ticket: await a.ticket(hash) }, LONG_MS);
    assert.equal(transfer.bytes_done, BIG);
    await b.getFile(hash, join(dir, 'out'));
    await assertRanges(b, hash, path, BIG);

    for (const [i, name] of ['provider', 'receiver'].entries()) {
      const grown = peakBytes(nodes[i].pid) - before[i];
      assert.ok(grown < GROWTH, `the ${name} grew by ${grown} bytes`);
    }
    assert.equal(await sha256(join(dir, 'out')), await sha256(path));
  });
