// One large blob, node to node: Firn to Firn beside iroh 0.35 to iroh 0.35.
//
// Both sides of both keep their stores on disk. The provider is started once;
// every run has a new receiver with an empty store. Wall time is that of the
// call that fetches, until the receiver says that it is complete: for Firn
// from POST /transfers to the event `completed`, for iroh from download() to
// its `allDone`. Starting nodes, adding the blob, exporting it are not in it.
// CPU and memory are those of the two processes meanwhile.

import { Firnd } from '../node/lib/firnd.mjs';
import { Iroh035 } from '../node/lib/iroh.mjs';
import { anonymousBytes, measure } from '../node/lib/proc.mjs';
import { scoped } from '../node/lib/scope.mjs';
import { MB, MiB, inTurn, median, note, spread, table } from './runs.mjs';

const LONG_MS = 600_000;

/** The most anonymous memory seen, looked at every 20 ms: VmHWM counts file
 * pages that are mapped as well, which are the page cache's. */
async function watched(pids, fn) {
  const most = pids.map(anonymousBytes);
  const look = () => pids.forEach((pid, i) => {
    most[i] = Math.max(most[i], anonymousBytes(pid));
  });
  const timer = setInterval(look, 20);
  try {
    const m = await measure(pids, fn);
    m.each.forEach((e, i) => { e.anonymous = most[i]; });
    return m;
  } finally {
    clearInterval(timer);
  }
}

function outcome(m, seconds) {
  return { seconds, sender: m.each[0], receiver: m.each[1] };
}

/** A run of Firn: fetches by ticket into a new node. */
export function firnRun(provider, ticket) {
  return () => scoped(async (scope) => {
    const receiver = await Firnd.start(scope);
    let seconds;
    const m = await watched([provider.pid, receiver.pid], async () => {
      const start = performance.now();
      const transfer = await receiver.fetch({ ticket }, LONG_MS);
      seconds = (performance.now() - start) / 1000;
      return transfer;
    });
    await receiver.stop(LONG_MS);
    return outcome(m, seconds);
  });
}

/** The same of iroh. */
export function irohRun(provider, ticket) {
  return () => scoped(async (scope) => {
    const receiver = await Iroh035.start(scope, { persistent: true });
    const m = await watched([provider.pid, receiver.pid],
      () => receiver.download(ticket, LONG_MS));
    return outcome(m, m.result);
  });
}

const mib = (bytes) => bytes / MiB;

export const MEASURES = [
  ['wall time, s', (r) => r.seconds],
  ['CPU of receiver, s', (r) => r.receiver.cpu],
  ['CPU of sender, s', (r) => r.sender.cpu],
  ['peak memory of receiver, MiB', (r) => mib(r.receiver.peak), 0],
  ['of these not mapped files, MiB', (r) => mib(r.receiver.anonymous), 0],
  ['peak memory of sender, MiB', (r) => mib(r.sender.peak), 0],
  ['of these not mapped files, MiB', (r) => mib(r.sender.anonymous), 0],
];

/** Rows of measure, Firn, iroh, and how many times less Firn takes. */
export function compareRows(firn, iroh) {
  return MEASURES.map(([name, of, digits]) => {
    const [f, i] = [firn.map(of), iroh.map(of)];
    const ratio = median(f) > 0 ? median(i) / median(f) : Infinity;
    return [name, spread(f, digits), spread(i, digits), ratio.toFixed(1)];
  });
}

export async function compareTransfers({ file, size, pairs }) {
  return scoped(async (scope) => {
    const firn = await Firnd.start(scope);
    const iroh = await Iroh035.start(scope, { persistent: true });
    note('transfer: adding the blob to both providers');
    const firnTicket = await firn.ticket((await firn.addFile(file)).hash);
    const irohTicket = await iroh.ticket(await iroh.addFile(file));

    const r = await inTurn(pairs, {
      'firn to firn': firnRun(firn, firnTicket),
      'iroh to iroh': irohRun(iroh, irohTicket),
    });
    const [f, i] = [r['firn to firn'], r['iroh to iroh']];
    const rate = (runs) =>
      (size / MB / median(runs.map((x) => x.seconds))).toFixed(0);
    return table(`One blob of ${size} bytes, node to node, stored on disk`,
      ['', 'Firn', 'iroh 0.35', 'iroh / Firn'],
      [['throughput, MB/s', rate(f), rate(i), ''], ...compareRows(f, i)]);
  });
}
