"""Words, calls and lines: the frozen values the shell syntax is turned into, and where docker stands among words."""

from __future__ import annotations

import os.path
import re
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of the line: characters from `start` up to, not including, `end`."""

    start: int
    end: int


class Word(NamedTuple):
    """One word of a command.

    *text* is what the program will get, quotes removed; where the shell only knows it when it runs
    (`$IMAGE`, `$(…)`, `*`), `literal` is False and *text* is the word as typed.
    *splits* is True where an unquoted expansion may become several words, or none.
    """

    text: str
    span: Span
    literal: bool = True
    splits: bool = False


class Call(NamedTuple):
    """One docker invocation: its words from `docker` on, the stretch it covers, and the words before it (`sudo`)."""

    words: tuple[Word, ...]
    span: Span
    before: tuple[Word, ...] = ()


class Line(NamedTuple):
    """A logical line and its docker invocations, in the order typed.

    *plain* means words only: no shell syntax at all. *broken* names what is wrong with the syntax, if anything is.
    """

    text: str
    calls: tuple[Call, ...] = ()
    plain: bool = False
    broken: str | None = None


DOCKER = ("docker", "docker-compose")

# Commands that run the command given to them, with those of their options that take a value as the next word.
WRAPPERS: dict[str, frozenset[str]] = {
    "sudo": frozenset(
        [
            "-u",
            "-g",
            "-U",
            "-p",
            "-C",
            "-D",
            "-h",
            "-r",
            "-t",
            "-T",
            "-R",
            "--user",
            "--group",
            "--prompt",
            "--host",
            "--chdir",
            "--role",
            "--type",
        ]
    ),
    "doas": frozenset(("-u", "-C")),
    "time": frozenset(("-f", "-o", "--format", "--output")),
    "env": frozenset(("-u", "-C", "--unset", "--chdir")),
    "nice": frozenset(("-n", "--adjustment")),
    "timeout": frozenset(("-s", "-k", "--signal", "--kill-after")),
    "exec": frozenset(("-a",)),
    "command": frozenset(),
    "nohup": frozenset(),
    "dockersh": frozenset(("--lang", "--detail", "--color")),
}
# How many plain arguments a wrapper takes before the command it runs.
ARGUMENTS = {"timeout": 1}
ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\+?=.*", re.DOTALL)


def docker_at(words: tuple[Word, ...]) -> int | None:
    """Index of the word `docker` (or `docker-compose`, or a path to either), behind assignments and wrappers; else None."""
    index = _skip_assignments(words, 0)
    while index < len(words):
        name = os.path.basename(words[index].text)
        if name in DOCKER and words[index].literal:
            return index
        if name not in WRAPPERS:
            return None
        index = _behind_wrapper(words, index, name)
    return None


def _behind_wrapper(words: tuple[Word, ...], index: int, name: str) -> int:
    index += 1
    while index < len(words) and words[index].text.startswith("-"):
        index += 2 if words[index].text in WRAPPERS[name] else 1
    return _skip_assignments(words, index + ARGUMENTS.get(name, 0))


def _skip_assignments(words: tuple[Word, ...], index: int) -> int:
    while index < len(words) and ASSIGNMENT.fullmatch(words[index].text):
        index += 1
    return index
