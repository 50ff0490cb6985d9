"""What a .dockerignore leaves out, as the real client does, in linear time.

The client packs the context for a stand-in of an engine, which keeps the names of what it is sent.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import shutil
import socketserver
import subprocess
import tarfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from dockersh.engine import buildcontext, ignorefile
from dockersh.machine import limits
from support import client

FILES = (
    *("a", "b", "ab", "abc", "b.log", "keep.log", "x.txt", "é.txt", "[a]", "a*b", "back\\slash", "1", "d", "-", "^a", "#x"),
    *("sub/a", "sub/b.log", "sub/deep/a", "sub/deep/c.log", "sub/deep/er/a", ".git/config", "x/node_modules/m.js"),
    *("node_modules/m.js", "a b/c d", "a.b/x.txt", "aa/bb/cc/dd", "xsub/a", "sub.log/a"),
)
# Without the one in which the old builder and BuildKit differ: `*` and `!*/deep`, whose folders the old one does not enter.
TABLE = [
    *("*", "**", "**/*", "*/*", "*/*/*", "**/a", "**a", "a**", "a**b", "s**a", "sub/**", "sub/**/a", "**/deep", "**/deep/**"),
    *("***", "**/**", "*a*", "*a*b*", "**.log", "**/*.log", "*.log", "sub*", "sub/*", "*/a", "*/deep", "/sub", "sub/", "./a"),
    *("sub/../a", "sub/.", "//sub", "../a", "/", ".", "?", "??", "?.log", "sub?a", "[ab]", "[^a]", "[a-c]", "[^a-c]*", "[!a]"),
    *(
        "[a-]",
        "[\\]a]",
        "\\[a\\]",
        "[[]a]",
        "a\\*b",
        "\\*",
        "back\\\\slash",
        "\\d",
        "\\w",
        "é.txt",
        "[é].txt",
        "?.txt",
    ),
    *(".git", "**/node_modules", "node_modules", "a b", " a b ", "a b/c*", "#x", "\\#x", " #x", "x.txt\r", "a.b", "a+b", "(a)"),
    *("^a", "a$", "a|b", "{a,b}", "sub.log", "aa/**/dd", "aa/**/cc/dd", "aa/*/cc", "aa/**", "**/bb/**/dd", "aa**dd", "**dd"),
    *("*\n!a", "*\n!sub", "*\n!sub/a", "sub\n!sub/a", "sub\n!sub/deep", "*.log\n!keep.log", "!a\n*", "*\n!*.log", "*\n! a"),
    *("sub/**\n!sub/deep/a", "**\n!a", "*\n!sub\nsub/deep", "*\n!sub\nsub/deep\n!sub/deep/er", "a\n!a\na", "# no\n\n*.log\n"),
    *("\ufeffa", "x\n!x/node_modules/m.js", "[a-c]*\n!ab", "*/\n!sub/", "sub/*\n!sub/*.log"),
]


def made_up(number: int) -> str:
    """A pattern of pieces that have a meaning."""
    pieces = ["a", "b", "sub", "deep", "/", "/", "*", "**", "**/", "/**", "?", "[ab]", "[^s]", ".log", ".", "\\."]
    chosen = random.Random(number)
    return "".join(chosen.choice(pieces) for _ in range(chosen.randint(1, 7)))


class Packed(BaseHTTPRequestHandler):
    """An engine that builds nothing, and keeps the names of the files in the context."""

    protocol_version = "HTTP/1.1"
    names: tuple[str, ...] = ()

    def do_HEAD(self) -> None:
        """A ping."""
        self.answer(b"")

    def do_POST(self) -> None:
        """A build."""
        body = io.BytesIO()
        while size := int(self.rfile.readline(), 16):
            body.write(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        body.seek(0)
        with tarfile.open(fileobj=body) as tar:
            type(self).names = tuple(one.name for one in tar if not one.isdir())
        self.answer(b'{"stream":"ok"}\n')

    def answer(self, body: bytes) -> None:
        """200, and some bytes."""
        self.send_response(200)
        for name, value in (("Api-Version", "1.45"), ("Content-Type", "application/json"), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def address_string(self) -> str:
        """A unix socket has none."""
        return ""

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Server(socketserver.ThreadingUnixStreamServer):
    """On a unix socket."""

    daemon_threads = True


@pytest.fixture(scope="module", name="context")
def fixture_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the files, and somebody at DOCKER_HOST to send them to."""
    if client.major() < 28:
        if os.environ.get("CI"):
            pytest.fail("CI must run the tests with a docker client of 28 or later")
        pytest.skip("needs a docker client of 28 or later")
    folder = tmp_path_factory.mktemp("context")
    for name in ("Dockerfile", *FILES):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("FROM scratch\n", encoding="utf-8")
    path = tmp_path_factory.mktemp("engine") / "s"
    with Server(str(path), Packed) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCKER_HOST", f"unix://{path}")
        patch.setenv("DOCKER_BUILDKIT", "0")
        patch.setenv("DOCKER_CONFIG", str(path.parent))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder
        server.shutdown()


