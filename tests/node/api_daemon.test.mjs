// The daemon as an operator meets it: settings that are wrong, ports that are
// taken, stopping while something runs, health, metrics, memory.

import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { pattern, sha256, writeRandom } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { peakBytes, residentBytes, resetPeak } from './lib/proc.mjs';
import { Raw } from './lib/raw.mjs';
import { guard, tempDir } from './lib/scope.mjs';
import { until } from './lib/wait.mjs';

const BIG = Number(process.env.FIRN_BIG_BYTES ?? 1 << 30);
const GROWTH = 64 << 20;
const QUIET = ['--http.listen=127.0.0.1:0', '--p2p.listen=127.0.0.1:0',
  '--discovery.mdns.enabled=false', '--discovery.lan.enabled=false'];

/** Run firnd to its end: { code, stdout, stderr }. */
async function run(args, env = {}) {
  const clean = Object.fromEntries(Object.entries(process.env)
    .filter(([name]) => !name.startsWith('FIRN_')));
  try {
    const { stdout, stderr } = await promisify(execFile)(process.env.FIRND,
      args, { env: { ...clean, ...env }, timeout: 20_000 });
    return { code: 0, stdout, stderr };
  } catch (e) {
    return { code: e.code, stdout: e.stdout, stderr: e.stderr };
  }
}

async function refused(args, words, env) {
  const { code, stderr } = await run(args, env);
  assert.equal(code, 2, stderr);
  for (const word of words) assert.ok(stderr.includes(word), stderr);
  assert.equal(stderr.trim().split('\n').length, 1, 'one line');
}

test('help and version', async () => {
  const help = await run(['--help']);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /usage: firnd/);
  assert.ok(help.stdout.split('\n').every((line) => line.length <= 80));
  assert.match((await run(['--version'])).stdout, /^firnd \d+\.\d+\.\d+\n$/);
  assert.match((await run(['--help-settings'])).stdout, /--http\.listen=/);
});

test('wrong settings are refused with where they stand', async (t) => {
  const file = join(tempDir(t), 'firn.yaml');
  const config = (text) => {
    writeFileSync(file, text);
    return [`--config=${file}`];
  };
  await refused(['--http.lisen=x'], ["did you mean 'http.listen'?"]);
  await refused(['--http.threads=0'], ['http.threads', "'0'", 'from 1 to 64']);
  await refused(['extra'], ["'extra'"]);
  await refused(['--config=/nowhere.yaml'], ['/nowhere.yaml', 'not found']);
  await refused([], ['FIRN_LOG_LEVEL', "'loud'"], { FIRN_LOG_LEVEL: 'loud' });
  await refused([], ['FIRN_NONSENSE'], { FIRN_NONSENSE: '1' });
  await refused(config('http:\n  threads: 2\n  lisen: x\n'),
    [`${file}:3`, 'http.lisen', 'http.listen']);
  await refused(config('log: {level: [a\n'), [`${file}:`, 'not YAML']);
  await refused(['--http.listen=0.0.0.0:0'], ['http.insecure=true', '0.0.0.0']);
  await refused(['--http.listen=nonsense'], ['http.listen', "'nonsense'"]);
  const good = await run([...config('http.threads: 2\n'), '--check-config']);
  assert.deepEqual([good.code, good.stdout], [0, 'settings are good\n']);
});

test('all sources together', async (t) => {
  const file = join(tempDir(t), 'firn.yaml');
  writeFileSync(file, 'http:\n  threads: 3\nnode.name: from-file\n' +
    'log.format: json\n');
  const node = await Firnd.start(t, {
    args: [`--config=${file}`, '--node.name=from-flag'],
    env: { FIRN_HTTP_THREADS: '2' },
  });
  const { items } = await node.api('GET', '/config');
  const of = (name) => {
    const { text, source, where } = items.find((s) => s.name === name);
    return [text, source, where];
  };
  assert.deepEqual(of('http.threads'), ['2', 'env', 'FIRN_HTTP_THREADS']);
  assert.deepEqual(of('node.name'), ['from-flag', 'flag', '--node.name']);
  assert.deepEqual(of('log.format'), ['json', 'file', `${file}:4`]);
  assert.equal((await node.node()).name, 'from-flag');
  for (const line of node.log.trim().split('\n')) JSON.parse(line);
});

