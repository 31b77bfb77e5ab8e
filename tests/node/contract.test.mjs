// Every operation of openapi.yaml, with good and with bad input, on a running
// daemon: each answer must be one that is described.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { after, before, test } from 'node:test';

import { Contract } from './lib/contract.mjs';
import { pattern } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { Scope } from './lib/scope.mjs';
import { sseEvents } from './lib/sse.mjs';
import { until } from './lib/wait.mjs';

const NOWHERE = '0'.repeat(64);
const STRANGER = // a key that nobody here has
  'ae58ff8833241ac82d6ff7611046ed67b5072d142c588d0063e942d9a75502b6';
const API = '/api/v1';

const contract = new Contract();
const scope = new Scope();
let node;
let other; // a second node with a blob to fetch
let far; // a third one, which the first has nothing to do with at first
let blob;
let foreign;

/** Call an operation and check what comes; gives the answer. */
async function call(id, path, options = {}) {
  const { method } = contract.operation(id);
  const answer = await node.call(options.method ?? method.toUpperCase(), path,
    options);
  return contract.check(id, answer);
}

async function expect(status, id, path, options) {
  const answer = await call(id, path, options);
  assert.equal(answer.status, status,
    `${id} ${path}: ${JSON.stringify(answer.body).slice(0, 300)}`);
  return answer;
}

async function refused(status, code, id, path, options) {
  const { body } = await expect(status, id, path, options);
  assert.equal(body.code, code);
  assert.equal(body.type, `urn:firn:problem:${code}`);
  return body;
}

/** A port where nobody answers. */
async function deafPort() {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  scope.after(() => socket.close());
  return `127.0.0.1:${socket.address().port}`;
}

before(async () => {
  [node, other, far] = await Promise.all(
    [1, 2, 3].map(() => Firnd.start(scope)));
  blob = await node.addBytes(pattern(100_000), { tag: 'contract' });
  foreign = await other.addBytes(pattern(50_000));
});
after(() => scope.close());

test('the examples fit their schemas', () => contract.checkExamples());

test('the page, its parts and the document', async () => {
  const page = await expect(200, 'getDashboard', '/');
  assert.match(page.headers.get('content-security-policy'),
    /default-src 'none'/);
  await expect(304, 'getDashboard', '/',
    { headers: { 'if-none-match': page.headers.get('etag') } });
  await refused(400, 'invalid_request', 'getDashboard', '/?x=1');

  const asset = /(?:src|href)="(\/assets\/[^"]+)"/.exec(String(page.body));
  assert.ok(asset, 'the page has parts');
  await expect(200, 'getAsset', asset[1]);
  await refused(404, 'asset_not_found', 'getAsset', '/assets/nothing.js');

  const doc = await expect(200, 'getOpenapi', '/openapi.json');
  assert.equal(doc.body.openapi, '3.1.0');
  await refused(400, 'invalid_request', 'getOpenapi', '/openapi.json?x');
});

test('health, version, metrics', async () => {
  assert.equal(String((await expect(200, 'getLivez', '/livez')).body), 'ok\n');
  const { body } = await expect(200, 'getReadyz', '/readyz?verbose');
  for (const part of ['loop', 'store', 'p2p', 'http']) {
    assert.ok(String(body).includes(`[+]${part} ok\n`), `${part}: ${body}`);
  }
  const less = await expect(200, 'getReadyz',
    '/readyz?verbose&exclude=p2p&exclude=store');
  assert.match(String(less.body), /\[\+\]p2p excluded/);
  await refused(400, 'invalid_request', 'getLivez', '/livez?verbose=maybe');
  await refused(400, 'invalid_request', 'getReadyz', '/readyz?verbos');
  await expect(200, 'getVersion', '/version');
  await refused(400, 'invalid_request', 'getVersion', '/version?x');
  await expect(200, 'getMetrics', '/metrics');
  await refused(400, 'invalid_request', 'getMetrics', '/metrics?x');
});

