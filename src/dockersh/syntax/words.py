"""Words, calls and lines: the frozen values the shell syntax is turned into, and where docker stands among words."""

from __future__ import annotations

import os.path
import re

from dockersh.patterns import pattern
from dockersh.typed import NamedTuple


class Span(NamedTuple):
    """A stretch of the line: characters from `start` up to, not including, `end`."""

    start: int
    end: int


class Word(NamedTuple):
    """One word of a command.

    *text* is what the program will get, quotes removed; where the shell only knows it when it runs
    (`$IMAGE`, `$(…)`, `*`), `literal` is False and *text* is the word as typed.
    *splits* is True where an unquoted expansion may become several words, or none.
    *raw* is the word as typed where quotes or escapes may make that another one; else empty.
    """

    text: str
    span: Span
    literal: bool = True
    splits: bool = False
    raw: str = ""

    def behind(self, count: int) -> Span:
        """The stretch behind the first *count* characters of *text*, to the word's end.

        An option's name holds none of the characters that the shell removes, so each is the next of its kind as typed.
        """
        typed, at = self.raw or self.text, 0
        for char in self.text[:count]:
            at = typed.find(char, at) + 1
            if not at:  # spelled as an escape: $'\\x2d'
                return self.span
        return Span(self.span.end - len(typed) + at, self.span.end)


class Call(NamedTuple):
    """One docker invocation: its words from `docker` on, the stretch it covers, and the words before it (`sudo`).

    *more*: further arguments come when the line runs (`xargs`).
    """

    words: tuple[Word, ...]
    span: Span
    before: tuple[Word, ...] = ()
    more: bool = False


class Line(NamedTuple):
    """A logical line and its docker invocations, in the order typed.

    *plain* means words only: no shell syntax at all. *alone*: one docker invocation and nothing else that the shell does, but
    for quotes and variables; a plain line counts as such. *broken* names what is wrong with the syntax, if anything is;
    *prompts* are those pasted along: in front of the line (`$ docker ps`) and of the lines it goes on in (`> --all`).
    """

    text: str
    calls: tuple[Call, ...] = ()
    plain: bool = False
    alone: bool = False
    broken: str | None = None
    prompts: tuple[Span, ...] = ()


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
    "eval": frozenset(),
    "watch": frozenset(("-n", "--interval", "-q", "--equexit")),
    "xargs": frozenset(
        (
            "-n",
            "-I",
            "-L",
            "-P",
            "-d",
            "-a",
            "-s",
            "-E",
            "--max-args",
            "--max-procs",
            "--delimiter",
            "--arg-file",
            "--max-lines",
        )
    ),
    "ssh": frozenset(f"-{letter}" for letter in "BbcDEeFIiJLlmOoPpQRSWw"),
    "run": frozenset(),  # of bats, the test runner for shells
    "retry": frozenset(),
    "dockersh": frozenset(("--lang", "--detail", "--color", "-o", "--shell-option")),
}
# How many plain arguments a wrapper takes before the command it runs.
ARGUMENTS = {"timeout": 1, "ssh": 1}
# Which may be told a number first.
NUMBERED = frozenset(("retry",))
# Programs that read a shell script: from `-c`, from their arguments, or from standard input.
SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ksh", "ash"))
JOINING = frozenset(("ssh", "watch", "eval"))
EXEC = frozenset(("-exec", "-execdir", "-ok", "-okdir"))
ASSIGNMENT = pattern(r"[A-Za-z_][A-Za-z0-9_]*\+?=.*", re.DOTALL)


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


def call_of(words: tuple[Word, ...]) -> Call | None:
    """The docker invocation that `words` run, wrappers left in `before`."""
    start = docker_at(words)
    if start is None:
        return None
    before, own = words[:start], words[start:]
    names = [os.path.basename(word.text) for word in before]
    more = False
    if "xargs" in names:
        mark = _replaced(before[names.index("xargs") + 1 :])
        more = mark is None
        own = tuple(_at_run_time(word, mark) for word in own) if mark else own
    return Call(own, Span(own[0].span.start, own[-1].span.end), before, more)


def _replaced(words: tuple[Word, ...]) -> str | None:
    """What `xargs -I` puts its input in place of."""
    for index, word in enumerate(words):
        if word.text.startswith("-I"):
            return word.text[2:] or (words[index + 1].text if index + 1 < len(words) else "{}")
        if word.text in ("-i", "--replace"):
            return "{}"
    return None


def _at_run_time(word: Word, mark: str) -> Word:
    return word._replace(literal=False) if mark in word.text else word


def found_by_find(words: tuple[Word, ...]) -> tuple[Call, ...]:
    r"""`find … -exec docker … {} \;`: each command that find runs, `{}` known only when it does."""
    calls: list[Call] = []
    for index, word in enumerate(words):
        if word.text not in EXEC:
            continue
        own: list[Word] = []
        for later in words[index + 1 :]:
            if later.text == ";" or (later.text == "+" and own and own[-1].text == "{}"):
                break
            own.append(later._replace(literal=False) if "{}" in later.text else later)
        call = call_of(tuple(own))
        if call:
            calls.append(call._replace(before=(*words[: index + 1], *call.before)))
    return tuple(calls)


def script_words(words: tuple[Word, ...]) -> tuple[int, int] | None:
    """Where the shell script stands that `words` hand to a shell: from, to; None without one. (n, n): standard input."""
    index = _skip_assignments(words, 0)
    while index < len(words):
        name = os.path.basename(words[index].text)
        if name in SHELLS:
            return _of_shell(words, index + 1)
        if name == "trap":
            return (index + 1, index + 2)
        if name not in WRAPPERS:
            return None
        if name in JOINING:
            return (min(_command_of(words, index, name), len(words)), len(words))
        index = _behind_wrapper(words, index, name)
    return None


def _of_shell(words: tuple[Word, ...], index: int) -> tuple[int, int] | None:
    script = False
    while index < len(words) and words[index].text[:1] in ("-", "+") and words[index].text != "-":
        text = words[index].text
        if text in ("-o", "+o", "-O", "+O", "--rcfile", "--init-file"):
            index += 1
        elif not text.startswith("--") and "c" in text:
            script = True
        index += 1
    if script:
        return (index, index + 1) if index < len(words) else None
    return (
        (len(words), len(words)) if index >= len(words) or words[index].text == "-" or words[index - 1].text == "-s" else None
    )


def _behind_wrapper(words: tuple[Word, ...], index: int, name: str) -> int:
    return _skip_assignments(words, _command_of(words, index, name))


def _command_of(words: tuple[Word, ...], index: int, name: str) -> int:
    """Where the command begins that the wrapper at `index` runs, with what is assigned to it."""
    index += 1
    while index < len(words) and words[index].text.startswith("-"):
        index += 2 if words[index].text in WRAPPERS[name] else 1
    while name in NUMBERED and index < len(words) and words[index].text.isdecimal():
        index += 1
    return index + ARGUMENTS.get(name, 0)


def _skip_assignments(words: tuple[Word, ...], index: int) -> int:
    while index < len(words) and "=" in words[index].text and ASSIGNMENT.fullmatch(words[index].text):
        index += 1
    return index
