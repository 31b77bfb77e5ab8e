// Networks of the test's own: Linux network namespaces, joined by cables, each
// with a system bus and an avahi-daemon of its own when asked.
//
//     import { netnsMissing, Netns } from './lib/netns.mjs';
//
//     test('...', { skip: netnsMissing({ avahi: true }) }, async (t) => {
//       const [a, b] = await Netns.pair(t);          // 10.77.0.1, 10.77.0.2
//       await a.startBus();
//       await a.startAvahi();                        // ready when this returns
//       const { stdout } = await a.run('avahi-browse', ['-rpt', '_x._udp']);
//       const child = a.spawn(program, args);        // ended with the test
//     });
//
// Making them
//
//     netnsMissing({ avahi })     false, or the reason why none can be made, as
//                                 `skip` wants it. `avahi`: also its programs
//     Netns.create(t, label)      one without a cable; only its own loopback
//     Netns.pair(t)               two, joined by one cable
//     Netns.lan(t, n)             n, at one switch (a bridge in one more)
//     Netns.cable(a, b, options)  one more cable between two
//
//   Namespaces and what runs in them go when the scope `t` ends, at the latest
//   when this process does. Names carry the process id and a number, so tests
//   run side by side.
//
// In a namespace
//
//     ns.name, ns.label           as `ip netns` has it; as create() was told
//     ns.links                    [{ name, address }], the first cable first
//     ns.address                  the IPv4 address at its first cable
//     ns.env                      environment that programs get: its bus
//     ns.command(program, args)   [program, args] that runs it inside, for a
//                                 spawn() elsewhere; give that `ns.env` too
//     ns.spawn(program, args, options)     a ChildProcess, as child_process has
//     ns.run(program, args, options)       to its end: { code, stdout, stderr }
//     ns.ip(...words)             `ip` inside; an error when it fails
//     ns.setLink(name, 'down')    pull a cable, and plug it in again ('up')
//     ns.addAddress(name, '10.77.0.9/24'), ns.removeAddress(...)
//     ns.reach('127.0.0.1:80')    an "ip:port" of this process's own loopback
//                                 that leads to that address inside; without
//                                 one, to the same "ip:port" inside
//
//   What spawn() starts is ended with SIGKILL at the end of the scope, unless
//   it has ended.
//
// Bus and Avahi
//
//     ns.startBus()               its socket is what ns.env names
//     ns.killBus()
//     ns.startAvahi()             after startBus()
//     ns.stopAvahi()              as an operator would: says good-bye
//     ns.killAvahi()              as a crash would: SIGKILL
//     ns.pauseAvahi(), ns.resumeAvahi()    it hangs, and goes on
//
//   Without startBus(), `ns.env` names a socket that nobody listens on: the
//   machine's own bus is never used.

import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { guard, tempDir } from './scope.mjs';
import { within } from './wait.mjs';

const execFileAsync = promisify(execFile);

const START_MS = 15_000;
const LOG_KEPT = 64 * 1024;
const NETWORK = '10.77'; // each cable of a test is one /24 of it

// Programs of administrators are not in everybody's path.
const PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin:/usr/local/sbin`;

// Names of namespaces that are to go when this process does.
const existing = new Set();
let made = 0;

process.on('exit', () => {
  for (const name of existing) deleteNamespace(name);
});

function deleteNamespace(name) {
  try {
    execFileSync('ip', ['netns', 'delete', name],
      { env: { ...process.env, PATH }, stdio: 'ignore' });
  } catch {
    // it is not there any more
  }
  existing.delete(name);
}

async function ip(...words) {
  await execFileAsync('ip', words, { env: { ...process.env, PATH } });
}

function isMissing(program) {
  return !PATH.split(':').filter(Boolean).some((dir) => {
    try {
      accessSync(join(dir, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Why no namespaces can be made here, false when they can. */
export function netnsMissing({ avahi = false } = {}) {
  const programs = ['ip', ...(avahi ? ['dbus-daemon', 'avahi-daemon'] : [])];
  const missing = programs.filter(isMissing);
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  if (process.getuid() !== 0) return 'network namespaces need root';
  const name = `firn-${process.pid}-probe`;
  try {
    execFileSync('ip', ['netns', 'add', name],
      { env: { ...process.env, PATH }, stdio: 'pipe' });
    execFileSync('ip', ['netns', 'exec', name, 'ip', 'link', 'set', 'lo', 'up'],
      { env: { ...process.env, PATH }, stdio: 'pipe' });
    return false;
  } catch (e) {
    return `no network namespaces here: ${String(e.stderr).trim()}`;
  } finally {
    deleteNamespace(name);
  }
}

// Everybody may own and say anything: it has this test's programs alone.
const busConfig = (socket) => `<busconfig>
  <type>system</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow receive_sender="*" eavesdrop="true"/>
    <allow user="*"/>
  </policy>