test('the node and its settings', async () => {
  const { body } = await expect(200, 'getNode', `${API}/node`);
  assert.equal(body.id, node.id);
  assert.equal(body.http, node.http);
  assert.deepEqual(body.p2p.listening, node.p2p);
  assert.match(body.ticket, /^node/);
  assert.match(body.endpoint_ticket, /^endpoint/);
  await refused(400, 'invalid_request', 'getNode', `${API}/node?x`);

  const config = (await expect(200, 'getConfig', `${API}/config`)).body.items;
  const by = (name) => config.find((s) => s.name === name);
  assert.equal(by('data_dir').source, 'flag');
  assert.equal(by('data_dir').where, '--data_dir');
  assert.equal(by('p2p.idle_timeout').value, 30);
  assert.equal(by('p2p.idle_timeout').source, 'default');
  await refused(400, 'invalid_request', 'getConfig', `${API}/config?x`);
});

test('blobs: add', async () => {
  const body = pattern(777);
  const first = await expect(201, 'addBlob', `${API}/blobs`, { body });
  assert.equal(first.headers.get('location'),
    `${API}/blobs/${first.body.hash}`);
  const again = await expect(200, 'putBlob', `${API}/blobs`, { body });
  assert.deepEqual(again.body, { ...first.body, created: false });
  await expect(200, 'putBlobVerified', `${API}/blobs/${first.body.hash}`,
    { body });
  await expect(201, 'putBlob', `${API}/blobs?tag=put`,
    { body: pattern(778) });

  await refused(422, 'hash_mismatch', 'putBlobVerified',
    `${API}/blobs/${NOWHERE}`, { body });
  await refused(400, 'invalid_hash', 'putBlobVerified', `${API}/blobs/xyz`,
    { body });
  await refused(400, 'invalid_request', 'addBlob',
    `${API}/blobs?tag=${'x'.repeat(256)}`, { body });
  await refused(400, 'invalid_request', 'putBlob', `${API}/blobs?tag=`,
    { body });
  await refused(415, 'unsupported_media_type', 'addBlob', `${API}/blobs`,
    { body, headers: { 'content-type': 'multipart/form-data; boundary=x' } });
  await refused(415, 'unsupported_media_type', 'putBlob', `${API}/blobs`,
    { body, headers: { 'content-encoding': 'gzip' } });
});

test('blobs: get', async () => {
  const path = `${API}/blobs/${blob.hash}`;
  const whole = await expect(200, 'getBlob', path);
  assert.ok(whole.body.equals(pattern(100_000)));
  const etag = whole.headers.get('etag');
  assert.equal(etag, `"${blob.hash}"`);
  await expect(304, 'getBlob', path, { headers: { 'if-none-match': etag } });
  await expect(206, 'getBlob', path, { headers: { range: 'bytes=5-9' } });
  await expect(206, 'getBlob', path, { headers: { range: 'bytes=5-9,-1' } });
  await refused(416, 'range_not_satisfiable', 'getBlob', path,
    { headers: { range: 'bytes=100000-' } });
  await refused(404, 'blob_not_found', 'getBlob', `${API}/blobs/${NOWHERE}`);
  await refused(400, 'invalid_hash', 'getBlob', `${API}/blobs/zz`);
  await refused(400, 'invalid_request', 'getBlob', `${path}?download=`);
});

