// The benchmark: see ./run for how to call it.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { scoped, tempDir } from '../node/lib/scope.mjs';
import { writeRandom } from '../node/lib/content.mjs';
import { measureEngine } from './engine.mjs';
import { compareGets } from './get.mjs';
import { compareHashes } from './hash.mjs';
import { machine } from './machine.mjs';
import { compareSmall } from './small.mjs';
import { note } from './runs.mjs';
import { compareTransfers } from './transfer.mjs';
import { compareUploads } from './upload.mjs';

const PARTS = {
  transfer: compareTransfers,
  small: compareSmall,
  engine: measureEngine,
  hash: compareHashes,
  upload: compareUploads,
  get: compareGets,
};

const NEED_FILE = ['transfer', 'hash', 'upload', 'get'];

function options() {
  const { values } = parseArgs({
    options: {
      build: { type: 'string', default: process.env.FIRN_BUILD ?? 'build' },
      size: { type: 'string', default: '1000000000' },
      pairs: { type: 'string', default: '5' },
      only: { type: 'string', default: Object.keys(PARTS).join() },
    },
  });
  const o = {
    build: resolve(values.build),
    size: Number(values.size),
    pairs: Number(values.pairs),
    only: values.only.split(','),
  };
  const unknown = o.only.find((name) => !PARTS[name]);
  if (unknown) throw new Error(`--only: there is no "${unknown}"`);
  for (const name of ['size', 'pairs']) {
    if (!Number.isInteger(o[name]) || o[name] < 1) {
      throw new Error(`--${name} must be a whole number above zero`);
    }
  }
  const firnd = join(o.build, 'firnd');
  if (!existsSync(firnd)) {
    throw new Error(`${firnd} is not there; build it, or give --build=DIR`);
  }
  process.env.FIRND = firnd;
  return o;
}

async function run() {
  const o = options();
  const tables = [];

  await scoped(async (scope) => {
    o.dir = tempDir(scope);
    if (o.only.some((name) => NEED_FILE.includes(name))) {
      note(`${o.size} random bytes`);
      o.file = writeRandom(join(o.dir, 'content'), o.size);
    }
    for (const name of o.only) tables.push(await PARTS[name](o));
  });
  console.log([machine(o), ...tables].join('\n\n'));
}

try {
  await run();
} catch (e) {
  console.error(`bench: ${e.stack ?? e}`);
  process.exitCode = 1;
}
