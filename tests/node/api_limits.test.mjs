// Ceilings on speed over REST: they hold between real daemons, change while
// bytes wait, and outlive a restart.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { pattern } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { tempDir } from './lib/scope.mjs';
import { until } from './lib/wait.mjs';

const RATE = 4_000_000;
const SIZE = 8_000_000;
const NONE = { upload_bytes_per_s: 0, download_bytes_per_s: 0 };

const limits = (node) => node.api('GET', '/limits');
const patch = (node, json) => node.api('PATCH', '/limits', { json });

/** The counter of /metrics, by its name and labels. */
async function counter(node, name) {
  const text = String((await node.call('GET', '/metrics')).body);
  const line = text.split('\n').find((l) => l.startsWith(`${name} `));
  assert.ok(line, `no ${name}`);
  return Number(line.slice(name.length + 1));
}

async function state(node, id) {
  return node.api('GET', `/transfers/${id}`);
}

async function fetchOne(node, other, seed) {
  const blob = await other.addBytes(
    Buffer.concat([pattern(SIZE), Buffer.from(String(seed))]));
  const begin = performance.now();
  const { id } = await node.startTransfer(
    { ticket: await other.ticket(blob.hash) });
  await until('it has ended', async () =>
    (await state(node, id)).state === 'completed');
  return (performance.now() - begin) / 1000;
}

// A tenth of a second is saved up; how slow a busy machine is nobody knows.
function assertTook(seconds) {
  assert.ok(seconds > 0.9 * (SIZE / RATE - 0.1), `took ${seconds} s`);
  assert.ok(seconds < 5 * (SIZE / RATE), `took ${seconds} s`);
}

test('what is set holds: either end, the node or a peer', async (t) => {
  const [a, b] = await Promise.all([Firnd.start(t), Firnd.start(t)]);

  await patch(a, { upload_bytes_per_s: RATE });
  assertTook(await fetchOne(b, a, 1));
  assert.ok(await counter(a, 'firn_limit_waits_total{direction="out"}') > 10);
  assert.ok(
    await counter(a, 'firn_rate_limited_bytes_total{direction="out"}') >= SIZE);
  await patch(a, { upload_bytes_per_s: 0 });

  await patch(b, { per_peer: { download_bytes_per_s: RATE } });
  assertTook(await fetchOne(b, a, 2));
  assert.ok(
    await counter(b, 'firn_rate_limited_bytes_total{direction="in"}') >= SIZE);

  await patch(b, { exempt_local: true });
  assert.ok(await fetchOne(b, a, 3) < 0.9 * (SIZE / RATE));
});

test('a change counts for bytes that wait', async (t) => {
  const [a, b] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
  const blob = await a.addBytes(pattern(SIZE));

  await patch(a, { upload_bytes_per_s: 20_000 }); // more than six minutes
  const { id } = await b.startTransfer({ ticket: await a.ticket(blob.hash) });
  await until('it runs', async () => (await state(b, id)).bytes_done > 0);
  assert.equal((await state(b, id)).state, 'running');
  await patch(a, { upload_bytes_per_s: 0 });
  await until('it has ended', async () =>
    (await state(b, id)).state === 'completed');
});

test('settings are where a node starts; what is set later wins', async (t) => {
  const dir = tempDir(t);
  const args = ['--limits.upload=10MB', '--limits.per_peer_download=1MiB'];
  const node = await Firnd.start(t, { dir, args });
  const first = await limits(node);
  assert.equal(first.upload_bytes_per_s, 10_000_000);
  assert.equal(first.per_peer.download_bytes_per_s, 1 << 20);
  assert.deepEqual(first.per_priority.low, NONE);

  await patch(node, { upload_bytes_per_s: 5,
    per_priority: { low: { download_bytes_per_s: 6 } }, exempt_local: true });
  const items = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    from: '00:00', to: '24:00', upload_bytes_per_s: 7,
    download_bytes_per_s: 8 }];
  await node.api('PUT', '/schedules', { json: { items } });
  await node.kill9();
  await node.restart();

  const { now, ...rest } = await limits(node);
  assert.deepEqual(now, { upload_bytes_per_s: 7, download_bytes_per_s: 8 });
  assert.deepEqual(rest, {
    upload_bytes_per_s: 5,
    download_bytes_per_s: 0,
    per_peer: { upload_bytes_per_s: 0, download_bytes_per_s: 1 << 20 },
    per_priority: {
      low: { upload_bytes_per_s: 0, download_bytes_per_s: 6 },
      normal: NONE,
      high: NONE,
      critical: NONE,
    },
    exempt_local: true,
  });
  assert.deepEqual(await node.api('GET', '/schedules'), { items });

  // Back to the settings.
  await node.api('PUT', '/schedules', { json: { items: [] } });
  const again = await patch(node, { upload_bytes_per_s: null,
    per_priority: null, exempt_local: null });
  assert.deepEqual(again, first);
});

test('changes at the same time are all kept', async (t) => {
  const node = await Firnd.start(t);
  const names = ['low', 'normal', 'high', 'critical'];

  await Promise.all(names.map((name, i) => patch(node,
    { per_priority: { [name]: { upload_bytes_per_s: i + 1 } } })));
  const text = readFileSync(join(node.dir, 'limits'), 'utf8');
  const { per_priority: got } = await limits(node);
  names.forEach((name, i) => {
    assert.equal(got[name].upload_bytes_per_s, i + 1);
    assert.match(text, new RegExp(`^${name} ${i + 1} 0$`, 'm'));
  });
});

test('a damaged file of limits is not taken for none', async (t) => {
  const dir = tempDir(t);
  writeFileSync(join(dir, 'limits'), 'firn-limits 1\ntotal x y\n');
  await assert.rejects(Firnd.start(t, { dir }), /line 2 cannot be read/);
});