test('blobs: list, status, verify, ticket', async () => {
  const { body } = await expect(200, 'listBlobs',
    `${API}/blobs?limit=1&state=complete`);
  assert.equal(body.items.length, 1);
  const next = await expect(200, 'listBlobs',
    `${API}/blobs?limit=1000&cursor=${body.next}`);
  assert.equal(next.body.next, null);
  const tagged = await expect(200, 'listBlobs', `${API}/blobs?tag=contract`);
  assert.deepEqual(tagged.body.items.map((b) => b.hash), [blob.hash]);
  for (const bad of ['limit=0', 'limit=1001', 'limit=1x', 'limit=', 'limit=-1',
    'state=half', 'cursor=zz', 'tag=', 'limit=1&limit=2', 'offset=3']) {
    const { pointer } = await refused(400, 'invalid_request', 'listBlobs',
      `${API}/blobs?${bad}`);
    assert.equal(pointer, `?${bad.split('=')[0]}`);
  }

  const status = await expect(200, 'getBlobStatus',
    `${API}/blobs/${blob.hash}/status`);
  assert.deepEqual(status.body.held, [{ begin: 0, end: 100_000 }]);
  await refused(404, 'blob_not_found', 'getBlobStatus',
    `${API}/blobs/${NOWHERE}/status`);
  const verified = await expect(200, 'verifyBlob',
    `${API}/blobs/${blob.hash}/verify`);
  assert.equal(verified.body.ok, true);
  await refused(404, 'blob_not_found', 'verifyBlob',
    `${API}/blobs/${NOWHERE}/verify`);

  const ticket = await expect(200, 'getBlobTicket',
    `${API}/blobs/${blob.hash}/ticket`);
  assert.match(ticket.body.ticket, /^blob/);
  const endpoint = await expect(200, 'getBlobTicket',
    `${API}/blobs/${blob.hash}/ticket?format=endpoint`);
  assert.match(endpoint.body.ticket, /^endpoint/);
  await refused(404, 'blob_not_found', 'getBlobTicket',
    `${API}/blobs/${NOWHERE}/ticket`);
  await refused(400, 'invalid_request', 'getBlobTicket',
    `${API}/blobs/${blob.hash}/ticket?format=xml`);
  await refused(400, 'invalid_request', 'getBlobTicket',
    `${API}/blobs/${blob.hash}/ticket?sequence=1`);
});

test('tags', async () => {
  const name = encodeURIComponent('a/b ü ☃');
  const tag = `${API}/tags/${name}`;
  const set = await expect(200, 'putTag', tag, { json: { hash: blob.hash } });
  assert.equal(set.body.name, 'a/b ü ☃');
  assert.equal(set.body.format, 'raw');
  await expect(200, 'getTag', tag);
  const all = await expect(200, 'listTags', `${API}/tags?limit=1`);
  assert.equal(all.body.items.length, 1);
  const rest = await expect(200, 'listTags',
    `${API}/tags?cursor=${encodeURIComponent(all.body.next)}`);
  assert.equal(rest.body.next, null);
  await expect(204, 'deleteTag', tag);
  await refused(404, 'tag_not_found', 'getTag', tag);
  await refused(404, 'tag_not_found', 'deleteTag', tag);
  await refused(400, 'invalid_request', 'listTags', `${API}/tags?limit=x`);

  const bad = async (json, pointer) => {
    const body = await refused(400, 'invalid_request', 'putTag', tag,
      { json });
    assert.equal(body.pointer, pointer);
  };
  await bad({}, '/hash');
  await bad({ hash: 1 }, '/hash');
  await bad({ hash: 'zz' }, '/hash');
  await bad({ hash: blob.hash, format: 'x' }, '/format');
  await bad({ hash: blob.hash, colour: 'red' }, '/colour');
  await bad({ hash: blob.hash, 'a/b~': 1 }, '/a~1b~0');
  await bad([], '');
  await bad('text', '');
  const raw = (body, type = 'application/json') =>
    ({ body, headers: { 'content-type': type } });
  await refused(400, 'invalid_request', 'putTag', tag, raw('{"hash":'));
  await refused(400, 'invalid_request', 'putTag', tag, raw('{} {}'));
  await refused(400, 'invalid_request', 'putTag', tag, raw(''));
  await refused(400, 'invalid_request', 'putTag', tag,
    raw('{"hash":"a","hash":"b"}'));
  await refused(415, 'unsupported_media_type', 'putTag', tag,
    raw('{}', 'text/plain'));
  await refused(413, 'too_large', 'putTag', tag,
    raw(`{"hash":"${'x'.repeat(70_000)}"}`));
});

test('blobs: delete', async () => {
  const kept = await node.addBytes(pattern(9000), { tag: 'keep' });
  const path = `${API}/blobs/${kept.hash}`;
  await refused(409, 'blob_tagged', 'deleteBlob', path);
  await refused(400, 'invalid_request', 'deleteBlob', `${path}?force=yes`);
  await expect(204, 'deleteBlob', `${path}?force=true`);
  await refused(404, 'blob_not_found', 'deleteBlob', path);
  await refused(404, 'tag_not_found', 'getTag', `${API}/tags/keep`);
});

