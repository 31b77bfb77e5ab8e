#!/usr/bin/env python3
"""The lint sees what it is there to see: each test plants one fault in a good
small tree. The words of the faults are put together here, so that this file
itself is clean."""
import contextlib
import io
import os
import tempfile
import unittest

import lint

GOOD = {
    "p2p/base/README.md": "base\n",
    "p2p/base/err.h": "#pragma once\n#include <stddef.h>\n\n"
                      "/* Text of a code. */\nconst char *err_text(int e);\n",
    "p2p/base/err.c": '#include "base/err.h"\n\n#include <uv.h>\n\n'
                      "const char *err_text(int e)\n{\n"
                      '    return "strcpy(a, b)"; /* gets(x) */\n}\n',
    "p2p/quic/README.md": "quic\n",
    "p2p/quic/quic.h": '#pragma once\n#include "base/err.h"\n\n'
                       "struct quic;\nstruct quic_ops {\n"
                       "    void (*closed)(struct quic *q);\n};\n",
    "p2p/quic/quic_int.h": "#pragma once\n",
    "p2p/quic/udp_io.c": '#include <sys/socket.h>\n#include <uv.h>\n'
                         '#include "quic/quic_int.h"\n',
    "p2p/store/README.md": "store\n",
    "p2p/store/store.h": "#pragma once\n",
    "server/node.h": '#pragma once\n#include "quic/quic.h"\n',
    "server/ops/ops.h": '#pragma once\n#include "node.h"\n',
    "server/api/route.c": '#include <microhttpd.h>\n#include "ops/ops.h"\n',
    "server/main.c": '#include "api/x.h"\n#include "node.h"\n',
    "server/api/x.h": "#pragma once\n",
    "cli/cmd.h": '#pragma once\n#include "base/err.h"\n',
    "cli/cmd.c": '#include "cli/cmd.h"\n\n#include <curl/curl.h>\n',
    "web/package-lock.json": '{"packages": {}}\n',
}


