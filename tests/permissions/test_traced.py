"""All that explaining does, seen from outside: every program, connection and file of many lines in every way has its row."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dockersh import permissions
from support import cases, every_way, hostile
from support.hostile import Listener
from support.paths import ROOT, TESTS
from support.programs import environment, script

LINES = TESTS / "texts" / "lines"
USUAL = 200  # golden lines of a usual run; as many as --lines says, where it is said
STRACE = (
    "strace",
    "-f",
    "--seccomp-bpf",
    "-qq",
    "-s",
    "4096",
    "-e",
    "trace=execve,execveat,connect,openat,open",
    "-e",
    "signal=none",
)
CALL = re.compile(r"^\d+ +(?P<name>\w+)\((?P<rest>.*)$")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
MACHINE = tuple(permissions.table()["files"]["machine"])
# Where Python, its libraries and the C library are; what the shell of the stand-in for docker opens lies there, too.
SYSTEM = (
    "/etc/ld.so.cache",
    "/lib",
    "/usr/lib",
    "/usr/local/lib",
    "/usr/share",
    "/etc/localtime",
    "/dev/null",
    "/dev/fd",  # what a child would inherit
    "/proc/self/",
    "/proc/sys/vm/overcommit_memory",  # the C library's, for memory
)


class Done(NamedTuple):
    """One thing that was done, by which line and way: a call and its strings."""

    where: str
    call: str
    strings: tuple[str, ...]
    text: str


def golden_lines(most: int) -> list[str]:
    """Lines of the documents of tests/cases and of tests/texts/lines, evenly picked."""
    texts = [line for path in sorted(LINES.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines() if line]
    every = [*(case.line for case in cases.every()), *texts]
    return every[:: max(1, len(every) // most)][:most]


def traced(folder: Path, lines: list[str], env: dict[str, str]) -> Iterator[Done]:
    """What all lines do in every way."""
    work = folder / "work"
    work.mkdir()
    (work / "Dockerfile").write_text("FROM busybox\nCOPY a /a\n", encoding="utf-8")
    (work / "compose.yaml").write_text("services: {web: {image: nginx}}\n", encoding="utf-8")
    (folder / "lines.json").write_text(json.dumps(lines), encoding="utf-8")
    argv = [*STRACE, "-o", str(folder / "trace"), sys.executable, every_way.__file__, str(folder / "lines.json")]
    done = subprocess.run(argv, env=env, cwd=work, capture_output=True, text=True, timeout=600, check=False)
    assert done.stdout == "done\n", done.stderr[-2000:]
    where = "start"
    for line in (folder / "trace").read_text(encoding="utf-8", errors="replace").splitlines():
        found = CALL.match(line)
        strings = tuple(STRING.findall(found["rest"])) if found else ()
        if found and strings and strings[0].startswith("/mark/"):
            where = strings[0].removeprefix("/mark/")
        elif found:
            yield Done(where, found["name"], strings, line)


def _line_of(done: Done, lines: list[str]) -> str:
    number = done.where.partition("-")[0]
    return lines[int(number)] if number.isdecimal() else ""


def _shown(done: Done, lines: list[str]) -> str:
    return f"{done.where} of {_line_of(done, lines)!r}: {done.text[:300]}"


def _program_has_a_row(done: Done, docker: Path) -> bool:
    """The person's own docker, with words that only read."""
    path, *words = done.strings
    if path == sys.executable:
        return done.where == "start"
    if os.path.basename(path) == "bash":  # of a document, to be read
        return words[1:-1] == list(permissions.table()["programs"]["bash"])
    if path != str(docker):
        return False
    own = words[1:]  # behind its own name
    while own and own[0].startswith(("--context=", "--host=")):
        own = own[1:]
    helps = own[-1:] == [permissions.table()["programs"]["help"]]
    return helps or permissions.words(own)


def _file_has_a_row(done: Done, folder: Path, line: str) -> bool:
    """Programs, libraries, docker's and our own folders, this machine's ports, the folder that the line is typed in."""
    name = done.strings[0] if done.strings else ""
    if name == "/dev/tty":
        return "in_a_document" in done.where  # bash looks for one as it starts, even to read a script
    if name.startswith(str(folder / "home/.local/state/dockersh/recipes.json")):
        return "before_a_run" in done.where  # what brings back what the line takes away
    if "O_WRONLY" in done.text or "O_RDWR" in done.text or "O_CREAT" in done.text:
        return name in ("/dev/null", every_way.DOCUMENT) or name.startswith(str(folder / "cache"))
    shown = name in line or (name == "/dev/" and "--device" in line)
    if "O_DIRECTORY" in done.text and shown and "tab" in done.where:
        return True  # the folder whose names Tab shows
    prefixes = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), str(ROOT)}
    own = (str(folder / name) for name in ("work", "config", "home", "cache", "bin/docker", "lines.json"))
    held = (*prefixes, *own, *SYSTEM, *MACHINE)
    device = name.startswith("/dev/") and name not in ("/dev/", "/dev/null", "/dev/fd")
    return not name.startswith("/") or (name.startswith(held) and not device)


@pytest.fixture(name="env")
def fixture_env(tmp_path: Path) -> dict[str, str]:
    """The person's own world: a docker that answers every question with nothing."""
    docker = script(tmp_path / "bin" / "docker", "exit 0")
    for name in ("home", "config", "cache"):
        (tmp_path / name).mkdir()
    kept = {name: str(tmp_path / name) for name in ("home", "config", "cache")}
    own = {"HOME": kept["home"], "DOCKER_CONFIG": kept["config"], "XDG_CACHE_HOME": kept["cache"], "DOCKERSH_TIMEOUT": "20"}
    bare = {name: value for name, value in environment(docker.parent, **own).items() if not name.startswith("COV")}
    return {**bare, "PYTHONDONTWRITEBYTECODE": "1"}  # what counts our lines would write files of its own


def _no_strace() -> str | None:
    return None if shutil.which("strace") else "no strace here"


def test_everything_that_is_done_has_its_row(tmp_path: Path, env: dict[str, str], pytestconfig: pytest.Config) -> None:
    """Golden lines and hostile ones, in every way: programs, connections and files."""
    if reason := _no_strace():
        if os.environ.get("CI"):
            pytest.fail(f"CI must trace what explaining does: {reason}")
        pytest.skip(reason)
    asked = int(pytestconfig.getoption("--lines"))
    (tmp_path / "evil-log").touch()
    with Listener(tmp_path) as listener:
        evil = hostile.evil_folder(tmp_path, tmp_path / "evil-log")
        hostile.own_programs(tmp_path, tmp_path / "evil-log")
        hostile.store_contexts(tmp_path / "config", listener)
        lines = [*golden_lines(asked if asked != 1000 else USUAL), *hostile.lines(evil, listener)]
        outside = []
        programs = 0
        for done in traced(tmp_path, lines, env):
            if done.call in ("execve", "execveat"):
                programs += 1
                fits = _program_has_a_row(done, tmp_path / "bin" / "docker")
            elif done.call == "connect":
                fits = False  # the person's docker does it, which here is a stand-in
            else:
                fits = _file_has_a_row(done, tmp_path, _line_of(done, lines))
            outside += [] if fits else [_shown(done, lines)]
        assert outside == []
        assert programs > len(lines)  # it was a trace of something
        assert (tmp_path / "evil-log").read_text(encoding="utf-8") == ""
        assert listener.came == 0
