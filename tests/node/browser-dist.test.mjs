// web/dist is what web/src gives, small, and needs no leave from the policy.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

import { tempDir } from './lib/scope.mjs';

const web = fileURLToPath(new URL('../../web/', import.meta.url));
const files = ['index.html',
  ...readdirSync(join(web, 'dist/assets')).map((name) => `assets/${name}`)];
const read = (name) => readFileSync(join(web, 'dist', name));

test('the page is small', () => {
  const total = files.reduce((sum, f) => sum + gzipSync(read(f)).length, 0);
  assert.ok(total < 100 * 1024, `${total} bytes gzipped`);
});

test('nothing inline, nothing evaluated, nothing from elsewhere', () => {
  const html = read('index.html').toString();
  assert.doesNotMatch(html, /<style|style=|\son\w+=|javascript:/i);
  assert.doesNotMatch(html.replace(/<script [^>]*src=[^>]*><\/script>/g, ''),
    /<script/);
  for (const name of files) {
    const text = read(name).toString();
    assert.doesNotMatch(text, /new Function|[^\w.]eval\(/, name);
    const urls = text.match(/https?:\/\/[^\s"'`)]+/g) ?? [];
    assert.deepEqual(urls.filter((u) => !u.startsWith('http://www.w3.org/')),
      [], name);
  }
});

test('the build gives the committed files, byte for byte', async (t) => {
  const dir = tempDir(t);
  const run = promisify(execFile);
  for (const part of ['package.json', 'package-lock.json', 'build.mjs', 'src', 'dist'])
    cpSync(join(web, part), join(dir, part), { recursive: true });
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
    { cwd: dir });
  await run(process.execPath, ['build.mjs', '--check'], { cwd: dir });
});

test('the lock file names no place to load from', () => {
  const lock = readFileSync(join(web, 'package-lock.json'), 'utf8');
  assert.doesNotMatch(lock, /"resolved"/);
});
