// What the kernel knows of a process.

import {
  readdirSync, readFileSync, readlinkSync, writeFileSync,
} from 'node:fs';

const TICKS_PER_S = 100; // USER_HZ, the same on every Linux

/** CPU time used by all threads so far, in seconds. */
export function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The name may have spaces and brackets; the fields begin after the last ).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

function statusBytes(pid, name) {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status);
  if (!found) throw new Error(`no ${name} in /proc/${pid}/status`);
  return Number(found[1]) * 1024;
}

/** Memory resident now, in bytes. */
export const residentBytes = (pid) => statusBytes(pid, 'VmRSS');

/** Memory of its own resident now: without mapped files. */
export const anonymousBytes = (pid) => statusBytes(pid, 'RssAnon');

/** The most that was ever resident, or since resetPeak(). */
export const peakBytes = (pid) => statusBytes(pid, 'VmHWM');

/** Let the peak begin anew from what is resident now. */
export function resetPeak(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** CPU and peak of a process while `fn` runs. */
export async function measure(pids, fn) {
  pids.forEach(resetPeak);
  const cpu = pids.map(cpuSeconds);
  const start = performance.now();
  const result = await fn();
  const seconds = (performance.now() - start) / 1000;
  return {
    result,
    seconds,
    each: pids.map((pid, i) => ({
      cpu: cpuSeconds(pid) - cpu[i],
      peak: peakBytes(pid),
    })),
  };
}

/** Local "address:port" of the UDP sockets of a process, in the kernel's hex. */
export function udpSockets(pid) {
  const own = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
    } catch {
      return undefined; // closed meanwhile
    }
  }));
  return ['udp', 'udp6'].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, 'latin1').trim().split('\n')
      .slice(1).map((line) => line.trim().split(/\s+/))
      .filter((fields) => own.has(fields[9])).map((fields) => fields[1]));
}