test('what is in the way of a start is told', async (t) => {
  const dir = tempDir(t);
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.after(() => taken.close());
  const { port } = taken.address();
  const busy = await run([...QUIET, `--http.listen=127.0.0.1:${port}`,
    `--data_dir=${dir}/a`]);
  assert.equal(busy.code, 1);
  assert.match(busy.stderr, new RegExp(`127.0.0.1:${port}.*in use`));

  const first = await Firnd.start(t);
  const second = await run([...QUIET, `--data_dir=${first.dir}`]);
  assert.equal(second.code, 1);
  assert.ok(second.stderr.includes(first.dir), second.stderr);
  const entry = await run([...QUIET, `--data_dir=${dir}/b`,
    '--discovery.static=nobody@127.0.0.1:1']);
  assert.equal(entry.code, 1);
  assert.ok(entry.stderr.includes('nobody@127.0.0.1:1'), entry.stderr);

  writeFileSync(join(dir, 'plain'), '');
  const file = await run([...QUIET, `--data_dir=${dir}/plain/x`]);
  assert.equal(file.code, 1);
  assert.match(file.stderr, /plain/);
});

test('one of two addresses for HTTP taken: the other one serves',
  async (t) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    t.after(() => taken.close());
    const at = `127.0.0.1:${taken.address().port}`;
    const node = await Firnd.start(t,
      { args: [`--http.listen=${at},127.0.0.1:0`] });
    const info = await node.node();
    assert.deepEqual(info.http_listening, [node.http]);
    assert.equal(info.http_not_bound.length, 1);
    assert.ok(info.http_not_bound[0].includes(`${at}: the address is in use`));
    assert.ok(node.log.includes(at), node.log);
    const ready = await node.call('GET', '/readyz?verbose');
    assert.equal(ready.status, 200);
    assert.match(String(ready.body),
      new RegExp(`^\\[!\\]http degraded: .*${at}`, 'm'));
    assert.equal(String((await node.call('GET', '/readyz')).body), 'ok\n');
  });

test('identity and content survive a restart', async (t) => {
  const node = await Firnd.start(t);
  const { id } = node;
  const { hash } = await node.addBytes(pattern(50_000), { tag: 'kept' });
  assert.equal(statSync(join(node.dir, 'key')).mode & 0o777, 0o600);
  assert.equal(statSync(node.dir).mode & 0o777, 0o700);
  assert.equal(await node.stop(), 0);
  await node.restart();
  assert.equal(node.id, id);
  assert.ok((await node.getBytes(hash)).equals(pattern(50_000)));
  assert.equal((await node.api('GET', '/tags/kept')).hash, hash);
});

test('two listeners, one of them IPv6', async (t) => {
  const node = await Firnd.start(t,
    { args: ['--http.listen=127.0.0.1:0,[::1]:0'] });
  assert.equal((await node.call('GET', '/livez')).status, 200);
  const [line] = /http:\/\/\[::1\]:\d+/.exec(node.log);
  assert.equal((await fetch(`${line}/livez`)).status, 200);
});

test('stopping finishes what runs and ends what only listens', async (t) => {
  const node = await Firnd.start(t);
  const listener = await Raw.open(node.http);
  await listener.send(
    `GET /api/v1/events HTTP/1.1\r\nHost: ${node.http}\r\n\r\n`);
  await until('it listens', () => listener.text.includes('retry'));

  const bytes = pattern(2_000_000);
  const req = request(node.url('/api/v1/blobs'),
    { method: 'PUT', headers: { 'content-length': bytes.length } });
  req.write(bytes.subarray(0, 1_000_000));
  await until('the upload runs', async () => /firn_store_adds 1\n/.test(
    String((await node.call('GET', '/metrics')).body)));
  const stopped = node.stop();
  await until('the node stops', () => node.log.includes('stop: '));
  req.end(bytes.subarray(1_000_000));
  const [res] = await once(req, 'response');
  assert.equal(res.statusCode, 201);
  const { hash } = JSON.parse(Buffer.concat(await res.toArray()));
  assert.equal(await stopped, 0);
  assert.match(await listener.rest(), /0\r\n\r\n$/);

  await node.restart();
  assert.ok((await node.getBytes(hash)).equals(bytes));
});

