// docs/cli.md and the committed completion scripts are what firn prints.
// UPDATE=1 writes them anew.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { code, firn, program } from './lib/cli.mjs';
import { fakeNode } from './lib/fake_node.mjs';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const marks = ['<!-- firn help: begin -->', '<!-- firn help: end -->'];

async function commands() {
  const { out } = await firn(['help']);
  const part = out.split('Commands:\n')[1].split('\n\n')[0];
  return part.split('\n').map((line) => line.trim().split(/ +/)[0]);
}

const block = (text) => '```text\n' + text + '```\n';

async function reference() {
  let text = '\n## firn\n\n' + block((await firn(['help'])).out);
  for (const name of await commands())
    text += `\n## firn ${name}\n\n${block((await firn(['help', name])).out)}`;
  return text + '\n';
}

test('docs/cli.md holds the help as firn prints it', async () => {
  const path = at('docs/cli.md');
  const old = readFileSync(path, 'utf8');
  const begin = old.indexOf(marks[0]) + marks[0].length;
  const end = old.indexOf(marks[1]);
  assert.ok(begin > 0 && end > begin, 'the marks are there');
  const now = old.slice(0, begin) + '\n' + (await reference()) + old.slice(end);
  if (process.env.UPDATE) writeFileSync(path, now);
  else assert.equal(old, now, 'run with UPDATE=1');
});

test('the completion scripts are what firn prints', async () => {
  const files = { bash: 'firn.bash', zsh: '_firn', fish: 'firn.fish' };
  mkdirSync(at('packaging/completion'), { recursive: true });
  for (const [shell, file] of Object.entries(files)) {
    const path = at(`packaging/completion/${file}`);
    const { out } = await firn(['completion', shell]);
    if (process.env.UPDATE) writeFileSync(path, out);
    else assert.equal(readFileSync(path, 'utf8'), out, 'run with UPDATE=1');
  }
});

test('every command has help, reached in three ways', async () => {
  for (const name of await commands()) {
    const got = await firn(['help', name]);
    assert.equal(got.code, code.ok);
    assert.match(got.out, new RegExp(`^usage: firn ${name}\\b`));
    assert.equal((await firn([name, '--help'])).out, got.out);
    assert.equal((await firn([name, '-h', 'x', 'y', 'z'])).out, got.out);
    const long = got.out.split('\n').filter((line) => line.length > 80);
    assert.deepEqual(long, []);
  }
});

test('options of all kinds stand before and after the command', async () => {
  const url = 'http://127.0.0.1:1';
  for (const args of [['--url', url, 'ls'], ['ls', '--url', url],
    ['--quiet', `--url=${url}`, 'ls']]) {
    const got = await firn(args, { url: 'http://127.0.0.1:2' });
    assert.equal(got.code, code.noNode);
    assert.ok(got.err.includes(url + ';'), got.err);
  }
  assert.match((await firn(['--version'])).out, /^firn \d+\.\d+\.\d+\n$/);
});

// Words that bash offers after `line`.
async function offered(line) {
  const script = `
    source ${at('packaging/completion/firn.bash')}
    firn() { ${program} "$@"; }
    COMP_LINE=$1 COMP_POINT=\${#1}
    _firn; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)('bash',
    ['-c', script, 'bash', line]);
  return stdout.split('\n').filter(Boolean);
}

test('bash completes commands, options, files and shells', async () => {
  assert.deepEqual(await offered('firn ver'), ['verify', 'version']);
  assert.deepEqual(await offered('firn get --out'), ['--output']);
  assert.deepEqual(await offered('firn --json rm --f'), ['--force']);
  assert.deepEqual(await offered('firn --url http://x:1 unt'), ['untag']);
  assert.deepEqual(await offered('firn completion '), ['bash', 'zsh', 'fish']);
  assert.deepEqual(await offered('firn help un'), ['untag', 'unban']);
  assert.deepEqual(await offered('firn get --timeout '), []);
  assert.deepEqual(await offered('firn get -o cli-h'), ['cli-help.test.mjs']);
});

test('bash completes hashes by asking the node it was told of', async (t) => {
  const hash = 'ab'.repeat(32);
  const evil = '$(touch /tmp/firn-evil)';
  const list = (items) => ({ json: { items, next: null } });
  const fake = await fakeNode({
    'GET /api/v1/blobs': list([{ hash }, { hash: evil }]),
    'GET /api/v1/peers': list([{ id: hash, name: 'attic' }, { id: evil, name: evil }]),
    'GET /api/v1/tags': list([{ name: 'good' }, { name: evil }, { name: '-x' }]),
  });
  t.after(() => fake.close());
  assert.deepEqual(await offered(`firn --url ${fake.url} rm a`), [hash]);
  assert.deepEqual(await offered(`firn --url=${fake.url} untag `), ['good']);
  assert.deepEqual(await offered(`firn --url=${fake.url} ping at`), ['attic']);
  assert.deepEqual(await offered(`firn --url ${fake.url} ban `), ['attic', hash]);
  assert.deepEqual(await offered('firn peers --sort g'), ['goodput']);
});
