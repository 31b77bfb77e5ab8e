// firn's commands about other nodes, against prepared answers. What real nodes
// answer is tested where real nodes are (mesh, discovery, api_peers).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { code, firn, lines, program, start } from './lib/cli.mjs';
import { Contract } from './lib/contract.mjs';
import { eventStream, fakeNode, problem } from './lib/fake_node.mjs';
import { onTerminal } from './lib/terminal.mjs';
import { until } from './lib/wait.mjs';

const attic = 'ae58ff88'.repeat(8);
const cellar = 'ae58ffff'.repeat(8);
const iroh = '0011aabb'.repeat(8);
const hash = 'ab'.repeat(32);
const evil = '\u001b[2J\u001b]0;x\u0007\r\n\u202ereversed\u0085';
const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();

const peer = (values) => ({
  id: attic, name: 'attic', agent: 'firn/0.1.0', kind: 'firn', version: '0.1.0',
  state: 'connected', since: ago(125), uptime_s: 125, pinned: true,
  banned: false,
  addresses: [
    { addr: '192.0.2.7:8421', source: 'manual', last_ok: ago(125) },
    { addr: '[2001:db8::7]:8421', source: 'mdns', last_ok: null },
  ],
  path: { kind: 'ipv4', addr: '192.0.2.7:8421', why: 'it answered first' },
  rtt_ms: 0.42, rtt_var_ms: 0.11, loss: 0.015, rx_bps: 2048, tx_bps: 980,
  score: 0.99, reputation: 12, reconnects: 1, last_error: null,
  discovered_by: 'manual', ...values,
});
const lost = peer({
  id: cellar, name: 'cellar', state: 'failed', path: null, rtt_ms: null,
  rtt_var_ms: null, loss: null, rx_bps: 0, tx_bps: 0, score: 0,
  last_error: '192.0.2.8:8421: no answer', uptime_s: null, pinned: false,
});
const detail = {
  ...peer(), direction: 'out', relay: null, observed: '203.0.113.5:40771',
  first_seen: ago(3600), last_seen: ago(1), last_connected: ago(125),
  failures: 0, next_dial_in_s: null, deeds: {}, samples: [],
  quality: { cwnd: 1, rx_bytes: 1, tx_bytes: 1,
    rx_bps: { 1: 1300, 10: 1200, 60: 900 }, tx_bps: { 1: 1000, 10: 980, 60: 800 } },
};
const pong = (values) => ({
  peer: attic, by: 'ping', size: 64, sent: 10, received: 10, lost: 0,
  in_order: true, rtt_ms: { min: 0.301, mean: 0.42, max: 1.5 }, error: null, ...values,
});
const news = (values) => ({ news: 'state', id: attic, name: 'attic', kind: 'firn',
  state: 'connected', reason: null, ...values });
const providers = [
  { peer: attic, state: 'complete', size: 4096, held_bytes: 4096, heard: ago(3) },
  { peer: iroh, state: 'partial', size: null, held_bytes: 0, heard: ago(3) },
];
const stock = peer({ id: iroh, name: null, kind: 'iroh', version: null });
const list = (items) => ({ json: { items, next: null } });

async function node(t, routes) {
  const fake = await fakeNode(routes);
  t.after(() => fake.close());
  return fake;
}

const body = (request) => new Promise((resolve) => {
  let text = '';
  request.on('data', (d) => { text += d; });
  request.on('end', () => resolve(text === '' ? null : JSON.parse(text)));
});

// Answers with `answer` and keeps what was sent.
function keeps(seen, answer) {
  return async (request, response, url) => {
    seen.push({ path: url.pathname, body: await body(request) });
    if (answer === undefined) response.writeHead(204).end();
    else {
      response.writeHead(answer.status ?? 200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer.json));
    }
  };
}

test('what is prepared here is what the interface promises', () => {
  const contract = new Contract();
  for (const one of [peer(), lost, stock]) contract.checkData('Peer', one);
  contract.checkData('PeerDetail', detail);
  contract.checkData('Ping', pong());
  contract.checkData('Topology', graph());
  contract.checkData('DiscoverySource', source());
  for (const one of providers) contract.checkData('Provider', one);
  contract.checkData('PeerEvent', news());
});

