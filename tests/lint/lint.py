#!/usr/bin/env python3
"""The rules of this tree that a compiler does not know.

    lint.py [ROOT]      prints what is wrong as FILE:LINE: text; exit 1 then

Include arrows point down (docs/architecture.md); a foreign library is spoken
to in its own place only; dangerous calls are not made; what a header declares
is explained there; nothing names the machine it was written on.
"""
import os
import re
import sys

# module: (our modules it may include besides itself)
P2P = {"base", "crypto", "store", "quic", "discovery", "blobs", "peers"}
ARROWS = {
    "base": set(),
    "crypto": {"base"},
    "store": {"base", "crypto"},
    "quic": {"base", "crypto"},
    "discovery": {"base", "crypto"},
    "blobs": {"base", "crypto", "store", "quic"},
    "peers": {"base", "crypto", "store", "quic", "discovery"},
    "server": P2P,
    "server/ops": P2P | {"server"},
    "server/api": P2P | {"server", "server/ops"},
    "server/main": P2P | {"server", "server/ops", "server/api"},
    "cli": {"base"},
}

# (how the header's name begins, files that may include it)
FOREIGN = [
    ("uv.h", r"p2p/base/|p2p/quic/udp|p2p/discovery/"),
    ("sodium", r"p2p/crypto/"),
    ("gnutls/", r"p2p/(crypto|quic)/"),
    ("ngtcp2/", r"p2p/quic/"),
    ("sqlite3.h", r"p2p/store/"),
    ("avahi-", r"p2p/discovery/"),
    ("ares", r"p2p/discovery/"),
    ("yaml.h", r"server/config"),
    ("systemd/", r"server/[^/]*$"),
    ("microhttpd.h", r"server/api/"),
    ("jansson.h", r"server/api/|cli/"),
    ("curl/", r"cli/"),
]

SYSTEM = re.compile(
    r"(sys|net|netinet|arpa|linux|asm)/[a-z0-9_]+\.h$|"
    r"[a-z0-9]*intrin\.h$|arm_neon\.h$|cpuid\.h$|"
    r"(assert|ctype|dirent|endian|errno|fcntl|fenv|float|fnmatch|ftw|getopt|"
    r"grp|ifaddrs|inttypes|iso646|libgen|limits|locale|malloc|math|netdb|poll|"
    r"pthread|pwd|sched|semaphore|setjmp|signal|spawn|stdalign|stdarg|"
    r"stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|strings|"
    r"sysexits|syslog|termios|threads|time|unistd|wchar|wctype)\.h$")

BANNED = {
    "sprintf": "snprintf", "vsprintf": "vsnprintf",
    "strcpy": "snprintf or memcpy", "strcat": "base/buf.h",
    "strncpy": "snprintf or memcpy", "strncat": "base/buf.h",
    "stpcpy": "snprintf or memcpy", "gets": "fgets",
    "strtok": "strcspn and strspn",
    "atoi": "strtoul with checks", "atol": "strtoul with checks",
    "atoll": "strtoull with checks", "atof": "strtod with checks",
    "alloca": "a fixed array or malloc",
    "system": "posix_spawn", "popen": "posix_spawn",
    "rand": "base/rng.h", "srand": "base/rng.h", "random": "base/rng.h",
    "tmpnam": "mkostemp", "tempnam": "mkostemp", "mktemp": "mkostemp",
    "localtime": "localtime_r", "gmtime": "gmtime_r",
    "ctime": "base/clock.h", "asctime": "base/clock.h",
    "vfork": "posix_spawn",
}
SLEEPS = {"sleep", "usleep", "nanosleep", "clock_nanosleep", "uv_sleep"}

# Names that say it all, because every module means the same by them.
PLAIN = re.compile(r"_(init|clear|free|ref|unref|equal|compare)$|_is_|_has_?")

SOURCE_DIRS = ("p2p", "server", "cli", "tests")
# Where this very machine would show; in two halves, or it would show here.
HERE = re.compile("/home" + r"/\w|/tmp/" + r"build-|/root/" + r"\w")
TEXT = re.compile(r"\.(c|h|md|txt|cmake|py|sh|mjs|js|css|html|ya?ml|json|in|"
                  r"service|conf|roff|[1-8])$")

