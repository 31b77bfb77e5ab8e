// Peers over REST, with real daemons: connecting and what can be in the way,
// lists, pings, bans, events, the graph, and a node that does without p2p.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';

import { pattern } from './lib/content.mjs';
import { Contract } from './lib/contract.mjs';
import { Firnd } from './lib/firnd.mjs';
import { udpSockets } from './lib/proc.mjs';
import { sseEvents } from './lib/sse.mjs';
import { until } from './lib/wait.mjs';

const STRANGER = // a key that nobody here has
  'ae58ff8833241ac82d6ff7611046ed67b5072d142c588d0063e942d9a75502b6';
const contract = new Contract();

const named = (t, names, options = {}) => Promise.all(names.map((name) =>
  Firnd.start(t, { ...options,
    args: [`--node.name=${name}`, ...(options.args ?? [])] })));

const add = (node, json) => node.call('POST', '/api/v1/peers', { json });
const peer = (node, other) => node.api('GET', `/peers/${other.id}`);
const poll = (node, query) => node.api('GET', `/events?${query}`);

async function connect(node, other) {
  const { status, body } = await add(node, { address: other.peer });
  assert.ok([200, 201].includes(status), JSON.stringify(body));
}

const isConnected = async (node, other) =>
  (await node.call('GET', `/api/v1/peers/${other.id}`)).body.state ===
    'connected';

/** All pages of a list, `limit` at a time. */
async function pages(node, query, limit) {
  const items = [];
  let cursor = '';
  do {
    const page = await node.call('GET',
      `/api/v1/peers?${query}&limit=${limit}${cursor}`);
    assert.equal(page.status, 200, JSON.stringify(page.body));
    items.push(...page.body.items);
    const link = page.headers.get('link');
    assert.equal(link === null, page.body.next === null);
    if (page.body.next) assert.match(link, /rel="next"/);
    cursor = page.body.next ? `&cursor=${page.body.next}` : '';
  } while (cursor);
  return items;
}

test('a handshake, then both know each other', async (t) => {
  const [a, b] = await named(t, ['alpha', 'beta']);
  const { status, body } = await add(a, { address: b.peer });
  assert.equal(status, 201);
  contract.checkData('Peer', body);
  assert.deepEqual(
    [body.id, body.name, body.kind, body.state, body.pinned, body.version],
    [b.id, 'beta', 'firn', 'connected', true, (await b.node()).version]);
  assert.equal(body.path.addr, b.p2p[0]);
  assert.equal((await add(a, { address: b.peer })).status, 200);

  const back = await until('beta knows alpha', async () =>
    (await b.api('GET', '/peers')).items.find((p) => p.name === 'alpha'));
  assert.equal(back.id, a.id);
  assert.equal(back.discovered_by, 'inbound');
  const measured = await until('the way is measured', async () => {
    const p = await peer(a, b);
    return p.rtt_ms !== null && p.samples.length > 0 && p;
  });
  contract.checkData('PeerDetail', measured);
  assert.equal(measured.direction, 'out');
  assert.ok(measured.quality.rx_bytes > 0 && measured.quality.tx_bytes > 0);
  assert.ok(measured.score > 0.5);
  const info = await until('alpha is told where it is', async () => {
    const node = await a.node();
    return node.observed_addresses.length > 0 && node;
  });
  assert.deepEqual(info.observed_addresses, a.p2p);
  assert.deepEqual(info.peers, { connected: 1, known: 1 });
});

test('what is in the way of a connection is told in time', async (t) => {
  const [a, b] = await named(t, ['alpha', 'beta']);
  const deaf = createSocket('udp4').bind(0, '127.0.0.1');
  await once(deaf, 'listening');
  t.after(() => deaf.close());
  const refused = async (json, status, code, ms) => {
    const began = performance.now();
    const answer = await add(a, json);
    assert.deepEqual([answer.status, answer.body.code], [status, code],
      JSON.stringify(answer.body));
    const took = performance.now() - began;
    assert.ok(took < ms, `${code} after ${took} ms`);
    return answer.body;
  };

  await refused({ address: `${STRANGER}@${b.p2p[0]}` }, 422,
    'peer_wrong_identity', 5500);
  const silent = `127.0.0.1:${deaf.address().port}`;
  await refused({ address: `${STRANGER}@${silent}`, timeout_s: 0.5 }, 504,
    'peer_timeout', 3000);
  await refused({ address: 'nonsense' }, 400, 'invalid_address', 3000);
  await refused({ address: a.peer }, 400, 'peer_is_self', 3000);
  // No trace of those who were never there.
  assert.deepEqual((await a.api('GET', '/peers')).items, []);

  await b.api('POST', `/peers/${a.id}/ban`);
  const banned = await refused({ address: b.peer }, 424, 'peer_refused', 5500);
  assert.match(banned.detail, /banned/);
});

