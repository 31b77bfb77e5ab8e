// Numbers and times as people read them.

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const decimal = ['bit', 'kbit', 'Mbit', 'Gbit', 'Tbit', 'Pbit'];

// Three significant digits, rounded down so that a part never reads as whole.
function scaled(value, step, units) {
  let i = 0;
  while (value >= step && i < units.length - 1) {
    value /= step;
    i++;
  }
  const digits = i === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const shift = 10 ** digits;
  return `${(Math.floor(value * shift) / shift).toFixed(digits)} ${units[i]}`;
}

export const size = (bytes) =>
  bytes == null ? 'unknown size' : scaled(bytes, 1024, binary);

export const exact = (bytes) =>
  bytes == null ? '' : `${bytes.toLocaleString('en-US')} bytes`;

export const rate = (bytesPerSecond, inBits) =>
  (inBits
    ? scaled(bytesPerSecond * 8, 1000, decimal)
    : scaled(bytesPerSecond, 1024, binary)) + '/s';

export function percent(part, whole) {
  if (whole == null) return null;
  return part >= whole ? 100 : Math.min(99, Math.floor((part / whole) * 100));
}

export function duration(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  if (s < 86400)
    return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

export const shortHash = (hash) => `${hash.slice(0, 10)}…${hash.slice(-6)}`;

export const count = (n, one, many = one + 's') =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

export function milliseconds(ms) {
  if (ms == null) return '–';
  if (ms < 0.1) return '< 0.1 ms';
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

// A share from 0 to 1 in percent; what is not nothing never reads as 0.
export function share(value) {
  if (value == null) return '–';
  const percents = value * 100;
  if (percents === 0) return '0 %';
  if (percents < 0.1) return '< 0.1 %';
  return `${percents < 10 ? percents.toFixed(1) : Math.round(percents)} %`;
}

export const rateOr = (bytesPerSecond, inBits) =>
  bytesPerSecond == null ? '–' : rate(bytesPerSecond, inBits);

// "3 min ago" of a time as the node writes them; `now` in milliseconds.
export function ago(time, now) {
  if (!time) return 'never';
  const s = (now - Date.parse(time)) / 1000;
  return s < 1 ? 'just now' : `${duration(s)} ago`;
}