COMMENT_OR_STRING = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
CALL = re.compile(r"(?<![\w.>])(\w+)\s*\(")
IDENT_CALL = re.compile(r"\b(\w+)\s*\(")


def blank(match):
    """The same number of lines and columns, with nothing in them."""
    return re.sub(r"[^\n]", " ", match.group(0))


def without_comments(text, strings=True):
    def one(match):
        if not strings and match.group(0)[0] in "\"'":
            return match.group(0)
        return blank(match)
    return COMMENT_OR_STRING.sub(one, text)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


class Tree:
    def __init__(self, root):
        self.root = root
        self.problems = []
        self.texts = {}
        for path in sorted(self.walk()):
            with open(os.path.join(root, path), encoding="utf-8",
                      errors="replace") as f:
                self.texts[path] = f.read()

    def walk(self):
        for folder, dirs, files in os.walk(self.root):
            dirs[:] = [d for d in dirs if d != "node_modules" and
                       d != "vectors" and d != "corpus" and
                       not d.startswith("build") and
                       (not d.startswith(".") or d == ".ci")]
            for name in files:
                path = os.path.relpath(os.path.join(folder, name), self.root)
                in_scripts = path.startswith(("scripts/", ".ci/"))
                if in_scripts or TEXT.search(name) or "." not in name:
                    yield path

    def sources(self, *folders):
        for path, text in self.texts.items():
            if path.endswith((".c", ".h")) and path.split("/")[0] in folders:
                yield path, text

    def problem(self, path, line, text):
        self.problems.append(f"{path}:{line}: {text}")


def module_of(path):
    """p2p/base/err.h: base. server/node.c: server. tests/...: None."""
    parts = path.split("/")
    if parts[0] == "p2p":
        return parts[1]
    if path == "server/main.c":
        return "server/main"
    if parts[0] == "server":
        return "/".join(parts[:2]) if len(parts) > 2 else "server"
    return "cli" if parts[0] == "cli" else None


def resolve(tree, path, name):
    """The file that a quoted include in `path` means, None when there is
    none. Roots are p2p/, server/ and, for the client, the top."""
    for top in ["p2p/", "" if path.startswith("cli/") else "server/"]:
        if top + name in tree.texts:
            return top + name
    return None


def check_ours(tree, path, line, name):
    target = resolve(tree, path, name)
    if target is None:
        tree.problem(path, line, f'no file "{name}": includes are written '
                     "from p2p/ or server/")
        return
    here, there = module_of(path), module_of(target)
    if here == there:
        return
    if there not in ARROWS.get(here, set()):
        tree.problem(path, line, f"{here} may not include {there} ({name})")
    elif name.endswith("_int.h"):
        tree.problem(path, line, f"{name} is for its own folder only")


def check_foreign(tree, path, line, name):
    for begin, where in FOREIGN:
        if name.startswith(begin):
            if not re.match(where, path):
                tree.problem(path, line, f"<{name}> may not be included here")
            return
    if not SYSTEM.match(name):
        tree.problem(path, line, f"<{name}> is in no table of tests/lint")


def check_includes(tree):
    for path, text in tree.sources("p2p", "server", "cli"):
        bare = without_comments(text, strings=False)
        for match in INCLUDE.finditer(bare):
            line = line_of(text, match.start())
            check = check_ours if match.group(1) == '"' else check_foreign
            check(tree, path, line, match.group(2))


def check_cycles(tree):
    graph = {}
    for path, text in tree.sources("p2p", "server", "cli"):
        if path.endswith(".h"):
            bare = without_comments(text, strings=False)
            names = [m.group(2) for m in INCLUDE.finditer(bare)
                     if m.group(1) == '"']
            graph[path] = [t for t in (resolve(tree, path, n) for n in names)
                           if t is not None]
    state = {}

    def visit(path, trail):
        state[path] = "open"
        for target in graph.get(path, []):
            if state.get(target) == "open":
                ring = trail[trail.index(target):] + [target]
                tree.problem(path, 1, "headers include each other: " +
                             " > ".join(ring))
            elif target not in state:
                visit(target, trail + [target])
        state[path] = "done"

    for path in graph:
        if path not in state:
            visit(path, [path])


