// Bundles src/ into dist/, which is committed: the daemon's build needs no
// node. `--check` builds again and fails when dist/ differs or is too large.
import { build } from 'esbuild';
import { readFile, writeFile, mkdir, readdir, rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(here, 'dist');
const budget = 100 * 1024; // bytes, gzipped, all files together

async function bundle() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: { app: 'src/main.js' },
    outdir: 'dist/assets',
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    charset: 'utf8',
    legalComments: 'none',
    banner: { js: await notices() },
    write: false,
  });
  const files = new Map();
  for (const file of result.outputFiles)
    files.set(path.relative(dist, file.path), Buffer.from(file.contents));
  for (const [name, from] of [
    ['index.html', 'src/index.html'],
    ['assets/favicon.svg', 'src/favicon.svg'],
  ])
    files.set(name, await readFile(path.join(here, from)));
  return files;
}

// The licences of what is bundled ask for their notice in every copy.
async function notices() {
  const lines = [];
  for (const name of [
    'preact', '@preact/signals', '@preact/signals-core', 'htm', 'd3-dispatch',
    'd3-force', 'd3-quadtree', 'd3-timer',
  ]) {
    const from = path.join(here, 'node_modules', name, 'package.json');
    const { version, license } = JSON.parse(await readFile(from, 'utf8'));
    lines.push(`${name} ${version} (${license})`);
  }
  return `/* firn web; Apache-2.0. Contains ${lines.join(', ')}.\n` +
    'MIT parts: Copyright (c) 2015-present Jason Miller; ' +
    '(c) 2022-present Preact Team. ' +
    'ISC parts: Copyright 2010-2026 Mike Bostock. */';
}

async function listed(dir, base = '') {
  const names = [];
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const name = path.join(base, entry.name);
    if (entry.isDirectory())
      names.push(...(await listed(path.join(dir, entry.name), name)));
    else
      names.push(name);
  }
  return names;
}

function checkSize(files) {
  let total = 0;
  for (const [name, bytes] of files) {
    const size = gzipSync(bytes, { level: 9 }).length;
    total += size;
    console.log(`${name}: ${bytes.length} bytes, ${size} gzipped`);
  }
  console.log(`total ${total} of ${budget} bytes gzipped`);
  if (total > budget)
    throw new Error('dist/ is larger than its budget');
}

async function checkSame(files) {
  const old = (await listed(dist)).sort();
  const now = [...files.keys()].sort();
  if (old.join() !== now.join())
    throw new Error(`dist/ holds ${old.join(' ')}, should hold ${now.join(' ')}`);
  for (const [name, bytes] of files) {
    if (!bytes.equals(await readFile(path.join(dist, name))))
      throw new Error(`dist/${name} is not what src/ gives; run npm run build`);
  }
}

const files = await bundle();
checkSize(files);
if (process.argv.includes('--check')) {
  await checkSame(files);
} else {
  await rm(dist, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    const to = path.join(dist, name);
    await mkdir(path.dirname(to), { recursive: true });
    await writeFile(to, bytes);
  }
}
