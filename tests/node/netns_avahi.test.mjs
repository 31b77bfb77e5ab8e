// Nodes find each other by Avahi, with the real avahi-daemon and bus, one of
// each to a network namespace; and what happens when one of those goes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Discover } from './lib/discover.mjs';
import { Netns, netnsMissing } from './lib/netns.mjs';
import { until } from './lib/wait.mjs';

const skip = netnsMissing({ avahi: true });
const FOUND_MS = 5000;
const WITHDRAWN_MS = 2000;
// How long the loop may take for anything, on a machine that is busy.
const LOOP_MS = 1000;

async function withAvahi(ns) {
  await ns.startBus();
  await ns.startAvahi();
  return ns;
}

async function pair(t) {
  const both = await Netns.pair(t);
  await Promise.all(both.map(withAvahi));
  return both;
}

let seeds = 0;
async function discover(ns, options = {}) {
  seeds += 1;
  const d = await Discover.start(ns,
    { seed: seeds, name: `node-${ns.label}`, sources: ['mdns'], ...options });
  return d;
}

/** Both ends, announced and found. */
async function foundPair(t) {
  const [a, b] = await pair(t);
  const [da, db] = await Promise.all([discover(a), discover(b)]);
  da.announce(`${a.address}:8421`);
  db.announce(`${b.address}:8422`);
  await Promise.all([da.seen('mdns', db.id), db.seen('mdns', da.id)]);
  return { a, b, da, db };
}

test('two nodes find each other within 5 s', { skip }, async (t) => {
  const [a, b] = await pair(t);
  const [da, db] = await Promise.all([discover(a), discover(b)]);
  da.announce(`${a.address}:8421`, '192.0.2.7:9000');
  db.announce(`${b.address}:8422`);
  const [ofB, ofA] = await Promise.all([
    da.seen('mdns', db.id, FOUND_MS), db.seen('mdns', da.id, FOUND_MS)]);

  assert.equal(ofA.name, 'node-a');
  assert.equal(ofB.name, 'node-b');
  assert.match(ofA.version, /^\d+\.\d+/);
  assert.ok(ofA.addrs.includes(`${a.address}:8421`), ofA.addrs);
  assert.ok(ofA.addrs.includes('192.0.2.7:9000'), ofA.addrs);
  // One node however it was heard: the link-local address too, with our zone.
  await until('both protocols have been heard', () => db.node('mdns', da.id)
    .addrs.some((addr) => /^\[fe80:.*%eth0\]:8421$/.test(addr)));
  assert.equal(db.all('mdns').length, 1, 'itself is not among them');
  assert.ok((await da.state('mdns', 'running')).announced);

  const { stdout } = await a.run('avahi-browse', ['-rpt', '_firn._udp']);
  for (const [d, name, port] of [[da, 'a', 8421], [db, 'b', 8422]]) {
    const label = `node-${name}-${d.id.slice(0, 10)}`;
    const entry = stdout.split('\n').find((line) =>
      line.startsWith('=;eth0;IPv4;') && line.includes(`;${label};`));
    assert.ok(entry, stdout);
    assert.ok(entry.includes(`;${port};`), entry);
    assert.ok(entry.includes(`"id=${d.id}"`), entry);
    assert.ok(entry.includes(`"name=node-${name}"`), entry);
  }
});

test('addresses that change are told; none is withdrawn', { skip },
  async (t) => {
    const { a, da, db } = await foundPair(t);
    const has = (addr) => db.node('mdns', da.id)?.addrs.includes(addr);
    da.announce(`${a.address}:8421`, '192.0.2.9:8421');
    await until('the new address is seen', () => has('192.0.2.9:8421'));
    da.announce(`${a.address}:9999`);
    await until('the new port is seen', () =>
      has(`${a.address}:9999`) && !has(`${a.address}:8421`));
    da.announce();
    await db.lost('mdns', da.id, WITHDRAWN_MS);
    await until('it says so', () => !da.status('mdns').announced);
    assert.equal(da.status('mdns').state, 'running');
    da.announce(`${a.address}:8421`);
    await db.seen('mdns', da.id, FOUND_MS);
  });

test('a node on loopback tells nobody', { skip }, async (t) => {
  const [a, b] = await pair(t);
  const [da, db] = await Promise.all([discover(a), discover(b)]);
  da.announce('127.0.0.1:8421');
  db.announce(`${b.address}:8422`);
  await da.seen('mdns', db.id);
  assert.equal(da.status('mdns').announced, false);
  assert.equal(db.all('mdns').length, 0);
});

test('a node that stops is withdrawn within 2 s', { skip }, async (t) => {
  const { da, db } = await foundPair(t);
  assert.equal(await da.stop(), 0);
  await db.lost('mdns', da.id, WITHDRAWN_MS);
});

test('a node that is killed is withdrawn by its daemon', { skip },
  async (t) => {
    const { da, db } = await foundPair(t);
    process.kill(da.pid, 'SIGKILL');
    await db.lost('mdns', da.id, WITHDRAWN_MS);
  });

test('a daemon that is killed and started again', { skip }, async (t) => {
  const { a, da, db } = await foundPair(t);
  await a.killAvahi();
  const failed = await da.state('mdns', 'failed');
  assert.match(failed.error, /avahi-daemon is not running; install and start/);
  assert.ok(failed.faults.no_daemon > 0);
  assert.equal(failed.announced, false);
  await da.lost('mdns', db.id);

  await a.startAvahi();
  await da.state('mdns', 'running', FOUND_MS);
  await da.seen('mdns', db.id, FOUND_MS);
  await until('it is announced again', () => da.status('mdns').announced);
  await db.seen('mdns', da.id, FOUND_MS);
});

