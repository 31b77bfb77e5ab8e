// Made-up networks in the shapes of openapi.yaml, for the fake node: who is
// there, how good the links are, what a peer is like. The same every time.
const hex = (n, length) => n.toString(16).padStart(length, '0');

/** Id of node number `n`: spread over all first digits. */
export const nodeId = (n) =>
  hex((Math.imul(n + 1, 2654435761) >>> 0), 8) + hex(n, 56);

const names = ['attic', 'cellar', 'garage', 'loft', 'porch', 'shed', 'barn', 'den'];

export const topologyNode = (n, values) => ({
  id: nodeId(n),
  name: n % 10 === 9 ? null : `${names[n % names.length]}-${n}`,
  kind: n % 10 === 9 ? 'iroh' : 'firn',
  state: n === 0 ? 'self' : n < 33 ? 'connected' : 'reachable',
  version: 'firn/0.1.0', uptime_s: 3600 + 61 * n, blobs: (n * 37) % 400,
  bytes: ((n * 7919) % 1000) ** 2 * 5000,
  ...values,
});

export function topologyLink(a, b, values) {
  const [from, to] = [nodeId(a), nodeId(b)].sort();
  const kind = (a * 31 + b * 17) % 20;
  const rtt = kind < 13 ? 0.3 + kind : kind < 18 ? 60 + kind * 5 : 320;
  return {
    from, to, rtt_ms: kind === 7 ? null : rtt,
    loss: kind === 19 ? 0.06 : kind > 15 ? 0.012 : 0,
    rx_bps: kind % 4 === 0 ? 5000 * 10 ** (kind % 5) : 300,
    tx_bps: 800, path: 'ipv4', since: '2026-11-20T10:11:12.345Z', ...values,
  };
}

const topology = (nodes, links) =>
  ({ nodes, links, generated_at: '2026-11-20T10:11:12.345Z' });

/** Every node linked to every other. */
export function mesh(size) {
  const links = [];
  for (let a = 0; a < size; a++)
    for (let b = a + 1; b < size; b++) links.push(topologyLink(a, b));
  return topology(Array.from({ length: size }, (_, n) => topologyNode(n)), links);
}

/** A ring with chords, as the mesh of many nodes is: four links a node. */
export function ring(size) {
  const links = new Map();
  const add = (a, b) => {
    const link = topologyLink(a, b);
    if (a !== b) links.set(`${link.from}${link.to}`, link);
  };
  for (let n = 0; n < size; n++) {
    for (const step of [1, 2]) add(n, (n + step) % size);
    for (const mix of [7919, 104729]) add(n, (n * mix + 13) % size);
  }
  return topology(Array.from({ length: size }, (_, n) => topologyNode(n)),
    [...links.values()]);
}

/** The same without node `n`'s links, and the node lost. */
export const killed = ({ nodes, links }, n) => topology(
  nodes.map((node) =>
    (node.id === nodeId(n) ? { ...node, state: 'lost' } : node)),
  links.filter((l) => l.from !== nodeId(n) && l.to !== nodeId(n)));

export const peer = (n, values) => ({
  id: nodeId(n), name: n % 10 === 9 ? null : `${names[n % names.length]}-${n}`,
  agent: 'firn/0.1.0', kind: n % 10 === 9 ? 'iroh' : 'firn', version: '0.1.0',
  state: 'connected', since: '2026-11-20T10:11:12.345Z', uptime_s: 3600,
  pinned: n === 1, banned: false,
  addresses: [
    { addr: `192.0.2.${n % 250}:8421`, source: 'manual', last_ok: '2026-11-20T10:11:12.345Z' },
    { addr: '[2001:db8::7]:8421', source: 'mdns', last_ok: null },
  ],
  path: { kind: 'ipv4', addr: `192.0.2.${n % 250}:8421`, why: 'it answered first of 2 known addresses' },
  rtt_ms: 0.4 + n * 3, rtt_var_ms: 0.1, loss: n % 3 ? 0 : 0.004 * n,
  rx_bps: 1200 * n ** 3, tx_bps: 980 * n, score: 1 / (1 + n / 10), reputation: 12 - n,
  reconnects: n % 4, last_error: null, discovered_by: 'manual', ...values,
});

/** A peer that is not connected, for the reason `last_error`. */
export const awayPeer = (n, last_error, values) => peer(n, {
  state: 'failed', path: null, rtt_ms: null, rtt_var_ms: null, loss: null,
  rx_bps: 0, tx_bps: 0, score: 0, uptime_s: null, last_error, ...values,
});

/** What GET /peers/{id} says of a peer. */
export const peerDetail = (it) => ({
  ...it, direction: it.state === 'connected' ? 'out' : null, relay: null,
  first_seen: '2026-11-20T09:11:12.345Z', last_seen: '2026-11-20T10:11:12.345Z',
  last_connected: '2026-11-20T10:11:12.345Z', observed: '203.0.113.5:40771',
  failures: it.state === 'failed' ? 3 : 0,
  next_dial_in_s: it.state === 'failed' ? 7.5 : null,
  deeds: { served: 12, wrong_data: 0, stalled: 0, timed_out: 1, broke_protocol: 0 },
  quality: {
    cwnd: 65536, rx_bytes: 1048576, tx_bytes: 524288,
    rx_bps: { 1: 1300, 10: 1200, 60: 900 }, tx_bps: { 1: 1000, 10: 980, 60: 800 },
  },
  samples: it.state !== 'connected' ? [] : Array.from({ length: 60 }, (_, i) => ({
    at: new Date(Date.UTC(2026, 10, 20, 10, 11, i)).toISOString(),
    rtt_ms: i === 20 ? null : 0.4 + ((i * 7) % 11) / 20,
    loss: i > 40 && i < 45 ? 0.02 : 0,
    rx_bps: 1e6 * (1 + Math.sin(i / 6)), tx_bps: 2e5 * (1 + Math.cos(i / 9)),
  })),
});

const source = (name, values) => ({
  name, enabled: true, state: 'running', since: '2026-11-20T10:11:12.345Z',
  error: null, announced: false, runs: 3, discovered: 0, faults: {},
  sightings: [], ...values,
});

export const discovery = {
  sources: [
    source('static'),
    source('mdns', {
      state: 'failed', faults: { no_daemon: 3, malformed: 0 },
      error: 'avahi-daemon is not running: start it, or set discovery.mdns.enabled=false',
    }),
    source('lan', {
      announced: true, discovered: 1,
      sightings: [{
        id: nodeId(3), name: 'loft-3', version: '0.1.0',
        addresses: ['192.0.2.3:8421'], since: '2026-11-20T10:11:12.345Z',
        last_seen: '2026-11-20T10:11:12.345Z',
      }],
    }),
    source('dns', { enabled: false, state: 'off', since: null }),
    source('exchange', { discovered: 4 }),
  ],
};

export const readyz = '[+]loop ok\n[+]store ok\n[+]p2p ok\n[+]http ok\n' +
  '[!]mdns degraded: avahi-daemon is not running\nreadyz check passed\n';

/** What GET /node says of the network. */
export const nodeNetwork = {
  observed_addresses: [],
  p2p: { enabled: true, state: 'running', error: null, listening: [], not_bound: [] },
  p2p_state: 'running', peers: { connected: 12, known: 17 },
  http_listening: ['127.0.0.1:8420'], http_not_bound: [],
};
