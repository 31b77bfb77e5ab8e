// Made-up transfers, ceilings and a week in the shapes of openapi.yaml, for the
// fake node.
import { nodeId } from './fake_network.mjs';

const at = (second) => new Date(Date.UTC(2026, 10, 20, 10, 11, second)).toISOString();

export const hashOf = (n) => nodeId(n).split('').reverse().join('');

export const source = (n, values) => ({
  peer: nodeId(n), state: 'active', bytes: 0, rate_bps: 0, error: null, ...values,
});

export const transfer = (n, values) => ({
  id: `5f03a1-${n}`, hash: hashOf(n), format: 'raw', state: 'queued',
  size: null, bytes_done: 0, bytes_fetched: 0, rate_bps: 0, sources: [],
  tag: null, error: null, created: at(n), started: null, ended: null,
  priority: 'normal', position: null, max_bps: 0, deadline: null, attempts: 0,
  next_attempt: null, requests: 0, direction: 'download', ...values,
});

const MiB = 2 ** 20;

/** One from four peers of which two failed, three that wait, one that rests,
 * and some that have ended. */
export const transfers = () => [
  transfer(9, {
    state: 'running', tag: 'images/base', size: 1024 * MiB,
    bytes_done: 512 * MiB, bytes_fetched: 500 * MiB, rate_bps: 25 * MiB,
    started: at(10), priority: 'high', max_bps: 50_000_000, attempts: 1, requests: 6,
    sources: [
      source(1, { bytes: 300 * MiB, rate_bps: 15 * MiB }),
      source(2, { bytes: 150 * MiB, rate_bps: 10 * MiB }),
      source(3, {
        state: 'failed', bytes: 50 * MiB,
        error: { code: 'hash_mismatch', detail: 'sent wrong bytes at 52428800' },
      }),
      source(4, {
        state: 'failed',
        error: { code: 'timeout', detail: 'nothing came for 10 s' },
      }),
      source(5, { state: 'connecting' }),
    ],
  }),
  transfer(8, { position: 1, priority: 'critical', size: 10 * MiB }),
  transfer(7, { position: 2 }),
  transfer(6, {
    position: 3, attempts: 2, next_attempt: new Date(Date.now() + 8000).toISOString(),
    error: { code: 'unreachable', detail: 'no peer was reached' },
  }),
  transfer(5, {
    state: 'paused', size: 64 * MiB, bytes_done: 16 * MiB, bytes_fetched: 16 * MiB,
    started: at(5), deadline: new Date(Date.now() + 7_200_000).toISOString(),
    sources: [source(1, { state: 'idle', bytes: 16 * MiB })],
  }),
  transfer(4, {
    state: 'completed', size: 80 * MiB, bytes_done: 80 * MiB,
    bytes_fetched: 80 * MiB, started: at(4), ended: at(6),
    sources: [
      source(1, { state: 'done', bytes: 60 * MiB }),
      source(2, { state: 'done', bytes: 20 * MiB }),
    ],
  }),
  transfer(3, {
    state: 'failed', started: at(3), ended: at(5),
    error: { code: 'not_found', detail: 'no peer has it' },
    sources: [source(2, { state: 'failed', error: { code: 'not_found', detail: 'does not have it' } })],
  }),
  transfer(2, { state: 'cancelled', ended: at(4) }),
];

/** What peer `n` takes from the node. */
export const upload = (n, values) => ({
  id: `0badc0-${n}`, direction: 'upload', hash: hashOf(n), peer: nodeId(n),
  state: 'running', bytes: 30 * MiB, rate_bps: 3 * MiB,
  started: new Date(Date.now() - 65_000).toISOString(), ended: null, ...values,
});

export const uploads = () => [
  upload(3, { state: 'completed', rate_bps: 0, ended: at(9) }), upload(2), upload(1),
];

const wave = (length, step) => ({
  from: at(0), step_s: step,
  in: Array.from({ length }, (_, i) => Math.round(step * MiB * (20 + 10 * Math.sin(i / 9)))),
  out: Array.from({ length }, (_, i) => (i % 40 < 20 ? 0 : 3 * step * MiB)),
});

export const stats = () => ({
  totals: { in: 700 * MiB, out: 90 * MiB },
  rates: { in_bps: 25 * MiB, out_bps: 6 * MiB },
  peers: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => ({
    id: nodeId(n), in: Math.round((400 * MiB) / n ** 2), out: 10 * n * MiB,
    in_bps: 0, out_bps: 0,
  })),
  seconds: wave(90, 1), minutes: wave(30, 60),
});

const rates = (up, down) => ({ upload_bytes_per_s: up, download_bytes_per_s: down });

export const limits = () => ({
  ...rates(10_000_000, 0), per_peer: rates(0, 0),
  per_priority: {
    low: rates(0, 1_048_576), normal: rates(0, 0), high: rates(0, 0),
    critical: rates(0, 0),
  },
  exempt_local: false, now: rates(1_000_000, 0),
});

export const schedule = () => [
  { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00', ...rates(1_000_000, 0) },
  { days: ['sat', 'sun'], from: '22:00', to: '06:00', ...rates(0, 5_000_000) },
];
