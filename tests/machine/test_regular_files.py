"""A file that a line names, or that lies where it is looked for, is opened in one way: regular, of a size, without waiting."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh import explain
from dockersh.client import settings
from dockersh.engine import DockerEngine
from dockersh.machine import regular_files
from dockersh.startup import toml_cache
from dockersh.ways_in import config, seen
from dockersh.ways_in.complete import suggest
from support.paths import SOURCE
from support.programs import DOCKERSH, environment, run, script
from support.state import WrittenEngine


def test_a_regular_file(tmp_path: Path) -> None:
    """The whole of it, up to a size; its beginning, whatever the size; through a link, too."""
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("a")
    assert (regular_files.read(str(tmp_path / "link"), 3), regular_files.head(str(tmp_path / "a"), 2)) == (b"abc", b"ab")
    assert [regular_files.tail(str(tmp_path / "a"), most) for most in (0, 2, 9)] == [b"", b"bc", b"abc"]
    with pytest.raises(regular_files.TooLargeError):
        regular_files.read(str(tmp_path / "a"), 2)


def test_lines_end_with_a_newline(tmp_path: Path) -> None:
    """As with `open`; what is no UTF-8 is no reason to fail."""
    (tmp_path / "a").write_bytes(b"a\r\nb\rc\n\xff")
    assert regular_files.text(str(tmp_path / "a"), 99) == "a\nb\nc\n\ufffd"


SPECIAL = ["fifo", "socket", "/dev/zero", "/dev/tty", "/dev/stdin", "/proc/self/fd/0"]


@pytest.fixture(name="folder")
def fixture_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with a pipe and a socket, and a pipe as our input."""
    os.mkfifo(tmp_path / "fifo")
    kept = os.dup(0)
    reading, writing = os.pipe()
    os.dup2(reading, 0)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        yield tmp_path
    os.dup2(kept, 0)
    for descriptor in (kept, reading, writing):
        os.close(descriptor)


@pytest.mark.parametrize("name", SPECIAL)
def test_what_is_no_file_is_not_opened(folder: Path, name: str) -> None:
    """A pipe, a socket, a device, our own input."""
    path = str(folder / name)
    for read in (regular_files.read, regular_files.head, regular_files.tail, regular_files.text):
        with pytest.raises(regular_files.NotRegularError):
            read(path, 10)
    assert regular_files.special(path)


def test_nothing_is_an_empty_file(tmp_path: Path) -> None:
    """People link what they do not want to `/dev/null`."""
    (tmp_path / "config.toml").symlink_to(os.devnull)
    path = str(tmp_path / "config.toml")
    assert (regular_files.read(path, 0), regular_files.special(path), config.load(path).problems) == (b"", False, ())
    os.close(regular_files.open_to_write(path))


def test_who_waits_at_the_other_end_waits_on(tmp_path: Path) -> None:
    """To open a pipe would let its writer go, who would then write to nobody."""
    os.mkfifo(tmp_path / "p")
    writer = subprocess.Popen(["/bin/sh", "-c", f"echo for docker > {tmp_path}/p"])
    try:
        time.sleep(0.1)  # it is at its open by then; were it not, the test would still be true
        for _ in range(50):
            with pytest.raises(regular_files.NotRegularError):
                regular_files.read(str(tmp_path / "p"), 10)
        assert (tmp_path / "p").read_text(encoding="utf-8") == "for docker\n"
    finally:
        writer.kill()
        writer.wait()


@pytest.mark.parametrize("name", ["nope", "folder", "a\0b", "x" * 5000])
def test_what_cannot_be_read_is_an_error_as_of_open(tmp_path: Path, name: str) -> None:
    """Not there, a folder, a name that no file can have."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=re.escape(str(tmp_path))):
        regular_files.read(str(tmp_path / name), 10)
    assert not regular_files.special(str(tmp_path / name))


def test_what_the_kernel_makes_up_is_not_taken() -> None:
    """To read the kernel's log takes it from others; it has no size."""
    assert regular_files.read("/proc/self/status", 10_000) == b""