</busconfig>
`;

const avahiConfig = (hostName) => `[server]
host-name=${hostName}
use-ipv4=yes
use-ipv6=yes
ratelimit-interval-usec=1000000
ratelimit-burst=1000
[wide-area]
enable-wide-area=no
[publish]
publish-hinfo=no
publish-workstation=no
[reflector]
[rlimits]
`;

// Runs inside: takes connections at a socket file, which all namespaces see,
// and passes each on to the address.
const RELAY = `
const net = require('node:net');
const [file, host, port] = process.argv.slice(1);
net.createServer({ allowHalfOpen: true }, (from) => {
  const to = net.connect({ host, port: Number(port), allowHalfOpen: true });
  from.on('error', () => to.destroy()).on('close', () => to.destroy());
  to.on('error', () => from.destroy()).on('close', () => from.destroy());
  from.pipe(to);
  to.pipe(from);
}).listen(file, () => console.log('ready'));
`;

/** Resolves when the child says `text`, fails when it ends before. */
function says(child, stream, text, what) {
  let log = '';
  return within(START_MS, `${what} is ready`, new Promise((resolve, reject) => {
    stream.on('data', (d) => {
      log = (log + d).slice(-LOG_KEPT);
      if (log.includes(text)) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new Error(`${what} ended (${code ?? signal})\n${log}`));
    });
  }));
}

async function end(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await within(START_MS, `${child.spawnfile} ends`, ended);
}

export class Netns {
  #scope;
  #dir;
  #bus;
  #avahi;
  #relays = 0;

  static async create(scope, label = 'ns') {
    const ns = new Netns();
    made += 1;
    ns.label = label;
    ns.name = `firn-${process.pid}-${made}-${label}`;
    ns.links = [];
    ns.#scope = scope;
    // In /tmp, as names of sockets must be short.
    ns.#dir = tempDir(scope, '/tmp');
    await ip('netns', 'add', ns.name);
    existing.add(ns.name);
    scope.after(() => deleteNamespace(ns.name));
    await ns.ip('link', 'set', 'lo', 'up');
    // An IPv6 address is of use at once, not after looking for its double.
    await ns.#sysctl('net/ipv6/conf/default/accept_dad', 0);
    await ns.#sysctl('net/ipv6/conf/all/accept_dad', 0);
    return ns;
  }

  /** Two, joined by a cable: `labels` name them. */
  static async pair(scope, labels = ['a', 'b']) {
    const both = [];
    for (const label of labels) both.push(await Netns.create(scope, label));
    await Netns.cable(both[0], both[1]);
    return both;
  }

  /** `count` of them at one switch. The switch is a namespace too, without an
   * address: the array's property `bridge`, to shape or cut links there. */
  static async lan(scope, count) {
    const bridge = await Netns.create(scope, 'bridge');
    await bridge.ip('link', 'add', 'br0', 'type', 'bridge');
    await bridge.ip('link', 'set', 'br0', 'up');
    const all = [];
    for (let i = 1; i <= count; i++) {
      const ns = await Netns.create(scope, `n${i}`);
      await ns.#plug(bridge, `eth${ns.links.length}`, `port${i}`);
      await bridge.ip('link', 'set', `port${i}`, 'master', 'br0', 'up');
      await ns.#attach(`eth${ns.links.length}`, `${NETWORK}.0.${i}/24`);
      all.push(ns);
    }
    all.bridge = bridge;
    return all;
  }

  /** One more cable: eth0, eth1, ... at each end. `subnet` 0 to 255 is that
   * of the addresses 10.77.<subnet>.1 and .2. */
  static async cable(a, b, { subnet = 0 } = {}) {
    const [atA, atB] = [a, b].map((ns) => `eth${ns.links.length}`);
    await a.#plug(b, atA, atB);
    await a.#attach(atA, `${NETWORK}.${subnet}.1/24`);
    await b.#attach(atB, `${NETWORK}.${subnet}.2/24`);
  }

  async #plug(other, mine, theirs) {
    await this.ip('link', 'add', mine, 'type', 'veth',
      'peer', 'name', theirs, 'netns', other.name);
  }

  async #attach(name, address) {
    this.links.push({ name, address: address.split('/')[0] });
    await this.addAddress(name, address);
    await this.setLink(name, 'up');
  }

  async #sysctl(path, value) {
    const command = `if [ -w /proc/sys/${path} ]; then
      echo ${value} > /proc/sys/${path}; fi`;
    const { code, stderr } = await this.run('sh', ['-c', command]);
    if (code !== 0) throw new Error(`sysctl ${path}: ${stderr}`);
  }

  get address() {
    return this.links[0]?.address;
  }

  get env() {
    return { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${this.#dir}/bus` };
  }

  command(program, args = []) {
    return ['ip', ['netns', 'exec', this.name, program, ...args]];
  }

  spawn(program, args = [], options = {}) {
    const env = { ...process.env, PATH, ...this.env, ...options.env };
    const child = guard(spawn(...this.command(program, args),
      { stdio: ['ignore', 'pipe', 'pipe'], ...options, env }));
    child.on('error', () => {}); // whoever waits for it has heard
    this.#scope.after(() => end(child, 'SIGKILL'));
    return child;
  }

  async run(program, args = [], options = {}) {
    const child = this.spawn(program, args, options);
    const all = async (stream) =>
      String(Buffer.concat(await stream.toArray()));
    const [stdout, stderr] = [all(child.stdout), all(child.stderr)];
    const [code] = await within(START_MS, `${program} ends`,
      once(child, 'close'));
    return { code, stdout: await stdout, stderr: await stderr };
  }

  async ip(...words) {
    await ip('-netns', this.name, ...words);
  }

  setLink(name, state) {
    return this.ip('link', 'set', name, state);
  }

  addAddress(name, address) {
    return this.ip('address', 'add', address, 'dev', name);
  }

  removeAddress(name, address) {
    return this.ip('address', 'delete', address, 'dev', name);
  }

  async reach(address) {
    this.#relays += 1;
    const file = join(this.#dir, `relay-${this.#relays}`);
    const server = createServer({ allowHalfOpen: true }, (from) => {
      const to = createConnection({ path: file, allowHalfOpen: true });
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      to.on('error', () => from.destroy()).on('close', () => from.destroy());
      from.pipe(to);
      to.pipe(from);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    server.unref();
    this.#scope.after(() => server.close());
    const outside = `127.0.0.1:${server.address().port}`;
    const inside = address ?? outside;
    const colon = inside.lastIndexOf(':');
    const host = inside.slice(0, colon).replace(/^\[|\]$/g, '');
    const relay = this.spawn(process.execPath,
      ['-e', RELAY, file, host, inside.slice(colon + 1)]);
    await says(relay, relay.stdout, 'ready', 'relay');
    return outside;
  }

  async startBus() {
    const config = join(this.#dir, 'bus.conf');
    rmSync(join(this.#dir, 'bus'), { force: true });
    writeFileSync(config, busConfig(join(this.#dir, 'bus')));
    this.#bus = this.spawn('dbus-daemon',
      [`--config-file=${config}`, '--nofork', '--nopidfile', '--nosyslog',
        '--print-address=1']);
    await says(this.#bus, this.#bus.stdout, 'unix:path=', 'dbus-daemon');
  }

  killBus() {
    return end(this.#bus, 'SIGKILL');
  }

  /** It keeps a socket and its process id at fixed places in /run, so it gets
   * a /run of its own; `ip netns exec` has made mounts private already. */
  async startAvahi() {
    const config = join(this.#dir, 'avahi.conf');
    writeFileSync(config, avahiConfig(this.label));
    this.#avahi = this.spawn('sh', ['-c',
      'mount -t tmpfs tmpfs /run && exec avahi-daemon -f "$1" ' +
      '--no-drop-root --no-chroot --no-rlimits --no-proc-title',
      'sh', config]);
    this.#avahi.stdout.resume();
    await says(this.#avahi, this.#avahi.stderr, 'startup complete',
      'avahi-daemon');
  }

  stopAvahi() {
    return end(this.#avahi, 'SIGTERM');
  }

  killAvahi() {
    return end(this.#avahi, 'SIGKILL');
  }

  pauseAvahi() {
    this.#avahi.kill('SIGSTOP');
  }

  resumeAvahi() {
    this.#avahi.kill('SIGCONT');
  }
}
