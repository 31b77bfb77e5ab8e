#!/usr/bin/env python3
"""Check an answer of /iroh-bytes/4 against its request.

    verify_stream.py REQUEST RESPONSE > content
    verify_stream.py --vectors tests/vectors/blobs

A second implementation, written from docs/protocol.md and from nothing else,
in plain Python: slow, short, and independent of the C code. The files hold the
bytes of the two directions of one stream. Content comes out only after it was
checked against the hash in the request.
"""
import hashlib
import json
import pathlib
import sys

CHUNK = 1024
GROUP_CHUNKS = 16
INFINITE = 1 << 64

# ---- BLAKE3 ---------------------------------------------------------------

IV = [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
      0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19]
ORDER = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8]
QUARTERS = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
            (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]
CHUNK_START, CHUNK_END, PARENT, ROOT = 1, 2, 4, 8
MASK = 0xFFFFFFFF


def compress(cv, block, counter, length, flags):
    m = [int.from_bytes(block[i:i + 4], 'little') for i in range(0, 64, 4)]
    v = cv + IV[:4] + [counter & MASK, counter >> 32, length, flags]
    for _ in range(7):
        for i, (a, b, c, d) in enumerate(QUARTERS):
            for x, r, s in ((m[2 * i], 16, 12), (m[2 * i + 1], 8, 7)):
                v[a] = (v[a] + v[b] + x) & MASK
                w = v[d] ^ v[a]
                v[d] = (w >> r | w << 32 - r) & MASK
                v[c] = (v[c] + v[d]) & MASK
                w = v[b] ^ v[c]
                v[b] = (w >> s | w << 32 - s) & MASK
        m = [m[i] for i in ORDER]
    return [v[i] ^ v[i + 8] for i in range(8)]


def to_bytes(cv):
    return b''.join(w.to_bytes(4, 'little') for w in cv)


def chunk_value(data, number, is_root):
    cv = IV
    blocks = [data[i:i + 64] for i in range(0, len(data), 64)] or [b'']
    for i, block in enumerate(blocks):
        flags = CHUNK_START if i == 0 else 0
        if i == len(blocks) - 1:
            flags |= CHUNK_END | (ROOT if is_root else 0)
        cv = compress(cv, block.ljust(64, b'\0'), number, len(block), flags)
    return to_bytes(cv)


def parent_value(left, right, is_root):
    flags = PARENT | (ROOT if is_root else 0)
    return to_bytes(compress(IV, left + right, 0, 64, flags))


def left_chunks(n):
    return 1 << (n - 1).bit_length() - 1


