// firn limits against a real daemon.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { code, firn } from './lib/cli.mjs';
import { Firnd } from './lib/firnd.mjs';

test('ceilings are shown, set, taken back', async (t) => {
  const node = await Firnd.start(t, { args: ['--limits.download=3MB'] });
  const run = (...args) => firn(['limits', ...args], { url: `http://${node.http}` });

  const lines = (await run()).out.split('\n');
  assert.deepEqual(lines, ['node\t0\t3000000', 'now\t0\t3000000',
    'each peer\t0\t0', 'low\t0\t0', 'normal\t0\t0', 'high\t0\t0',
    'critical\t0\t0', '']);

  const set = await run('--upload', '10MB/s', '--download=none',
    '--peer-upload', '1MiB/s', '--exempt-local=yes', '--json');
  assert.equal(set.code, code.ok);
  const got = JSON.parse(set.out);
  assert.equal(got.upload_bytes_per_s, 10_000_000);
  assert.equal(got.download_bytes_per_s, 0);
  assert.equal(got.per_peer.upload_bytes_per_s, 1 << 20);
  assert.equal(got.exempt_local, true);

  await run('--priority', 'low', '--download', '500kB/s');
  await node.api('PUT', '/schedules', { json: { items: [{ days: ['mon', 'sun'],
    from: '22:00', to: '06:00', upload_bytes_per_s: 1 }] } });
  const text = (await run('--download=default')).out;
  assert.match(text, /^node\t10000000\t3000000$/m);
  assert.match(text, /^low\t0\t500000$/m);
  assert.match(text, /^22:00-06:00 mon,sun\t1\t0$/m);
  assert.equal((await run('--upload=0', '-q')).out, '');
});

test('what makes no sense is refused, and nothing is done', async (t) => {
  const node = await Firnd.start(t);
  const run = (...args) => firn(['limits', ...args], { url: `http://${node.http}` });

  for (const bad of [['--upload', 'fast'], ['--priority', 'urgent'],
    ['--exempt-local', 'maybe'], ['x']]) {
    assert.equal((await run(...bad)).code, code.usage, bad.join(' '));
  }
  assert.equal((await run('--upload', '999GB/s')).code, code.usage);
});
