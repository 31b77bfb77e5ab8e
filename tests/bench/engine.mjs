// The bare engine: bytes from memory through one stream between two
// processes, nothing hashed, nothing stored. What a transfer cannot surpass.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { inTurn, MB, program, spread, table } from './runs.mjs';

const run = promisify(execFile);

/** One run; the figures of the line that the program prints. */
async function once(path, size, payload) {
  const { stdout } = await run(path,
    [`--bytes=${size}`, `--payload=${payload}`, '--repeat=1']);
  const found =
    /([\d.]+) MB\/s +sender ([\d.]+) s +receiver ([\d.]+) s CPU/.exec(stdout);
  if (!found) throw new Error(`bench_quic said: ${stdout}`);
  const [rate, sender, receiver] = found.slice(1).map(Number);
  return { seconds: size / MB / rate, rate, sender, receiver };
}

export async function measureEngine({ build, size, pairs }) {
  const path = program(build, 'bench_quic');
  const payloads = [1452, 65000];
  const names = payloads.map((p) => `datagrams up to ${p}`);

  const r = await inTurn(pairs, Object.fromEntries(payloads.map((p, i) =>
    [names[i], () => once(path, size, p)])));
  return table(`The bare engine: ${size} bytes, one stream, no store`,
    ['', 'MB/s', 'CPU of sender, s', 'CPU of receiver, s'],
    names.map((name) => [
      `${name} bytes`,
      ...['rate', 'sender', 'receiver'].map((k) =>
        spread(r[name].map((x) => x[k]), k === 'rate' ? 0 : undefined)),
    ]));
}
