// A node of iroh's own multicast discovery, written from its description and
// without a look at Firn's: it announces an id, answers queries, asks, and
// keeps what it hears. The format is that of docs/protocol.md, "Local
// discovery".
//
//     const peer = await LanPeer.start(t, { id, addresses: ['127.0.0.1:8421'] });
//     await until('it is heard', () => peer.heard(id));
//
// IPv4 only, on one interface: 127.0.0.1 unless told otherwise. In a network
// namespace it runs as a program of its own, with the same functions:
//
//     const peer = await RemoteLanPeer.start(ns, { id, addresses });

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { until } from './wait.mjs';

const CHILD = fileURLToPath(new URL('iroh_mdns.child.mjs', import.meta.url));

const GROUP = '224.0.0.251';
const SERVICES = {
  '0.35': ['_iroh', 'local', 'swarm', '_udp', 'local'],
  '1.x': ['_irohv1', '_udp', 'local'],
};
const A = 1;
const PTR = 12;
const TXT = 16;
const AAAA = 28;
const SRV = 33;
const IN = 1;

// Text forms.

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** A node id in hex as the label that stands for it. */
export function toLabel(hex) {
  const bits = [...Buffer.from(hex, 'hex')]
    .map((b) => b.toString(2).padStart(8, '0')).join('').padEnd(260, '0');
  return bits.match(/.{5}/g).map((b) => ALPHABET[parseInt(b, 2)]).join('');
}

/** The other way; undefined when it is none. */
export function fromLabel(label) {
  if (!/^[a-z2-7]{52}$/i.test(label)) return undefined;
  const bits = [...label.toLowerCase()]
    .map((c) => ALPHABET.indexOf(c).toString(2).padStart(5, '0')).join('');
  return bits.slice(0, 256).match(/.{8}/g)
    .map((b) => parseInt(b, 2).toString(16).padStart(2, '0')).join('');
}

function splitAddress(text) {
  const at = text.lastIndexOf(':');
  return { ip: text.slice(0, at).replace(/^\[|\]$/g, ''),
    port: Number(text.slice(at + 1)) };
}

function ip6Bytes(ip) {
  const [head, tail] = ip.split('::').map((s) => (s ? s.split(':') : []));
  const words = tail === undefined ? head
    : [...head, ...Array(8 - head.length - tail.length).fill('0'), ...tail];
  const out = Buffer.alloc(16);
  words.forEach((w, i) => out.writeUInt16BE(parseInt(w, 16), 2 * i));
  return out;
}

function ip6Text(bytes) {
  const words = [];
  for (let i = 0; i < 16; i += 2) words.push(bytes.readUInt16BE(i).toString(16));
  // The way everybody writes it comes from the URL parser.
  return new URL(`http://[${words.join(':')}]/`).hostname;
}

// Writing.

const u16 = (...values) => {
  const b = Buffer.alloc(2 * values.length);
  values.forEach((v, i) => b.writeUInt16BE(v, 2 * i));
  return b;
};

const name = (labels) => Buffer.concat([
  ...labels.flatMap((l) => [Buffer.of(l.length), Buffer.from(l)]),
  Buffer.of(0),
]);

const record = (owner, type, data) =>
  Buffer.concat([name(owner), u16(type, IN, 0, 0, data.length), data]);

/** The datagram that asks who is there. */
export function encodeQuery(generation) {
  return Buffer.concat([u16(0, 0, 1, 0, 0, 0), name(SERVICES[generation]),
    u16(PTR, IN)]);
}

/** The datagram that tells of a node. */
export function encodeAnswer({ generation, id, addresses, relay, userData }) {
  const label = toLabel(id);
  const owner = [label, ...SERVICES[generation]];
  const target = (port) => [`${label}-${port}`, 'local'];
  const all = addresses.map(splitAddress);
  const ports = [...new Set(all.map((a) => a.port))].sort((a, b) => a - b);
  const answers = ports.map((port) =>
    record(owner, SRV, Buffer.concat([u16(0, 0, port), name(target(port))])));
  const texts = [];

  if (relay && generation === '1.x') texts.push(`relay=${relay}`);
  if (userData) texts.push(`user-data=${userData}`);
  if (texts.length > 0) {
    answers.push(record(owner, TXT, Buffer.concat(texts.flatMap((s) =>
      [Buffer.of(Buffer.byteLength(s)), Buffer.from(s)]))));
  }
  const additional = ports.flatMap((port) => all.filter((a) => a.port === port))
    .map(({ ip, port }) => (isIPv4(ip)
      ? record(target(port), A, Buffer.from(ip.split('.').map(Number)))
      : record(target(port), AAAA, ip6Bytes(ip))));
  return Buffer.concat([u16(0, 0x8400, 0, answers.length, 0,
    additional.length), ...answers, ...additional]);
}