test('transfers', async () => {
  const ticket = await other.ticket(foreign.hash);
  const started = await expect(202, 'startTransfer', `${API}/transfers`,
    { json: { ticket, tag: 'fetched' } });
  const path = started.headers.get('location');
  assert.equal(path, `${API}/transfers/${started.body.id}`);
  assert.equal((await node.ended(started.body.id)).state, 'completed');
  const done = await expect(200, 'getTransfer', path);
  assert.equal(done.body.bytes_done, 50_000);
  assert.equal(done.body.sources[0].peer, other.id);
  const list = await expect(200, 'listTransfers',
    `${API}/transfers?state=completed&limit=1`);
  assert.equal(list.body.items[0].id, started.body.id);
  await refused(409, 'transfer_ended', 'cancelTransfer', path);

  const local = await expect(202, 'startTransfer', `${API}/transfers`,
    { json: { hash: blob.hash } });
  assert.equal(local.body.state, 'completed');

  const hanging = await expect(202, 'startTransfer', `${API}/transfers`,
    { json: { hash: NOWHERE, peers: [`${STRANGER}@${await deafPort()}`] } });
  const waiting = `${API}/transfers/${hanging.body.id}`;
  const paused = await expect(200, 'patchTransfer', waiting,
    { json: { state: 'paused', priority: 'high', max_bps: 1_000_000 } });
  assert.equal(paused.body.state, 'paused');
  assert.equal(paused.body.priority, 'high');
  assert.equal(paused.body.max_bps, 1_000_000);
  assert.equal((await expect(200, 'patchTransfer', waiting,
    { json: { state: 'running' } })).body.state, 'running');
  for (const bad of [{ state: 'failed' }, { priority: 'urgent' },
    { position: 0 }, { max_bps: -1 }, { other: 1 }]) {
    await refused(400, 'invalid_request', 'patchTransfer', waiting,
      { json: bad });
  }
  await refused(409, 'transfer_ended', 'patchTransfer', path,
    { json: { state: 'paused' } });
  await expect(204, 'cancelTransfer', waiting);
  const ended = await node.ended(hanging.body.id);
  assert.equal(ended.state, 'cancelled');
  contract.checkData('Transfer', ended);

  for (const id of ['1', 'zz', '000000-1',
    started.body.id.replace(/-.*/, '-999'), `${started.body.id}x`]) {
    await refused(404, 'transfer_not_found', 'getTransfer',
      `${API}/transfers/${id}`);
    await refused(404, 'transfer_not_found', 'cancelTransfer',
      `${API}/transfers/${id}`);
    await refused(404, 'transfer_not_found', 'getTransferEvents',
      `${API}/transfers/${id}/events`);
  }
  await refused(400, 'invalid_request', 'listTransfers',
    `${API}/transfers?state=lost`);
  await refused(400, 'invalid_request', 'listTransfers',
    `${API}/transfers?cursor=1`);
  await refused(400, 'invalid_request', 'listTransfers',
    `${API}/transfers?peer=me`);
  for (const bad of ['direction=up', 'direction=upload&cursor=1']) {
    await refused(400, 'invalid_request', 'listTransfers',
      `${API}/transfers?${bad}`);
  }
  assert.deepEqual((await expect(200, 'listTransfers',
    `${API}/transfers?direction=upload`)).body, { items: [], next: null });
  const stats = await until('a point has the fetched bytes', async () => {
    const { body } = await expect(200, 'getTransferStats',
      `${API}/transfers/stats`);
    return body.seconds.in.some((n) => n > 0) && body;
  });
  const from = stats.peers.find((p) => p.id === other.id);
  assert.ok(from.in >= 50_000 && from.out === 0, JSON.stringify(from));
  assert.equal(stats.totals.in, stats.peers.reduce((n, p) => n + p.in, 0));
  assert.equal(stats.seconds.step_s, 1);
  assert.equal(stats.seconds.in.length, stats.seconds.out.length);
  assert.ok(Date.parse(stats.seconds.from) <= Date.now());
  await refused(400, 'invalid_request', 'getTransferStats',
    `${API}/transfers/stats?peer=${other.id}`);
  const fields = { priority: 'low', max_bps: 5e6, deadline_s: 60,
    ranges: [[0, 4096], [8192, 9000]] };
  const rich = await expect(202, 'startTransfer', `${API}/transfers`,
    { json: { hash: blob.hash, ...fields } });
  assert.equal(rich.body.priority, 'low');
  assert.ok(rich.body.deadline > rich.body.created);
  for (const bad of [{ priority: 'urgent' }, { deadline_s: 0 },
    { ranges: [[5, 5]] }, { ranges: [[-1, 5]] }, { ranges: [5] },
    { ranges: Array(65).fill([0, 1]) }]) {
    await refused(400, 'invalid_request', 'startTransfer', `${API}/transfers`,
      { json: { hash: blob.hash, ...bad } });
  }
});

