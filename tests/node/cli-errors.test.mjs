// firn against a node that misbehaves in ways a real one does not.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';

import { code, firn, lines, program, start } from './lib/cli.mjs';
import { eventStream, fakeNode, problem } from './lib/fake_node.mjs';
import { tempDir } from './lib/scope.mjs';
import { onTerminal } from './lib/terminal.mjs';
import { until } from './lib/wait.mjs';

const hash = 'ab'.repeat(32);
const ticket = 'blob' + 'a2'.repeat(60);
const transfer = (values) => ({
  id: 'abcdef-1', hash, format: 'raw', state: 'running', size: 1000,
  bytes_done: 0, bytes_fetched: 0, rate_bps: 0, sources: [], tag: null,
  error: null, ...values,
});
const done = transfer({ state: 'completed', bytes_done: 1000 });
const events = `GET /api/v1/transfers/${done.id}/events`;

async function node(t, routes) {
  const fake = await fakeNode(routes);
  t.after(() => fake.close());
  return fake;
}

const accepts = (values) => (request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(202, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(transfer(values)));
  });
};

test('no node: said with the URL and what to do', async () => {
  const url = 'http://127.0.0.1:1';
  for (const args of [['node'], ['ls'], ['get', ticket], ['watch'],
    ['rm', hash], ['add', '/dev/null']]) {
    const got = await firn(args, { url });
    assert.equal(got.code, code.noNode, args.join(' '));
    assert.match(got.err, /^firn: .*no node answers at http:\/\/127\.0\.0\.1:1/);
    assert.match(got.err, /start one with `firnd`/);
    assert.equal(got.out, '');
  }
});

