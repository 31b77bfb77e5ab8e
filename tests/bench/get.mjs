// GET of a large blob by curl: Firn beside nginx with sendfile.

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dirname, basename, join } from 'node:path';

import { Firnd } from '../node/lib/firnd.mjs';
import { cpuSeconds } from '../node/lib/proc.mjs';
import { guard, scoped } from '../node/lib/scope.mjs';
import { until } from '../node/lib/wait.mjs';
import { command, inTurn, median, MB, spread, table } from './runs.mjs';

/** A port that is free now; nginx cannot choose one itself. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function config(home, root, port) {
  return `
    user root;
    daemon off;
    master_process off;
    worker_processes 1;
    pid ${home}/pid;
    error_log ${home}/error.log;
    events {}
    http {
      access_log off;
      sendfile on;
      tcp_nopush on;
      client_body_temp_path ${home}/body;
      proxy_temp_path ${home}/proxy;
      fastcgi_temp_path ${home}/fastcgi;
      uwsgi_temp_path ${home}/uwsgi;
      scgi_temp_path ${home}/scgi;
      server { listen 127.0.0.1:${port}; root ${root}; }
    }
  `;
}

async function startNginx(scope, home, file) {
  const port = await freePort();
  mkdirSync(home);
  writeFileSync(join(home, 'conf'), config(home, dirname(file), port));
  const child = guard(spawn('nginx',
    ['-p', home, '-c', join(home, 'conf'), '-e', join(home, 'error.log')],
    { stdio: 'ignore' }));
  scope.after(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  });
  const url = `http://127.0.0.1:${port}/${basename(file)}`;
  await until('nginx answers',
    () => fetch(url, { method: 'HEAD' }).then((r) => r.ok, () => false));
  return { url, pid: child.pid };
}

/** Seconds of curl, and CPU of the server meanwhile. */
function get({ url, pid }) {
  return async () => {
    const cpu = cpuSeconds(pid);
    const seconds = await command('curl', '-sS', '--fail', '-o', '/dev/null',
      url);
    return { seconds, cpu: cpuSeconds(pid) - cpu };
  };
}

export async function compareGets({ dir, file, size, pairs }) {
  return scoped(async (scope) => {
    const firnd = await Firnd.start(scope);
    const { hash } = await firnd.addFile(file);
    const nginx = await startNginx(scope, join(dir, 'nginx'), file);

    const r = await inTurn(pairs, {
      'GET firnd': get({
        url: firnd.url(`/api/v1/blobs/${hash}`), pid: firnd.pid,
      }),
      'GET nginx': get(nginx),
    });
    const [f, n] = [r['GET firnd'], r['GET nginx']];
    const row = (name, of) => {
      const [a, b] = [f.map(of), n.map(of)];
      return [name, spread(a), spread(b), (median(b) / median(a)).toFixed(2)];
    };
    const rate = (runs) =>
      (size / MB / median(runs.map((x) => x.seconds))).toFixed(0);
    return table(`GET of ${size} bytes by curl`,
      ['', 'Firn', 'nginx, sendfile', 'nginx / Firn'],
      [
        row('wall time, s', (x) => x.seconds),
        ['throughput, MB/s', rate(f), rate(n), ''],
        row('CPU of server, s', (x) => x.cpu),
      ]);
  });
}