test('p2p: stop and start', async () => {
  const busy = createSocket('udp4');
  const stopped = await expect(200, 'stopP2p', `${API}/p2p/stop`);
  assert.deepEqual(stopped.body, { running: false, p2p: [] });
  contract.checkData('Node', await node.node());
  await refused(503, 'p2p_stopped', 'startTransfer', `${API}/transfers`,
    { json: { hash: NOWHERE, peers: [other.peer] } });
  busy.bind(Number(node.p2p[0].split(':').at(-1)), '127.0.0.1');
  await once(busy, 'listening');
  await refused(503, 'p2p_cannot_start', 'startP2p', `${API}/p2p/start`);
  contract.checkData('Node', await node.node());
  busy.close();
  await once(busy, 'close');
  const started = await expect(200, 'startP2p', `${API}/p2p/start`);
  assert.deepEqual(started.body, { running: true, p2p: node.p2p });
  await refused(400, 'invalid_request', 'startP2p', `${API}/p2p/start?now`);
  await refused(400, 'invalid_request', 'stopP2p', `${API}/p2p/stop?now`);
});

test('transfers: what cannot be started', async () => {
  const bad = async (json, pointer, code = 'invalid_request') => {
    const body = await refused(400, code, 'startTransfer',
      `${API}/transfers`, { json });
    assert.equal(body.pointer, pointer);
  };
  const ticket = await other.ticket(foreign.hash);
  await bad({}, '');
  await bad({ ticket, hash: foreign.hash }, '');
  await bad({ ticket, format: 'raw' }, '/format');
  await bad({ ticket: 'blobzzz' }, undefined, 'invalid_ticket');
  await bad({ ticket: (await node.node()).ticket }, undefined,
    'invalid_ticket');
  await bad({ ticket: 7 }, '/ticket');
  await bad({ hash: 'x' }, '/hash');
  await bad({ hash: NOWHERE, peers: 'x' }, '/peers');
  await bad({ hash: NOWHERE, peers: [1] }, '/peers');
  await bad({ hash: NOWHERE, peers: ['nobody@1.2.3.4:5'] }, '/peers');
  await bad({ hash: NOWHERE, peers: [`${other.id}@1.2.3.4`] }, '/peers');
  await bad({ hash: NOWHERE, peers: Array(33).fill(other.peer) }, '/peers');
  await bad({ hash: NOWHERE, format: 'x' }, '/format');
  await bad({ hash: NOWHERE, tag: '' }, '/tag');
  await bad({ hash: NOWHERE, tag: 'a\nb' }, '/tag');
  await bad({ hash: NOWHERE, speed: 9 }, '/speed');
});

/** Open a stream; gives the answer and its events. */
async function stream(id, path, headers = {}) {
  const control = new AbortController();
  const answer = await fetch(node.url(path),
    { headers, signal: control.signal });
  assert.equal(answer.status, 200);
  contract.check(id, { status: 200, headers: answer.headers, body: '' });
  // fetch() cancels the body of an answer that nobody holds any more.
  return { answer, events: sseEvents(answer.body),
    close: () => control.abort() };
}