def test_a_file_that_grows_is_read_to_the_size_it_had(tmp_path: Path) -> None:
    """However fast something is added."""
    stop = threading.Event()

    def grow() -> None:
        with (tmp_path / "a").open("ab") as file:
            while not stop.is_set() and file.tell() < 100_000_000:
                file.write(b"x" * 65536)

    (tmp_path / "a").write_bytes(b"x" * 65536)
    thread = threading.Thread(target=grow)
    thread.start()
    try:
        assert len(regular_files.read(str(tmp_path / "a"), 200_000_000)) <= 200_000_000
    finally:
        stop.set()
        thread.join()


def test_writing_does_not_wait_for_a_reader(tmp_path: Path) -> None:
    """Our own file that somebody made a pipe: an error, and no hanging."""
    os.mkfifo(tmp_path / "p")
    with pytest.raises(OSError, match=r"\w"):
        regular_files.open_to_write(str(tmp_path / "p"))
    os.close(regular_files.open_to_write(str(tmp_path / "new")))
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600


# What lies in the folder of the line: its name, and the line that leads to it.
LINES = [
    ("Dockerfile", "docker build ."),
    (".dockerignore", "docker build ."),
    ("x", "docker build -f x ."),
    ("x", "docker buildx build -f x ."),
    ("x", "docker run --env-file x nginx"),
    ("x", "docker load -i x"),
    ("x", "docker secret create a x"),
    ("compose.yaml", "docker compose up"),
    ("x", "docker compose -f x up"),
    (".env", "docker compose up"),
]


@pytest.mark.parametrize(("name", "line"), LINES)
@pytest.mark.parametrize("kind", ["fifo", "zero", "huge"])
def test_explaining_does_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, line: str, kind: str) -> None:
    """And no failure is foretold of a file that docker may well read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Dockerfile").write_text("FROM nginx\n", encoding="utf-8")
    lay(tmp_path / name, kind)
    docker = script(tmp_path / "docker", "case $* in *compose*) exec cat;; esac; echo 28.2.2")
    begun = time.monotonic()
    (command,) = explain(line, engine=DockerEngine(str(docker))).commands
    assert time.monotonic() - begun < 3
    assert [one.code for one in command.findings if one.severity == "error"] == []


def lay(path: Path, kind: str) -> None:
    """Something that a careless reader would never come to the end of."""
    path.unlink(missing_ok=True)
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "zero":
        path.symlink_to("/dev/zero")
    else:
        path.touch()
        os.truncate(path, 10**12)


@pytest.mark.parametrize("kind", ["fifo", "zero", "huge"])
@pytest.mark.parametrize(
    "line", ["docker build --target ", "docker build --build-arg ", "docker build -f Dockerfile --target="]
)
def test_tab_does_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, line: str) -> None:
    """It has nothing to offer then."""
    monkeypatch.chdir(tmp_path)
    lay(tmp_path / "Dockerfile", kind)
    assert suggest(line, len(line), engine=WrittenEngine()).items == ()


@pytest.mark.parametrize("kind", ["fifo", "zero", "huge"])
def test_our_own_files_do_not_hang_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Settings, counts, docker's settings, a kept table: as if they were not there, or with a word of complaint."""
    lay(tmp_path / "config.json", kind)
    path = str(tmp_path / "config.json")
    assert settings.read({"DOCKER_CONFIG": str(tmp_path)}, "config.json") == {}
    assert [one.code for one in config.load(path).problems] == ["unreadable"]
    assert seen.Seen(path).counts == {}
    monkeypatch.setattr(toml_cache, "_kept", lambda _: path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "t.toml").write_text("a = 1\n", encoding="utf-8")
    assert toml_cache.load(str(tmp_path / "t.toml")) == {"a": 1}


@pytest.mark.parametrize("kind", ["fifo", "zero"])
@pytest.mark.parametrize("lang", ["en_US.UTF-8", "ko_KR.UTF-8"])
def test_a_script_that_is_no_file(tmp_path: Path, kind: str, lang: str) -> None:
    """One line says so, with the way out; standard input is read where it is asked for."""
    lay(tmp_path / "s", kind)
    done = run("--explain-script", str(tmp_path / "s"), env=environment(tmp_path, LANG=lang))
    said = done.stderr.decode()
    assert (done.returncode, said.count("\n"), "--explain-script -" in said) == (2, 1, True)
    assert run("--explain-script", "-", env=environment(tmp_path), stdin=b"docker ps\n").returncode == 0