test('a thousand pings come back in order', async (t) => {
  const [a, b] = await named(t, ['alpha', 'beta']);
  await connect(a, b);
  const ping = await a.api('POST', `/peers/${b.id}/ping`,
    { json: { count: 1000, size: 64, timeout_s: 60 } });
  assert.deepEqual([ping.sent, ping.received, ping.lost, ping.in_order],
    [1000, 1000, 0, true]);
  assert.ok(ping.rtt_ms.min > 0 && ping.rtt_ms.min <= ping.rtt_ms.mean &&
            ping.rtt_ms.mean <= ping.rtt_ms.max, JSON.stringify(ping));
  const { items } = await a.api('GET', '/diag/services');
  const count = (name) => items.find((s) => s.name === name);
  assert.ok(count('ping').tx >= 1000);
  assert.ok(count('pong').rx >= 1000);
});

test('banned: cut off and kept away, also after a restart', async (t) => {
  const [a, b] = await named(t, ['alpha', 'beta']);
  await connect(a, b);
  await a.api('POST', `/peers/${b.id.slice(0, 8)}/ban`);
  const gone = await until('the connection is closed', async () => {
    const p = await peer(a, b);
    return p.state !== 'connected' && p;
  });
  assert.equal(gone.banned, true);
  assert.equal((await add(a, { address: b.peer })).body.code, 'peer_banned');
  assert.equal((await add(b, { address: a.peer })).body.code, 'peer_refused');
  assert.ok(!(await isConnected(a, b)));

  assert.equal(await a.stop(), 0);
  await a.restart();
  assert.equal((await peer(a, b)).banned, true);
  await a.api('POST', `/peers/${b.id}/unban`);
  await connect(a, b);
  assert.ok(await isConnected(a, b));
});

test('deleted: disconnected and forgotten', async (t) => {
  const [a, b] = await named(t, ['alpha', 'beta'],
    { args: ['--peers.reconnect=false'] });
  await connect(a, b);
  assert.equal((await a.call('DELETE', `/api/v1/peers/${b.id}`)).status, 204);
  assert.deepEqual((await a.api('GET', '/peers')).items, []);
  await until('the other side has noticed', async () =>
    !(await isConnected(b, a)));
});

test('lists: filters, orders, pages', async (t) => {
  const [hub, ...others] = await named(t, ['hub', 'one', 'two', 'three']);
  const ids = Array.from({ length: 8 }, (_, i) => others[i % 3].id);
  for (const other of others) await connect(hub, other);
  // Those who are banned are in the list, and closed.
  await hub.api('POST', `/peers/${STRANGER}/ban`);

  const names = async (query) =>
    (await hub.api('GET', `/peers?${query}`)).items.map((p) => p.name);
  assert.deepEqual(await names('sort=name&state=connected'),
    ['one', 'three', 'two']);
  assert.deepEqual(
    (await hub.api('GET', '/peers?state=closed')).items.map((p) => p.id),
    [STRANGER]);
  assert.equal((await names('kind=firn')).length, 3);
  assert.deepEqual(await names('kind=iroh'), []);
  assert.equal((await names('state=connected,closed')).length, 4);

  for (const sort of ['id', 'score', 'rtt', 'goodput', 'since', 'name']) {
    const some = await pages(hub, `sort=${sort}`, 1);
    assert.equal(new Set(some.map((p) => p.id)).size, 4, sort);
  }
  const byId = await pages(hub, 'sort=id', 3);
  assert.deepEqual(byId.map((p) => p.id),
    [...new Set([...ids, STRANGER])].sort());
  const bySince = await pages(hub, 'sort=since&state=connected', 2);
  assert.deepEqual(bySince.map((p) => p.name), ['three', 'two', 'one']);

  // A page stays right though its last entry has gone meanwhile.
  const first = await hub.api('GET', '/peers?sort=name&limit=1');
  assert.equal(first.items[0].name, 'one');
  await hub.api('POST', `/peers/${others[0].id}/ban`);
  const second = await hub.api('GET',
    `/peers?sort=name&limit=1&cursor=${first.next}`);
  assert.equal(second.items[0].name, 'three');
  const wrong = await hub.call('GET',
    `/api/v1/peers?sort=rtt&cursor=${first.next}`);
  assert.equal(wrong.body.pointer, '?cursor');
});