def problems(changes):
    """What the lint prints for the good tree with `changes` made; None takes
    a file away."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in {**GOOD, **changes}.items():
            if text is None:
                continue
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as f:
                f.write(text)
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = lint.main(["lint", root])
        text = out.getvalue()
    assert code == (0 if " 0 problems" in text else 1), text
    return text


class Lint(unittest.TestCase):
    def sees(self, changes, words):
        text = problems(changes)
        self.assertIn(words, text)
        self.assertIn(" 1 problems", text)

    def passes(self, changes):
        self.assertIn(" 0 problems", problems(changes))

    def test_a_good_tree_passes(self):
        self.passes({})

    def test_an_arrow_up(self):
        self.sees({"p2p/base/a.c": '#include "quic/quic.h"\n'},
                  "p2p/base/a.c:1: base may not include quic")

    def test_an_arrow_sideways(self):
        self.sees({"p2p/quic/a.c": '\n#include "store/store.h"\n'},
                  "p2p/quic/a.c:2: quic may not include store")

    def test_p2p_does_not_know_the_server(self):
        self.sees({"p2p/quic/a.c": '#include "node.h"\n'},
                  "quic may not include server")

    def test_ops_do_not_know_the_api(self):
        self.sees({"server/ops/a.c": '#include "api/x.h"\n'},
                  "server/ops may not include server/api")

    def test_the_client_knows_base_alone(self):
        self.sees({"cli/a.c": '#include "quic/quic.h"\n'},
                  "cli may not include quic")

    def test_an_include_that_is_not_written_from_the_root(self):
        self.sees({"p2p/base/a.c": '#include "err.h"\n'}, 'no file "err.h"')

    def test_another_folders_inside(self):
        self.sees({"server/a.c": '#include "quic/quic_int.h"\n'},
                  "for its own folder only")

    def test_headers_that_include_each_other(self):
        self.sees({"p2p/base/a.h": '#pragma once\n#include "base/b.h"\n',
                   "p2p/base/b.h": '#pragma once\n#include "base/a.h"\n'},
                  "p2p/base/a.h > p2p/base/b.h > p2p/base/a.h")

    def test_foreign_headers_out_of_their_place(self):
        for path, header in [("p2p/store/a.c", "uv.h"),
                             ("p2p/quic/conn.c", "uv.h"),
                             ("p2p/quic/a.c", "sodium.h"),
                             ("p2p/store/a.c", "gnutls/gnutls.h"),
                             ("server/a.c", "ngtcp2/ngtcp2.h"),
                             ("server/a.c", "sqlite3.h"),
                             ("server/ops/a.c", "jansson.h"),
                             ("server/a.c", "microhttpd.h"),
                             ("server/node.c", "yaml.h"),
                             ("p2p/base/a.c", "systemd/sd-daemon.h")]:
            with self.subTest(path=path, header=header):
                self.sees({path: f"#include <{header}>\n"},
                          f"{path}:1: <{header}> may not be included here")

    def test_a_library_that_nobody_decided_on(self):
        self.sees({"p2p/base/a.c": "#include <openssl/ssl.h>\n"},
                  "<openssl/ssl.h> is in no table")

    def test_an_include_in_a_comment_is_none(self):
        self.passes({"p2p/base/a.c": '/* #include "quic/quic.h" */\n'})

    def test_banned_calls(self):
        for name in lint.BANNED:
            with self.subTest(name=name):
                self.sees({"p2p/base/a.c": f"void f(void)\n{{\n    {name} "
                                           "(x);\n}\n"},
                          f"p2p/base/a.c:3: {name}() is banned")

    def test_a_banned_name_as_part_of_another_is_no_call(self):
        self.passes({"p2p/base/a.c": "void f(struct s *s)\n{\n"
                                     "    my_gets(s); s->gets(s);\n}\n"})

    def test_a_test_that_sleeps(self):
        self.sees({"tests/unit/base/test_a.c": "int main() { usleep (1); }\n"},
                  "a test waits for what happens")

    def test_a_prototype_without_comment(self):
        self.sees({"p2p/base/a.h": "#pragma once\n\nint a_do(int x,\n"
                                   "         int y);\n"},
                  "p2p/base/a.h:3: a_do: a prototype without comment")

    def test_a_prototype_behind_a_struct_without_comment(self):
        self.sees({"p2p/base/a.h": "#pragma once\n\n/* An a. */\nstruct a {\n"
                                   "    int x;\n};\n\nint a_do(void)\n"
                                   "    __attribute__((const));\n"},
                  "p2p/base/a.h:8: a_do: a prototype without comment")

    def test_a_group_with_one_comment_and_plain_names_pass(self):
        self.passes({"p2p/base/a.h":
                     "#pragma once\n\n/* Both. */\nint a_do(int x);\n"
                     "int b_do(int x);\n\nvoid a_free(int x);\n"
                     "bool a_is_whole(int x);\n\ntypedef int a_fn(int x);\n\n"
                     "#define A(x) \\\n    do_a(x);\n\n"
                     "static inline int two(void)\n{\n    return f(2);\n}\n"})

    def test_a_header_that_may_come_twice(self):
        self.sees({"p2p/base/a.h": "\n"}, "no #pragma once")

    def test_a_folder_without_its_page(self):
        self.sees({"p2p/quic/README.md": None}, "p2p/quic:1: no README.md")

    def test_a_path_of_one_machine(self):
        self.sees({"docs/a.md": "see " + "/" + "home/me/main\n"},
                  "docs/a.md:1: a path of one machine")

    def test_download_addresses_in_a_lock_file(self):
        self.sees({"web/package-lock.json": '{"resolved": "x"}\n'},
                  "records no download addresses")

    def test_the_longest_functions_are_listed_longest_first(self):
        body = "{\n" + "    x();\n" * 60 + "}\n"
        text = problems({"p2p/base/a.c": "static void\nlong_one(int x,\n"
                                         "         int y)\n" + body +
                                         "\nvoid short_one(void)\n{\n}\n"})
        self.assertIn("  65 long_one (p2p/base/a.c:1)\n", text)
        self.assertLess(text.index("long_one"), text.index("short_one"))


if __name__ == "__main__":
    unittest.main()
