// Content for tests: patterns, random files, collections, recorded streams.

import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, createReadStream, openSync, readFileSync, writeSync }
  from 'node:fs';
import { pipeline } from 'node:stream/promises';

const VECTORS = new URL('../../vectors/', import.meta.url);

/** BLAKE3's own test pattern. */
export function pattern(size) {
  return Buffer.from(Uint8Array.from({ length: size }, (_, i) => i % 251));
}

/** A file of random bytes. */
export function writeRandom(path, size) {
  const piece = Buffer.allocUnsafe(1 << 20);
  const fd = openSync(path, 'wx');
  for (let left = size; left > 0; left -= piece.length) {
    randomFillSync(piece);
    writeSync(fd, piece, 0, Math.min(left, piece.length));
  }
  closeSync(fd);
  return path;
}

/** SHA-256 of a file, to compare without holding it. */
export async function sha256(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** A recorded exchange of vectors/blobs/streams. */
export function recorded(name) {
  const at = (kind) => new URL(`blobs/streams/${name}.${kind}.bin`, VECTORS);
  return {
    request: readFileSync(at('request')),
    response: readFileSync(at('response')),
  };
}

export function blobVectors() {
  return JSON.parse(readFileSync(new URL('blobs/blobs.json', VECTORS)));
}

/** LEB128, as postcard writes its counts. */
function varint(n) {
  const bytes = [];
  for (; n >= 0x80; n = Math.floor(n / 0x80)) bytes.push((n % 0x80) | 0x80);
  return Buffer.from([...bytes, n]);
}

/** The metadata blob of a collection. */
export function collectionNames(names) {
  const parts = [Buffer.from('CollectionV0.'), varint(names.length)];
  for (const name of names) {
    const bytes = Buffer.from(name);
    parts.push(varint(bytes.length), bytes);
  }
  return Buffer.concat(parts);
}

export function hashSequence(hexHashes) {
  return Buffer.concat(hexHashes.map((h) => Buffer.from(h, 'hex')));
}