def test_the_rest_of_a_script_is_not_eaten(tmp_path: Path) -> None:
    """`docker build -f /dev/stdin` in a script on standard input: only docker may read it."""
    script(tmp_path / "docker", 'case "$*" in *format*|*inspect*) exit 1;; esac; echo "ran $1" </dev/null')
    lines = "docker build -f /dev/stdin .\necho the rest\n"
    done = subprocess.run(
        [*DOCKERSH], env=environment(tmp_path), input=lines.encode(), capture_output=True, check=False, timeout=30, cwd=tmp_path
    )
    assert done.stdout.decode().splitlines() == ["ran build", "the rest"]


@pytest.mark.parametrize("name", ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "link", "folder/0"])
def test_our_own_input_is_never_read(tmp_path: Path, name: str) -> None:
    """Also where it is a regular file: the script that `docker build -f /dev/stdin` stands in is no Dockerfile."""
    (tmp_path / "script").write_text("docker ps\n", encoding="utf-8")
    (tmp_path / "link").symlink_to("/dev/stdin")
    (tmp_path / "folder").symlink_to("/dev/fd")
    code = f"from dockersh.machine.regular_files import special, read; print(special({name!r}), end=' '); read({name!r}, 99)"
    with (tmp_path / "script").open("rb") as stdin:
        done = subprocess.run(
            [sys.executable, "-c", code], stdin=stdin, cwd=tmp_path, capture_output=True, text=True, check=False
        )
    assert (done.stdout, "NotRegularError" in done.stderr) == ("True ", True)


# Who opens a file otherwise, and why.
OPENERS = {
    "machine/regular_files.py": "the one way",
    "share/completions/__init__.py": "a file of the package",
    "ways_in/plugin/metadata.py": "a file of the package",
    "startup/toml_cache.py": "files of the package",
    "startup/shipped.py": "files of the package",
    "startup/quick_imports.py": "files of the package",
    "machine/folders.py": "our own files, as carefully",
    "ways_in/repl/history_file.py": "our own file, as carefully",
    "engine/listeners.py": "what the kernel tells of this machine, by fixed names",
    "engine/questions/machine.py": "what the kernel tells of this machine, by fixed names",
    "machine/given.py": "what the kernel tells of this process",
    "execute/teller.py": "what the kernel tells of this process, and a fresh file of our own",
    "execute/expansion.py": "a fresh file of our own",
    "engine/watcher.py": "pipes of our own, /dev/null",
    "practice/lessons/course.py": "our own file, in our folder of state",
    "practice/lessons/real.py": "our own note of what lessons made on a real engine",
    "ways_in/lessons.py": "our own lock: one session of lessons on a real engine",
    "practice/session.py": "our own files, in our folder of state",
    "practice/engine/keeping.py": "our own file, in our folder of state",
    "practice/engine/refusal.py": "files of the package",
    "practice/engine/ids.py": "files of the package",
    "practice/engine/registry.py": "files of the package",
    "practice/api/shapes.py": "files of the package",
    "practice/standin/client.py": "/dev/null",
    "practice/standin/asked.py": "a file of the package, and the env file that docker would read",
    "practice/standin/copying.py": "what docker cp would write",
    "practice/standin/running.py": "the cidfile that docker would write",
    "ways_in/script.py": "the script to run, as a shell opens it",
    "practice/inside/files.py": "files of the practice home, for a container that mounts them",
}
# They have a method of that name.
METHODS = {
    "ways_in/complete/scan.py",
    "execute/ears.py",
    "practice/inside/streams.py",
    "practice/inside/running.py",
    "practice/api/streams.py",
    "practice/standin/wire.py",
    "practice/foretell/engine.py",
    "practice/api/execs.py",
    "practice/api/copying.py",
    "practice/inside/doors.py",
}


def test_nobody_else_opens_files() -> None:
    """A new one must say why it does not go the one way."""
    opens = re.compile(r"(?<![\w.])open\(|os\.open\(|\.read_text\(|\.read_bytes\(")
    users = {str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if opens.search(path.read_text(encoding="utf-8"))}
    assert users - METHODS == set(OPENERS)
