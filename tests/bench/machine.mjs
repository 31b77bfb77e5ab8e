// Where and with what the figures were taken.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';

function firstLine(program, ...args) {
  try {
    const out = execFileSync(program, args,
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return out.split('\n')[0].trim();
  } catch (e) {
    return `${program}: ${e.code ?? `exit ${e.status}`}`;
  }
}

function distribution() {
  const text = readFileSync('/etc/os-release', 'utf8');
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1] ?? 'Linux';
}

function irohVersion() {
  const path = new URL('../node/node_modules/iroh035/package.json',
    import.meta.url);
  return JSON.parse(readFileSync(path)).version;
}

export function machine({ build, size, pairs }) {
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `Date: ${new Date().toISOString().slice(0, 10)}`,
    `Machine: ${availableParallelism()} x ${cpus()[0].model}, ` +
      `${memory} GiB, ${distribution()}, Linux ${release()}, loopback; ` +
      `work files on ${firstLine('findmnt', '-no', 'FSTYPE', '-T',
        process.env.FIRN_TMP ?? '/tmp')}`,
    `Programs: ${firstLine(join(build, 'firnd'), '--version')}; ` +
      `iroh ${irohVersion()} from npm in Node.js ${process.version}; ` +
      `${firstLine('b3sum', '--version')}; ` +
      `${firstLine('curl', '--version').split(' ').slice(0, 2).join(' ')}`,
    `Large blob: ${size} random bytes. Each figure is the median of ` +
      `${pairs} runs taken in turn, least and most in brackets.`,
  ].map((line) => `- ${line}`).join('\n');
}