test('what answers is no node', async (t) => {
  const server = createServer((socket) => socket.end('SSH-2.0-x\r\n'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const got = await firn(['node'],
    { url: `http://127.0.0.1:${server.address().port}` });
  assert.equal(got.code, code.failed);
  assert.match(got.err, /is not a node/);

  const fake = await node(t, {
    'GET /api/v1/node': (q, r) => r.end('<html>hello</html>'),
  });
  const page = await firn(['node'], { url: fake.url });
  assert.equal(page.code, code.failed);
  assert.match(page.err, /not JSON; is it a firn node/);
});

test('the command line is checked before anything is asked', async (t) => {
  const fake = await node(t, {});
  const wrong = [
    [], ['foo'], ['get'], ['get', 'x', 'y'], ['get', '--foo', ticket],
    ['add'], ['ls', 'x'], ['get', 'nonsense'], ['rm'], ['tag', 'a'],
    ['get', ticket, '--timeout', '0'], ['--url'], ['ls', '--json=1'],
    ['completion', 'tcsh'], ['add', '--tag', 'x', '/dev/null', '/dev/null'],
    ['get', ticket, '--sequence'],
  ];
  for (const args of wrong) {
    const got = await firn(args, { url: fake.url });
    assert.equal(got.code, code.usage, `firn ${args.join(' ')}`);
    assert.notEqual(got.err, '', `firn ${args.join(' ')}`);
  }
  for (const url of ['ftp://x', 'nonsense', 'http://'])
    assert.equal((await firn(['ls'], { url })).code, code.usage, url);
  assert.equal(fake.requests.length, 0);
});

test('a problem is told in its own words, with what to do', async (t) => {
  const fake = await node(t, {
    [`DELETE /api/v1/blobs/${hash}`]:
      problem(409, 'blob_tagged', 'the tag base keeps it', 'Use ?force=true.'),
    [`GET /api/v1/blobs/${hash}/ticket`]:
      problem(404, 'blob_not_found', 'nothing of it is held here'),
    'GET /api/v1/blobs': problem(500, 'internal', 'it broke', 'Look there.'),
  });
  const rm = await firn(['rm', hash], { url: fake.url });
  assert.equal(rm.code, code.failed);
  assert.equal(rm.err, `firn: rm ${hash}: the tag base keeps it\n` +
    '      `firn rm --force` removes it with its tags.\n');
  const made = await firn(['ticket', hash], { url: fake.url });
  assert.equal(made.code, code.notFound);
  assert.match(made.err, /nothing of it is held here\n +Put it there/);
  const ls = await firn(['ls'], { url: fake.url });
  assert.equal(ls.code, code.failed);
  assert.match(ls.err, /it broke \(request abcdef-1 .*\n +Look there\./);
});

test('words of others cannot drive the terminal', async (t) => {
  const evil = '\u001b[2J\u001b]0;x\u0007\r\n\u202ereversed\u0085';
  const fake = await node(t, {
    'GET /api/v1/blobs': { json: { items: [
      { hash, size: 1, state: 'complete', held_bytes: 1, tags: [evil, 'a,b'] },
    ], next: null } },
    'GET /api/v1/transfers': { json: { items: [transfer({
      state: 'failed', error: { code: 'reset', detail: evil },
    })], next: null } },
    'GET /api/v1/node': { json: { id: evil, version: evil, addresses: [evil] } },
    [`DELETE /api/v1/blobs/${hash}`]: problem(409, evil, evil, evil),
  });
  for (const args of [['ls'], ['transfers'], ['node'], ['rm', hash],
    ['ls', '--json'], ['transfers', '--json'], ['node', '--json']]) {
    const piped = await firn(args, { url: fake.url });
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(piped.out + piped.err, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    const { screen } = await onTerminal([program, ...args], { env: { FIRN_URL: fake.url } });
    assert.doesNotMatch(screen, /\u001b\[2J|\u001b\]|\u202e|\u0085/);
  }
  const [blob] = lines((await firn(['ls', '--json'], { url: fake.url })).out);
  assert.equal(blob.tags[0], evil);
  const words = await firn(['__complete', 'blobs'], { url: fake.url });
  assert.equal(words.out, hash + '\n');
});

test('transfers: rate, time left, place and attempts where there are any',
  async (t) => {
    const next = '2100-01-01T00:00:00.000Z';
    const items = [
      transfer({ id: 'abcdef-4', priority: 'high', bytes_done: 400,
        rate_bps: 100, position: null, attempts: 1, next_attempt: null }),
      transfer({ id: 'abcdef-3', state: 'queued', priority: 'normal',
        position: 3, attempts: 0, next_attempt: null }),
      transfer({ id: 'abcdef-2', state: 'queued', priority: 'low', size: null,
        position: null, attempts: 2, next_attempt: next,
        error: { code: 'unreachable', detail: 'no answer' } }),
    ];
    const plain = transfer({ id: 'abcdef-1', state: 'completed',
      bytes_done: 1000, priority: 'normal', position: null, attempts: 1,
      next_attempt: null });
    let listed = [...items, plain];
    const fake = await node(t, {
      'GET /api/v1/transfers': (q, r) => r.end(
        JSON.stringify({ items: listed, next: null })),
    });
    const show = async () => (await onTerminal([program, 'transfers'],
      { columns: 200, env: { FIRN_URL: fake.url } })).screen
      .trimEnd().split(/\r?\n/);
    const [titles, ...rows] = await show();
    assert.deepEqual(titles.trim().split(/ {2,}/), ['ID', 'STATE', 'PRIORITY',
      'DONE', 'SIZE', 'RATE', 'LEFT', 'QUEUE', 'ATTEMPTS',
      'BLOB, OR WHAT FAILED']);
    const cells = rows.map((row) => row.trim().split(/ {2,}/));
    assert.deepEqual(cells[0], ['abcdef-4', 'running', 'high', '40%', '1000 B',
      '100 B/s', '0:06', hash]);
    assert.deepEqual(cells[1],
      ['abcdef-3', 'queued', '0%', '1000 B', '3', hash]);
    assert.deepEqual(cells[2].slice(0, 5),
      ['abcdef-2', 'queued', 'low', '0%', '?']);
    assert.match(cells[2][5], /^2, next in \d+ d/);
    assert.equal(cells[2][6], 'no answer');
    const piped = (await firn(['transfers'], { url: fake.url })).out
      .split('\n').map((line) => line.split('\t'));
    assert.deepEqual(piped[1], ['abcdef-3', 'queued', '0', '1000', hash, '',
      'normal', '0', '3', '0', '']);
    assert.deepEqual(piped[2].slice(6), ['low', '0', '', '2', next]);

    // What no row has is no column.
    listed = [plain];
    assert.deepEqual((await show())[0].trim().split(/ {2,}/),
      ['ID', 'STATE', 'DONE', 'SIZE', 'BLOB, OR WHAT FAILED']);
  });

test('lists are read page by page, and a cursor that stands still ends them',
  async (t) => {
    const item = (n) => ({ hash: n.repeat(64), size: 1, state: 'complete',
      held_bytes: 1, tags: [] });
    const fake = await node(t, {
      'GET /api/v1/blobs': (q, r, url) => {
        const cursor = url.searchParams.get('cursor');
        fake.answer(r, { json: cursor === null
          ? { items: [item('a')], next: 'x&y' }
          : { items: [item('b')], next: 'x&y' } });
      },
    });
    const got = await firn(['ls', '-q', '--state=complete'], { url: fake.url });
    assert.equal(got.code, code.ok);
    assert.equal(got.out, `${'a'.repeat(64)}\n${'b'.repeat(64)}\n`);
    assert.match(fake.requests[1].url, /state=complete.*cursor=x%26y/);
  });

test('a transfer is followed over a broken stream, after the last event',
  async (t) => {
    const seen = [];
    const fake = await node(t, {
      'POST /api/v1/transfers': accepts({}),
      [events]: (request, response) => {
        seen.push(request.headers['last-event-id']);
        const stream = eventStream(response);
        const n = seen.length;
        stream.send('progress', transfer({ bytes_done: n * 100 }), `e-${n}`);
        if (n < 3) setTimeout(() => (n === 1 ? stream.cut() : stream.end()), 20);
        else stream.send('completed', done, 'e-4');
      },
    });
    const got = await firn(['get', ticket], { url: fake.url });
    assert.equal(got.code, code.ok, got.err);
    assert.equal(got.out, hash + '\n');
    assert.deepEqual(seen, [undefined, 'e-1', 'e-2']);
  });

test('a transfer that fails ends with the code of its reason', async (t) => {
  const cases = [
    ['not_found', code.notFound], ['mismatch', code.mismatch],
    ['timeout', code.timeout], ['unreachable', code.failed],
  ];
  for (const [name, want] of cases) {
    const error = { code: name, detail: `peer X did ${name}` };
    const fake = await node(t, {
      'POST /api/v1/transfers': accepts({}),
      [events]: (q, response) => eventStream(response)
        .send('failed', transfer({ state: 'failed', error }), 'e-1'),
    });
    const got = await firn(['get', ticket], { url: fake.url });
    assert.equal(got.code, want, name);
    assert.match(got.err, new RegExp(`^firn: get blob.*: peer X did ${name}\n$`));
  }
});

test('Ctrl-C and --timeout cancel the transfer', async (t) => {
  const cancelled = [];
  const fake = await node(t, {
    'POST /api/v1/transfers': accepts({}),
    [events]: (q, response) => eventStream(response)
      .send('progress', transfer({}), 'e-1'),
    [`DELETE /api/v1/transfers/${done.id}`]: (q, response) => {
      cancelled.push('yes');
      response.writeHead(204).end();
    },
  });
  const late = await firn(['get', ticket, '--timeout', '1'], { url: fake.url });
  assert.equal(late.code, code.timeout, late.err);
  assert.match(late.err, /the time given to it is over/);

  const child = start(['get', ticket], { url: fake.url });
  await until('it listens', () =>
    fake.requests.filter((r) => r.url.endsWith('/events')).length === 2);
  child.kill('SIGINT');
  const stopped = await child.done;
  assert.equal(stopped.code, code.cancelled, stopped.err);
  assert.match(stopped.err, /interrupted/);
  await until('both are cancelled', () => cancelled.length === 2);
});

test('a download cut short leaves no file, and an old one as it was',
  async (t) => {
    const dir = tempDir(t);
    const file = join(dir, 'out');
    const fake = await node(t, {
      [`GET /api/v1/blobs/${hash}/status`]: { json: { hash, state: 'complete' } },
      [`GET /api/v1/blobs/${hash}`]: (q, response) => {
        response.writeHead(200, { 'Content-Length': 1000 });
        response.write('half');
        setTimeout(() => response.destroy(), 20);
      },
    });
    const first = await firn(['get', hash, '-o', file], { url: fake.url });
    assert.equal(first.code, code.failed);
    assert.match(first.err, /closed the connection before it was done/);
    assert.deepEqual(readdirSync(dir), []);
    writeFileSync(file, 'old');
    await firn(['get', hash, '-o', file], { url: fake.url });
    assert.deepEqual(readdirSync(dir), ['out']);
    assert.equal(readFileSync(file, 'utf8'), 'old');
  });

test('Ctrl-C in a download leaves nothing behind', async (t) => {
  const dir = tempDir(t);
  const fake = await node(t, {
    [`GET /api/v1/blobs/${hash}/status`]: { json: { hash, state: 'complete' } },
    [`GET /api/v1/blobs/${hash}`]: (q, response) => {
      response.writeHead(200, { 'Content-Length': 1000 });
      response.write('half');
    },
  });
  const child = start(['get', hash, '-o', join(dir, 'x')], { url: fake.url });
  await until('bytes are there', () => readdirSync(dir).length === 1);
  child.kill('SIGTERM');
  assert.equal((await child.done).code, code.cancelled);
  assert.deepEqual(readdirSync(dir), []);
});

test('a refusal before the body spares the sending of it', async (t) => {
  const dir = tempDir(t);
  const file = join(dir, 'big');
  writeFileSync(file, Buffer.alloc(4 << 20));
  let received = 0;
  const fake = await node(t, {
    'PUT /api/v1/blobs': (request, response) => {
      request.on('data', (d) => { received += d.length; });
      fake.answer(response, problem(507, 'no_space', 'the disk is full'));
    },
  });
  const got = await firn(['add', file], { url: fake.url });
  assert.equal(got.code, code.failed);
  assert.match(got.err, /add .*: the disk is full/);
  assert.ok(received < 4 << 20);
});

test('some files fail, the others are added', async (t) => {
  const dir = tempDir(t);
  writeFileSync(join(dir, 'good'), 'x');
  const fake = await node(t, {
    'PUT /api/v1/blobs': (request, response) => {
      request.resume();
      request.on('end', () => fake.answer(response,
        { status: 201, json: { hash, size: 1, created: true } }));
    },
  });
  const got = await firn(['add', 'none', 'good', '.'], { url: fake.url, cwd: dir });
  assert.equal(got.code, code.notFound);
  assert.equal(got.out, `${hash}  good\n`);
  assert.match(got.err, /^firn: add none: No such file or directory$/m);
  assert.match(got.err, /^firn: add \.: is a directory; add the files in it$/m);
});

test('a bar is drawn on a terminal and nowhere else', async (t) => {
  const fake = await node(t, {
    'POST /api/v1/transfers': accepts({}),
    [events]: async (q, response) => {
      const stream = eventStream(response);
      for (let i = 1; i <= 5; i++) {
        stream.send('progress', transfer({ bytes_done: i * 190 }), `e-${i}`);
        await new Promise((resolve) => setTimeout(resolve, 120));
      }
      stream.send('completed', done, 'e-9');
    },
  });
  const piped = await firn(['get', ticket], { url: fake.url });
  assert.doesNotMatch(piped.err, /%|\r/);
  const env = { FIRN_URL: fake.url };
  const { screen } = await onTerminal([program, 'get', ticket], { columns: 60, env });
  assert.match(screen, /\r\S+ +57% .*570 B of 1000 B/);
  // eslint-disable-next-line no-control-regex
  const drawn = screen.split(/[\r\n]+/).map((l) => l.replace(/\u001b\[K/g, ''));
  assert.ok(drawn.every((l) => l.startsWith(hash) || l.length < 60), screen);
  const quiet = await onTerminal([program, '-q', 'get', ticket], { env });
  assert.equal(quiet.screen.trim(), hash);
});

test('the bytes of a blob do not go to a terminal by accident', async (t) => {
  const fake = await node(t, {});
  const { code: got, screen } = await onTerminal([program, 'get', hash],
    { env: { FIRN_URL: fake.url } });
  assert.equal(got, code.usage);
  assert.match(screen, /would go to the terminal; say where to with -o FILE/);
});

test('output that cannot be written is an error', async (t) => {
  if (!existsSync('/dev/full')) return t.skip('no /dev/full here');
  const { code: got } = await onTerminal(
    ['sh', '-c', `${program} help > /dev/full`]);
  return assert.equal(got, code.failed);
});
