// iroh's own multicast discovery between network namespaces: our nodes among
// themselves, and with an independent one (lib/iroh_mdns.mjs) of either
// generation.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Discover } from './lib/discover.mjs';
import { RemoteLanPeer } from './lib/iroh_mdns.mjs';
import { Netns, netnsMissing } from './lib/netns.mjs';
import { until } from './lib/wait.mjs';

const skip = netnsMissing();
const FOUND_MS = 5000;
// Any Ed25519 public key does: nobody is asked to prove it.
const STOCK_ID =
  'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

let seeds = 100;
function discover(ns, sources = ['lan']) {
  seeds += 1;
  return Discover.start(ns,
    { seed: seeds, name: `node-${ns.label}`, sources });
}

test('two nodes find each other within 5 s', { skip }, async (t) => {
  const [a, b] = await Netns.pair(t);
  const [da, db] = await Promise.all([discover(a), discover(b)]);

  da.announce(`${a.address}:8421`);
  db.announce(`${b.address}:8422`, '[2001:db8::2]:8423');
  const [ofB, ofA] = await Promise.all([
    da.seen('lan', db.id, FOUND_MS), db.seen('lan', da.id, FOUND_MS)]);
  assert.deepEqual(ofA.addrs, [`${a.address}:8421`]);
  assert.deepEqual(ofB.addrs, [`${b.address}:8422`, '[2001:db8::2]:8423']);
  assert.equal(ofA.name, 'node-a');
  assert.match(ofA.version, /^\d+\.\d+/);
  assert.equal(da.all('lan').length, 1, 'itself is not among them');
  assert.ok((await da.state('lan', 'running')).announced);

  // Other addresses are told at once, not when somebody asks.
  db.announce(`${b.address}:9000`);
  await until('the new address is seen', () =>
    da.node('lan', db.id).addrs.join() === `${b.address}:9000`, FOUND_MS);
});

for (const generation of ['1.x', '0.35']) {
  test(`a node that speaks as iroh ${generation} and ours find each other`,
    { skip }, async (t) => {
      const [a, b] = await Netns.pair(t);
      const ours = await discover(a);
      ours.announce(`${a.address}:8421`, `${a.address}:8422`);
      const stock = await RemoteLanPeer.start(b, { id: STOCK_ID, generation,
        addresses: [`${b.address}:4433`, '[2001:db8::7]:4434'],
        relay: 'https://relay.example/', userData: 'a stock node' });

      const seen = await ours.seen('lan', STOCK_ID, FOUND_MS);
      assert.deepEqual(seen.addrs,
        [`${b.address}:4433`, '[2001:db8::7]:4434']);
      assert.equal(seen.name, 'a stock node');
      assert.equal(seen.relay,
        generation === '1.x' ? 'https://relay.example/' : '');

      const heard = await until('ours is heard', () => stock.heard(ours.id),
        FOUND_MS);
      assert.deepEqual(heard.addresses,
        [`${a.address}:8421`, `${a.address}:8422`]);
      assert.ok(heard.ttls.every((ttl) => ttl === 0));
      assert.deepEqual(stock.errors, []);

      stock.announce([`${b.address}:5555`]);
      await until('the new address is seen', () =>
        ours.node('lan', STOCK_ID).addrs.join() === `${b.address}:5555`,
      FOUND_MS);
    });
}

test('a node that stands alone asks by itself', { skip }, async (t) => {
  const [a, b] = await Netns.pair(t);
  const ours = await discover(a);
  // Silent until it is asked.
  await RemoteLanPeer.start(b, { id: STOCK_ID, queryEveryMs: 0,
    addresses: [`${b.address}:4433`] });

  await ours.seen('lan', STOCK_ID, 35_000);
});

test('a cable that is plugged in later leads to the others', { skip },
  async (t) => {
    const [a, b] = await Netns.pair(t);
    const [{ name }] = a.links;
    await a.setLink(name, 'down');
    const [da, db] = await Promise.all([discover(a), discover(b)]);
    da.announce(`${a.address}:8421`);
    db.announce(`${b.address}:8422`);
    await da.state('lan', 'running'); // on loopback, and so alone
    assert.deepEqual(da.all('lan'), []);

    await a.setLink(name, 'up');
    await Promise.all([da.seen('lan', db.id), db.seen('lan', da.id)]);
  });

// Both are on port 5353 and in the same groups.
test('an avahi-daemon on the same port works on, and starts again',
  { skip: netnsMissing({ avahi: true }) }, async (t) => {
    const both = await Netns.pair(t);
    await Promise.all(both.map(async (ns) => {
      await ns.startBus();
      await ns.startAvahi();
    }));
    const [da, db] = await Promise.all(both.map((ns) => discover(ns,
      ['mdns', 'lan'])));
    da.announce(`${both[0].address}:8421`);
    db.announce(`${both[1].address}:8422`);
    for (const kind of ['mdns', 'lan']) {
      await Promise.all([da.seen(kind, db.id), db.seen(kind, da.id)]);
    }

    await both[0].killAvahi();
    await da.lost('mdns', db.id);
    await both[0].startAvahi();
    await da.seen('mdns', db.id);
    assert.ok(da.node('lan', db.id), 'the other source did not suffer');
  });
