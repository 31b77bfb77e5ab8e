// One large blob, node to node: Firn to Firn beside iroh 0.35 to iroh 0.35.
//
// Both sides of both keep their stores on disk. The provider is started once;
// every run has a new receiver with an empty store. Wall time is that of the
// call that fetches, until the receiver says that it is complete: for Firn
// from POST /transfers to the event `completed`, for iroh from download() to
// its `allDone`. Starting nodes, adding the blob, exporting it are not in it.
// CPU and memory are those of the two processes meanwhile.
//
// On loopback Firn finds by path MTU discovery that datagrams of 65,000 bytes
// pass, and uses them; iroh never goes beyond 1,452. On Ethernet neither can,
// so Firn is measured with 1,452 as well.

import { Firnd } from '../node/lib/firnd.mjs';
import { Iroh035 } from '../node/lib/iroh.mjs';
import { anonymousBytes, measure } from '../node/lib/proc.mjs';
import { scoped } from '../node/lib/scope.mjs';
import { MB, MiB, inTurn, median, note, spread, table } from './runs.mjs';

const LONG_MS = 600_000;
export const ETHERNET = ['--p2p.max_udp_payload=1452'];

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
export function firnRun(provider, ticket, args = []) {
  return () => scoped(async (scope) => {
    const receiver = await Firnd.start(scope, { args });
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

/** Rows of measure, Firn, Firn as on Ethernet, iroh, and how many times less
 * each Firn takes. */
export function compareRows(firn, ethernet, iroh) {
  return MEASURES.map(([name, of, digits]) => {
    const [f, e, i] = [firn, ethernet, iroh].map((runs) => runs.map(of));
    const ratio = (x) =>
      (median(x) > 0 ? median(i) / median(x) : Infinity).toFixed(1);
    return [name, ...[f, e, i].map((x) => spread(x, digits)),
      ratio(f), ratio(e)];
  });
}

export const COMPARE_HEAD = ['', 'Firn', 'Firn, datagrams up to 1452',
  'iroh 0.35', 'iroh / Firn', 'iroh / Firn, 1452'];

/** Run the three in turn. `add` and `addIroh` put the content into a node and
 * give its ticket. */
export async function compareThree(scope, pairs, name, add, addIroh) {
  const firn = await Firnd.start(scope);
  const ethernet = await Firnd.start(scope, { args: ETHERNET });
  const iroh = await Iroh035.start(scope, { persistent: true });
  note(`${name}: adding the content to three providers`);
  const runs = {
    [`${name}: firn`]: firnRun(firn, await add(firn)),
    [`${name}: firn, 1452`]: firnRun(ethernet, await add(ethernet), ETHERNET),
    [`${name}: iroh`]: irohRun(iroh, await addIroh(iroh)),
  };
  return Object.values(await inTurn(pairs, runs));
}

export async function compareTransfers({ file, size, pairs }) {
  return scoped(async (scope) => {
    const three = await compareThree(scope, pairs, 'transfer',
      async (firn) => firn.ticket((await firn.addFile(file)).hash),
      async (iroh) => iroh.ticket(await iroh.addFile(file)));
    const rate = (runs) =>
      (size / MB / median(runs.map((x) => x.seconds))).toFixed(0);
    return table(`One blob of ${size} bytes, node to node, stored on disk`,
      COMPARE_HEAD,
      [['throughput, MB/s', ...three.map(rate), '', ''],
        ...compareRows(...three)]);
  });
}
