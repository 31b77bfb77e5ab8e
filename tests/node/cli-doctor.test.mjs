// firn doctor: what it says of nodes in trouble, and of machines without one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';

import { code, firn, lines } from './lib/cli.mjs';
import { Contract } from './lib/contract.mjs';
import { fakeNode, problem } from './lib/fake_node.mjs';
import { guard, tempDir } from './lib/scope.mjs';

const { out: versionText } = await firn(['--version']);
const version = versionText.trim().split(' ')[1];
const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();

const healthyNode = {
  id: 'ae58ff88'.repeat(8), name: 'attic', version, state: 'running',
  addresses: ['192.0.2.7:8421'], observed_addresses: ['192.0.2.7:8421'],
  p2p: { enabled: true, state: 'running', error: null,
    listening: ['0.0.0.0:8421', '[::]:8421'], not_bound: [] },
  p2p_state: 'running', peers: { connected: 1, known: 1 },
  http: '127.0.0.1:8420', http_listening: ['127.0.0.1:8420'], http_not_bound: [],
  data_dir: '/nowhere/firn', uptime_s: 60, started: ago(60),
  ticket: 'node', endpoint_ticket: 'endpoint',
};
const source = (name, values) => ({ name, enabled: true, state: 'running',
  since: ago(60), error: null, announced: name === 'mdns', runs: 1, discovered: 0,
  faults: {}, sightings: [], ...values });
const peer = (n, values) => ({ id: `${n}`.repeat(64), name: null, kind: 'firn',
  state: 'connected', addresses: [], path: null, last_error: null, ...values });
const task = (values) => ({ name: 'peers.sweep', runs: 10, errors: 0, last_run: ago(1),
  last_error: null, last_error_at: null, ...values });
const metrics = (values) => Object.entries({
  firn_disk_free_bytes: 5e11, firn_disk_size_bytes: 1e12,
  'firn_store_damaged_groups_total{found_by="read"}': 0,
  process_max_fds: 65536, process_open_fds: 60, ...values,
}).map(([name, value]) => `${name} ${value}\n`).join('');

// A node that is well but for what is given.
async function examine(t, { node = {}, discovery, peers, tasks, values, ready, date } = {}) {
  const fake = await fakeNode({
    'GET /api/v1/node': (request, response) => {
      const text = JSON.stringify({ ...healthyNode, ...node });
      response.writeHead(200, { 'Content-Type': 'application/json',
        ...(date === undefined ? {} : { Date: date }) });
      response.end(text);
    },
    'GET /api/v1/config': { json: { items: [] } },
    'GET /metrics': (q, response) => response.end(metrics(values)),
    'GET /readyz': (q, response) => {
      response.writeHead(ready === undefined ? 200 : 503);
      response.end(ready ?? '[+]loop ok\n[+]store ok\n[!]discovery.mdns failed: x\nready\n');
    },
    'GET /api/v1/discovery': { json: { sources: discovery ?? [source('mdns')] } },
    'GET /api/v1/peers': { json: { items: peers ?? [peer(1)], next: null } },
    'GET /api/v1/diag/tasks': { json: { items: tasks ?? [task()] } },
  });
  t.after(() => fake.close());
  const got = await firn(['doctor', '--json'], { url: fake.url });
  const found = lines(got.out);
  return {
    ...got,
    found,
    fake,
    // What is not ok, as "verdict check: text".
    wrong: found.filter((f) => f.verdict !== 'ok')
      .map((f) => `${f.verdict} ${f.check}: ${f.text}`),
    text: (check) => found.filter((f) => f.check === check).map((f) => f.text).join('\n'),
    hint: (check) => found.filter((f) => f.check === check).map((f) => f.hint).join('\n'),
  };
}

test('what is prepared here is what the interface promises', () => {
  const contract = new Contract();
  contract.checkData('Node', healthyNode);
  contract.checkData('DiscoverySource', source('mdns'));
  contract.checkData('DiagTask', task());
});