test('peers: connect, look, ping', async () => {
  const path = `${API}/peers/${far.id}`;
  await refused(404, 'peer_not_found', 'getPeer', `${API}/peers/${STRANGER}`);
  const added = await expect(201, 'addPeer', `${API}/peers`,
    { json: { address: far.peer } });
  assert.equal(added.headers.get('location'), path);
  await expect(200, 'addPeer', `${API}/peers`,
    { json: { ticket: (await far.node()).ticket, timeout_s: 5 } });
  const { body } = await expect(200, 'getPeer', path);
  assert.equal(body.state, 'connected');
  await expect(200, 'getPeer', `${API}/peers/${far.id.slice(0, 12)}`);
  await refused(400, 'invalid_peer_id', 'getPeer', `${API}/peers/abc`);
  const list = await expect(200, 'listPeers',
    `${API}/peers?state=connected&kind=firn&sort=score&limit=10`);
  assert.ok(list.body.items.some((p) => p.id === far.id));
  for (const bad of ['state=lost', 'state=', 'kind=x', 'sort=size', 'cursor=x',
    'limit=0']) {
    const { pointer } = await refused(400, 'invalid_request', 'listPeers',
      `${API}/peers?${bad}`);
    assert.equal(pointer, `?${bad.split('=')[0]}`);
  }
  const ping = await expect(200, 'pingPeer', `${path}/ping`, { method: 'POST' });
  assert.deepEqual([ping.body.sent, ping.body.received, ping.body.by],
    [1, 1, 'ping']);
  await expect(200, 'pingPeer', `${path}/ping`,
    { json: { count: 3, size: 1024, timeout_s: 5 } });
  for (const [json, pointer] of [[{ count: 0 }, '/count'],
    [{ count: 1.5 }, '/count'], [{ size: 1025 }, '/size'],
    [{ timeout_s: 0 }, '/timeout_s'], [{ colour: 1 }, '/colour'], [[], '']]) {
    const problem = await refused(400, 'invalid_request', 'pingPeer',
      `${path}/ping`, { json });
    assert.equal(problem.pointer, pointer);
  }
  await refused(404, 'peer_not_found', 'pingPeer',
    `${API}/peers/${STRANGER}/ping`, { method: 'POST' });
});

test('peers: what cannot be connected', async () => {
  const bad = (json, status, code) =>
    refused(status, code, 'addPeer', `${API}/peers`, { json });
  await bad({ address: node.peer }, 400, 'peer_is_self');
  await bad({ address: `${STRANGER}@${far.p2p[0]}`, timeout_s: 5 }, 422,
    'peer_wrong_identity');
  await bad({ address: `${STRANGER}@${await deafPort()}`, timeout_s: 0.5 }, 504,
    'peer_timeout');
  await bad({ address: STRANGER, timeout_s: 0.5 }, 504, 'peer_unreachable');
  for (const address of ['', 'x', '127.0.0.1:1', `${STRANGER}@127.0.0.1`,
    `${STRANGER}@127.0.0.1:0`, `${STRANGER}@host:1`, `${'0'.repeat(64)}@1.2.3.4:5`,
    `${STRANGER}@[::1:5`, `${STRANGER}@127.0.0.1:65536`]) {
    await bad({ address }, 400, 'invalid_address');
  }
  await bad({ ticket: 'blobzzz' }, 400, 'invalid_ticket');
  for (const [json, pointer] of [[{}, ''], [{ address: 1 }, '/address'],
    [{ address: far.peer, ticket: 'x' }, ''],
    [{ address: far.peer, timeout_s: 301 }, '/timeout_s'],
    [{ address: far.peer, now: true }, '/now']]) {
    const problem = await bad(json, 400, 'invalid_request');
    assert.equal(problem.pointer, pointer);
  }
});

test('peers: ban, unban, delete', async () => {
  const path = `${API}/peers/${far.id}`;
  await expect(204, 'banPeer', `${path}/ban`);
  await refused(403, 'peer_banned', 'addPeer', `${API}/peers`,
    { json: { address: far.peer } });
  await refused(409, 'peer_not_connected', 'pingPeer', `${path}/ping`,
    { method: 'POST' });
  await expect(204, 'unbanPeer', `${path}/unban`);
  await refused(404, 'peer_not_found', 'unbanPeer',
    `${API}/peers/${STRANGER}/unban`);
  await refused(400, 'peer_is_self', 'banPeer', `${API}/peers/${node.id}/ban`);
  await refused(400, 'invalid_peer_id', 'banPeer', `${API}/peers/xyz/ban`);
  await expect(204, 'deletePeer', path);
  await refused(404, 'peer_not_found', 'deletePeer', path);
  await expect(201, 'addPeer', `${API}/peers`,
    { json: { address: far.peer } });
});

