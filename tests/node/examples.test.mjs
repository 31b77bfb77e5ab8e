// The examples run as they are, against real nodes.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { writeRandom } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { tempDir } from './lib/scope.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const example = (name) => join(root, 'examples', name);
const run = promisify(execFile);

function at(node) {
  return { env: { ...process.env, FIRN_URL: `http://${node.http}` } };
}

test('blobs.sh puts a file in and reads it back', async (t) => {
  const node = await Firnd.start(t);
  const dir = tempDir(t);
  for (const size of [0, 1, 16385, 1_000_003]) {
    const file = join(dir, `file-${size}`);
    writeRandom(file, size);
    const { stdout } = await run(example('blobs.sh'), [file, `n${size}`],
      at(node));
    assert.match(stdout, /^[0-9a-f]{64}\n$/);
  }
});

test('progress.sh follows a transfer to its end', async (t) => {
  const [a, b] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
  const file = join(tempDir(t), 'file');
  writeRandom(file, 5_000_000);
  const { hash } = await a.addFile(file);
  const ticket = await a.ticket(hash);

  const { stdout } = await run(example('progress.sh'), [ticket], at(b));
  const lines = stdout.trim().split('\n');
  assert.match(lines.at(-1), /^completed \{.*"bytes_done": ?5000000/);
  assert.equal(lines.filter((l) => /^(completed|failed|cancelled) /.test(l))
    .length, 1);
});

test('progress.sh fails when the transfer does', async (t) => {
  const [a, b] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
  const file = join(tempDir(t), 'file');
  writeRandom(file, 20_000);
  const { hash } = await a.addFile(file);
  const ticket = await a.ticket(hash);
  await a.stop();

  await assert.rejects(run(example('progress.sh'), [ticket], at(b)),
    (e) => e.code === 1 && /^failed /m.test(e.stdout));
});

test('a second implementation verifies the recorded streams', async () => {
  const { stdout } = await run('python3', [example('verify_stream.py'),
    '--vectors', join(root, 'tests/vectors/blobs')]);
  assert.match(stdout, /^\d+ recorded answers verified\n$/);
});
