"""Lines that hold what no line should: one clear word at most, never an exception, and the next runs. Bash is the judge."""

from __future__ import annotations

import contextlib
import json
import re
import resource
import shutil
import subprocess
from pathlib import Path

import pytest

from dockersh import explain
from dockersh.reading import syntax
from dockersh.reading.syntax.logical_lines import split
from dockersh.ways_in.complete import suggest
from dockersh.ways_in.documents.check import Checked, check
from dockersh.ways_in.documents.passage import UnreadableError
from dockersh.ways_in.repl.live import live
from support.programs import DOCKERSH, environment, recording_docker, run

CHARACTERS = [
    *map(chr, (0, 1, 7, 8, 0x0B, 0x0C, 0x0D, 0x1B, *range(0x1C, 0x20), 0x7F, 0x85, 0x9B, 0xA0)),
    *"\u2028\u2029\u200b\u202e\u3000\ufeff\uffff\U000e0041",
    "\ud800",
    "\udc80",
    "\udcff",
]
LINES = [
    "docker {}ps",
    "docker ps{}",
    "docker{} ps",
    "{}docker ps",
    "docker ps {} -a",
    "docker run --name '{}' \"{}\" nginx {}",
    "docker ps # {}",
    "docker ps\\{}",
    "docker run $'{}' x | cat {}",
    "cat <<E{}\n{}\nE\ndocker ps",
    "docker build -f {} {}",
    "docker --config {} --context {} compose -f {} up",
    "A={} docker ps; {}",
]
DOCUMENTS = [
    ("a.sh", "{}"),
    ("a.md", "```sh\n{}\n```\n"),
    ("a.md", "```\n{}"),
    ("a.md", "    $ {}"),
    ("Makefile", "a:\n\t{}\n\tdocker ps {}\\"),
    ("a.yml", "run: |\n  {}\n"),
    ("a.yml", "- run: {}"),
]


@pytest.mark.parametrize("line", LINES)
def test_no_line_is_an_exception(line: str) -> None:
    """However it is looked at; JSON repeats it, and spans lie within it."""
    for char in CHARACTERS:
        typed = line.replace("{}", char)
        found = explain(typed)
        assert json.loads(found.to_json())["line"] == typed
        for command in found.commands:
            assert all(0 <= start <= end <= len(typed) for start, end in (command.span, *(part.span for part in command.parts)))
        live(typed, len(typed), "en")
        suggest(typed)
        assert "\n".join(split(typed)) == typed
        for name, around in DOCUMENTS:
            for checked in _read(name, around.replace("{}", typed)):
                here = len(checked.explanation.line)
                assert all(
                    0 <= part.span[0] <= part.span[1] <= here for one in checked.explanation.commands for part in one.parts
                )


def _read(name: str, text: str) -> list[Checked]:
    """What is said of a document; nothing where it is no YAML, which its reader is told as such."""
    with contextlib.suppress(UnreadableError):
        return list(check(name, text, explain))
    return []


# What bash makes of a line: words that a program gets.
WORDS = [
    "docker a\x0cb c\x0bd",
    "docker \x0c \x0b",
    "docker a\x1cb\x1dc\x1ed\x1fe",
    "docker a\x85b \xa0 c\u2028d \u2029 e\u3000f",
    "docker \x01 \x7f \ufeff",
    "docker a\\\x0cb '\x0b' \"\x0c\"",
    "docker a\0b --pri\0vileged \0 c",
    "docker $'a\\0b' $'c\\x0cd'",
]


@pytest.mark.parametrize("line", WORDS)
def test_words_are_those_of_bash(line: str) -> None:
    """Form feeds, separators and odd blanks are letters to a shell; a NUL is nothing."""
    shown = f'docker() {{ printf "%s\\n" docker "$@"; }}\n{line}\n'.encode()
    bash = subprocess.run(["bash"], input=shown, capture_output=True, check=True).stdout.decode()
    (call,) = syntax.parse(line).calls
    assert "".join(f"{word.text}\n" for word in call.words) == bash


def test_a_nul_is_said_once() -> None:
    """And what the shell will run is explained all the same."""
    found = explain("docker run --priv\0ileged x:1")
    assert [one.code for one in found.findings] == ["line-nul"]
    assert [part.name for part in found.commands[0].parts] == ["privileged", "IMAGE"]
    assert "privileged" in [one.code for one in found.commands[0].findings]


SHELLS = [shell for shell in ("bash", "dash", "zsh") if shutil.which(shell)]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_next_line_of_a_script_runs(tmp_path: Path, shell: str) -> None:
    """Each line is handed on; docker gets the bytes that the shell makes of it."""
    recording_docker(tmp_path)
    env = environment(tmp_path, SHELL=str(shutil.which(shell)))
    lines = [b"docker ps\0 x", b"docker \x0cps", b"docker ps \x85\xff", b"docker '\x1b[31m' \xe2\x80\xa8", b"docker $'a\\0b'"]
    script = b"".join(line + b"\necho next\n" for line in lines)
    done = run("--no-engine", env=env, stdin=script)
    assert done.stdout.count(b"next\n") == len(lines)
    assert b"[\x0cps]" in done.stdout
    assert b"[\x85\xff]" in done.stdout
    assert b"Traceback" not in done.stderr
    ours = b"\n".join(line for line in done.stderr.split(b"\n") if not line.startswith((b"from-docker", shell.encode())))
    assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f\xff]", ours)
    explained = run("-n", env=env, stdin=script)
    assert (explained.returncode, explained.stderr) == (0, b"")
    assert len(run("--json", env=env, stdin=script).stdout.splitlines()) == 2 * len(lines)


@pytest.mark.parametrize("words", [["-c", "docker \udcff\x0c"], ["docker", "\udc80\x1b[2J"], ["-c", "docker ps\x0b | cat"]])
def test_arguments_of_any_bytes(tmp_path: Path, words: list[str]) -> None:
    """Docker gets them; we say nothing that a terminal obeys."""
    recording_docker(tmp_path)
    done = run("--no-engine", *words, env=environment(tmp_path))
    assert b"[" in done.stdout
    assert b"Traceback" not in done.stderr
    assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", done.stderr)


@pytest.mark.parametrize("files", [5, 6, 7, 8])
@pytest.mark.parametrize("words", [[], ["-c", "docker version"], ["-c", "echo 'a' | cat"], ["-n", "-c", "docker run x"]])
def test_without_files_left(tmp_path: Path, files: int, words: list[str]) -> None:
    """`ulimit -n 5`: it works, or one line says why not, ours or that of the program that could not start."""
    recording_docker(tmp_path)
    done = subprocess.run(
        [*DOCKERSH, "--no-engine", "-q", *words],
        env=environment(tmp_path),
        input=b"docker ps\n",
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files)),
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if line != b"from-docker"]
    assert done.stdout or len(said) == 1
    assert b"Traceback" not in done.stderr