test('stopping cuts off what does not end, and keeps nothing of it',
  async (t) => {
    const node = await Firnd.start(t, { args: ['--http.drain_timeout=500ms'] });
    const req = request(node.url('/api/v1/blobs'),
      { method: 'PUT', headers: { 'content-length': 2_000_000 } });
    req.on('error', () => {});
    req.write(pattern(1_000_000));
    await until('the upload runs', async () => /firn_store_adds 1\n/.test(
      String((await node.call('GET', '/metrics')).body)));
    assert.equal(await node.stop(), 0);
    const left = readdirSync(node.dir, { recursive: true })
      .filter((name) => statSync(join(node.dir, name)).size === 1_000_000);
    assert.deepEqual(left, []);
    await node.restart();
    assert.equal((await node.blobs()).items.length, 0);
  });

test('a second signal ends the node at once', async (t) => {
  const node = await Firnd.start(t, { args: ['--http.drain_timeout=1h'] });
  const req = request(node.url('/api/v1/blobs'),
    { method: 'PUT', headers: { 'content-length': 2_000_000 } });
  req.on('error', () => {});
  req.write(pattern(1000));
  await until('the upload runs', async () => /firn_store_adds 1\n/.test(
    String((await node.call('GET', '/metrics')).body)));
  process.kill(node.pid, 'SIGTERM');
  await until('the node stops', () => node.log.includes('stop: '));
  process.kill(node.pid, 'SIGTERM');
  await until('it is gone', () => !node.isRunning, 3000);
});

test('stopping in the middle of a transfer keeps what came', async (t) => {
  const SIZE = 300_000_000;
  const [a, b] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
  const path = writeRandom(join(tempDir(t), 'content'), SIZE);
  const { hash } = await a.addFile(path);
  const ticket = await a.ticket(hash);
  const { id } = await b.startTransfer({ ticket });
  for await (const { data } of b.transferEvents(id)) {
    if (data.bytes_done > 30_000_000) break;
  }
  assert.equal(await b.stop(), 0);
  await b.restart();
  const held = (await b.status(hash)).held_bytes;
  assert.ok(held >= 30_000_000, `${held} bytes are held`);
  const done = await b.fetch({ ticket: await a.ticket(hash) });
  assert.ok(done.bytes_fetched <= SIZE - held);
  const copy = join(tempDir(t), 'copy');
  await b.getFile(hash, copy);
  assert.equal(await sha256(copy), await sha256(path));
});

test('started and stopped a hundred times', { timeout: 120_000 }, async (t) => {
  const node = await Firnd.start(t);
  for (let i = 0; i < 100; i++) {
    assert.equal(await node.stop(), 0);
    await node.restart();
  }
  assert.equal((await node.call('GET', '/readyz')).status, 200);
});

test('the service manager is told', async (t) => {
  // A datagram socket of its own kind: systemd-notify's receiver is python's.
  const dir = tempDir(t);
  const script = `import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('bound', flush=True)
while True:
    print(s.recv(4096).decode().replace('\\n', ' '), flush=True)
`;
  const receiver = guard(spawn('python3', ['-c', script, `${dir}/notify`]));
  t.after(() => receiver.kill());
  let heard = '';
  receiver.stdout.on('data', (d) => { heard += d; });
  await until('it is bound', () => heard.includes('bound'));
  const node = await Firnd.start(t, { env: { NOTIFY_SOCKET: `${dir}/notify` } });
  await until('READY=1 came', () => heard.includes('READY=1'));
  await node.stop();
  await until('STOPPING=1 came', () => heard.includes('STOPPING=1'));
});

test('metrics pass promtool and move', async (t) => {
  const [a, b] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
  const { hash } = await a.addBytes(pattern(500_000));
  await b.fetch({ ticket: await a.ticket(hash) });
  await b.fetch({ hash });
  await b.call('GET', '/nix');
  const text = String((await b.call('GET', '/metrics')).body);
  execFileSync('promtool', ['check', 'metrics'], { input: text });
  const value = (name) => {
    const line = text.split('\n').find((l) => l.startsWith(`${name} `));
    assert.ok(line, `there is ${name}`);
    return Number(line.slice(name.length + 1));
  };
  assert.equal(value('firn_blobs{state="complete"}'), 1);
  assert.equal(value('firn_blob_store_bytes{state="complete"}'), 500_000);
  assert.equal(
    value('firn_transfer_bytes_total{direction="in",kind="verified"}'),
    500_000);
  assert.equal(value('firn_transfers_total{result="completed"}'), 2);
  assert.equal(value('firn_transfer_duration_seconds_count'), 1);
  assert.equal(value('firn_blob_requests_total{source="local",result="ok"}'),
    1);
  assert.ok(value('firn_quic_handshakes_total{result="ok"}') >= 1);
  assert.equal(value(
    'firn_http_requests_total{method="any",route="none",code="404"}'), 1);
  assert.ok(value('process_resident_memory_bytes') > 1e6);
  assert.ok(value('process_open_fds') > 5);
  const age = Date.now() / 1000 - value('process_start_time_seconds');
  // The kernel tells when it started itself in whole seconds.
  assert.ok(age > -1 && age < 60, `started ${age} s ago`);
});