test('a bus that is killed and started again', { skip }, async (t) => {
  const { a, da, db } = await foundPair(t);
  await a.killBus();
  const failed = await da.state('mdns', 'failed');
  assert.ok(failed.error.includes('discovery.mdns.enabled=false'));
  await a.stopAvahi(); // it ends, or waits, without its bus
  await a.startBus();
  await a.startAvahi();
  await da.seen('mdns', db.id);
  await db.seen('mdns', da.id);
});

test('no bus at all: failed, and nothing else breaks', { skip }, async (t) => {
  const ns = await Netns.create(t, 'alone');
  const other = 'ae58ff8833241ac82d6ff7611046ed67b5072d142c588d0063e942d9a75502b6';
  const d = await discover(ns, {
    sources: ['mdns', 'static'],
    entries: [`${other}@192.0.2.1:8421`],
  });
  const failed = await d.state('mdns', 'failed');
  assert.match(failed.error, /no system bus .* install and start dbus/);
  assert.equal((await d.seen('static', other)).addrs[0], '192.0.2.1:8421');
  assert.ok(await d.tick() < LOOP_MS);

  await withAvahi(ns);
  await d.state('mdns', 'running');
  assert.equal(await d.stop(), 0);
});

test('a daemon that comes late is noticed', { skip }, async (t) => {
  const ns = await Netns.create(t, 'late');
  await ns.startBus();
  const d = await discover(ns);
  assert.match((await d.state('mdns', 'failed')).error, /is not running/);
  await ns.startAvahi();
  await d.state('mdns', 'running', FOUND_MS);
});

test('a daemon that hangs does not hold up the loop', { skip }, async (t) => {
  const { a, da } = await foundPair(t);
  a.pauseAvahi();
  da.announce(`${a.address}:7777`); // a call that is not answered
  const failed = await da.state('mdns', 'failed');
  assert.match(failed.error, /avahi-daemon does not answer/);
  assert.ok(await da.tick() < LOOP_MS);
  const start = performance.now();
  assert.equal(await da.stop(), 0);
  assert.ok(performance.now() - start < 5 * LOOP_MS);
  a.resumeAvahi();
});

test('one name for two nodes: one of them takes another', { skip },
  async (t) => {
    const [a, b] = await pair(t);
    const same = { seed: 200, name: 'twin' };
    const [da, db] = [await discover(a, same), await discover(b, same)];
    da.announce(`${a.address}:8421`);
    db.announce(`${b.address}:8422`);
    const hit = await until('one gives way', () => [da, db].find((d) =>
      d.hasFaults('mdns', 'collision')));
    assert.match(hit.status('mdns').error, /copy of ours/);
    await until('both are out', async () => {
      const { stdout } = await a.run('avahi-browse', ['-pt', '_firn._udp']);
      const names = stdout.split('\n').filter((line) =>
        line.startsWith('+;eth0;IPv4;')).map((line) => line.split(';')[3]);
      return new Set(names).size === 2;
    });
  });

test('what others write is checked', { skip }, async (t) => {
  const [a, b] = await pair(t);
  const d = await discover(a);
  const id = 'ae58ff8833241ac82d6ff7611046ed67b5072d142c588d0063e942d9a75502b6';
  const publish = (name, ...txt) => b.spawn('avahi-publish',
    ['-s', name, '_firn._udp', '8500', ...txt]);
  publish('no id', 'v=1');
  publish('not hex', `id=${'zz'.repeat(32)}`);
  publish('not a key', `id=${'00'.repeat(32)}`);
  publish('hostile', `id=${id}`, 'name=\u001b[31mred\u001b[0m',
    'addr=127.0.0.1:22', 'addr=0.0.0.0:1', 'addr=224.0.0.1:5', 'addr=nonsense',
    'addr=[fe80::1]:7', 'addr=192.0.2.5:0', 'addr=192.0.2.5:8500',
    'unknown=thing', 'flag');
  const node = await d.seen('mdns', id);
  assert.ok(!node.name.includes('\u001b'));
  assert.ok(node.addrs.includes('192.0.2.5:8500'), node.addrs);
  for (const addr of node.addrs) {
    assert.match(addr, /^(192\.0\.2\.5|10\.77\.0\.2|\[fe80::.*%eth0\]):8500$/);
  }
  await until('the others are counted', () =>
    d.hasFaults('mdns', 'malformed', 4));
  assert.equal(d.all('mdns').length, 1);
  assert.equal(d.status('mdns').state, 'running');
});

test('two cables between two nodes are still one sighting', { skip },
  async (t) => {
    const [a, b] = await Netns.pair(t);
    await Netns.cable(a, b, { subnet: 1 });
    await Promise.all([a, b].map(withAvahi));
    const [da, db] = await Promise.all([discover(a), discover(b)]);
    da.announce(`${a.address}:8421`);
    const isWhole = () => {
      const addrs = db.node('mdns', da.id)?.addrs ?? [];
      return ['10.77.0.1', '10.77.1.1'].every((ip) =>
        addrs.includes(`${ip}:8421`));
    };
    await until('it is seen on both', isWhole);
    assert.equal(db.all('mdns').length, 1);
    await b.setLink('eth1', 'down');
    await until('one is gone', () => !isWhole());
    assert.ok(db.node('mdns', da.id), 'the other is there');
    await da.stop();
    await db.lost('mdns', da.id);
  });