def sent(context: Path) -> tuple[str, ...] | None:
    """The files that docker sends; None where it refuses."""
    Packed.names = ()
    argv = [str(shutil.which("docker")), "build", "-q", "."]
    done = subprocess.run(argv, cwd=context, capture_output=True, text=True, check=False)
    return None if done.returncode else tuple(sorted(set(Packed.names) & set(FILES)))


def ours(context: Path) -> tuple[str, ...] | None:
    """The files that we would count; None where we do not know."""
    patterns = ignorefile.read(str(context), time.monotonic() + 60)
    return None if patterns is None else tuple(sorted(name for name in FILES if not ignorefile.is_ignored(name, patterns)))


@pytest.mark.parametrize("text", [*TABLE, *map(made_up, range(150))])
def test_what_stays_behind_is_what_docker_leaves_out(context: Path, text: str) -> None:
    """Each pattern and group of patterns, asked of the client."""
    (context / ".dockerignore").write_text(text, encoding="utf-8", newline="")
    assert ours(context) == sent(context)


REFUSED = ["[", "[a", "a\\", "!", "a[]", "[a-]", "[-a]", "[c-a]", "x" * 70_000]


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_docker_refuses_is_not_known(context: Path, text: str) -> None:
    """We do not count then."""
    (context / ".dockerignore").write_text(text, encoding="utf-8")
    assert (ours(context), sent(context)) == (None, None)


@pytest.mark.parametrize("text", ["\\a", "[\\d]"])
def test_what_docker_takes_oddly_is_not_known(context: Path, text: str) -> None:
    """A regular expression of Go's shines through."""
    (context / ".dockerignore").write_text(text, encoding="utf-8")
    assert ours(context) is None


# Files of patterns that a matcher with backtracking, or one that only is slow, would not come to the end of.
SLOW = {
    "thirty stars": "*a" * 30 + "\n",
    "many stars": "*a" * 15_000 + "\n",
    "many folders": "**/" * 10_000 + "x\n",
    "stars and folders": "**/*a" * 5_000 + "\n",
    "questions": "?" * 60_000 + "\n",
    "classes": "[a-z]" * 10_000 + "\n",
    "ten thousand": "".join(f"dir{number}/*.x{number}\n" for number in range(10_000)),
    "ten thousand stars": "*a*a*a*a*a*a*a*a*a*a\n" * 10_000,
    "ten thousand exceptions": "*\n" + "!*a*b*c\n" * 10_000,
    "lines of a megabyte": "*a" * 500_000 + "\n" + "b" * 900_000,
    "empty lines": "\n" * 2_000_000,
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_a_look_at_the_context_is_in_time(tmp_path: Path, text: str) -> None:
    """Also with names that nearly fit. By the processor: a matcher that runs away burns it, a busy machine does not."""
    (tmp_path / "Dockerfile").write_text("FROM scratch\n", encoding="utf-8")
    (tmp_path / ".dockerignore").write_text(text, encoding="utf-8")
    for number in range(100):
        (tmp_path / f"{'a' * 200}{number}").touch()
    took = []
    for _ in range(3):
        begun = time.process_time()
        found = buildcontext.look(str(tmp_path), "", {})
        took.append(time.process_time() - begun)
    assert found.problem == ""
    assert min(took) < limits.CONTEXT + 0.15


def test_ten_thousand_patterns_are_counted(tmp_path: Path) -> None:
    """They are no reason not to know."""
    (tmp_path / ".dockerignore").write_text(SLOW["ten thousand"], encoding="utf-8")
    (tmp_path / "dir77").mkdir()
    (tmp_path / "dir77" / "a.x77").touch()
    patterns = ignorefile.read(str(tmp_path), time.monotonic() + 60)
    assert patterns is not None
    assert [ignorefile.is_ignored(name, patterns) for name in ("dir77/a.x77", "dir77/a.x78")] == [True, False]


def test_a_context_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links in a circle are not followed; a great number of files is counted to a number; a pipe in it is not opened."""
    (tmp_path / "Dockerfile").write_text("FROM scratch\n", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    found = buildcontext.look(str(tmp_path), "", {})
    assert (found.files, found.whole, found.measured) == (3, True, True)
    monkeypatch.setattr(limits, "CONTEXT_ENTRIES", 2)
    assert not buildcontext.look(str(tmp_path), "", {}).whole


def test_a_folder_that_cannot_be_read(tmp_path: Path) -> None:
    """What is gone by the time we look is no reason to fail."""
    with contextlib.suppress(OSError):
        (tmp_path / "gone").symlink_to("nowhere")
    (tmp_path / "Dockerfile").write_text("FROM scratch\n", encoding="utf-8")
    assert buildcontext.look(str(tmp_path), "", {}).files == 2
