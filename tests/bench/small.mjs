// Many small blobs, node to node: one collection of 10,000 blobs of 4 KiB.

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';

import { collectionNames, hashSequence } from '../node/lib/content.mjs';
import { scoped } from '../node/lib/scope.mjs';
import { median, note, table } from './runs.mjs';
import { COMPARE_HEAD, compareRows, compareThree } from './transfer.mjs';

const COUNT = 10_000;
const SIZE = 4096;
const AT_ONCE = 32; // requests of a client that adds them

function makeFiles(dir) {
  const folder = join(dir, 'small');
  mkdirSync(folder);
  return Array.from({ length: COUNT }, (_, i) => {
    const file = {
      name: `f${i}`, path: join(folder, `f${i}`), bytes: randomBytes(SIZE),
    };
    writeFileSync(file.path, file.bytes);
    return file;
  });
}

/** Add all, some at a time, and what makes them a collection. */
async function addAll(firnd, files) {
  const hashes = new Array(files.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < files.length; i = next++) {
      hashes[i] = (await firnd.addBytes(files[i].bytes)).hash;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - start) / 1000;
  const names = collectionNames(files.map((f) => f.name));
  const meta = await firnd.addBytes(names);
  const { hash } = await firnd.addBytes(hashSequence([meta.hash, ...hashes]));
  return { hash, seconds };
}

export async function compareSmall({ dir, pairs }) {
  return scoped(async (scope) => {
    note(`small: ${COUNT} files of ${SIZE} bytes`);
    const files = makeFiles(dir);
    const list = files.map(({ name, path }) => ({ name, path }));
    const sequence = { sequence: true };
    const adding = [];

    const three = await compareThree(scope, pairs, 'small',
      async (firn) => {
        const { hash, seconds } = await addAll(firn, files);
        adding.push(seconds);
        return firn.ticket(hash, sequence);
      },
      async (iroh) => iroh.ticket(await iroh.addCollection(list), sequence));
    const rate = (runs) =>
      (COUNT / median(runs.map((x) => x.seconds))).toFixed(0);
    const added = adding.map((seconds) => (COUNT / seconds).toFixed(0));
    return table(`${COUNT} blobs of ${SIZE} bytes, node to node, one collection`,
      COMPARE_HEAD,
      [
        ['blobs per second', ...three.map(rate), '', ''],
        ...compareRows(...three),
        [`added over HTTP, ${AT_ONCE} at once, each on disk, per second`,
          ...added, '', '', ''],
      ]);
  });
}