// Reading. Whatever is not as it should be throws.

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  u16() {
    this.at += 2;
    return this.bytes.readUInt16BE(this.at - 2);
  }

  take(len) {
    if (this.at + len > this.bytes.length) throw new RangeError('too short');
    this.at += len;
    return this.bytes.subarray(this.at - len, this.at);
  }

  labels() {
    const out = [];
    let at = this.at;
    let end;
    for (let hops = 0; hops < 128; hops += 1) {
      const len = this.bytes.readUInt8(at);
      if (len === 0) {
        this.at = end ?? at + 1;
        return out;
      }
      if (len >= 0xc0) {
        end ??= at + 2;
        at = this.bytes.readUInt16BE(at) & 0x3fff;
      } else {
        out.push(this.bytes.toString('latin1', at + 1, at + 1 + len));
        at += 1 + len;
      }
    }
    throw new RangeError('a name without an end');
  }

  record() {
    const owner = this.labels();
    const type = this.u16();
    const cls = this.u16();
    const ttl = this.u16() * 65536 + this.u16();
    const len = this.u16();
    const at = this.at;
    this.take(len);
    return { owner, type, cls, ttl, at, len };
  }
}

const same = (a, b) =>
  a.join('.').toLowerCase() === b.join('.').toLowerCase();

function generationOf(labels) {
  return Object.keys(SERVICES).find((g) => same(SERVICES[g], labels));
}

function readSrv(bytes, r) {
  const rest = new Reader(bytes);
  rest.at = r.at + 4;
  return { port: rest.u16(), target: rest.labels() };
}

function readTexts(bytes, r) {
  const rest = new Reader(bytes);
  const out = {};
  for (rest.at = r.at; rest.at < r.at + r.len;) {
    const text = rest.take(rest.take(1)[0]).toString();
    const eq = text.indexOf('=');
    out[text.slice(0, eq)] = text.slice(eq + 1);
  }
  return out;
}

function readNodes(bytes, answers, additional) {
  const nodes = new Map();
  const targets = [];
  for (const r of answers) {
    const generation = generationOf(r.owner.slice(1));
    const id = r.owner.length > 0 ? fromLabel(r.owner[0]) : undefined;
    if (r.cls !== IN || !generation || !id) continue;
    const key = `${generation} ${id}`;
    if (!nodes.has(key)) nodes.set(key, { generation, id, addresses: [], ttls: [] });
    const node = nodes.get(key);
    node.ttls.push(r.ttl);
    if (r.type === SRV) targets.push({ node, ...readSrv(bytes, r) });
    if (r.type === TXT) {
      const texts = readTexts(bytes, r);
      node.relay = texts.relay;
      node.userData = texts['user-data'];
    }
  }
  for (const r of additional) {
    const data = bytes.subarray(r.at, r.at + r.len);
    if (r.cls !== IN || (r.type !== A && r.type !== AAAA)) continue;
    const ip = r.type === A ? [...data].join('.') : ip6Text(data);
    for (const { node, port, target } of targets) {
      if (same(target, r.owner)) {
        node.addresses.push(`${ip}:${port}`);
        node.ttls.push(r.ttl);
      }
    }
  }
  return [...nodes.values()].filter((n) => n.addresses.length > 0);
}

/** `{ asks: [generation], nodes: [...] }`; a query has no nodes. */
export function decode(bytes) {
  const r = new Reader(bytes);
  const [, , questions, ...counts] = Array.from({ length: 6 }, () => r.u16());
  const asks = [];
  for (let i = 0; i < questions; i += 1) {
    const generation = generationOf(r.labels());
    const isPtr = r.u16() === PTR;
    if (r.u16() === IN && isPtr && generation) asks.push(generation);
  }
  if (asks.length > 0) return { asks, nodes: [] };
  const [answers, , additional] = counts.map((n) =>
    Array.from({ length: n }, () => r.record()));
  return { asks, nodes: readNodes(bytes, answers, additional) };
}