test('a name that cannot be looked up leaves a node that says so',
  async (t) => {
    const id = 'd04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c9778737';
    const node = await Firnd.start(t,
      { args: [`--discovery.static=${id}@no.such.host.invalid:8421`] });
    await until('it names the entry', async () => {
      const { status, body } = await node.call('GET', '/readyz?verbose');
      assert.equal(status, 200);
      return /^\[\+\]static ok; last trouble: .*"no\.such\.host\.invalid"/m
        .test(String(body));
    });
  });

test('a large file takes little memory', { timeout: 600_000 }, async (t) => {
  const path = writeRandom(join(tempDir(t), 'content'), BIG);
  const [a, b] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
  const before = [a, b].map((n) => {
    resetPeak(n.pid);
    return residentBytes(n.pid);
  });
  const { hash } = await a.addFile(path);
  await b.fetch({ ticket: await a.ticket(hash) }, 600_000);
  const copy = join(tempDir(t), 'copy');
  await b.getFile(hash, copy);
  assert.equal(statSync(copy).size, BIG);
  // Mapped files are the kernel's memory, not the node's.
  for (const [i, n] of [a, b].entries()) {
    assert.ok(n.anonymous() < GROWTH,
      `${n.anonymous()} bytes of its own (peak ${peakBytes(n.pid)}, ` +
      `before ${before[i]})`);
  }
});

/** A program that runs firnd with its folder on a small file system of its
 * own; undefined where that is not allowed. */
function inSmallSpace(t) {
  const dir = tempDir(t);
  try {
    execFileSync('unshare', ['-rm', 'true'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const script = join(dir, 'firnd');
  writeFileSync(script, `#!/bin/sh
for arg; do case $arg in --data_dir=*) dir=\${arg#*=};; esac; done
exec unshare -rm sh -c 'mount -t tmpfs -o size=48m tmpfs "$0" && exec "$@"' \\
  "$dir" ${process.env.FIRND} "$@"
`, { mode: 0o755 });
  return script;
}

test('a full disk is told, reads go on, and room is used again', async (t) => {
  const script = inSmallSpace(t);
  if (!script) return t.skip('no mounts allowed here');
  const real = process.env.FIRND;
  process.env.FIRND = script;
  t.after(() => { process.env.FIRND = real; });
  const node = await Firnd.start(t);
  const small = await node.addBytes(pattern(300_000));
  const chunks = (async function* () {
    for (let i = 0; i < 100; i++) yield pattern(1 << 20);
  })();
  const req = request(node.url('/api/v1/blobs'), { method: 'PUT' });
  req.on('error', () => {}).setMaxListeners(0);
  const answered = once(req, 'response');
  for await (const chunk of chunks) {
    if (req.destroyed || req.res) break;
    if (!req.write(chunk)) {
      // That the connection breaks is as good as an answer here.
      await Promise.race([once(req, 'drain'), answered, once(req, 'close')])
        .catch(() => {});
    }
  }
  const [res] = await answered;
  assert.equal(res.statusCode, 507);
  const problem = JSON.parse(Buffer.concat(await res.toArray()));
  assert.equal(problem.code, 'no_space');
  req.destroy();

  assert.ok((await node.getBytes(small.hash)).equals(pattern(300_000)));
  const again = await node.addBytes(pattern(400_000));
  assert.equal(again.created, true);
  assert.equal((await node.call('GET', '/readyz')).status, 200);
  return undefined;
});

test('an idle node is small', async (t) => {
  const node = await Firnd.start(t);
  assert.ok(node.rss() < 40 << 20, `${node.rss()} bytes`);
});
