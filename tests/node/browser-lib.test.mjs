// The page's own arithmetic and readers, without a browser.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { parse } from 'yaml';

import { routes } from '../../web/src/api/routes.js';
import { advice } from '../../web/src/lib/advice.js';
import { ago, duration, milliseconds, percent, rate, share, size }
  from '../../web/src/lib/format.js';
import { expireGraph, ghostMs, isLost, newGraph, updateGraph }
  from '../../web/src/lib/graph.js';
import { connectTo, isPeer, recognise, splitPeers }
  from '../../web/src/lib/input.js';
import { quality, thickness } from '../../web/src/lib/quality.js';
import { parseReadyz } from '../../web/src/lib/readyz.js';
import { daysText, hoursText, whatText, whenText } from '../../web/src/lib/schedule.js';
import { parseSpeed, speedText } from '../../web/src/lib/speed.js';
import { visible } from '../../web/src/lib/visible.js';
import { awayPeer, killed, mesh, nodeId, peer, ring, topologyLink, topologyNode }
  from './lib/fake_network.mjs';

test('sizes and rates have three digits and round down', () => {
  const cases = [[0, '0 B'], [1023, '1023 B'], [1024, '1.00 KiB'],
    [1000003, '976 KiB'], [1048575, '1023 KiB'], [1048576, '1.00 MiB'],
    [4 * 2 ** 30, '4.00 GiB'], [10 * 2 ** 30 - 1, '9.99 GiB']];
  for (const [bytes, text] of cases) assert.equal(size(bytes), text);
  assert.equal(size(null), 'unknown size');
  assert.equal(rate(310 * 2 ** 20, false), '310 MiB/s');
  assert.equal(rate(125_000_000, true), '1.00 Gbit/s');
});

test('a part never reads as the whole', () => {
  assert.equal(percent(999_999, 1_000_000), 99);
  assert.equal(percent(5, 5), 100);
  assert.equal(percent(0, 0), 100);
  assert.equal(percent(5, null), null);
});

test('durations', () => {
  assert.equal(duration(-1), '0 s');
  assert.equal(duration(59.9), '59 s');
  assert.equal(duration(725), '12 min 5 s');
  assert.equal(duration(3723), '1 h 2 min');
  assert.equal(duration(90_000), '1 d 1 h');
});

test('what was pasted is recognised', () => {
  const hex = 'AB'.repeat(32);
  assert.deepEqual(recognise(` ${hex}\n`),
    { kind: 'hash', value: hex.toLowerCase() });
  assert.equal(recognise('a'.repeat(52)).kind, 'hash');
  assert.equal(recognise('blob' + 'a2'.repeat(40)).kind, 'ticket');
  assert.equal(recognise('node' + 'a2'.repeat(40)).kind, 'node');
  assert.equal(recognise('endpoint' + 'a2'.repeat(40)).kind, 'node');
  assert.equal(recognise('').kind, 'empty');
  assert.equal(recognise('blob1').kind, 'unknown');
  assert.equal(recognise('javascript:alert(1)').kind, 'unknown');
});

test('peers', () => {
  const id = 'ab'.repeat(32);
  assert.deepEqual(splitPeers(` ${id}@1.2.3.4:5,\n${id} `),
    [`${id}@1.2.3.4:5`, id]);
  assert.ok(isPeer(`${id}@192.0.2.7:8421`));
  assert.ok(isPeer(`${id}@[2001:db8::7]:8421`));
  assert.ok(isPeer(id));
  assert.ok(!isPeer('192.0.2.7:8421'));
  assert.ok(!isPeer(`${id}@`));
});

test('characters that deceive are shown', () => {
  assert.equal(visible('Zürich 日本 🙂'), 'Zürich 日本 🙂');
  assert.equal(visible('a\u202egnp.exe'), 'a\\u{202E}gnp.exe');
  assert.equal(visible('a\u0000\n\u200b\u{e0041}'),
    'a\\u{0}\\u{A}\\u{200B}\\u{E0041}');
  assert.equal(visible(null), '');
});

test('small measures never read as nothing', () => {
  assert.equal(milliseconds(null), '–');
  assert.equal(milliseconds(0.02), '< 0.1 ms');
  assert.equal(milliseconds(0.42), '0.4 ms');
  assert.equal(milliseconds(130.4), '130 ms');
  assert.equal(share(0), '0 %');
  assert.equal(share(0.0002), '< 0.1 %');
  assert.equal(share(0.02), '2.0 %');
  assert.equal(share(1), '100 %');
  assert.equal(ago(null, 0), 'never');
  assert.equal(ago('2026-11-20T10:00:00Z', Date.UTC(2026, 10, 20, 10, 3, 4)),
    '3 min 4 s ago');
});

