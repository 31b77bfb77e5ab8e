#!/usr/bin/env python3
"""scripts/install-deps derives the source of backports from whatever form of
source apt has. Nothing is installed or fetched here: apt is shown a folder
with made-up sources."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")

KEY = """Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mDMEZ
 -----END PGP PUBLIC KEY BLOCK-----
"""


def codename():
    with open("/etc/os-release", encoding="utf-8") as f:
        for line in f:
            if line.startswith("VERSION_CODENAME="):
                return line.split("=")[1].strip().strip('"')
    return ""


NAME = codename()


def derive(files):
    """Exit code and output for an apt with these source files."""
    with tempfile.TemporaryDirectory() as root:
        for path in ("parts/", "lists/partial/"):
            os.makedirs(os.path.join(root, path))
        for name, text in files.items():
            with open(os.path.join(root, name), "w", encoding="utf-8") as f:
                f.write(text.replace("CODENAME", NAME))
        conf = os.path.join(root, "conf")
        with open(conf, "w", encoding="utf-8") as f:
            f.write(f'Dir::Etc::sourcelist "{root}/sources.list";\n'
                    f'Dir::Etc::sourceparts "{root}/parts";\n'
                    f'Dir::State::lists "{root}/lists";\n')
        run = subprocess.run(
            [os.path.join(ROOT, "scripts", "install-deps"), "backports"],
            env={**os.environ, "APT_CONFIG": conf}, text=True,
            capture_output=True, check=False)
        return run.returncode, run.stdout


class Backports(unittest.TestCase):
    def gives(self, files, place, rest):
        code, text = derive(files)
        self.assertEqual(code, 0)
        lines = text.split("\n", 1)[1]
        self.assertEqual(lines, f"Types: deb\nURIs: {place}\n"
                                f"Suites: {NAME}-backports\n"
                                f"Components: main\n{rest}")

    def test_one_line_with_options(self):
        self.gives({"sources.list":
                    "# deb http://no.example/d CODENAME main\n"
                    "deb-src http://src.example/d CODENAME main\n"
                    "deb [arch=amd64 signed-by=/k/a.gpg] "
                    "http://m.example/debian CODENAME main contrib\n"},
                   "http://m.example/debian/", "Signed-By: /k/a.gpg\n")

    def test_one_line_without_options(self):
        self.gives({"sources.list":
                    "deb http://m.example/debian CODENAME main\n"},
                   "http://m.example/debian/", "")

    def test_a_stanza_with_the_path_of_a_key(self):
        self.gives({"parts/debian.sources":
                    "Types: deb deb-src\nURIs: http://m.example/debian\n"
                    "Suites: CODENAME CODENAME-updates\nComponents: main\n"
                    "Signed-By: /k/a.gpg\n"},
                   "http://m.example/debian/", "Signed-By: /k/a.gpg\n")

    def test_the_right_stanza_among_several_with_its_key_inside(self):
        self.gives({"parts/debian.sources":
                    "# first\nTypes: deb\nURIs: http://off.example/d\n"
                    "Suites: CODENAME\nComponents: main\nEnabled: no\n\n\n"
                    "# a note\n\nTypes: deb\nURIs: http://sec.example/d\n"
                    "Suites: CODENAME-security\nComponents: main\n"
                    "Signed-By: /k/wrong.gpg\n\n"
                    "Types: deb\n# inside\nURIs: http://m.example/debian\n"
                    "Suites: CODENAME\nComponents: main\n" + KEY},
                   "http://m.example/debian/", KEY)

    def test_no_source_for_this_release(self):
        code, text = derive({"sources.list": "deb http://m.example/d x main\n"})
        self.assertNotEqual(code, 0)
        self.assertNotIn("URIs", text)


if __name__ == "__main__":
    if shutil.which("apt-get") is None or not NAME:
        print("no apt here: skipped")
        sys.exit(77)
    unittest.main()