def check_calls(tree):
    for path, text in tree.sources(*SOURCE_DIRS):
        bare = without_comments(text)
        timeless = re.match(r"tests/(unit|sim|fault)/", path)
        for match in CALL.finditer(bare):
            name, line = match.group(1), line_of(text, match.start())
            if name in BANNED:
                tree.problem(path, line, f"{name}() is banned; use "
                             f"{BANNED[name]}")
            elif timeless and name in SLEEPS:
                tree.problem(path, line, f"{name}(): a test waits for what "
                             "happens, not for time to pass")


def outside_of_braces(text):
    """The text with all that stands in braces or in preprocessor lines
    blanked."""
    text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", blank, text, flags=re.M)
    out, depth = [], 0
    for c in text:
        depth -= c == "}"
        out.append(c if depth == 0 or c == "\n" else " ")
        depth += c == "{"
    return "".join(out)


def paragraph(lines, at):
    """The lines around line `at`, up to blank ones on both sides."""
    first = last = at
    while first > 0 and lines[first - 1].strip():
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    return "\n".join(lines[first:last + 1])


def prototypes(text):
    """(index of its first line, name) of each in a header."""
    bare = outside_of_braces(without_comments(text))
    for match in re.finditer(r"[^;{}]+;", bare):
        proto = match.group(0)
        names = [name for name in IDENT_CALL.findall(proto)
                 if name != "__attribute__"]
        if names and not re.match(r"\s*typedef\b", proto):
            indent = len(proto) - len(proto.lstrip())
            yield line_of(bare, match.start() + indent) - 1, names[0]


def check_prototypes(tree):
    """Each belongs to a paragraph that has a comment, or bears a plain
    name."""
    for path, text in tree.sources("p2p", "server", "cli"):
        lines = text.split("\n")
        for at, name in prototypes(text) if path.endswith(".h") else ():
            if "/*" not in paragraph(lines, at) and not PLAIN.search(name):
                tree.problem(path, at + 1, f"{name}: a prototype without "
                             "comment")


def check_headers(tree):
    for path, text in tree.sources(*SOURCE_DIRS):
        if path.endswith(".h") and not path.endswith(".inc.h") and \
                not re.search(r"^#pragma once$", text, re.M):
            tree.problem(path, 1, "no #pragma once")


def check_readmes(tree):
    folders = {"/".join(p.split("/")[:2]) for p, _ in tree.sources("p2p")}
    for folder in sorted(folders):
        if folder + "/README.md" not in tree.texts:
            tree.problem(folder, 1, "no README.md")


def check_places(tree):
    for path, text in tree.texts.items():
        for match in HERE.finditer(text):
            tree.problem(path, line_of(text, match.start()),
                         f"a path of one machine: {match.group(0)}")
        if path.endswith("package-lock.json") and '"resolved"' in text:
            tree.problem(path, 1, "a lock file records no download addresses")


def functions(text):
    """(first line, name, lines) of each; a function's braces stand alone in
    the first column."""
    lines = text.split("\n")
    start = None
    for i, line in enumerate(lines):
        if line == "{":
            start = i
            while start > 0 and re.match(r"[\w \t]", lines[start - 1]):
                start -= 1
        elif line == "}" and start is not None:
            head = " ".join(lines[start:i])
            name = re.search(r"(\w+)\s*\(", head)
            yield start + 1, name.group(1) if name else "?", i - start + 1
            start = None


def report_longest(tree):
    every = [(length, path, line, name)
             for path, text in tree.sources("p2p", "server", "cli")
             if path.endswith(".c")
             for line, name, length in functions(text)]
    if not every:
        return
    every.sort(reverse=True)
    lengths = sorted(f[0] for f in every)
    small = sum(length <= 40 for length in lengths)
    print(f"{len(every)} functions, median {lengths[len(lengths) // 2]} "
          f"lines, {100 * small // len(every)}% of 40 or fewer; the longest:")
    for length, path, line, name in every[:10]:
        print(f"  {length:4} {name} ({path}:{line})")


CHECKS = [check_includes, check_cycles, check_calls, check_prototypes,
          check_headers, check_readmes, check_places]


def main(argv):
    root = argv[1] if len(argv) > 1 else os.path.join(
        os.path.dirname(os.path.abspath(__file__)), "..", "..")
    tree = Tree(root)
    for check in CHECKS:
        check(tree)
    report_longest(tree)
    for problem in tree.problems:
        print(problem)
    print(f"{len(tree.texts)} files, {len(tree.problems)} problems")
    return 1 if tree.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