test('what lies around: discovery, topology, providers', async () => {
  const { body } = await expect(200, 'getDiscovery', `${API}/discovery`);
  assert.deepEqual(body.sources.map((s) => s.name),
    ['static', 'mdns', 'lan', 'dns', 'exchange']);
  await refused(400, 'invalid_request', 'getDiscovery', `${API}/discovery?x`);
  const graph = await expect(200, 'getTopology', `${API}/topology`);
  assert.ok(graph.body.nodes.some((n) => n.id === node.id &&
    n.state === 'self'));
  await refused(400, 'invalid_request', 'getTopology', `${API}/topology?x`);
  const { hash } = await far.addBytes(pattern(12_345));
  const path = `${API}/blobs/${hash}/providers`;
  const providers = await expect(200, 'getBlobProviders', `${path}?timeout=1.5`);
  assert.deepEqual(providers.body.items.map((p) => p.peer), [far.id]);
  for (const bad of ['0', '31', 'x', '', '1e1', '-1']) {
    await refused(400, 'invalid_request', 'getBlobProviders',
      `${path}?timeout=${bad}`);
  }
  await refused(400, 'invalid_hash', 'getBlobProviders',
    `${API}/blobs/zz/providers`);
});

test('work in the background', async () => {
  const tasks = await expect(200, 'getDiagTasks', `${API}/diag/tasks`);
  const names = tasks.body.items.map((t) => t.name);
  for (const name of ['peers.sweep', 'p2p.start', 'transfers']) {
    assert.ok(names.includes(name), `${name} in ${names}`);
  }
  await refused(400, 'invalid_request', 'getDiagTasks', `${API}/diag/tasks?x`);
  await expect(200, 'getDiagErrors', `${API}/diag/errors`);
  await refused(400, 'invalid_request', 'getDiagErrors',
    `${API}/diag/errors?x`);
  const services = await expect(200, 'getDiagServices',
    `${API}/diag/services`);
  const ping = services.body.items.find((s) => s.name === 'ping');
  assert.ok(ping.tx >= 4, JSON.stringify(ping));
  await refused(400, 'invalid_request', 'getDiagServices',
    `${API}/diag/services?x`);
});

test('events by long poll', async () => {
  const poll = async (query, options) =>
    (await expect(200, 'getEvents', `${API}/events?${query}`, options)).body;
  const { next, events } = await poll('wait=0');
  assert.deepEqual(events, []);
  const added = await node.addBytes(pattern(2468), { tag: 'polled' });
  const seen = await poll(`since=${next}&wait=20&types=blob_added`);
  assert.equal(seen.events[0].data.hash, added.hash);
  assert.equal(seen.reset, false);
  const accept = { headers: { accept: 'application/json' } };
  assert.deepEqual((await poll(`since=${seen.next}&types=blob_added`, accept))
    .events, []);
  const foreignId = (next[0] === '0' ? '1' : '0') + next.slice(1);
  assert.equal((await poll(`since=${foreignId}&wait=20`)).reset, true);
  for (const bad of ['601', 'x', '', '-1']) {
    await refused(400, 'invalid_request', 'getEvents',
      `${API}/events?wait=${bad}`);
  }
});