test('peers: a table for people, fields for scripts', async (t) => {
  const fake = await node(t, { 'GET /api/v1/peers': list([peer(), lost, stock]) });
  const { screen } = await onTerminal([program, '--url', fake.url, 'peers'],
    { columns: 160 });
  const rows = screen.split('\r\n');
  assert.match(rows[0], /^NAME +ID +STATE +KIND +RTT +LOSS +IN +OUT +SCORE/);
  assert.match(rows[1],
    /^attic +ae58ff88ae +connected +firn +0\.42 ms +1\.5% +2\.00 KiB\/s +980 B\/s +0\.99 +2:0\d +192\.0\.2\.7:8421/);
  assert.match(rows[2], /^cellar +ae58ffffae +failed .* - +- .*192\.0\.2\.8:8421: no answer$/);
  assert.match(rows[3], /^- +0011aabb00 +connected +iroh /);
  assert.match(rows[4], /^3 peers, 2 connected$/);
  // What belongs together stands below each other.
  for (const row of rows.slice(1, 4))
    assert.equal(row.indexOf(row.split(/ +/)[2]), rows[0].indexOf('STATE'));

  const piped = await firn(['peers'], { url: fake.url });
  assert.equal(piped.err, '');
  const fields = piped.out.split('\n').map((line) => line.split('\t'));
  assert.deepEqual(fields[0].slice(0, 9), ['attic', attic, 'connected', 'firn',
    '0.42', '0.015', '2048', '980', '0.99']);
  assert.equal(fields[0][10], '192.0.2.7:8421');
  assert.deepEqual(fields[1].slice(3, 6), ['firn', '', '']);
  assert.equal(fields[1][11], '192.0.2.8:8421: no answer');
  assert.equal((await firn(['peers', '-q'], { url: fake.url })).out,
    `${attic}\n${cellar}\n${iroh}\n`);
  const json = lines((await firn(['peers', '--json'], { url: fake.url })).out);
  assert.deepEqual(json[1], lost);
});

