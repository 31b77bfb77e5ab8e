#!/usr/bin/env python3
"""`/firn/node/1` a second time, and the vectors made with it.

    node_wire.py             writes node.json and the fuzz corpora
    node_wire.py --check     reads node.json: every frame and record in it is
                             taken apart, checked and put together again
    node_wire.py --read HEX  shows the frames in some bytes of a control stream

Written from docs/protocol.md, "Nodes", and RFC 8032, and from nothing else, in
plain Python: slow, short, and independent of the C code.
"""
import hashlib
import ipaddress
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
CORPUS = HERE.parent.parent / "fuzz" / "corpus"


class Wrong(Exception):
    """The bytes are not what the protocol allows."""


# ---- Ed25519, RFC 8032 section 6 -------------------------------------------

P = 2 ** 255 - 19
Q = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return i * j % P, k * m % P, j * k % P, i * m % P


def times(n, point):
    total = (0, 1, 1, 0)
    while n > 0:
        if n & 1:
            total = add(total, point)
        point = add(point, point)
        n >>= 1
    return total


def x_of(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or y >= P or (x == 0 and sign):
        raise Wrong("not a point of the curve")
    return P - x if x & 1 != sign else x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = x_of(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def pack(point):
    z = pow(point[2], P - 2, P)
    x, y = point[0] * z % P, point[1] * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def unpack(b):
    n = int.from_bytes(b, "little")
    y = n & (1 << 255) - 1
    x = x_of(y, n >> 255)
    return x, y, 1, x * y % P


def number_of(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


class Key:
    def __init__(self, seed):
        h = bytearray(hashlib.sha512(seed).digest())
        h[0] &= 248
        h[31] = h[31] & 127 | 64
        self.seed, self.prefix = seed, bytes(h[32:])
        self.a = int.from_bytes(h[:32], "little")
        self.id = pack(times(self.a, BASE))

    def sign(self, message):
        r = number_of(self.prefix, message) % Q
        big_r = pack(times(r, BASE))
        k = number_of(big_r, self.id, message) % Q
        return big_r + ((r + k * self.a) % Q).to_bytes(32, "little")


def is_signed(node_id, message, signature):
    s = int.from_bytes(signature[32:], "little")
    if s >= Q:
        return False
    k = number_of(signature[:32], node_id, message) % Q
    point = add(unpack(signature[:32]), times(k, unpack(node_id)))
    return pack(times(s, BASE)) == pack(point)


# ---- fields ----------------------------------------------------------------

HIDDEN = [(0, 0x1F), (0x7F, 0x9F), (0x200B, 0x200F), (0x2028, 0x202E),
          (0x2060, 0x206F)]
LIST_MAX, NAME_MAX, FRAME_MAX = 256, 63, 65536


def varint(n):
    out = bytearray()
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    return bytes(out + bytes([n]))


def text(s):
    return varint(len(s.encode())) + s.encode()


def address(s):
    host, port = s.rsplit(":", 1)
    ip = ipaddress.ip_address(host.strip("[]"))
    return bytes([ip.version == 6]) + ip.packed + varint(int(port))


class Reader:
    def __init__(self, b):
        self.b, self.at = b, 0

    def take(self, n):
        if n > len(self.b) - self.at:
            raise Wrong("ends too early")
        self.at += n
        return self.b[self.at - n:self.at]

    def u8(self):
        return self.take(1)[0]

    def u64(self):
        return int.from_bytes(self.take(8), "little")

    def varint(self, most=2 ** 64 - 1):
        n = 0
        for i in range(10):
            byte = self.u8()
            n |= (byte & 0x7F) << 7 * i
            if byte < 0x80:
                if n > most:
                    raise Wrong("too large")
                return n
        raise Wrong("varint too long")

    def text(self):
        try:
            s = self.take(self.varint(NAME_MAX)).decode()
        except UnicodeDecodeError:
            raise Wrong("not UTF-8") from None
        if any(low <= ord(c) <= high for c in s for low, high in HIDDEN):
            raise Wrong("characters that people do not see")
        return s

    def address(self):
        family = self.u8()
        if family > 1:
            raise Wrong("unknown family")
        ip = ipaddress.ip_address(self.take(16 if family else 4))
        port = self.varint(65535)
        if family and ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        return f"[{ip}]:{port}" if ip.version == 6 else f"{ip}:{port}"

    def list(self, one):
        return [one() for _ in range(self.varint(LIST_MAX))]

    def key(self):
        return {"origin": self.take(32).hex(), "kind": self.u8()}

    def state(self):
        state, size, held = self.u8(), self.varint(), self.varint()
        if state > 2 or (size > 0 and state == 1 and held > size):
            raise Wrong("state")
        if state == 0:
            size = held = 0
        return {"state": state, "size": size,
                "held": size if state == 2 else held}


def key_bytes(k):
    return bytes.fromhex(k["origin"]) + bytes([k["kind"]])


def state_bytes(h):
    return bytes([h["state"]]) + varint(h["size"]) + varint(h["held"])


def list_bytes(items, one):
    return varint(len(items)) + b"".join(one(i) for i in items)


def blob(b):
    return varint(len(b)) + b


# ---- messages --------------------------------------------------------------

TYPES = {1: "hello", 2: "ping", 3: "pong", 4: "offer", 5: "ask", 6: "record",
         7: "have_ask", 8: "have", 9: "announce", 10: "error"}
NUMBERS = {name: number for number, name in TYPES.items()}


def body_bytes(name, f):
    if name == "hello":
        seen = f["observed"]
        return (varint(f["version"]) + varint(f["capabilities"]) +
                f["session"].to_bytes(8, "little") + text(f["name"]) +
                text(f["agent"]) +
                (b"\1" + address(seen) if seen else b"\0"))
    if name in ("ping", "pong"):
        return (f["token"].to_bytes(8, "little") +
                blob(bytes.fromhex(f["payload"])))
    if name == "offer":
        return list_bytes(f["offers"],
                          lambda o: key_bytes(o) + varint(o["seq"]))
    if name == "ask":
        return list_bytes(f["keys"], key_bytes)
    if name == "record":
        return varint(f["age_ms"]) + blob(bytes.fromhex(f["record"]))
    if name == "have_ask":
        return varint(f["request"]) + list_bytes(f["hashes"], bytes.fromhex)
    if name == "have":
        return varint(f["request"]) + list_bytes(f["haves"], state_bytes)
    if name == "announce":
        return list_bytes(f["haves"], lambda h: bytes.fromhex(h["hash"]) +
                          state_bytes(h))
    return varint(f["type"]) + varint(f["code"]) + text(f["text"])


def frame_bytes(name, fields):
    return blob(varint(NUMBERS[name]) + body_bytes(name, fields))


def read_hello(r):
    f = {"version": r.varint(), "capabilities": r.varint(),
         "session": r.u64(), "name": r.text(), "agent": r.text()}
    has = r.u8()
    if has > 1 or f["version"] == 0:
        raise Wrong("hello")
    return f | {"observed": r.address() if has else None}


def read_body(name, r):
    if name == "hello":
        return read_hello(r)
    if name in ("ping", "pong"):
        return {"token": r.u64(), "payload": r.take(r.varint(1024)).hex()}
    if name == "offer":
        return {"offers": r.list(lambda: r.key() | {"seq": r.varint()})}
    if name == "ask":
        return {"keys": r.list(r.key)}
    if name == "record":
        return {"age_ms": r.varint(),
                "record": r.take(r.varint(24576 + 160)).hex()}
    if name == "have_ask":
        return {"request": r.varint(),
                "hashes": r.list(lambda: r.take(32).hex())}
    if name == "have":
        return {"request": r.varint(), "haves": r.list(r.state)}
    if name == "announce":
        return {"haves": r.list(lambda: {"hash": r.take(32).hex()} |
                                r.state())}
    return {"type": r.varint(), "code": r.varint(), "text": r.text()}


def read_frame(stream):
    """Name (a number when it is not known) and fields of the next frame."""
    inside = Reader(stream.take(stream.varint(FRAME_MAX)))
    number = inside.varint()
    if number not in TYPES:
        return number, {"body": inside.take(len(inside.b) - inside.at).hex()}
    return TYPES[number], read_body(TYPES[number], inside)


# ---- records ---------------------------------------------------------------

CONTEXT = b"firn-record-1"
LINK_NUMBERS = ["rtt_us", "loss_ppm", "rx_bps", "tx_bps", "since_s"]
NODE_NUMBERS = ["uptime_s", "blobs", "bytes", "interval_s"]


def addresses_bytes(f):
    return (text(f["name"]) + text(f["agent"]) + blob(f["relay"].encode()) +
            list_bytes(f["addresses"], address))


def links_bytes(f):
    def link(item):
        return (bytes.fromhex(item["to"]) +
                b"".join(varint(item[n]) for n in LINK_NUMBERS) +
                bytes([item["path"]]))
    return (text(f["name"]) + text(f["agent"]) +
            b"".join(varint(f[n]) for n in NODE_NUMBERS) +
            list_bytes(f["links"], link))


def record_bytes(key, kind, seq, ttl_s, body):
    b = key.id + bytes([kind]) + varint(seq) + varint(ttl_s) + blob(body)
    return b + key.sign(CONTEXT + b)


def read_link(r):
    item = {"to": r.take(32).hex()}
    for name in LINK_NUMBERS:
        item[name] = r.varint(1000000 if name == "loss_ppm" else 2 ** 64 - 1)
    path = r.u8()
    return item | {"path": path if path <= 2 else 0}


def read_links(r, origin):
    f = {"name": r.text(), "agent": r.text(), "uptime_s": r.varint(),
         "blobs": r.varint(), "bytes": r.varint(),
         "interval_s": r.varint(7200)}
    f["links"] = r.list(lambda: read_link(r))
    if f["interval_s"] == 0 or any(x["to"] == origin for x in f["links"]):
        raise Wrong("links")
    return f


def read_addresses(r):
    f = {"name": r.text(), "agent": r.text()}
    relay = r.take(r.varint(511))
    if any(c <= 0x20 or c >= 0x7F for c in relay):
        raise Wrong("relay")
    f["relay"] = relay.decode()
    f["addresses"] = [r.address() for _ in range(r.varint(16))]
    return f


def read_record(b):
    r = Reader(b)
    f = {"origin": r.take(32).hex(), "kind": r.u8(),
         "seq": r.varint(2 ** 63 - 1), "ttl_s": r.varint(7200)}
    body = r.take(r.varint(24576))
    signed, signature = b[:r.at], r.take(64)
    if r.at != len(b) or f["ttl_s"] == 0:
        raise Wrong("record")
    if not is_signed(bytes.fromhex(f["origin"]), CONTEXT + signed, signature):
        raise Wrong("signature")
    f["body_hex"], f["signature"] = body.hex(), signature.hex()
    if f["kind"] == 1:
        f["body"] = read_addresses(Reader(body))
    elif f["kind"] == 2:
        f["body"] = read_links(Reader(body), f["origin"])
    return f


# ---- the vectors -----------------------------------------------------------

A, B, C = (Key(bytes([n]) * 32) for n in (0x11, 0x22, 0x33))
MOST = 2 ** 64 - 1


def pattern(n, length=32):
    return bytes((n + i) % 256 for i in range(length)).hex()


def a_link(to, **other):
    link = {"to": to.id.hex(), "rtt_us": 1234, "loss_ppm": 20000,
            "rx_bps": 125000000, "tx_bps": 80000, "since_s": 3600, "path": 1}
    return link | other


BODIES = [
    ("addresses", A, 1, 1790000000000, 3600,
     {"name": "attic", "agent": "firn/0.1.0",
      "relay": "https://relay.example./",
      "addresses": ["192.0.2.7:8421", "[2001:db8::1]:65535"]}),
    ("addresses_none", B, 1, 1, 1,
     {"name": "", "agent": "", "relay": "", "addresses": []}),
    ("addresses_most", C, 1, 2 ** 63 - 1, 7200,
     {"name": "é" * 31 + "!", "agent": "x" * 63, "relay": "",
      "addresses": [f"192.0.2.{n}:{n}" for n in range(1, 17)]}),
    ("links", A, 2, 1790000000001, 120,
     {"name": "attic", "agent": "firn/0.1.0", "uptime_s": 86400, "blobs": 12,
      "bytes": 3 << 30, "interval_s": 5,
      "links": [a_link(B),
                a_link(C, rtt_us=0, loss_ppm=1000000, path=2, since_s=0)]}),
    ("links_none", B, 2, 1790000000002, 120,
     {"name": "Küche", "agent": "firn/0.1.0", "uptime_s": 0, "blobs": 0,
      "bytes": 0, "interval_s": 1, "links": []}),
    ("links_most", C, 2, 300, 7200,
     {"name": "n" * 63, "agent": "a" * 63, "uptime_s": MOST, "blobs": MOST,
      "bytes": MOST, "interval_s": 7200,
      "links": [{"to": pattern(n), "rtt_us": MOST, "loss_ppm": n,
                 "rx_bps": MOST, "tx_bps": MOST, "since_s": MOST,
                 "path": n % 3} for n in range(256)]}),
]


def make_record(name, key, kind, seq, ttl_s, f, body=None):
    if body is None:
        body = addresses_bytes(f) if kind == 1 else links_bytes(f)
    b = record_bytes(key, kind, seq, ttl_s, body)
    return {"name": name, "origin": key.id.hex(), "kind": kind, "seq": seq,
            "ttl_s": ttl_s, "body": f, "body_hex": body.hex(),
            "signature": b[-64:].hex(), "hex": b.hex()}


def messages(records):
    offers = [{"origin": r["origin"], "kind": r["kind"], "seq": r["seq"]}
              for r in records]
    keys = [{"origin": r["origin"], "kind": r["kind"]} for r in records]
    states = [{"state": 2, "size": 1 << 30, "held": 1 << 30},
              {"state": 1, "size": 1 << 30, "held": 16384},
              {"state": 1, "size": 0, "held": 32768},
              {"state": 0, "size": 0, "held": 0}]
    return [
        ("hello", "hello",
         {"version": 1, "capabilities": 3, "session": 0x1122334455667788,
          "name": "attic", "agent": "firn/0.1.0",
          "observed": "192.0.2.7:8421"}),
        ("hello_v6", "hello",
         {"version": 1, "capabilities": 3, "session": MOST, "name": "Küche",
          "agent": "firn/0.1.0", "observed": "[2001:db8::2]:49152"}),
        ("hello_bare", "hello",
         {"version": 300, "capabilities": 0, "session": 0, "name": "",
          "agent": "", "observed": None}),
        ("ping", "ping", {"token": 7, "payload": "00ff10"}),
        ("ping_empty", "ping", {"token": MOST, "payload": ""}),
        ("ping_most", "ping", {"token": 1, "payload": pattern(0, 1024)}),
        ("pong", "pong", {"token": 7, "payload": "00ff10"}),
        ("offer", "offer", {"offers": offers}),
        ("offer_none", "offer", {"offers": []}),
        ("offer_most", "offer",
         {"offers": [{"origin": pattern(n), "kind": n, "seq": MOST - n}
                     for n in range(256)]}),
        ("ask", "ask", {"keys": keys}),
        ("record", "record", {"age_ms": 0, "record": records[0]["hex"]}),
        ("record_aged", "record",
         {"age_ms": 59999, "record": records[3]["hex"]}),
        ("record_most", "record",
         {"age_ms": MOST, "record": records[5]["hex"]}),
        ("have_ask", "have_ask",
         {"request": 300, "hashes": [pattern(n) for n in range(4)]}),
        ("have", "have", {"request": 300, "haves": states}),
        ("announce", "announce",
         {"haves": [{"hash": pattern(n)} | s for n, s in enumerate(states)]}),
        ("error", "error", {"type": 77, "code": 1, "text": "type not known"}),
        ("error_bare", "error", {"type": MOST, "code": MOST, "text": ""}),
    ]


def framed(number, body):
    return blob(varint(number) + body)


def lenient(frames):
    """Written otherwise, to be read the same: [name, bytes, name of the one
    it says the same as]."""
    by_name = {f["name"]: bytes.fromhex(f["hex"]) for f in frames}
    ping = by_name["ping"]
    have = varint(9) + b"\2\2" + varint(5) + varint(0) + b"\0\1\1"
    same = varint(9) + b"\2\2" + varint(5) + varint(5) + b"\0\0\0"
    mapped = bytes(10) + b"\xff\xff" + bytes([192, 0, 2, 7])
    hello = by_name["hello"][2:]
    return [
        ("ping_appended", framed(2, ping[2:] + b"later"), ping),
        ("hello_appended", framed(1, hello + b"\1\2\3"), by_name["hello"]),
        ("length_long", bytes([ping[0] | 0x80, 0x80, 0]) + ping[1:], ping),
        ("type_long", blob(b"\x82\x80\0" + ping[2:]), ping),
        ("have_held_follows", framed(8, have), framed(8, same)),
        ("observed_mapped",
         framed(1, hello[:-7] + b"\1" + mapped + varint(8421)),
         by_name["hello"]),
    ]


def wrong_frames(frames):
    by_name = {f["name"]: bytes.fromhex(f["hex"]) for f in frames}
    hello, ping = by_name["hello"][2:], by_name["ping"][2:]
    many = varint(257)
    return [
        ("nothing", b"", "again"),
        ("length_cut", b"\x80", "again"),
        ("body_cut", by_name["hello"][:-1], "again"),
        ("frame_too_long", varint(65537), "too_large"),
        ("length_overflow", b"\xff" * 9 + b"\2", "proto"),
        ("length_endless", b"\x80" * 11, "proto"),
        ("no_type", b"\0", "proto"),
        ("type_cut", b"\1\x80", "proto"),
        ("hello_version_0", framed(1, b"\0" + hello[1:]), "proto"),
        ("hello_cut", framed(1, hello[:-1]), "proto"),
        ("hello_option_2", framed(1, hello[:-8] + b"\2"), "proto"),
        ("hello_family_2", framed(1, hello[:-7] + b"\2" + hello[-6:]),
         "proto"),
        ("hello_port_65536",
         framed(1, hello[:-2] + varint(65536)), "proto"),
        ("hello_name_64", framed(1, b"\1\3" + bytes(8) + blob(b"x" * 64) +
                                 b"\0\0"), "proto"),
        ("hello_name_newline", framed(1, b"\1\3" + bytes(8) + b"\1\n\0\0"),
         "proto"),
        ("hello_name_turned", framed(
            1, b"\1\3" + bytes(8) + blob("a\u202eb".encode()) + b"\0\0"),
         "proto"),
        ("hello_name_surrogate", framed(
            1, b"\1\3" + bytes(8) + blob(b"\xed\xa0\x80") + b"\0\0"),
         "proto"),
        ("ping_cut", framed(2, ping[:-1]), "proto"),
        ("ping_payload_1025", framed(2, bytes(8) + blob(bytes(1025))),
         "proto"),
        ("offer_257", framed(4, many + bytes(257 * 34)), "proto"),
        ("offer_cut", framed(4, b"\2" + bytes(34 + 33)), "proto"),
        ("offer_number_overflow",
         framed(4, b"\1" + bytes(33) + b"\xff" * 9 + b"\2"), "proto"),
        ("ask_257", framed(5, many + bytes(257 * 33)), "proto"),
        ("ask_count_huge", framed(5, varint(MOST)), "proto"),
        ("record_cut", framed(6, b"\0\x20" + bytes(31)), "proto"),
        ("record_too_long", framed(6, b"\0" + blob(bytes(24576 + 161))),
         "proto"),
        ("have_ask_cut", framed(7, b"\1\2" + bytes(63)), "proto"),
        ("have_state_3", framed(8, b"\1\1\3\0\0"), "proto"),
        ("have_more_than_all", framed(8, b"\1\1\1\4\5"), "proto"),
        ("announce_257", framed(9, many + bytes(257 * 35)), "proto"),
        ("error_no_text", framed(10, b"\1\1"), "proto"),
    ]


def wrong_records(records):
    good = bytes.fromhex(records[0]["hex"])
    turned = bytearray(good)
    turned[40] ^= 1
    body = bytes.fromhex(records[0]["body_hex"])
    links = records[3]["body"]
    self_link = links_bytes(links | {"links": [a_link(A)]})
    lossy = links_bytes(links | {"links": [a_link(B, loss_ppm=1000001)]})

    def of(kind, seq, ttl_s, b):
        return record_bytes(A, kind, seq, ttl_s, b)
    return [
        ("cut", good[:-1], "proto"),
        ("byte_behind", good + b"\0", "proto"),
        ("ttl_0", of(1, 5, 0, body), "proto"),
        ("ttl_7201", of(1, 5, 7201, body), "proto"),
        ("number_too_high", of(1, 2 ** 63, 60, body), "proto"),
        ("body_too_long", of(1, 5, 60, bytes(24577)), "proto"),
        ("signature_of_another", good[:-64] + C.sign(CONTEXT + good[:-64]),
         "auth"),
        ("signed_without_context", good[:-64] + A.sign(good[:-64]), "auth"),
        ("number_changed", bytes(turned), "auth"),
        ("kind_unknown", of(3, 5, 60, body), "kind"),
        ("addresses_cut", of(1, 5, 60, body[:-1]), "body"),
        ("addresses_17", of(1, 5, 60, b"\0\0\0\x11" +
                            address("192.0.2.1:1") * 17), "body"),
        ("relay_newline", of(1, 5, 60, b"\0\0\1\n\0"), "body"),
        ("links_to_itself", of(2, 5, 60, self_link), "body"),
        ("links_loss_above_all", of(2, 5, 60, lossy), "body"),
        ("links_interval_0",
         of(2, 5, 60, links_bytes(links | {"interval_s": 0})), "body"),
        ("links_257", of(2, 5, 60, b"\0\0\0\0\0\1" + varint(257)), "body"),
    ]


def lenient_records(records):
    """The same content, in a record of other bytes."""
    a, b = records[0], records[3]
    useless = (text("attic") + text("firn/0.1.0") +
               blob(a["body"]["relay"].encode()) +
               list_bytes(["0.0.0.0:1", "224.0.0.1:2", "192.0.2.7:0",
                           "255.255.255.255:3", "[ff02::1]:4", "[::]:5"] +
                          a["body"]["addresses"], address))
    later = bytearray(bytes.fromhex(b["body_hex"]))
    later[-1] = 2
    return [
        ("addresses_appended", A, 1, bytes.fromhex(a["body_hex"]) + b"new",
         a["body"]),
        ("addresses_useless_ones", A, 1, useless, a["body"]),
        ("links_appended", A, 2, bytes(later) + b"\7\7", b["body"]),
        ("links_path_9", A, 2, bytes(later[:-1]) + b"\x09",
         b["body"] | {"links": [b["body"]["links"][0],
                                b["body"]["links"][1] | {"path": 0}]}),
    ]


def make():
    records = [make_record(*r) for r in BODIES]
    frames = [{"name": name, "type": kind, "fields": fields,
               "hex": frame_bytes(kind, fields).hex()}
              for name, kind, fields in messages(records)]
    return {
        "identities": [{"seed": k.seed.hex(), "id": k.id.hex()}
                       for k in (A, B, C)],
        "records": records,
        "records_read_the_same": [
            make_record(name, key, kind, 5, 60, f, body)
            for name, key, kind, body, f in lenient_records(records)],
        "records_wrong": [{"name": n, "hex": b.hex(), "why": why}
                          for n, b, why in wrong_records(records)],
        "frames": frames,
        "frames_read_the_same": [
            {"name": n, "hex": b.hex(), "same": same.hex()}
            for n, b, same in lenient(frames)],
        "frames_wrong": [{"name": n, "hex": b.hex(), "why": why}
                         for n, b, why in wrong_frames(frames)],
    }


def plain(value):
    """Numbers that JSON readers lose are written as text."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, int) and value > 2 ** 53:
        return str(value)
    return value


# ---- checking --------------------------------------------------------------

def check_frames(v):
    for f in v["frames"]:
        stream = Reader(bytes.fromhex(f["hex"]))
        name, fields = read_frame(stream)
        assert stream.at == len(stream.b) and name == f["type"], f["name"]
        assert plain(fields) == f["fields"], f["name"]
        assert frame_bytes(name, fields).hex() == f["hex"], f["name"]
    for f in v["frames_read_the_same"]:
        one = read_frame(Reader(bytes.fromhex(f["hex"])))
        assert one == read_frame(Reader(bytes.fromhex(f["same"]))), f["name"]
    for f in v["frames_wrong"]:
        try:
            read_frame(Reader(bytes.fromhex(f["hex"])))
        except Wrong:
            continue
        raise AssertionError(f["name"])


def check_records(v):
    for f in v["records"]:
        r = read_record(bytes.fromhex(f["hex"]))
        assert plain(r) | {"name": f["name"], "hex": f["hex"]} == f, f["name"]
    for f in v["records_wrong"]:
        try:
            r = read_record(bytes.fromhex(f["hex"]))
        except Wrong:
            continue
        assert f["why"] == "kind" and "body" not in r, f["name"]


def write_corpus(v):
    for kind, parts in (("node_msg", ["frames", "frames_read_the_same",
                                      "frames_wrong"]),
                        ("record", ["records", "records_read_the_same",
                                    "records_wrong"])):
        folder = CORPUS / kind
        folder.mkdir(parents=True, exist_ok=True)
        for f in (f for part in parts for f in v[part]):
            if len(f["hex"]) <= 8192:
                (folder / f["name"]).write_bytes(bytes.fromhex(f["hex"]))
    together = "".join(f["hex"] for f in v["frames"] if len(f["hex"]) < 1000)
    (CORPUS / "node_msg" / "stream").write_bytes(bytes.fromhex(together))


def show(data):
    stream = Reader(data)
    while stream.at < len(data):
        name, fields = read_frame(stream)
        print(name, json.dumps(plain(fields), ensure_ascii=False))


def main():
    if sys.argv[1:2] == ["--read"] and len(sys.argv) == 3:
        show(bytes.fromhex(sys.argv[2]))
    elif sys.argv[1:] == ["--check"]:
        v = json.loads((HERE / "node.json").read_text())
        check_frames(v)
        check_records(v)
        assert v == plain(make()), "node.json is not what this makes"
        print(len(v["frames"]), "frames and", len(v["records"]),
              "records are as they should be")
    elif len(sys.argv) == 1:
        v = plain(make())
        (HERE / "node.json").write_text(
            json.dumps(v, indent=1, ensure_ascii=False) + "\n")
        write_corpus(v)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
