"""What a line puts where a secret belongs, by way of the shell: `P=X; docker login -p $P`, `-p $(echo X)`, `-p ${PW:-X}`.

A reference is in a secret's place where what stands there instead of it would be a secret.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dockersh.explaining.secrets import names, passed, programs
from dockersh.explaining.secrets.script import Command, Text, commands, whole
from dockersh.startup.lazy_regex import pattern

Stretch = tuple[int, int]

BEGINS = pattern(r"\$(?P<name>[A-Za-z_]\w*+)|\$\{(?P<braced>\w++)[^}]{0,300}+\}|\$\(|`")
DEFAULT = pattern(r"\$\{\w+(?:\[\w+\])?:?[-=][\"']?(?P<default>[^}$`\"']+)[\"']?\}")
ASSIGNED = pattern(r"(?P<name>[A-Za-z_]\w*+)=(?P<value>.+)")
PARENTHESIS = pattern(r"[()]")


class Reference:
    """A reference, its place, and the variable it is of."""

    __slots__ = ("end", "name", "start")

    def __init__(self, start: int, end: int, name: str | None) -> None:
        self.start, self.end, self.name = start, end, name


def stretches(line: str, secrets: Callable[[str], Iterator[Stretch]]) -> Iterator[Stretch]:
    """*secrets* says what is one in a line."""
    found = [*_references(line)]
    if not found or not any(mark in line for mark in ("=", "echo", "printf", "(", ":-")):
        return
    tried = [*line]
    for one in found:
        tried[one.start : one.end] = "q7" * ((one.end - one.start) // 2) + "z" * ((one.end - one.start) % 2)
    covered = [False] * len(line)
    for start, end in secrets("".join(tried)):
        covered[start:end] = [True] * (end - start)
    inside = [one for one in found if covered[one.start]]
    yield from _values(line, {one.name for one in inside if one.name})
    for one in inside:
        yield from _of(line, one)


def _references(line: str) -> Iterator[Reference]:
    at, closings = 0, _closings(line)
    while match := BEGINS.search(line, at):
        start, end = match.span()
        if match[0] == "$(":
            end = closings.get(start + 1, start)
        elif match[0] == "`":
            end = line.find("`", start + 1) + 1
        if end > start and not line.endswith("\\", 0, start):
            yield Reference(start, end, match["name"] or match["braced"])
        at = max(end, match.end()) if end or match[0] != "`" else len(line)


def _closings(line: str) -> dict[int, int]:
    """The end of each parenthesis that ends."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for match in PARENTHESIS.finditer(line):
        if match[0] == "(":
            opened.append(match.start())
        elif opened:
            found[opened.pop()] = match.end()
    return found


def _of(line: str, one: Reference) -> Iterator[Stretch]:
    """The default of `${NAME:-X}`, and what `$(echo X)` prints."""
    text = line[one.start : one.end]
    if default := DEFAULT.fullmatch(text):
        if not names.stands_for_another(default["default"]):
            yield one.start + default.start("default"), one.start + default.end("default")
    elif text.startswith(("$(", "`")):
        opening = 2 if text.startswith("$(") else 1
        inner = Text(text[opening:-1], range(one.start + opening, one.end - 1))
        for command in commands(inner):
            yield from _printed(command)


def _printed(command: Command) -> Iterator[Stretch]:
    for word, start, end in passed.printed(command):
        yield word.places[start], word.places[end - 1] + 1


def _values(line: str, wanted: set[str]) -> Iterator[Stretch]:
    """What these variables are set to."""
    for command in commands(whole(line)) if wanted else ():
        for word in command.words:
            match = ASSIGNED.match(word.chars)
            found = programs.value(0, word.chars, match.start("value")) if match and match["name"] in wanted else ()
            yield from ((word.places[start], word.places[end - 1] + 1) for _, start, end in found)
