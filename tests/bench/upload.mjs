// `curl -T` of a large file, beside what a person would do without Firn: copy
// the file and hash the copy. When curl returns the blob is on disk; cp alone
// promises nothing, so the copy is timed with and without a flush.

import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { Firnd } from '../node/lib/firnd.mjs';
import { scoped } from '../node/lib/scope.mjs';
import { command, inTurn, median, note, spread, table } from './runs.mjs';

export async function compareUploads({ dir, file, size, pairs }) {
  return scoped(async (scope) => {
    const firnd = await Firnd.start(scope);
    const copy = join(dir, 'copy');
    note('upload: one blob again and again');

    const upload = async () => {
      const seconds = await command('curl', '-sS', '--fail-with-body',
        '-o', '/dev/null', '-T', file, firnd.url('/api/v1/blobs'));
      const { items } = await firnd.blobs();
      for (const { hash } of items) await firnd.remove(hash);
      return seconds;
    };
    const copied = async (flush) => {
      let seconds = await command('cp', file, copy);
      if (flush) seconds += await command('sync', copy);
      seconds += await command('b3sum', copy);
      rmSync(copy);
      return seconds;
    };
    const r = await inTurn(pairs, {
      'curl -T': upload,
      'cp, b3sum': () => copied(false),
      'cp, sync, b3sum': () => copied(true),
    });
    const f = r['curl -T'];
    const row = (name) => [name, spread(r[name]),
      (median(r[name]) / median(f)).toFixed(2)];
    return table(`A file of ${size} bytes into the store`,
      ['', 'wall time, s', 'times Firn\'s'],
      [['`curl -T` to Firn: hashed, on disk', spread(f), '1.00'],
        row('cp, b3sum'), row('cp, sync, b3sum')]);
  });
}