test('peers: the node filters and sorts', async (t) => {
  const fake = await node(t, { 'GET /api/v1/peers': list([]) });
  const got = await firn(['peers', '--state', 'failed,closed', '--sort=score'],
    { url: fake.url });
  assert.equal(got.code, code.ok);
  assert.equal(got.out, '');
  assert.match(fake.requests[0].url, /[?&]state=failed%2Cclosed&sort=score(&|$)/);
  const none = await onTerminal([program, '--url', fake.url, 'peers']);
  assert.match(none.screen, /no peers yet; `firn connect/);
});

test('a peer is found by name, by id, and by the first digits of its id',
  async (t) => {
    const seen = [];
    const twins = '7777'.repeat(16);
    const fake = await node(t, {
      'GET /api/v1/peers': list([peer(), lost, peer({ id: twins, name: 'twin' }),
        peer({ id: iroh, name: 'twin' }), peer({ id: 'deadbeef'.repeat(8), name: '0011aabb' })]),
      [`POST /api/v1/peers/${attic}/ban`]: keeps(seen),
      [`POST /api/v1/peers/${'deadbeef'.repeat(8)}/ban`]: keeps(seen),
      [`POST /api/v1/peers/${'99'.repeat(32)}/ban`]: keeps(seen),
    });
    const ban = (...who) => firn(['ban', ...who], { url: fake.url });
    for (const who of ['attic', 'ae58ff88', 'AE58FF88AE', attic])
      assert.equal((await ban(who)).code, code.ok, who);
    // A machine may be called like the beginning of another one's id.
    assert.equal((await ban('0011aabb')).code, code.ok);
    assert.equal(seen.at(-1).path, `/api/v1/peers/${'deadbeef'.repeat(8)}/ban`);
    // One never heard of: by its whole id, and without a look at the list.
    const before = fake.requests.length;
    assert.equal((await ban('99'.repeat(32))).code, code.ok);
    assert.equal(fake.requests.length, before + 1);

    const both = await ban('twin');
    assert.equal(both.code, code.usage);
    assert.match(both.err, /2 peers have that name: 7777777777, 0011aabb00; give the id/);
    const more = await ban('ae58');
    assert.equal(more.code, code.usage);
    assert.match(more.err, /ids of 2 peers begin so/);
    const none = await ban('nobody', 'attic');
    assert.equal(none.code, code.notFound);
    assert.match(none.err, /^firn: ban nobody: no peer has that name or id; `firn peers` lists them\n$/);
    assert.equal(seen.at(-1).path, `/api/v1/peers/${attic}/ban`);
  });

test('disconnect and unban name the peer to the node', async (t) => {
  const seen = [];
  const fake = await node(t, {
    'GET /api/v1/peers': list([peer()]),
    [`DELETE /api/v1/peers/${attic}`]: keeps(seen),
    [`POST /api/v1/peers/${attic}/unban`]: keeps(seen),
  });
  assert.equal((await firn(['disconnect', 'attic'], { url: fake.url })).code, code.ok);
  assert.equal((await firn(['unban', attic], { url: fake.url })).code, code.ok);
  assert.deepEqual(seen.map((s) => s.path),
    [`/api/v1/peers/${attic}`, `/api/v1/peers/${attic}/unban`]);
});

test('connect: by address, by ticket, by name', async (t) => {
  const seen = [];
  const fake = await node(t, {
    'GET /api/v1/peers': list([peer()]),
    'POST /api/v1/peers': keeps(seen, { status: 201, json: peer() }),
  });
  const ticket = 'node' + 'a2'.repeat(40);
  const address = `${attic}@192.0.2.7:8421`;
  const got = await firn(['connect', address, '--timeout', '3'], { url: fake.url });
  assert.equal(got.code, code.ok, got.err);
  assert.equal(got.out, attic + '\n');
  assert.match(got.err, /^connected to attic \(ae58ff88ae\) at 192\.0\.2\.7:8421, firn, rtt 0\.42 ms\n$/);
  await firn(['connect', ticket, 'attic', attic], { url: fake.url });
  assert.deepEqual(seen.map((s) => s.body), [{ address, timeout_s: 3 },
    { ticket }, { address: attic }, { address: attic }]);
  const contract = new Contract();
  for (const one of seen) contract.checkData('PeerAdd', one.body);
  const quiet = await firn(['connect', '-q', address], { url: fake.url });
  assert.equal(quiet.out + quiet.err, attic + '\n');
});

test('connect: what went wrong decides the code', async (t) => {
  const cases = [
    [400, 'invalid_address', code.usage], [400, 'peer_is_self', code.failed],
    [403, 'peer_banned', code.failed], [422, 'peer_wrong_identity', code.failed],
    [424, 'peer_refused', code.failed], [504, 'peer_timeout', code.timeout],
    [503, 'p2p_disabled', code.failed],
  ];
  for (const [status, name, want] of cases) {
    const fake = await node(t, {
      'POST /api/v1/peers': problem(status, name, `it was ${name}`, 'Do this.'),
    });
    const got = await firn(['connect', `${attic}@192.0.2.7:1`], { url: fake.url });
    assert.equal(got.code, want, name);
    assert.match(got.err, new RegExp(`it was ${name}.*\\n +\\S`), name);
    assert.equal(got.out, '');
  }
});

test('peer: what is known of it', async (t) => {
  const failed = { ...lost, failures: 7, next_dial_in_s: 3.25 };
  const fake = await node(t, {
    'GET /api/v1/peers': list([peer(), lost]),
    [`GET /api/v1/peers/${attic}`]: { json: detail },
    [`GET /api/v1/peers/${cellar}`]: { json: failed },
  });
  const { out } = await firn(['peer', 'attic'], { url: fake.url });
  for (const line of [/^id +ae58/m, /^state +connected for 2:0\d, pinned$/m,
    /^at +192\.0\.2\.7:8421 \(it answered first\)$/m,
    /^sees us at +203\.0\.113\.5:40771$/m, /^rtt +0\.42 ms, varying by 0\.11 ms$/m,
    /^in +1\.26 KiB\/s now, 1\.17 KiB\/s over 10 s/m,
    /^addresses +192\.0\.2\.7:8421 {2}\(manual; worked 2:0\d ago\)$/m,
    /^ +\[2001:db8::7\]:8421 {2}\(mdns; never worked\)$/m])
    assert.match(out, line);
  const gone = (await firn(['peer', 'cellar'], { url: fake.url })).out;
  assert.match(gone, /^tried next +in 3\.2 s, after 7 failures$/m);
  assert.match(gone, /^last error +192\.0\.2\.8:8421: no answer$/m);
  assert.doesNotMatch(gone, /^rtt/m);
  assert.deepEqual(JSON.parse((await firn(['peer', '--json', attic], { url: fake.url })).out),
    detail);
  const none = await firn(['peer', 'nobody'], { url: fake.url });
  assert.equal(none.code, code.notFound);
});

test('ping prints what came back, and ends by it', async (t) => {
  const seen = [];
  const ping = (answer) => ({
    'GET /api/v1/peers': list([peer()]),
    [`POST /api/v1/peers/${attic}/ping`]: keeps(seen, answer),
  });
  const well = await node(t, ping({ json: pong() }));
  const got = await firn(['ping', 'attic', '--count', '10', '--size=64'], { url: well.url });
  assert.equal(got.code, code.ok, got.err);
  assert.equal(got.out, `attic  ${attic}\n` +
    '10 sent with 64 bytes each, 10 received, 0% lost\n' +
    'rtt min/mean/max = 0.301/0.420/1.500 ms\n');
  assert.deepEqual(seen[0].body, { count: 10, size: 64, timeout_s: 15 });
  new Contract().checkData('PingRequest', seen[0].body);
  assert.equal((await firn(['ping', '-q', 'attic'], { url: well.url })).out, '0.420\n');

  const some = await node(t, ping({ json: pong({ received: 7, lost: 3, error: 'timed out' }) }));
  const part = await firn(['ping', 'attic'], { url: some.url });
  assert.equal(part.code, code.ok);
  assert.match(part.out, /7 received, 30% lost/);

  const silent = await node(t, ping({ json: pong({ received: 0, lost: 10, error: 'timed out',
    rtt_ms: { min: 0, mean: 0, max: 0 } }) }));
  const late = await firn(['ping', 'attic'], { url: silent.url });
  assert.equal(late.code, code.timeout);
  assert.match(late.out, /0 received, 100% lost/);
  assert.doesNotMatch(late.out, /rtt/);
  assert.match(late.err, /^firn: ping attic: timed out\n$/);

  const quic = await node(t, ping({ json: pong({ by: 'quic' }) }));
  assert.match((await firn(['ping', 'attic'], { url: quic.url })).out,
    /stock iroh endpoint answers no pings.*\nrtt min/);
  for (const args of [['--count', '10001'], ['--size', '1025'], ['--count', 'x'],
    ['--timeout', '301']])
    assert.equal((await firn(['ping', 'attic', ...args], { url: well.url })).code, code.usage);
});

const source = (values) => ({
  name: 'mdns', enabled: true, state: 'running', since: ago(60), error: null,
  announced: true, runs: 3, discovered: 4, faults: { no_daemon: 2, malformed: 1 },
  sightings: [{ id: attic, name: 'attic', version: '0.1.0', since: ago(60),
    addresses: ['192.0.2.7:8421', '[2001:db8::7]:8421'], last_seen: ago(7) }],
  ...values,
});

test('discovery: the sources, then what they see', async (t) => {
  const sources = [source(), source({ name: 'dns', state: 'failed', announced: false,
    error: 'no such name', sightings: [], faults: {} })];
  const fake = await node(t, { 'GET /api/v1/discovery': { json: { sources } } });
  const { screen } = await onTerminal([program, '--url', fake.url, 'discovery'],
    { columns: 120 });
  assert.match(screen, /^mdns +running +1:0\d +yes +1 +4 +3 /m);
  assert.match(screen, /^dns +failed .* no such name\r$/m);
  assert.match(screen, /^mdns +attic +ae58ff88ae +0\.1\.0 +0:0\d +192\.0\.2\.7:8421,\[2001:db8::7\]:8421\r$/m);
  const piped = (await firn(['discovery'], { url: fake.url })).out.split('\n');
  assert.match(piped[0], /^source\tmdns\trunning\t20\S+Z\tyes\t1\t4\t3\t$/);
  assert.match(piped[2], new RegExp(`^sighting\tmdns\tattic\t${attic}\t0\\.1\\.0\t20`));
  assert.equal((await firn(['discovery', '-q'], { url: fake.url })).out, attic + '\n');
  assert.deepEqual(lines((await firn(['discovery', '--json'], { url: fake.url })).out), sources);
});

const graph = (values) => ({
  nodes: [
    { id: attic, name: 'attic', kind: 'firn', state: 'self', version: 'firn/0.1.0',
      uptime_s: 3600, blobs: 3, bytes: 4096 },
    { id: cellar, name: 'cellar', kind: 'firn', state: 'reachable', version: 'firn/0.1.0',
      uptime_s: 60, blobs: 0, bytes: 0 },
    { id: iroh, name: null, kind: 'iroh', state: 'connected', version: null,
      uptime_s: null, blobs: null, bytes: null },
  ],
  links: [
    { from: attic, to: iroh, rtt_ms: 0.42, loss: 0.02, rx_bps: 2048, tx_bps: 0,
      path: 'ipv4', since: ago(60) },
    { from: attic, to: cellar, rtt_ms: null, loss: 0, rx_bps: 0, tx_bps: 0,
      path: 'unknown', since: ago(60) },
  ],
  generated_at: ago(0), ...values,
});

test('topology: nodes, then links, with names and in words', async (t) => {
  const fake = await node(t, { 'GET /api/v1/topology': { json: graph() } });
  const { screen } = await onTerminal([program, '--url', fake.url, 'topology'],
    { columns: 120 });
  assert.match(screen, /^attic +ae58ff88ae +this node +firn\/0\.1\.0 +1:00:00 +3 +4\.00 KiB/m);
  assert.match(screen, /^cellar +ae58ffffae +connected to others /m);
  assert.match(screen, /^- +0011aabb00 +connected to us +- +- +- +-/m);
  assert.match(screen, /^attic +0011aabb00 +0\.42 ms +2\.0% +2\.00 KiB\/s +0 B\/s +ipv4 +1:0\d/m);
  assert.match(screen, /^attic +cellar +- +0\.0% /m);
  assert.match(screen, /^3 nodes, 2 links/m);
  const piped = (await firn(['topology'], { url: fake.url })).out.split('\n');
  assert.equal(piped[0], `node\tattic\t${attic}\tself\tfirn/0.1.0\t3600\t3\t4096`);
  assert.equal(piped[2], `node\t\t${iroh}\tconnected\t\t\t\t`);
  assert.match(piped[3], new RegExp(`^link\t${attic}\t${iroh}\t0\\.42\t0\\.02\t2048\t0\tipv4\t20`));
  assert.deepEqual(JSON.parse((await firn(['topology', '--json'], { url: fake.url })).out).nodes,
    graph().nodes);
});

// A reader of the part of Graphviz' language that is needed, strict where a
// name could break out: the statements, with quoted words unescaped as
// Graphviz does it.
function readDot(text) {
  const token = /\s*("(?:[^"\\]|\\[^])*"|--|[\w.]+|[{}[\];=])/gy;
  const words = [];
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    const got = token.exec(text);
    assert.ok(got, `not Graphviz at ${at}: ${text.slice(at, at + 40)}`);
    words.push(got[1]);
  }
  assert.deepEqual(words.slice(0, 3), ['graph', 'firn', '{']);
  assert.equal(words.at(-1), '}');
  const statements = words.slice(3, -1).join(' ').split(' ; ');
  const label = (s) => /label = "((?:[^"\\]|\\[^])*)"/.exec(s)?.[1]
    .replace(/\\(.)/g, (all, c) => (c === 'n' ? '\n' : c)).replace(/&amp;/g, '&');
  return {
    nodes: statements.filter((s) => /^"[^"]*" \[/.test(s)).map(label),
    links: statements.filter((s) => / -- /.test(s)),
  };
}

test('topology --dot: Graphviz, whatever a node calls itself', async (t) => {
  const names = ['a"]; evil [x="', 'back\\slash', '\\', '\\G&quot;<b>', evil, 'ü 日本'];
  const nodes = names.map((name, i) => ({ ...graph().nodes[0], name,
    id: `${i}`.repeat(64), state: i === 0 ? 'self' : 'lost' }));
  const links = [{ ...graph().links[0], from: nodes[0].id, to: nodes[1].id },
    { ...graph().links[1], from: nodes[1].id, to: nodes[2].id }];
  const fake = await node(t, { 'GET /api/v1/topology': { json: graph({ nodes, links }) } });
  const { out } = await firn(['topology', '--dot'], { url: fake.url });
  const got = readDot(out);
  assert.equal(got.nodes.length, names.length);
  assert.equal(got.nodes[0], 'a"]; evil [x="\n0000000000\nself');
  assert.equal(got.nodes[1], 'back\\slash\n1111111111\nlost');
  assert.equal(got.nodes[3], '\\G&quot;<b>\n3333333333\nlost');
  assert.match(got.nodes[4], /^\\x1B\[2J/);
  assert.equal(got.nodes[5], 'ü 日本\n5555555555\nlost');
  assert.equal(got.links.length, 2);
  assert.match(got.links[0], /label = "0\.42 ms"/);
  assert.doesNotMatch(got.links[1], /label/);
  let dot;
  try {
    dot = execFileSync('dot', ['-Tplain'], { input: out }).toString();
  } catch (e) {
    if (e.code !== 'ENOENT') throw e; // it is there on machines with Graphviz
    return;
  }
  assert.equal(dot.match(/^node /gm).length, names.length);
});

test('providers: who has it, or 4', async (t) => {
  const route = `GET /api/v1/blobs/${hash}/providers`;
  const fake = await node(t, { [route]: { json: { items: providers } },
    'GET /api/v1/peers': list([peer()]) });
  const { screen } = await onTerminal([program, '--url', fake.url, 'providers', hash],
    { columns: 130 });
  assert.match(screen, new RegExp(`^attic +4\\.00 KiB +100% +0:0\\d +${attic}`, 'm'));
  assert.match(screen, new RegExp(`^- +\\? +0% +0:0\\d +${iroh}`, 'm'));
  const got = await firn(['providers', hash, '--timeout', '1'], { url: fake.url });
  assert.match(got.out, new RegExp(`^${attic}\tcomplete\t4096\t4096\t20`));
  assert.match(fake.requests.at(-1).url, /timeout=1$/);
  assert.equal((await firn(['providers', '-q', hash], { url: fake.url })).out,
    `${attic}\n${iroh}\n`);
  const nobody = await node(t, { [route]: { json: { items: [] } } });
  const none = await firn(['providers', hash], { url: nobody.url });
  assert.equal(none.code, code.notFound);
  assert.match(none.err, /no connected peer says to have it/);
});

test('events: filtered, a line each, taken up after a break', async (t) => {
  const asked = [];
  const fake = await node(t, {
    'GET /api/v1/events': (request, response, url) => {
      asked.push([url.search, request.headers['last-event-id']]);
      const stream = eventStream(response);
      stream.send('peer', news(), `abcdef-${asked.length}1`);
      stream.send('peer', news({ id: cellar, name: null, state: 'failed',
        reason: evil }), `abcdef-${asked.length}2`);
      stream.send('p2p', { state: 'failed', error: 'in use' }, `abcdef-${asked.length}3`);
      if (asked.length === 1) stream.end();
    },
  });
  const child = start(['events', '--types', 'peer,p2p', '--since', 'abcdef-7'],
    { url: fake.url });
  let text = '';
  child.stdout.on('data', (d) => { text += d; });
  await until('both streams are printed', () => text.split('\n').length === 7);
  child.kill('SIGINT');
  const { code: end } = await child.done;
  assert.equal(end, code.ok);
  assert.deepEqual(asked, [['?types=peer%2Cp2p', 'abcdef-7'],
    ['?types=peer%2Cp2p', 'abcdef-13']]);
  const [one, two, three] = text.split('\n');
  assert.match(one, /^\d\d:\d\d:\d\d {2}peer {2}attic \(ae58ff88ae\) {2}connected$/);
  assert.match(two, /peer {2}ae58ffffae {2}failed {2}\\x1B\[2J/);
  assert.match(three, /p2p {2}state=failed error=in use$/);

  const json = start(['events', '--json'], { url: fake.url });
  let first = '';
  json.stdout.on('data', (d) => { first += d; });
  await until('an event is printed', () => first.includes('\n'));
  json.kill('SIGINT');
  await json.done;
  const [event] = lines(first.slice(0, first.lastIndexOf('\n')));
  assert.equal(event.event, 'peer');
  assert.equal(event.id, 'abcdef-31');
  assert.equal(event.data.name, 'attic');
});

test('events: a refusal ends it', async (t) => {
  const fake = await node(t, {
    'GET /api/v1/events': problem(400, 'invalid_parameter', 'there is no event type foo'),
  });
  const got = await firn(['events', '--types', 'foo'], { url: fake.url });
  assert.equal(got.code, code.usage);
  assert.match(got.err, /^firn: events: there is no event type foo/);
});

test('words of peers cannot drive the terminal', async (t) => {
  const bad = peer({ name: evil, last_error: evil, state: evil, kind: evil,
    version: evil, path: { kind: evil, addr: evil, why: evil },
    addresses: [{ addr: evil, source: evil, last_ok: null }] });
  const fake = await node(t, {
    'GET /api/v1/peers': list([bad]),
    'POST /api/v1/peers': { json: bad },
    [`GET /api/v1/peers/${attic}`]: { json: bad },
    'GET /api/v1/discovery': { json: { sources: [source({ error: evil,
      sightings: [{ ...source().sightings[0], name: evil, addresses: [evil] }] })] } },
    'GET /api/v1/topology': { json: graph({
      nodes: [{ ...graph().nodes[0], name: evil, state: evil, version: evil }],
      links: [{ ...graph().links[0], to: evil, path: evil }] }) },
  });
  for (const args of [['peers'], ['peer', attic], ['discovery'], ['topology'],
    ['topology', '--dot'], ['connect', attic]]) {
    const piped = await firn(args, { url: fake.url });
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(piped.out + piped.err, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    const { screen } = await onTerminal([program, ...args], { env: { FIRN_URL: fake.url } });
    assert.doesNotMatch(screen, /\u001b\[2J|\u001b\]|\u202e|\u0085/, args.join(' '));
  }
});

test('an answer of another shape is survived', async (t) => {
  const odd = [{}, { items: 3 }, { items: [1, 'x', null, [], {}] },
    { sources: [7], nodes: [null, {}], links: ['x', {}], rtt_ms: 3 }];
  for (const json of odd) {
    const routes = {};
    for (const route of ['GET /api/v1/peers', `GET /api/v1/peers/${attic}`,
      `POST /api/v1/peers/${attic}/ping`, 'GET /api/v1/discovery', 'GET /api/v1/topology',
      `GET /api/v1/blobs/${hash}/providers`, 'GET /api/v1/node'])
      routes[route] = { json };
    const fake = await node(t, routes);
    for (const args of [['peers'], ['peer', attic], ['ping', attic], ['discovery'],
      ['topology'], ['topology', '--dot'], ['providers', hash], ['doctor'], ['node']]) {
      const got = await firn(args, { url: fake.url });
      assert.equal(got.signal, null, args.join(' '));
      const { code: end } = await onTerminal([program, '--url', fake.url, ...args]);
      assert.ok(end < 8, `${args.join(' ')}: ${end}`);
    }
  }
});

test('the shell is offered names and ids of peers', async (t) => {
  const fake = await node(t, { 'GET /api/v1/peers': list([peer(), stock,
    peer({ name: '$(touch x)', id: cellar })]) });
  const got = await firn(['__complete', 'peers'], { url: fake.url });
  assert.equal(got.out, `attic\n${attic}\n${iroh}\n${cellar}\n`);
  const states = await firn(['__complete', 'peer-states'], { url: 'http://127.0.0.1:1' });
  assert.match(states.out, /^connected\nconnecting\n/);
});

test('a node of another version has no such call, and that is said', async (t) => {
  const fake = await node(t, {});
  const got = await firn(['discovery'], { url: fake.url });
  assert.equal(got.code, code.notFound);
  assert.match(got.err, /older than this program, or newer; `firn version` tells/);
});