/** One node on the segment. */
export class LanPeer {
  #socket;
  #port;
  #ours;
  #heard = new Map();
  #timer;
  queries = { '0.35': 0, '1.x': 0 }; // heard, our own included
  answers = 0; // heard of others
  errors = []; // what could not be read

  /** `id` absent: only listens and asks. `generation`: '1.x' or '0.35'. */
  static async start(t, { id, addresses = [], generation = '1.x', relay,
    userData, port = 5353, interfaceAddress = '127.0.0.1',
    queryEveryMs = 700 } = {}) {
    const peer = new LanPeer();
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    peer.#socket = socket;
    peer.#port = port;
    peer.#ours = { id, addresses, generation, relay, userData };
    t.after(() => peer.close());
    socket.on('message', (bytes) => peer.#receive(bytes));
    socket.bind(port, GROUP);
    await once(socket, 'listening');
    socket.setMulticastInterface(interfaceAddress);
    socket.addMembership(GROUP, interfaceAddress);
    socket.setMulticastTTL(255);
    socket.setMulticastLoopback(true);
    peer.query();
    if (queryEveryMs > 0) {
      peer.#timer = setInterval(() => peer.query(), queryEveryMs);
    }
    return peer;
  }

  /** What was heard last of a node, or undefined. */
  heard(id) {
    return this.#heard.get(id);
  }

  /** Everybody who was heard. */
  all() {
    return [...this.#heard.values()];
  }

  /** From now on, and for once unasked, other addresses. */
  announce(addresses) {
    this.#ours.addresses = addresses;
    this.#answer();
  }

  query() {
    this.#send(encodeQuery(this.#ours.generation));
  }

  /** Any bytes to the group. */
  sendRaw(bytes) {
    this.#send(bytes);
  }

  close() {
    clearInterval(this.#timer);
    if (this.#socket !== undefined) this.#socket.close();
    this.#socket = undefined;
  }

  #send(bytes) {
    if (this.#socket !== undefined) {
      this.#socket.send(bytes, this.#port, GROUP);
    }
  }

  #answer() {
    if (this.#ours.id && this.#ours.addresses.length > 0) {
      this.#send(encodeAnswer(this.#ours));
    }
  }

  #receive(bytes) {
    let message;
    try {
      message = decode(bytes);
    } catch (error) {
      this.errors.push(error);
      return;
    }
    for (const generation of message.asks) {
      this.queries[generation] += 1;
      if (generation === this.#ours.generation) this.#answer();
    }
    for (const node of message.nodes) {
      if (node.id === this.#ours.id) continue;
      if (node.generation !== this.#ours.generation) continue;
      this.answers += 1;
      this.#heard.set(node.id, node);
    }
  }
}

/** One in a namespace of lib/netns.mjs; ends with it. */
export class RemoteLanPeer {
  #child;
  #state;
  #log = '';

  static async start(ns, options) {
    const peer = new RemoteLanPeer();
    const config = { interfaceAddress: ns.address, ...options };

    peer.#child = ns.spawn(process.execPath, [CHILD, JSON.stringify(config)],
      { stdio: ['pipe', 'pipe', 'pipe'] });
    peer.#child.stdin.on('error', () => {}); // it has ended, as will be seen
    peer.#child.stderr.on('data', (text) => {
      peer.#log += text;
    });
    createInterface({ input: peer.#child.stdout })
      .on('line', (line) => {
        peer.#state = JSON.parse(line);
      });
    await until('the LAN peer runs', () => {
      if (peer.#child.exitCode !== null) throw new Error(peer.#log);
      return peer.#state;
    });
    return peer;
  }

  heard(id) {
    return this.#state.nodes.find((node) => node.id === id);
  }

  all() {
    return this.#state.nodes;
  }

  get queries() {
    return this.#state.queries;
  }

  get answers() {
    return this.#state.answers;
  }

  get errors() {
    return this.#state.errors;
  }

  announce(addresses) {
    this.#child.stdin.write(`${JSON.stringify({ announce: addresses })}\n`);
  }
}