test('the worse of delay and loss names a link', () => {
  assert.equal(quality({ rtt_ms: 1, loss: 0 }), 'good');
  assert.equal(quality({ rtt_ms: 100, loss: 0 }), 'fair');
  assert.equal(quality({ rtt_ms: 1, loss: 0.02 }), 'fair');
  assert.equal(quality({ rtt_ms: 1, loss: 0.05 }), 'poor');
  assert.equal(quality({ rtt_ms: 900, loss: 0 }), 'poor');
  assert.equal(quality({ rtt_ms: null, loss: null }), 'unknown');
  const widths = [0, 1e3, 1e4, 1e6, 1e9, 1e15].map(thickness);
  assert.deepEqual(widths, [...widths].sort((a, b) => a - b));
  assert.ok(widths[0] >= 1 && widths.at(-1) <= 6);
});

const places = (graph) => new Map(
  [...graph.nodes.values()].map((n) => [n.id, `${n.x} ${n.y}`]));

test('nodes keep their place from answer to answer', () => {
  const graph = newGraph();
  assert.ok(updateGraph(graph, ring(40), 0));
  const before = places(graph);
  assert.equal(new Set(before.values()).size, 40);
  const slower = ring(40);
  for (const link of slower.links) link.rtt_ms = 999;
  assert.equal(updateGraph(graph, slower, 1), false);
  assert.deepEqual(places(graph), before);
  assert.equal([...graph.links.values()][0].data.rtt_ms, 999);
});

test('a new node comes in beside its neighbour', () => {
  const graph = newGraph();
  updateGraph(graph, mesh(4), 0);
  const neighbour = graph.nodes.get(nodeId(3));
  Object.assign(neighbour, { x: 1000, y: -500 });
  const { nodes, links } = mesh(4);
  const grown = {
    nodes: [...nodes, topologyNode(7), topologyNode(8)],
    links: [...links, topologyLink(3, 7), topologyLink(7, 8)],
  };
  assert.ok(updateGraph(graph, grown, 1));
  for (const n of [7, 8]) {
    const { x, y } = graph.nodes.get(nodeId(n));
    assert.ok(Math.hypot(x - 1000, y + 500) <= 100, `${n} is at ${x} ${y}`);
  }
});

test('what is gone is marked, and then vanishes', () => {
  const graph = newGraph();
  updateGraph(graph, mesh(5), 0);
  const dead = graph.nodes.get(nodeId(4));
  assert.ok(updateGraph(graph, killed(mesh(5), 4), 1000));
  assert.equal(graph.links.size, 10);
  assert.equal([...graph.links.values()].filter(isLost).length, 4);
  assert.equal(dead.degree, 0);
  assert.equal(expireGraph(graph, 1000 + ghostMs - 1), false);
  assert.ok(expireGraph(graph, 1000 + ghostMs));
  assert.equal(graph.links.size, 6);
  assert.equal(graph.nodes.size, 5); // the node itself is still told of
  updateGraph(graph, mesh(4), 9000);
  assert.ok(expireGraph(graph, 9000 + ghostMs));
  assert.equal(graph.nodes.size, 4);
});

test('a node that comes back in time was never gone', () => {
  const graph = newGraph();
  updateGraph(graph, mesh(5), 0);
  const before = places(graph);
  updateGraph(graph, mesh(4), 1000);
  assert.ok(updateGraph(graph, mesh(5), 2000));
  assert.equal(expireGraph(graph, 1000 + ghostMs), false);
  assert.deepEqual(places(graph), before);
  assert.ok(![...graph.links.values()].some(isLost));
});

test('links to nobody and to oneself are left out', () => {
  const graph = newGraph();
  const { nodes, links } = mesh(2);
  updateGraph(graph, {
    nodes, links: [...links, topologyLink(0, 9), topologyLink(1, 1)],
  }, 0);
  assert.equal(graph.links.size, 1);
});

test('health is read line by line', () => {
  const text = '[+]store ok\n[!]mdns degraded: no avahi: start it\n' +
    '[-]p2p failed: port taken\nreadyz check failed\n';
  assert.deepEqual(parseReadyz(text), [
    { name: 'store', state: 'well', text: 'ok' },
    { name: 'mdns', state: 'degraded', text: 'no avahi: start it' },
    { name: 'p2p', state: 'failed', text: 'port taken' },
  ]);
  assert.deepEqual(parseReadyz('ok\n'), []);
});

