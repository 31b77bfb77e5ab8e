// Runs a program on a terminal of its own, made by script(1), and gives what
// it drew there.
import { spawn } from 'node:child_process';

const quote = (word) => `'${word.replaceAll("'", "'\\''")}'`;

/** What `argv` writes to a terminal of `columns`; { code, screen }. */
export function onTerminal(argv, { columns = 80, env = {} } = {}) {
  const line = `stty cols ${columns}; ${argv.map(quote).join(' ')}`;
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    env: { ...process.env, SHELL: '/bin/sh', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let screen = '';
  child.stdout.on('data', (d) => { screen += d; });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, screen }));
  });
}
