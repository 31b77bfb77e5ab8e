// firn with real nodes.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { code, firn, lines, program, start } from './lib/cli.mjs';
import { pattern, sha256, writeRandom } from './lib/content.mjs';
import { Firnd } from './lib/firnd.mjs';
import { residentBytes } from './lib/proc.mjs';
import { tempDir } from './lib/scope.mjs';
import { onTerminal } from './lib/terminal.mjs';
import { until } from './lib/wait.mjs';

const zeros = '00'.repeat(32);

// Run on `node`, expect success, give standard output without its last LF.
async function ok(node, args, options) {
  const got = await firn(args, { url: node.url(''), ...options });
  assert.equal(got.code, code.ok, `firn ${args.join(' ')}: ${got.err}`);
  return got.out.replace(/\n$/, '');
}

test('the client with real nodes', async (t) => {
  const [a, b] = await Promise.all([Firnd.start(t), Firnd.start(t)]);
  const dir = tempDir(t);
  const file = (name, bytes) => {
    writeFileSync(join(dir, name), bytes);
    return join(dir, name);
  };

  await t.test('node and version', async () => {
    assert.equal(await ok(a, ['node', '-q']), a.id);
    assert.match(await ok(a, ['node']), new RegExp(`^id +${a.id}$`, 'm'));
    assert.equal(JSON.parse(await ok(a, ['node', '--json'])).id, a.id);
    assert.match(await ok(a, ['version']), /^firn .*\nfirnd /);
  });

  await t.test('add, ls and get give back what was put in', async () => {
    for (const size of [0, 1, 1023, 1024, 1025, 16384, 16385, 1000003]) {
      const bytes = pattern(size);
      const hash = await ok(a, ['add', '-q', file('in', bytes)]);
      const piped = await ok(a, ['add', '-q', '-'], { input: bytes });
      assert.equal(piped, hash, `${size} bytes by file and by pipe`);
      const got = await firn(['get', hash], { url: a.url('') });
      assert.ok(got.bytes.equals(bytes), `${size} bytes`);
      await ok(a, ['get', hash, '-o', join(dir, 'out')]);
      assert.ok(readFileSync(join(dir, 'out')).equals(bytes));
      assert.match(await ok(a, ['ls']),
        new RegExp(`^${hash}\t${size}\t${size}\tcomplete\t$`, 'm'));
    }
  });

  await t.test('add tells of each file, with its tag', async () => {
    const one = file('one', 'one');
    const two = file('two', 'two');
    const both = await ok(a, ['add', one, two]);
    assert.match(both, /^[0-9a-f]{64} {2}\S+one\n[0-9a-f]{64} {2}\S+two$/);
    const [again] = lines(await ok(a, ['add', '--json', '--tag', 'first', one]));
    assert.equal(again.created, false);
    assert.equal(again.file, one);
    assert.equal(await ok(a, ['ls', '-q', '--tag', 'first']), again.hash);
  });

  await t.test('a file that says it is empty is read', async () => {
    const hash = await ok(a, ['add', '-q', '/proc/version']);
    assert.equal((await a.getBytes(hash)).toString(),
      readFileSync('/proc/version', 'utf8'));
  });

  await t.test('tags keep a blob, with odd names too', async () => {
    const hash = await ok(a, ['add', '-q', file('x', 'tagged')]);
    const names = ['plain', 'a/b', '..', 'ü & ?#%', '-dash'];
    for (const name of names) await ok(a, ['tag', '--', name, hash]);
    const listed = await ok(a, ['tags']);
    for (const name of names) assert.ok(listed.includes(`${name}\t${hash}`), name);
    const kept = await firn(['rm', hash], { url: a.url('') });
    assert.equal(kept.code, code.failed);
    assert.match(kept.err, /rm --force/);
    await ok(a, ['untag', '--', ...names]);
    await ok(a, ['rm', hash]);
    const gone = await firn(['get', hash], { url: a.url('') });
    assert.equal(gone.code, code.timeout, 'nobody to fetch it from');
    assert.match(gone.err, /--peer ID@IP:PORT/);
    await ok(a, ['tag', 'again', await ok(a, ['add', '-q', file('x', 'tagged')])]);
    await ok(a, ['rm', '--force', hash]);
  });

  await t.test('what is not there is 4', async () => {
    for (const args of [['rm', zeros], ['ticket', zeros], ['verify', zeros],
      ['untag', 'nobody'], ['cancel', 'abcdef-99'], ['watch', 'abcdef-99']]) {
      const got = await firn(args, { url: a.url('') });
      assert.equal(got.code, code.notFound, `${args.join(' ')}: ${got.err}`);
    }
  });

  await t.test('verify reads the disk', async () => {
    const hash = await ok(a, ['add', '-q', file('v', pattern(200000))]);
    assert.equal(await ok(a, ['verify', hash]), `${hash}  ok`);
  });

  await t.test('get by ticket fetches and writes', async () => {
    const path = writeRandom(join(dir, 'random'), 20_000_000);
    const hash = await ok(a, ['add', '-q', path]);
    const ticket = await ok(a, ['ticket', hash]);
    assert.match(await ok(a, ['ticket', '-e', hash]), /^endpoint/);
    const got = await firn(['get', ticket, '-o', join(dir, 'copy')],
      { url: b.url('') });
    assert.equal(got.code, code.ok, got.err);
    assert.equal(got.out, hash + '\n');
    assert.match(got.err, /^19\.0 MiB from 1 peer in .* s \(.*\/s\)$/m);
    assert.equal(await sha256(join(dir, 'copy')), await sha256(path));
    assert.match(await ok(b, ['transfers']),
      new RegExp(`\tcompleted\t20000000\t20000000\t${hash}\t\tnormal\t`));
    const again = await firn(['get', ticket], { url: b.url('') });
    assert.match(again.err, /was on the node already/);
  });

  await t.test('get by hash and peer, with a tag, onto standard output',
    async () => {
      const bytes = pattern(3_000_000);
      const hash = await ok(a, ['add', '-q', '-'], { input: bytes });
      const got = await firn(['get', hash, '--peer', a.peer, '--tag', 'mine'],
        { url: b.url('') });
      assert.equal(got.code, code.ok, got.err);
      assert.ok(got.bytes.equals(bytes));
      assert.equal(await ok(b, ['ls', '-q', '--tag', 'mine']), hash);
    });

  await t.test('get --detach and watch', async () => {
    const hash = await ok(a, ['add', '-q', '-'], { input: pattern(5_000_000) });
    const id = await ok(b, ['get', '-d', await ok(a, ['ticket', hash])]);
    assert.match(id, /^[0-9a-f]{6}-\d+$/);
    assert.equal(await ok(b, ['watch', id]), hash);
    const steps = lines(await ok(b, ['watch', '--json', id]));
    assert.equal(steps.at(-1).state, 'completed');
  });

  await t.test('watch without a name prints every event', async () => {
    const child = start(['watch', '--json'], { url: b.url('') });
    let text = '';
    child.stdout.on('data', (d) => { text += d; });
    let n = 0;
    await until('an event is printed', async () => {
      await ok(b, ['add', '-q', '-'], { input: `event ${n++}` });
      return text.includes('blob_added');
    });
    child.kill('SIGINT');
    const { code: end, out } = await child.done;
    assert.equal(end, code.ok);
    const [event] = lines(out).filter((e) => e.event === 'blob_added');
    assert.match(event.data.hash, /^[0-9a-f]{64}$/);
  });

  await t.test('nobody has it: said soon, with who did what', async () => {
    const before = performance.now();
    const got = await firn(['get', zeros, '--peer', a.peer, '-o', join(dir, 'n')],
      { url: b.url('') });
    assert.equal(got.code, code.notFound, got.err);
    assert.ok(performance.now() - before < 5000);
    assert.ok(!readdirSync(dir).includes('n'));
  });

  await t.test('a bar is drawn while bytes move', async () => {
    const hash = await ok(a, ['add', '-q', writeRandom(join(dir, 'big'), 2e8)]);
    const ticket = await ok(a, ['ticket', hash]);
    const { code: end, screen } = await onTerminal(
      [program, '--url', b.url(''), 'get', ticket], { columns: 90 });
    assert.equal(end, code.ok, screen);
    assert.match(screen, /\d+% \[.*\] .* of 190 MiB/);
    const got = await onTerminal(
      [program, '--url', a.url(''), 'add', join(dir, 'big')]);
    assert.match(got.screen, /big .*\d+%.*190 MiB/);
  });

  await t.test('a gigabyte costs no memory', async () => {
    const path = writeRandom(join(dir, 'huge'), 1e9);
    const child = start(['add', '-q', path], { url: a.url('') });
    let most = 0;
    const watch = setInterval(() => {
      try {
        most = Math.max(most, residentBytes(child.pid));
      } catch {
        // it has ended
      }
    }, 20);
    const got = await child.done;
    clearInterval(watch);
    assert.equal(got.code, code.ok, got.err);
    assert.ok(most > 0 && most < 32 << 20, `${most} bytes resident`);
  });

  await t.test('the shell is offered hashes, ids and tags', async () => {
    const listed = (await ok(b, ['ls', '-q'])).split('\n').sort();
    const offered = (await ok(b, ['__complete', 'blobs'])).split('\n').sort();
    assert.deepEqual(offered, listed);
    assert.ok((await ok(b, ['__complete', 'tags'])).split('\n').includes('mine'));
    assert.match(await ok(b, ['__complete', 'transfers']), /^[0-9a-f]{6}-\d+$/m);
  });

  await t.test('a directory is refused', async () => {
    mkdirSync(join(dir, 'sub'));
    const got = await firn(['get', zeros, '-o', join(dir, 'sub')],
      { url: a.url('') });
    assert.notEqual(got.code, code.ok);
  });
});
