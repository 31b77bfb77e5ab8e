// Ceilings on speed as a person writes them: "10 MB/s", "80 Mbit/s",
// "512 KiB/s"; nothing, "none" or 0 for no ceiling.
const decimal = { '': 1, k: 1e3, m: 1e6, g: 1e9 };
const binary = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };
// "Mb" may mean bits to who wrote it: better asked than guessed.
const written = /^(\d+(?:[.,]\d+)?)\s*([kKmMgG]?)(i?)(B|bit)(?:\/s|ps)?$/;

export const mostSpeed = 2 ** 34; // as openapi.yaml says of Rate

export const speedHint = 'A speed is written like 10 MB/s or 80 Mbit/s; ' +
  'leave the field empty for no ceiling.';

// Bytes a second, 0 for no ceiling; null: not understood.
export function parseSpeed(text) {
  const value = text.trim();
  if (/^(none|0)?$/i.test(value)) return 0;
  const found = written.exec(value);
  if (!found) return null;
  const [, number, prefix, i, unit] = found;
  const scale = (i ? binary : decimal)[prefix.toLowerCase()];
  const bytes = Math.round(
    (Number(number.replace(',', '.')) * scale) / (unit === 'bit' ? 8 : 1));
  return bytes > 0 && bytes <= mostSpeed ? bytes : null;
}

const scales = {
  bytes: [[1e9, 'GB'], [2 ** 30, 'GiB'], [1e6, 'MB'], [2 ** 20, 'MiB'],
    [1e3, 'kB'], [2 ** 10, 'KiB'], [1, 'B']],
  bits: [[125e6, 'Gbit'], [125e3, 'Mbit'], [125, 'kbit'], [1 / 8, 'bit']],
};

// The same the other way, exactly: parseSpeed() gives the number again. An
// empty text where there is no ceiling.
export function speedText(bytes, inBits) {
  if (!bytes) return '';
  const [scale, unit] = scales[inBits ? 'bits' : 'bytes'].find(
    ([size]) => bytes >= size && Number.isInteger((bytes / size) * 1000));
  return `${bytes / scale} ${unit}/s`;
}

export const ceiling = (bytes, inBits) =>
  (bytes ? `at most ${speedText(bytes, inBits)}` : 'as fast as it can');
