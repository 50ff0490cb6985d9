"""Words, calls and lines: the frozen values the shell syntax is turned into, and where docker stands among words."""

from __future__ import annotations

import os.path
import re
from bisect import bisect_left

from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple


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
    *filled*: *text* has what the shell fills in, which we know (`places`); the words it makes of it, one as a rule.
    """

    text: str
    span: Span
    literal: bool = True
    splits: bool = False
    raw: str = ""
    filled: tuple[str, ...] = ()

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

    *more*: further arguments come when the line runs (`xargs`). *earlier* are the variables that the line sets before it, and
    their values as typed. *input* is where the shell takes its input from: `pipe`, `file`, `text` (a here-document); '' where
    it has that of the shell. *behind* is the program that answers to docker's name on this machine, where it is another one.
    *chance*: whether it surely runs (`branches`). *served* is the program behind the engine's socket, where it is not docker's.
    """

    words: tuple[Word, ...]
    span: Span
    before: tuple[Word, ...] = ()
    more: bool = False
    earlier: tuple[tuple[str, str], ...] = ()
    input: str = ""
    behind: str = ""
    chance: str = ""
    served: str = ""

    @property
    def program(self) -> str:
        """The program typed, without its path: `docker`, `podman`."""
        return os.path.basename(self.words[0].text) if self.words else "docker"

    def ending(self, at: int) -> Word | None:
        """The word that ends at a place of the line; None where none does. Words stand in their order."""
        found = bisect_left(self.words, at, key=lambda word: word.span.end)
        return self.words[found] if found < len(self.words) and self.words[found].span.end == at else None

    @property
    def runs(self) -> str:
        """The program that will run: `docker` with podman behind it is `podman`."""
        return self.behind or self.program

    @property
    def foreign(self) -> bool:
        """Whether the program is none of docker's own, so that docker's engine and refusals are not its."""
        return self.runs in PROGRAMS and not PROGRAMS[self.runs].dockers

    @property
    def engine(self) -> str:
        """Whose engine it has: `docker`, `podman`; '' of a program of which we know nothing but its grammar."""
        return PROGRAMS[self.runs].engine if self.runs in PROGRAMS else "docker"


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

    @property
    def dockers(self) -> tuple[Call, ...]:
        """The calls of docker itself and of podman: of another program we know neither its engine nor its errors."""
        return tuple([call for call in self.calls if call.engine])


class Program(NamedTuple):
    """A program whose command line is read by docker's grammar.

    *dockers*: it is docker's own. What docker refuses, what its engine has and what its errors mean is said of no other.
    *engine*: whose engine it has, where that may be asked and its errors are known.
    """

    dockers: bool
    engine: str = ""


PROGRAMS = {
    "docker": Program(dockers=True, engine="docker"),
    "docker-compose": Program(dockers=True, engine="docker"),
    "podman": Program(dockers=False, engine="podman"),
    "nerdctl": Program(dockers=False),
}
DOCKER = tuple(PROGRAMS)
# What stands in every line that has one of them.
MARKS = tuple(name for name in DOCKER if not any(other != name and other in name for other in DOCKER))


def mentions(text: str) -> bool:
    """Whether the name of one of the programs stands anywhere in a text."""
    return any(mark in text for mark in MARKS)


# Commands that run the command given to them, with those of their options that take a value as the next word.
WRAPPERS: dict[str, frozenset[str]] = {
    "sudo": frozenset(
        (
            *("-u", "-g", "-U", "-p", "-C", "-D", "-h", "-r", "-t", "-T", "-R", "--user", "--group", "--prompt", "--host"),
            *("--chdir", "--role", "--type"),
        )
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
            *("-n", "-I", "-L", "-P", "-d", "-a", "-s", "-E", "--max-args", "--max-procs", "--delimiter", "--arg-file"),
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
# Which take assignments, that may stand in an array.
SETTING = frozenset(("env", "sudo"))
# Programs that read a shell script: from `-c`, from their arguments, or from standard input.
SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ksh", "ash"))
JOINING = frozenset(("ssh", "watch", "eval"))
EXEC = frozenset(("-exec", "-execdir", "-ok", "-okdir"))
ASSIGNMENT = pattern(r"[A-Za-z_][A-Za-z0-9_]*\+?=.*", re.DOTALL)


def docker_at(words: tuple[Word, ...]) -> int | None:
    """Index of the word `docker` (or another of `PROGRAMS`, or a path to one), behind assignments and wrappers; else None."""
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
    index = 1
    while index < len(words):
        name = words[index]
        own: list[Word] = []
        index += 1
        if name.text not in EXEC:
            continue
        while index < len(words) and not _ends_exec(words[index], own):
            later = words[index]
            own.append(later._replace(literal=False) if "{}" in later.text else later)
            index += 1
        call = call_of(tuple(own))
        if call:
            calls.append(call._replace(before=(words[0], name, *call.before)))
    return tuple(calls)


def _ends_exec(word: Word, own: list[Word]) -> bool:
    return word.text == ";" or (word.text == "+" and bool(own) and own[-1].text == "{}")


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
    script = reads = False
    while index < len(words) and words[index].text[:1] in ("-", "+") and words[index].text != "-":
        text = words[index].text
        if text in ("-o", "+o", "-O", "+O", "--rcfile", "--init-file"):
            index += 1
        elif not text.startswith("--"):
            script, reads = script or "c" in text, reads or "s" in text
        index += 1
    if script:
        return (index, index + 1) if index < len(words) else None
    return (len(words), len(words)) if reads or index >= len(words) or words[index].text == "-" else None


def _behind_wrapper(words: tuple[Word, ...], index: int, name: str) -> int:
    skip = _skip_settings if name in SETTING else _skip_assignments
    return skip(words, _command_of(words, index, name))


def _command_of(words: tuple[Word, ...], index: int, name: str) -> int:
    """Where the command begins that the wrapper at `index` runs, with what is assigned to it."""
    index += 1
    while index < len(words) and words[index].text.startswith("-"):
        index += 2 if words[index].text in WRAPPERS[name] else 1
    while name in NUMBERED and index < len(words) and words[index].text.isdecimal():
        index += 1
    index += ARGUMENTS.get(name, 0)
    while name == "ssh" and index < len(words) and words[index].text.startswith("-"):  # `ssh host -p 22 docker ps`
        index += 2 if words[index].text in WRAPPERS[name] else 1
    return index


def _skip_assignments(words: tuple[Word, ...], index: int) -> int:
    while index < len(words) and "=" in words[index].text and ASSIGNMENT.fullmatch(words[index].text):
        index += 1
    return index


def _skip_settings(words: tuple[Word, ...], index: int) -> int:
    """Assignments, and what may be several of them: `env "${settings[@]}" docker ps`."""
    while index < len(words) and (words[index].splits or _skip_assignments(words, index) > index):
        index += 1
    return index