test('a node that is well', async (t) => {
  const got = await examine(t);
  assert.deepEqual(got.wrong, []);
  assert.equal(got.code, code.ok);
  assert.match(got.text('node'), /^attic \(ae58ff88ae\) answers at http:.*, up 1:00$/);
  for (const check of ['version', 'health', 'http', 'p2p', 'addresses', 'nat', 'mdns',
    'peers', 'clock', 'disk', 'data', 'files', 'tasks'])
    assert.ok(got.found.some((f) => f.check === check), check);
  // Its data directory is not here: what this machine has is not its matter.
  assert.ok(!got.found.some((f) => f.check === 'multicast'));

  const plain = await firn(['doctor'], { url: got.fake.url });
  assert.match(plain.out, /^ok {4}version {4}firn and firnd are /m);
  assert.match(plain.err, /^\d+ ok, 0 to look at, 0 failed\n$/);
  const quiet = await firn(['doctor', '-q'], { url: got.fake.url });
  assert.equal(quiet.out + quiet.err, '');
});

// Each: what is wrong with the node, and all that is said of it.
const troubles = [
  ['another version', { node: { version: '99.0.0' } },
    [new RegExp(`^warn version: this is firn ${version}, the node is firnd 99\\.0\\.0$`)]],
  ['a component that fails', { ready: '[+]loop ok\n[-]store failed: disk full\nnot ready\n' },
    [/^fail health: store failed: disk full$/]],
  ['HTTP that others reach', { node: { http_listening: ['127.0.0.1:8420', '0.0.0.0:8420'] } },
    [/^warn http: 0\.0\.0\.0:8420 can be reached by others/]],
  ['an HTTP address that is taken', { node: { http_not_bound: ['127.0.0.2:80: in use'] } },
    [/^warn http: not bound: 127\.0\.0\.2:80: in use$/]],
  ['a UDP address that is taken',
    { node: { p2p: { ...healthyNode.p2p, not_bound: ['[::]:8421: in use'] } } },
    [/^warn p2p: not bound: \[::\]:8421: in use$/]],
  ['p2p that could not start',
    { node: { p2p: { enabled: true, state: 'failed', error: 'port in use', listening: [], not_bound: [] } } },
    [/^fail p2p: not running: port in use$/]],
  ['p2p that was stopped',
    { node: { p2p: { enabled: true, state: 'stopped', error: null, listening: [], not_bound: [] } } },
    [/^warn p2p: stopped by request/]],
  ['only loopback', { node: { addresses: ['127.0.0.1:8421'], observed_addresses: [] } },
    [/^warn addresses: no other machine can reach this node: 127\.0\.0\.1:8421$/]],
  ['address translation', { node: { observed_addresses: ['203.0.113.5:40771', '192.0.2.7:8421'] } },
    [/^warn nat: peers see this node at 203\.0\.113\.5:40771, which is none of its/]],
  ['a source that fails', { discovery: [source('mdns', { state: 'failed', announced: false,
    error: 'avahi-daemon is not running' }), source('lan')] },
  [/^warn mdns: failed: avahi-daemon is not running$/]],
  ['nobody there', { peers: [] }, [/^warn peers: no other node was found$/]],
  ['nobody connected', { peers: [peer(1, { state: 'disconnected' })] },
    [/^warn peers: none of 1 known peers is connected$/]],
  ['peers that fail', { peers: [peer(1),
    ...[2, 3].map((n) => peer(n, { state: 'failed', last_error: `192.0.2.${n}:1: no answer` })),
    peer(4, { state: 'failed', last_error: 'refused' })] },
  [/^warn peers: 3 cannot be reached; most often \(2\): no answer$/]],
  ['a full disk', { values: { firn_disk_free_bytes: 1e6 } }, [/^fail disk: 976 KiB free, 0% of/]],
  ['a disk that fills', { values: { firn_disk_free_bytes: 4e10 } }, [/^warn disk: 37\.2 GiB free, 4% of/]],
  ['damaged blobs', { values: { 'firn_store_damaged_groups_total{found_by="verify"}': 2 } },
    [/^warn data: 2 pieces of blobs/]],
  ['few descriptors', { values: { process_max_fds: 1024 } }, [/^warn files: 60 of 1024/]],
  ['no descriptors left', { values: { process_open_fds: 65000 } }, [/^fail files: 65000 of 65536/]],
  ['work that fails', { tasks: [task({ name: 'peers.save', errors: 3, last_error: 'disk full',
    last_error_at: ago(5) })] }, [/^warn tasks: peers\.save failed lately \(3 of 10 times\): disk full$/]],
  ['a clock that is ahead', { date: new Date(Date.now() + 90_000).toUTCString() },
    [/^warn clock: the node's clock is (8[6-9]|9\d)\.\d s ahead of this one$/]],
  ['a clock that is behind', { date: new Date(Date.now() - 3600_000).toUTCString() },
    [/^warn clock: the node's clock is (359\d|360\d)\.\d s behind this one$/]],
];

for (const [name, trouble, want] of troubles) {
  test(`${name} is said, with what to do`, async (t) => {
    const got = await examine(t, trouble);
    assert.equal(got.wrong.length, want.length, got.wrong.join('\n'));
    want.forEach((pattern, i) => assert.match(got.wrong[i], pattern));
    for (const f of got.found.filter((one) => one.verdict !== 'ok'))
      assert.ok(f.hint.length > 10, `${f.check}: ${f.hint}`);
    assert.equal(got.code, got.wrong.some((w) => w.startsWith('fail'))
      ? code.failed : code.ok);
    assert.equal(got.err, '');
  });
}

test('what is long over, switched off, or on the way is no trouble', async (t) => {
  const got = await examine(t, {
    tasks: [task({ errors: 3, last_error: 'disk full', last_error_at: ago(3600) })],
    discovery: [source('mdns', { state: 'off', enabled: false }),
      source('dns', { state: 'starting' })],
    node: { observed_addresses: ['127.0.0.1:8421'] },
    date: new Date(Date.now() + 2000).toUTCString(),
  });
  assert.deepEqual(got.wrong, []);
  assert.equal(got.text('mdns'), 'switched off by the settings');
});

test('a node without p2p is not asked about the network', async (t) => {
  const got = await examine(t, { node: { addresses: [],
    p2p: { enabled: false, state: 'disabled', error: null, listening: [], not_bound: [] } },
  discovery: [source('mdns', { state: 'off' })], peers: [] });
  assert.deepEqual(got.wrong, []);
  assert.match(got.text('p2p'), /switched off by p2p\.enabled/);
  assert.ok(!got.found.some((f) => ['addresses', 'mdns', 'peers'].includes(f.check)));
});

test('an older node, or one that refuses, is examined as far as it goes', async (t) => {
  const fake = await fakeNode({
    'GET /api/v1/node': { json: { id: 'ab'.repeat(32), version, p2p: [] } },
    'GET /readyz': problem(500, 'internal', 'it broke'),
  });
  t.after(() => fake.close());
  const got = await firn(['doctor', '--json'], { url: fake.url });
  assert.ok(lines(got.out).some((f) => f.check === 'version' && f.verdict === 'ok'));
  // What it does not say is neither well nor ill.
  assert.ok(!lines(got.out).some((f) => ['http', 'p2p', 'disk'].includes(f.check)));

  const closed = await fakeNode({ 'GET /api/v1/node': problem(403, 'forbidden', 'not you') });
  t.after(() => closed.close());
  const refused = await firn(['doctor', '--json'], { url: closed.url });
  assert.equal(refused.code, code.failed);
  assert.equal(lines(refused.out)[0].text, 'not you');
});

// A free port, so that no node is there, and what firn says of this machine.
async function alone(t, { dir, env = {}, args = [] } = {}) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  const got = await firn(['doctor', '--json', ...args], { url: `http://127.0.0.1:${port}`,
    env: { FIRN_DATA_DIR: dir ?? tempDir(t), FIRN_P2P_LISTEN: '127.0.0.1:0', ...env } });
  const found = lines(got.out);
  return { ...got, found, port, say: (check) =>
    found.filter((f) => f.check === check).map((f) => `${f.verdict} ${f.text}`) };
}

test('no node: how to start one, and what is ready for it', async (t) => {
  const dir = tempDir(t);
  const got = await alone(t, { dir });
  assert.equal(got.code, code.failed);
  assert.equal(got.found[0].verdict, 'fail');
  assert.match(got.found[0].text, /^no node answers at http:\/\/127\.0\.0\.1:\d+$/);
  assert.match(got.found[0].hint, /firnd/);
  assert.deepEqual(got.say('data_dir'), [`ok ${dir} is not in use`]);
  assert.deepEqual(got.say('ports'), [`ok TCP 127.0.0.1:${got.port} is free`,
    'ok UDP 127.0.0.1:0 is free']);
  assert.equal(got.say('disk').length, 1);
  const never = await alone(t, { dir: join(dir, 'a', 'b') });
  assert.deepEqual(never.say('data_dir'), [`ok ${dir}/a/b is not there yet; a node makes it`]);
  assert.equal(never.say('disk').length, 1);
  const home = tempDir(t);
  const file = join(home, '.config', 'firn', 'firn.yaml');
  assert.ok(!never.say('settings').some((s) => s.includes(home)));
  mkdirSync(join(home, '.config', 'firn'), { recursive: true });
  writeFileSync(file, 'http: {listen: 127.0.0.1:9}\n');
  assert.match((await alone(t, { env: { HOME: home } })).say('settings')[0],
    new RegExp(`^ok a node started here reads ${file};`));
  const other = await alone(t, { args: ['--data-dir', join(dir, 'c')] });
  assert.match(other.say('data_dir')[0], /c is not there yet/);
});

test('no node at the URL, but its data is in use', async (t) => {
  const dir = tempDir(t);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'lock'), '4711\n');
  const holder = guard(spawn('flock', [join(dir, 'lock'), 'sh', '-c', 'echo held; cat'],
    { stdio: ['pipe', 'pipe', 'inherit'] }));
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  const got = await alone(t, { dir });
  holder.stdin.end();
  assert.deepEqual(got.say('data_dir'), [`fail ${dir} is in use by process 4711`]);
  assert.match(got.found.find((f) => f.check === 'data_dir').hint, /pid=4711,.*--url/);
});

test('no node, and another program has the UDP port', async (t) => {
  const socket = createSocket('udp4');
  await new Promise((resolve) => socket.bind(0, '127.0.0.1', resolve));
  t.after(() => socket.close());
  const listen = `127.0.0.1:${socket.address().port}`;
  const got = await alone(t, { env: { FIRN_P2P_LISTEN: `${listen}, nonsense` } });
  assert.deepEqual(got.say('ports').slice(1), [
    `fail UDP ${listen} cannot be bound: Address already in use`,
    'fail FIRN_P2P_LISTEN: "nonsense" is no ip:port']);
});

test('something else answers at the URL', async (t) => {
  const server = createServer((socket) => socket.end('SSH-2.0-x\r\n'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address();
  const got = await firn(['doctor', '--json'], { url: `http://127.0.0.1:${port}`,
    env: { FIRN_DATA_DIR: tempDir(t), FIRN_P2P_LISTEN: '127.0.0.1:0' } });
  assert.equal(got.code, code.failed);
  const found = lines(got.out);
  assert.match(found[0].text, /is not a node/);
  assert.ok(found.some((f) => f.verdict === 'fail' &&
    f.text === `TCP 127.0.0.1:${port} cannot be bound: Address already in use`));
});

test('a node elsewhere that does not answer says nothing of this machine', async () => {
  const got = await firn(['doctor', '--json'], { url: 'http://[::ffff:127.0.0.2]:1' });
  assert.equal(got.code, code.failed);
  const found = lines(got.out);
  assert.equal(found.length, 1);
  assert.match(found[0].hint, /on that machine/);
});
