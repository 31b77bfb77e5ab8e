// The seven steps by which peer-to-peer was to be brought up, as one script
// (row J7 of the requirements): off, on, addresses, connection, messages, and
// control traffic beside a bulk transfer.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { writeRandom } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { udpSockets } from './lib/proc.mjs';
import { tempDir } from './lib/scope.mjs';
import { until } from './lib/wait.mjs';

const MESSAGES = 1000;
const BULK = 512_000_000;
const CONTROL_P99_MS = 50;

test('the seven steps', { timeout: 300_000 }, async (t) => {
  let a;
  let b;

  await t.test('1: with p2p off HTTP works and no UDP socket is bound',
    async (t) => {
      const off = await Firnd.start(t, { args: ['--p2p.enabled=false'] });
      assert.equal((await off.call('GET', '/readyz')).status, 200);
      assert.equal((await off.node()).p2p_state, 'disabled');
      const { hash } = await off.addBytes(Buffer.from('kept'));
      assert.equal(String(await off.getBytes(hash)), 'kept');
      assert.deepEqual(udpSockets(off.pid), []);
      const { status, body } = await off.call('GET', '/api/v1/peers');
      assert.equal(status, 503);
      assert.equal(body.code, 'p2p_disabled');
    });

  await t.test('2: with p2p on a node is ready, and its UDP port is bound',
    async () => {
      a = await Firnd.start(t, { args: ['--node.name=a'] });
      b = await Firnd.start(t, { args: ['--node.name=b'] });
      for (const node of [a, b]) {
        assert.equal((await node.call('GET', '/readyz')).status, 200);
        assert.equal(udpSockets(node.pid).length, 1);
      }
    });

  await t.test('3 and 4: each learns who and where the other is', async () => {
    await a.connect(b.peer);
    for (const [node, other] of [[a, b], [b, a]]) {
      const { items } = await node.api('GET', '/peers');
      assert.deepEqual(items.map((p) => p.id), [other.id]);
      await until('the other one is known by where it listens', async () => {
        const { addresses } = await node.peerNamed(other.id);
        return addresses.some(({ addr }) => addr === other.p2p[0]);
      });
    }
  });

  await t.test('5: they are connected', async () => {
    await until('both say so',
      async () => await a.isConnectedTo(b.id) && await b.isConnectedTo(a.id));
    assert.equal((await a.peerNamed(b.id)).kind, 'firn');
  });

  await t.test('6: a thousand messages, none lost, all in order', async () => {
    const pings = await a.api('POST', `/peers/${b.id}/ping`,
      { json: { count: MESSAGES, size: 512 } });
    assert.equal(pings.received, MESSAGES);
    assert.equal(pings.in_order, true);
  });

  await t.test('7: control messages do not wait for a bulk transfer',
    async () => {
      const file = join(tempDir(t), 'bulk');
      writeRandom(file, BULK);
      const { hash } = await a.addFile(file);
      const { id } = await b.startTransfer({ hash, peers: [a.peer] });
      const rtts = [];
      while ((await b.transfer(id)).state !== 'completed') {
        const { rtt_ms: rtt } = await a.api('POST', `/peers/${b.id}/ping`);
        rtts.push(rtt.mean);
      }
      rtts.sort((x, y) => x - y);
      const p99 = rtts[Math.ceil(rtts.length * 0.99) - 1];
      assert.ok(rtts.length >= 5, 'the transfer was too fast to see');
      assert.ok(p99 <= CONTROL_P99_MS, `p99 of ${rtts.length}: ${p99} ms`);
    });
});