def subtree_value(data, first, is_root):
    n = max(1, -(-len(data) // CHUNK))
    if n == 1:
        return chunk_value(data, first, is_root)
    left = left_chunks(n)
    return parent_value(subtree_value(data[:left * CHUNK], first, False),
                        subtree_value(data[left * CHUNK:], first + left, False),
                        is_root)

# ---- requests -------------------------------------------------------------


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        if self.at + n > len(self.data):
            raise ValueError('ended before it was complete')
        self.at += n
        return self.data[self.at - n:self.at]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        if value >= INFINITE or shift > 70:
            raise ValueError('number too large')
        return value


def read_ranges(r):
    """Half-open ranges of chunks; zero-width toggles drop out."""
    bounds, at = [], 0
    for _ in range(r.varint()):
        at += r.varint()
        bounds.append(at)
    if len(bounds) % 2:
        bounds.append(INFINITE)
    return [(a, b) for a, b in zip(bounds[::2], bounds[1::2]) if a < b]


def read_get(data):
    """The hash, and [(position, ranges)], each valid until the next."""
    r = Reader(data)
    if r.take(1) != b'\0':
        raise ValueError('not a Get request')
    root, at, spec = r.take(32), 0, []
    for _ in range(r.varint()):
        at += r.varint()
        spec.append((at, read_ranges(r)))
    return root, spec


def ranges_at(spec, position):
    here = [ranges for at, ranges in spec if at <= position]
    return here[-1] if here else []


def is_raw(spec):
    """Is nothing behind position 0 selected?"""
    return not ranges_at(spec, 1) and \
        not any(ranges for at, ranges in spec if at > 1)

# ---- the verified stream --------------------------------------------------


def has(ranges, begin, end):
    return any(a < end and begin < b for a, b in ranges)


def has_all(ranges, begin, end):
    for a, b in ranges:
        if a <= begin < b:
            begin = b
    return begin >= end


def read_stream(r, root, ranges):
    """Yield (offset, bytes), each checked; returns the size."""
    size = int.from_bytes(r.take(8), 'little')
    chunks = max(1, -(-size // CHUNK))
    # Whatever reaches or passes the end selects the last chunk.
    if has(ranges, chunks - 1, INFINITE):
        ranges = ranges + [(chunks - 1, chunks)]
    ranges = sorted((a, min(b, chunks)) for a, b in ranges if a < chunks)
    todo = [(0, chunks, root)]
    while todo:
        first, n, value = todo.pop()
        is_root = n == chunks
        whole = n <= GROUP_CHUNKS and has_all(ranges, first, first + n)
        if n == 1 or whole:
            begin, end = first * CHUNK, min(size, (first + n) * CHUNK)
            data = r.take(end - begin)
            if subtree_value(data, first, is_root) != value:
                raise ValueError(f'wrong bytes at {begin}')
            yield begin, data
            continue
        left, right = r.take(32), r.take(32)
        if parent_value(left, right, is_root) != value:
            raise ValueError(f'wrong parent over chunks {first}..{first + n}')
        split = first + left_chunks(n)
        if has(ranges, split, first + n):
            todo.append((split, first + n - split, right))
        if has(ranges, first, split):
            todo.append((first, split - first, left))


def read_answer(request, response):
    """Yield (position, hash, offset, bytes) for all that was sent. An answer
    that ends where a size is due means: the rest is not there."""
    root, spec = read_get(request)
    r = Reader(response)
    hashes, position = [root], 0
    while position < len(hashes) and r.at < len(response):
        ranges = ranges_at(spec, position)
        got = b''
        for offset, data in (read_stream(r, hashes[position], ranges)
                             if ranges else ()):
            got += data
            yield position, hashes[position], offset, data
        if position == 0 and not is_raw(spec):
            hashes += [got[i:i + 32] for i in range(0, len(got), 32)]
        position += 1
    if r.at != len(response):
        raise ValueError(f'{len(response) - r.at} bytes too many')

# ---- the recorded answers -------------------------------------------------


def pattern(begin, end):
    return bytes(i % 251 for i in range(begin, end))


def check_vector(folder, vector):
    request = bytes.fromhex(vector['request_hex'])
    response = (folder / vector['response_file']).read_bytes()
    assert hashlib.sha256(response).hexdigest() == vector['response_sha256']
    r = Reader(response)
    for blob in vector['blobs']:
        bounds = [int(b) for b in blob['boundaries']]
        bounds += [INFINITE] * (len(bounds) % 2)
        ranges = list(zip(bounds[::2], bounds[1::2]))
        r.at = blob['stream_offset']
        pieces = list(read_stream(r, bytes.fromhex(blob['hash']), ranges))
        assert [(o, len(d)) for o, d in pieces] == \
            [(leaf['offset'], leaf['len']) for leaf in blob['leaves']]
    # The whole answer once more, from the request alone. A request for
    # children only needs the sequence from elsewhere.
    _, spec = read_get(request)
    if vector['blobs'] and (ranges_at(spec, 0) == [(0, INFINITE)]
                            or is_raw(spec)):
        for _, _, _, data in read_answer(request, response):
            assert len(data) <= GROUP_CHUNKS * CHUNK
    return request, response


def find_corruption(request, response):
    """Every flipped bit must be noticed."""
    for at in range(0, len(response), max(1, len(response) // 40)):
        bad = bytearray(response)
        bad[at] ^= 1
        try:
            for _ in read_answer(request, bytes(bad)):
                pass
        except (ValueError, MemoryError, OverflowError):
            continue
        raise AssertionError(f'byte {at} was changed and nobody noticed')


def run_vectors(folder):
    vectors = json.loads((folder / 'streams.json').read_text())
    done = 0
    for vector in vectors:
        if 'response_file' not in vector or not vector.get('blobs'):
            continue
        request, response = check_vector(folder, vector)
        if vector['name'] in ('whole_1025', 'whole_16385',
                              'range_17_18_of_65537'):
            find_corruption(request, response)
        done += 1
    print(f'{done} recorded answers verified')
    return 0 if done > 20 else 1


def main(args):
    if len(args) == 2 and args[0] == '--vectors':
        return run_vectors(pathlib.Path(args[1]))
    if len(args) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    request, response = (pathlib.Path(a).read_bytes() for a in args)
    try:
        for _, _, _, data in read_answer(request, response):
            sys.stdout.buffer.write(data)
    except ValueError as error:
        print(f'verify_stream: {args[1]}: {error}', file=sys.stderr)
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