test('events of peers, by stream and by long poll', async (t) => {
  const [a, b] = await named(t, ['alpha', 'beta']);
  const stop = new AbortController();
  t.after(() => stop.abort());
  const stream = await fetch(a.url('/api/v1/events?types=peer'),
    { signal: stop.signal });
  const { next } = await poll(a, 'wait=0');
  const waiting = poll(a, `since=${next}&wait=20&types=peer`);
  await connect(a, b);
  const { events, reset } = await waiting;
  assert.equal(reset, false);
  assert.equal(events[0].data.news, 'discovered');
  assert.equal(events[0].data.id, b.id);

  const seen = [];
  for await (const event of sseEvents(stream.body)) {
    contract.checkData('PeerEvent', event.data);
    seen.push(event);
    if (event.data.state === 'connected') break;
  }
  // One cursor for both: what the stream told, a poll can go on behind.
  const again = await poll(a, `since=${next}&types=peer&wait=20`);
  assert.deepEqual(again.events.slice(0, seen.length).map((e) => e.id),
    seen.map((e) => e.id));
  const after = poll(a, `since=${seen.at(-1).id}&wait=20&types=peer`);
  await a.api('POST', `/peers/${b.id}/ban`);
  const { events: [change] } = await after;
  assert.ok(['banned', 'state'].includes(change.data.news), change.data.news);
});

test('a gap in the events is told', async (t) => {
  const node = await Firnd.start(t, { args: ['--events.history=64'] });
  const { next } = await poll(node, 'wait=0');
  for (let i = 0; i < 70; i++) {
    await node.api('PUT', `/tags/t${i}`, { json: { hash: '0'.repeat(64) } });
  }
  const lost = await poll(node, `since=${next}&wait=20`);
  assert.deepEqual([lost.reset, lost.events], [true, []]);
  const now = await poll(node, `since=${lost.next}&wait=0`);
  assert.deepEqual([now.reset, now.events], [false, []]);
  await node.kill9();
  await node.restart();
  assert.equal((await poll(node, `since=${lost.next}&wait=20`)).reset, true);
});

test('a poll without events ends in time, and when the node stops',
  async (t) => {
    const node = await Firnd.start(t);
    const quiet = await poll(node, 'wait=0.2&types=transfer');
    assert.deepEqual(quiet.events, []);
    const long = node.call('GET', '/api/v1/events?wait=600&types=transfer');
    await until('it waits', async () => /^firn_http_sse_clients 1$/m.test(
      String((await node.call('GET', '/metrics')).body)));
    assert.equal(await node.stop(), 0);
    assert.ok([200, 503].includes((await long).status));
  });

for (const count of [3, 5]) {
  test(`every one of ${count} nodes has the whole graph`, async (t) => {
    const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
    const nodes = await named(t, names.slice(0, count), {
      discovery: ['exchange'], args: ['--topology.interval=1s'] });
    for (const other of nodes.slice(1)) await connect(nodes[0], other);
    const links = count * (count - 1) / 2;
    await Promise.all(nodes.map((node) =>
      until(`${links} links at ${node.id}`, async () => {
        const graph = await node.api('GET', '/topology');
        contract.checkData('Topology', graph);
        return graph.nodes.length === count && graph.links.length === links &&
          graph.nodes.every((n) => n.name);
      })));
    const { status, headers, body } =
      await nodes[0].call('GET', '/api/v1/topology');
    assert.equal(status, 200);
    assert.match(headers.get('cache-control'), /max-age=1/);
    assert.deepEqual(body.nodes.map((n) => n.state).sort(),
      [...Array(count - 1).fill('connected'), 'self']);
    for (const { from, to } of body.links) assert.ok(from < to);

    await nodes.at(-1).kill9();
    await until('its links are gone', async () => {
      const graph = await nodes[0].api('GET', '/topology');
      const lost = nodes.at(-1).id;
      return graph.links.every((l) => l.from !== lost && l.to !== lost);
    });
  });
}

test('who has a blob is found out in two seconds', async (t) => {
  const [a, b, c] = await named(t, ['alpha', 'beta', 'gamma']);
  for (const other of [b, c]) await connect(a, other);
  const { hash } = await c.addBytes(pattern(70_000));
  const began = performance.now();
  const { items } = await a.api('GET', `/blobs/${hash}/providers`);
  assert.ok(performance.now() - began < 2500);
  assert.deepEqual(items.map(({ peer: id, state, size, held_bytes: held }) =>
    [id, state, size, held]), [[c.id, 'complete', 70_000, 70_000]]);

  // Others are told of what one gets, and a transfer needs no peer then.
  await b.fetch({ hash, peers: [c.peer] });
  await until('both are known', async () =>
    (await a.api('GET', `/blobs/${hash}/providers`)).items.length === 2);
  const { items: none } = await a.api('GET',
    `/blobs/${'1'.repeat(64)}/providers?timeout=0.5`);
  assert.deepEqual(none, []);
});

