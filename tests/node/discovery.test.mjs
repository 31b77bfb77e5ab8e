// Whole nodes that are told nothing of each other: found through Avahi, and
// stock iroh endpoints through iroh's own multicast.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Firnd } from './lib/firnd.mjs';
import { Iroh035, Iroh1 } from './lib/iroh.mjs';
import { LanPeer } from './lib/iroh_mdns.mjs';
import { Netns, netnsMissing } from './lib/netns.mjs';
import { until } from './lib/wait.mjs';

const FOUND_MS = 5_000;
const SERVICE = '_firn._udp';

async function startNode(t, ns, name) {
  await ns.startBus();
  await ns.startAvahi();
  return Firnd.start(t,
    { ns, discovery: ['mdns'], args: [`--node.name=${name}`] });
}

/** Ids that avahi-browse sees in a namespace. */
async function browse(ns) {
  const { stdout } = await ns.run('avahi-browse', ['-rpt', SERVICE]);
  return new Set([...stdout.matchAll(/"id=([0-9a-f]{64})"/g)].map((m) => m[1]));
}

const untilMet = (a, b, ms) => until('each is connected to the other',
  async () => await a.isConnectedTo(b.id) && await b.isConnectedTo(a.id), ms);

test('two nodes on one network find each other with nothing configured',
  { skip: netnsMissing({ avahi: true }), timeout: 180_000 }, async (t) => {
    const [na, nb] = await Netns.pair(t);
    const a = await startNode(t, na, 'a');
    const b = await startNode(t, nb, 'b');
    await untilMet(a, b, FOUND_MS);
    for (const [node, other] of [[a, b], [b, a]]) {
      await until('it is known by its entry', async () =>
        (await node.peerNamed(other.id)).addresses
          .some(({ source }) => source === 'mdns'));
    }

    await t.test('avahi-browse sees both', async () => {
      for (const ns of [na, nb]) {
        await until('both are in the list', async () => {
          const seen = await browse(ns);
          return seen.has(a.id) && seen.has(b.id);
        });
      }
    });

    await t.test('without its avahi-daemon a node goes on and says so',
      async () => {
        await nb.killAvahi();
        await until('it is told', async () => {
          const { body } = await b.call('GET', '/readyz?verbose');
          return /\[!\]mdns .*avahi-daemon/.test(String(body));
        });
        assert.equal((await b.call('GET', '/readyz')).status, 200);
      });

    await t.test('with a new avahi-daemon it is found again', async () => {
      await nb.startAvahi();
      await until('its entry is back', async () => {
        const { sources } = await a.api('GET', '/discovery');
        const { sightings } = sources.find((s) => s.name === 'mdns');
        return sightings.some((s) => s.id === b.id) &&
          (await browse(na)).has(b.id);
      }, 30_000);
      await untilMet(a, b);
    });

    await t.test('a node that stops takes its entry back', async () => {
      await b.stop();
      await until('nobody sees it any more', async () => {
        const { sources } = await a.api('GET', '/discovery');
        const { sightings } = sources.find((s) => s.name === 'mdns');
        return sightings.length === 0 && !(await browse(na)).has(b.id);
      });
    });
  });

// Stock iroh for Node.js has no discovery built in, so an independent writer
// of the format announces it, as its own would.
for (const generation of ['1.x', '0.35']) {
  test(`a stock iroh ${generation} endpoint that is announced is connected`,
    async (t) => {
      const iroh = generation === '1.x' ? await Iroh1.start(t)
        : await Iroh035.start(t);
      const firnd = await Firnd.start(t, { discovery: ['lan'] });
      const addresses = iroh.addresses.filter((a) => a.startsWith('127.'));
      const voice = await LanPeer.start(t,
        { id: iroh.id, addresses, generation });

      await until('it is connected', () => firnd.isConnectedTo(iroh.id));
      const peer = await firnd.peerNamed(iroh.id);
      assert.equal(peer.kind, 'iroh');
      assert.ok(peer.addresses.some(({ source }) => source === 'lan'));
      await until('it is measured',
        async () => (await firnd.peerNamed(iroh.id)).rtt_ms > 0);
      await until('and hears where Firn is',
        () => voice.heard(firnd.id)?.addresses.includes(firnd.p2p[0]));
    });
}