test('a peer that is not well comes with what to do', () => {
  assert.equal(advice(peer(1)), '');
  assert.equal(advice(peer(1, { last_error: 'timed out' })), '');
  assert.match(advice(awayPeer(2, 'x: timed out')), /firewall/);
  assert.match(advice(awayPeer(2, 'the peer is not who it should be')), /present id/);
  assert.match(advice(awayPeer(2, null, { addresses: [] })), /No address/);
  assert.match(advice(awayPeer(2, 'x', { banned: true })), /Unban/);
  assert.match(advice(awayPeer(2, 'never seen before')), /tried again/);
});

test('what to connect to is recognised', () => {
  const id = 'ab'.repeat(32);
  assert.deepEqual(connectTo(` ${id}@192.0.2.7:8421\n`),
    { address: `${id}@192.0.2.7:8421` });
  assert.deepEqual(connectTo(id), { address: id });
  assert.deepEqual(connectTo('node' + 'a2'.repeat(40)),
    { ticket: 'node' + 'a2'.repeat(40) });
  assert.equal(connectTo('192.0.2.7:8421'), null);
  assert.equal(connectTo(''), null);
});

test('speeds are read as they are written, or not at all', () => {
  const cases = [['', 0], ['0', 0], ['none', 0], ['10 MB/s', 10e6], ['10MB', 10e6],
    ['80 Mbit/s', 10e6], ['1.5 MiB/s', 1572864], ['1,5 kB', 1500], ['512 KiBps', 524288],
    ['1 GiB/s', 2 ** 30], ['8 bit/s', 1]];
  for (const [text, bytes] of cases) assert.equal(parseSpeed(text), bytes, text);
  for (const text of ['10', 'fast', '-1 MB/s', '10 Mb/s', '1e9 B', '99 GB/s', '0.1 bit/s'])
    assert.equal(parseSpeed(text), null, text);
});

test('a speed that was written is read as the same number', () => {
  assert.equal(speedText(10e6, false), '10 MB/s');
  assert.equal(speedText(10e6, true), '80 Mbit/s');
  assert.equal(speedText(2 ** 20, false), '1 MiB/s');
  assert.equal(speedText(0), '');
  for (const bytes of [1, 7, 999, 1000, 1024, 1572864, 12345678, 2 ** 33, 2 ** 34])
    for (const inBits of [false, true])
      assert.equal(parseSpeed(speedText(bytes, inBits)), bytes);
});

test('an entry of the week in words', () => {
  assert.equal(daysText(undefined), 'Every day');
  assert.equal(daysText(['sun', 'sat']), 'Sat and Sun');
  assert.equal(daysText(['mon', 'tue', 'wed', 'thu', 'fri']), 'Mon to Fri');
  assert.equal(daysText(['mon', 'wed', 'thu', 'fri', 'sun']), 'Mon, Wed to Fri and Sun');
  assert.equal(daysText(['tue']), 'Tue');
  assert.equal(hoursText({ from: '00:00', to: '24:00' }), 'all day');
  assert.equal(hoursText({ from: '22:00', to: '24:00' }), '22:00 to midnight');
  assert.equal(hoursText({ from: '22:00', to: '06:00' }), '22:00 to 06:00 of the next day');
  assert.equal(whenText({ from: '08:00', to: '18:00' }), 'Every day, 08:00 to 18:00');
  assert.equal(whatText({ upload_bytes_per_s: 1e6 }),
    'sends at most 1 MB/s, receives as fast as it can');
  assert.equal(whatText({}), 'sends and receives as fast as it can');
  assert.equal(whatText({ upload_bytes_per_s: 1e6, download_bytes_per_s: 1e6 }, true),
    'sends and receives at most 8 Mbit/s each');
});

test('every path that the page calls is in the description of the interface', () => {
  const file = fileURLToPath(new URL('../../openapi/openapi.yaml', import.meta.url));
  const known = Object.keys(parse(readFileSync(file, 'utf8')).paths).map((path) =>
    new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`));
  for (const [name, route] of Object.entries(routes)) {
    const path = route.length ? route('x') : route();
    const { pathname } = new URL(path, 'http://node');
    assert.ok(known.some((pattern) => pattern.test(pathname)), `${name}: ${pathname}`);
  }
});
