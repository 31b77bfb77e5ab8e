// BLAKE3 on one thread: our code beside b3sum, both reading the same file.

import { command, inTurn, median, MB, program, spread, table }
  from './runs.mjs';

export async function compareHashes({ build, file, size, pairs }) {
  const ours = program(build, 'bench_sum');
  const r = await inTurn(pairs, {
    'bench_sum': () => command(ours, file),
    'b3sum': () => command('b3sum', '--num-threads', '1', '--no-mmap', file),
  });
  const [f, b] = [r['bench_sum'], r['b3sum']];
  const rate = (runs) => (size / MB / median(runs)).toFixed(0);
  return table('BLAKE3 of a file, one thread',
    ['', 'Firn', 'b3sum', 'b3sum / Firn'],
    [
      ['wall time, s', spread(f), spread(b),
        (median(b) / median(f)).toFixed(2)],
      ['throughput, MB/s', rate(f), rate(b), ''],
    ]);
}