test('sources of discovery: what they see, and why they do not', async (t) => {
  const [a] = await named(t, ['alpha']);
  const b = await Firnd.start(t,
    { args: [`--discovery.static=${a.peer}`, '--node.name=beta'] });
  await until('the static entry was used', () => isConnected(b, a));
  assert.equal((await peer(b, a)).discovered_by, 'static');
  const { sources } = await b.api('GET', '/discovery');
  const of = (name) => sources.find((s) => s.name === name);
  assert.deepEqual(of('static').sightings.map((s) => s.id), [a.id]);
  assert.deepEqual([of('mdns').enabled, of('mdns').state], [false, 'off']);
  const metrics = String((await b.call('GET', '/metrics')).body);
  assert.match(metrics,
    /^firn_discovered_peers_total\{method="static"\} 1$/m);

  // A bus that is not there: the node runs, and says so everywhere.
  const c = await Firnd.start(t, { discovery: ['mdns'],
    env: { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${a.dir}/no-bus` } });
  const mdns = await until('it has failed', async () => {
    const all = (await c.api('GET', '/discovery')).sources;
    const one = all.find((s) => s.name === 'mdns');
    return one.state === 'failed' && one;
  });
  assert.ok(mdns.error.length > 10);
  assert.ok(mdns.faults.no_daemon > 0);
  const ready = await c.call('GET', '/readyz?verbose');
  assert.equal(ready.status, 200);
  assert.match(String(ready.body), /^\[!\]mdns degraded: ./m);
  assert.match(String((await c.call('GET', '/metrics')).body),
    /^firn_discovery_failures_total\{method="mdns",reason="no_daemon"\} [1-9]/m);
  const { items } = await until('the error is noted', async () => {
    const errors = await c.api('GET', '/diag/errors');
    return errors.total > 0 && errors;
  });
  assert.equal(items[0].task, 'discovery.mdns');
  const boot = (await poll(c, 'wait=0')).next.replace(/-.*/, '-0');
  const { events } = await poll(c,
    `since=${boot}&types=discovery,task_error&wait=20`);
  assert.deepEqual([...new Set(events.map((e) => e.type))].sort(),
    ['discovery', 'task_error']);
});

test('p2p.enabled=false: no UDP at all, blobs and tags as ever', async (t) => {
  const node = await Firnd.start(t, { args: ['--p2p.enabled=false'] });
  assert.deepEqual(udpSockets(node.pid), []);
  const info = await node.node();
  contract.checkData('Node', info);
  assert.deepEqual(info.p2p, { enabled: false, state: 'disabled', error: null,
    listening: [], not_bound: [] });
  const ready = await node.call('GET', '/readyz?verbose');
  assert.equal(ready.status, 200);
  assert.match(String(ready.body), /^\[\+\]p2p off \(p2p\.enabled=false\)$/m);

  const { hash } = await node.addBytes(pattern(100_000), { tag: 'mine' });
  assert.ok((await node.getBytes(hash)).equals(pattern(100_000)));
  assert.equal((await node.fetch({ hash })).state, 'completed');
  const calls = [['GET', '/peers'], ['POST', '/peers', { address: 'x' }],
    ['GET', `/peers/${STRANGER}`], ['DELETE', `/peers/${STRANGER}`],
    ['POST', `/peers/${STRANGER}/ping`], ['POST', `/peers/${STRANGER}/ban`],
    ['POST', `/peers/${STRANGER}/unban`], ['GET', '/discovery'],
    ['GET', '/topology'], ['GET', `/blobs/${hash}/providers`],
    ['GET', '/diag/services'], ['POST', '/p2p/start'], ['POST', '/p2p/stop'],
    ['POST', '/transfers', { hash: '1'.repeat(64),
      peers: [`${STRANGER}@127.0.0.1:1`] }]];
  for (const [method, path, json] of calls) {
    const { status, body } =
      await node.call(method, `/api/v1${path}`, { json });
    assert.deepEqual([status, body.code], [503, 'p2p_disabled'],
      `${method} ${path}: ${JSON.stringify(body)}`);
  }
  assert.match(String((await node.call('GET', '/metrics')).body),
    /^firn_p2p_running 0$/m);
  assert.deepEqual(udpSockets(node.pid), []);
});