test('limits and schedules', async () => {
  const before = await expect(200, 'getLimits', `${API}/limits`);
  await refused(400, 'invalid_request', 'getLimits', `${API}/limits?x=1`);
  await refused(400, 'invalid_request', 'getSchedules', `${API}/schedules?x=1`);
  const etag = before.headers.get('etag');
  const patch = (json, headers = {}) => ({ json, headers });
  const changed = await expect(200, 'patchLimits', `${API}/limits`,
    patch({ per_peer: { upload_bytes_per_s: 1e9 } }, { 'if-match': etag }));
  assert.notEqual(changed.headers.get('etag'), etag);
  await refused(412, 'precondition_failed', 'patchLimits', `${API}/limits`,
    patch({ per_peer: null }, { 'if-match': etag }));
  for (const bad of [{ x: 1 }, { upload_bytes_per_s: -1 }, { per_peer: 1 },
    { per_peer: { x: 0 } }, { per_priority: { x: {} } }, { exempt_local: 1 },
    { per_priority: { low: { upload_bytes_per_s: 'x' } } }]) {
    await refused(400, 'invalid_request', 'patchLimits', `${API}/limits`,
      patch(bad));
  }
  await expect(200, 'patchLimits', `${API}/limits`, patch({ per_peer: null }));

  const items = [{ days: ['mon', 'sun'], from: '22:00', to: '06:00',
    upload_bytes_per_s: 5, download_bytes_per_s: 0 }];
  const put = await expect(200, 'putSchedules', `${API}/schedules`,
    patch({ items }));
  assert.deepEqual(put.body, { items });
  await refused(412, 'precondition_failed', 'putSchedules',
    `${API}/schedules`, patch({ items: [] }, { 'if-match': etag }));
  for (const bad of [{}, { items: [1] }, { items: [{ from: '00:00' }] },
    { items: [{ from: '24:00', to: '06:00' }] },
    { items: [{ from: '1:000', to: '06:00' }] },
    { items: [{ from: '10:60', to: '06:00' }] },
    { items: [{ days: ['x'], from: '10:00', to: '06:00' }] },
    { items: [{ days: [], from: '10:00', to: '06:00' }] },
    { items: [{ from: '10:00', to: '06:00', x: 1 }] },
    { items: [{ from: '10:00', to: '06:00', upload_bytes_per_s: -1 }] }]) {
    await refused(400, 'invalid_request', 'putSchedules', `${API}/schedules`,
      patch(bad));
  }
  await expect(200, 'putSchedules', `${API}/schedules`, patch({ items: [] }));
  assert.deepEqual((await expect(200, 'getSchedules', `${API}/schedules`)).body,
    { items: [] });
});

test('events of peers fit their schema', async () => {
  const first = await expect(200, 'getEvents',
    `${API}/events?wait=0`);
  await expect(204, 'deletePeer', `${API}/peers/${far.id}`);
  await expect(201, 'addPeer', `${API}/peers`,
    { json: { address: far.peer } });
  const { body } = await expect(200, 'getEvents',
    `${API}/events?since=${first.body.next}&types=peer&wait=20`);
  for (const { data } of body.events) contract.checkData('PeerEvent', data);
  assert.ok(body.events.some(({ data }) => data.news === 'forgotten'));
});

test('events', async () => {
  const { answer, events, close } = await stream('getEvents',
    `${API}/events?types=blob_added,tag`);
  const added = await node.addBytes(pattern(4321), { tag: 'event' });
  const seen = [];
  for await (const event of events) {
    seen.push(event);
    if (seen.length === 2) break;
  }
  close();
  assert.equal(answer.status, 200);
  assert.deepEqual(seen.map((e) => e.type).sort(), ['blob_added', 'tag']);
  for (const e of seen) assert.equal(e.data.hash, added.hash);
  await refused(400, 'invalid_request', 'getEvents', `${API}/events?types=x`);
  await refused(400, 'invalid_request', 'getEvents', `${API}/events?types=`);
  await refused(400, 'invalid_request', 'getEvents', `${API}/events?since=1`);
  await refused(400, 'invalid_request', 'getEvents', `${API}/events`,
    { headers: { 'last-event-id': 'x' } });
});

test('events of a transfer', async () => {
  const big = await other.addBytes(pattern(3_000_000));
  const { id } = await node.startTransfer(
    { ticket: await other.ticket(big.hash) });
  const path = `${API}/transfers/${id}/events`;
  const { events } = await stream('getTransferEvents', path);
  let last;
  for await (last of events) contract.checkData('Transfer', last.data);
  assert.equal(last.type, 'completed');
  await expect(204, 'getTransferEvents', path,
    { headers: { 'last-event-id': last.id } });
  await expect(204, 'getTransferEvents', `${path}?since=${last.id}`);
});

test('every operation was called with good and with bad input', () => {
  assert.deepEqual(contract.missing(), { good: [], bad: [] });
});
