"""Python and JavaScript: the docker commands that a program hands on, as a list of words or as a line for a shell.

`subprocess.run(["docker", "ps"])`, `spawn("docker", ["ps"])`, `sh.docker("ps")`, `os.system("docker ps")`, `` $`docker ps` ``.
"""

from __future__ import annotations

import functools
import os.path
import re
from collections.abc import Callable, Iterator, Sequence

from dockersh.reading import catalogue
from dockersh.reading.syntax.words import PROGRAMS
from dockersh.startup import toml_cache
from dockersh.startup.typed import NamedTuple
from dockersh.ways_in.documents.kinds import literals
from dockersh.ways_in.documents.passage import Passage, joined
from dockersh.ways_in.documents.snippet import Snippet, script

NAMES = "|".join(re.escape(name) for name in sorted(PROGRAMS, key=len, reverse=True))
# A program's name as a string of its own.
PROGRAM = re.compile(rf"(?P<quote>[\"'`])(?:/[\w./-]*/)?(?P<name>{NAMES})(?P=quote)")
# What stands in front of it: who is called, and whether a list begins.
IN_FRONT = re.compile(r"(?:(?P<who>(?<![\w$.])[\w$.]++)[ \t]*\(\s*)?(?P<list>\[\s*)?(?:[\"']sudo[\"']\s*,\s*)?\Z")
NEAR, MOST = 200, 8_000  # characters in which that stands, and those of a list
LIST = re.compile(r"(?:\{\s*args\s*:\s*)?\[")  # behind the program: `("docker", [`, Deno's `("docker", { args: [`
# `sh.docker("run", …)`, `sh.docker.compose.up(…)`; `docker["ps"]` of plumbum, and `docker(…)`, where `sh` brought it.
OBJECT = re.compile(rf"(?<![\w$.])(?P<sh>sh\.)?(?P<name>{NAMES})(?P<more>(?:\.[a-z]\w*+)*+)[ \t]*+[(\[]")
BROUGHT = re.compile(r"^[ \t]*from[ \t]+sh[ \t]+import\b.*\bdocker\b|\blocal\[[\"']docker[\"']\]", re.MULTILINE)
# A string that a shell gets: who is called, and where the string begins.
LINE = re.compile(r"(?<![\w$.])(?P<who>[\w$.]++)[ \t]*\(\s*(?=[rRbBuUfF]{0,2}[\"'`])|(?<![\w$.])\$(?:\([^()\n]*\))?(?=`)")
MENTION = re.compile(rf"\b(?:{NAMES})[ \t]")
NAME = re.compile(r"[a-z]\w*")
REMARK = re.compile(r"[ \t]*(?:#|//|\*|/\*)")
GAP = re.compile(r"(?:\s|#[^\n]*|//[^\n]*)+")
SKIPPED = re.compile(r"[^\"'`,()\[\]{}#/rRbBuUfF]+")
KEYWORD = re.compile(r"[A-Za-z_]\w*\s*[=:](?!=)")
OPENING, CLOSING = "([{", ")]}"
SPREAD = ("*", "...")

Found = Iterator[tuple[int, Sequence[Snippet]]]


class _Item(NamedTuple):
    """An element of a list, from where to where."""

    start: int
    end: int


class _Call(NamedTuple):
    """The words behind the program's name; *whole*: no others are added to them."""

    words: Sequence[_Item]
    whole: bool


class _OpenError(Exception):
    """A list does not end where lists end."""


@functools.cache
def _named(table: str) -> frozenset[str]:
    """The functions that run a program: from a list of words, from words of their own, from a line for a shell."""
    tables = toml_cache.load(os.path.join(os.path.dirname(__file__), "keys.toml"))
    return frozenset(tables["code"][table])


def code(passage: Passage) -> Iterator[Snippet]:
    """The docker commands of a program, in the order of the file."""
    brought = BROUGHT.search(passage.text) is not None
    lists = _each(passage, PROGRAM, _listed)
    objects = _each(passage, OBJECT, lambda text, found: _object(text, found) if brought or found["sh"] else None)
    for _, snippets in sorted([*lists, *objects, *_lines(passage)], key=lambda one: one[0]):
        yield from snippets


def _each(passage: Passage, pattern: re.Pattern[str], read: Callable[[str, re.Match[str]], _Call | None]) -> Found:
    """Each place where docker is called; what stands in a list that never ends is not looked at again."""
    text, at = passage.text, 0
    while found := pattern.search(text, at):
        at = found.end()
        try:
            call = None if _is_remark(text, found.start()) else read(text, found)
        except _OpenError:
            at += MOST
            continue
        if call is not None:
            yield found.start(), _snippet(passage, _Item(*found.span("name")), call)


def _listed(text: str, found: re.Match[str]) -> _Call | None:
    front = IN_FRONT.search(text, max(0, found.start() - NEAR), found.start())
    if front is None:
        return None
    return _call(text, found.end(), (front["who"] or "").rpartition(".")[2], within=bool(front["list"]))


def _call(text: str, at: int, who: str, *, within: bool) -> _Call | None:
    """What follows the program's name; None where it is a name among others."""
    words, end = _items(text, at)
    opened = LIST.match(text, words[0].start) if words and not within else None
    if opened and who in _named("lists"):
        words, end = _items(text, opened.end())
        return _Call(words, not _goes_on(text, end))
    if within and who in _named("lists"):
        return _Call(words, not _goes_on(text, end))
    if not within and who in _named("words"):
        return _Call(words, whole=True)
    listed = within and _is_command(text, words) and any((_literal(text, one) or "").startswith("-") for one in words)
    return _Call(words, whole=False) if listed else None


def _goes_on(text: str, end: int) -> bool:
    """Whether something is added to a list behind its end: `+ more`, `.concat(…)`."""
    return _behind(text, end) not in (",", ")", "}", "")


def _behind(text: str, end: int) -> str:
    gap = GAP.match(text, end)
    at = gap.end() if gap else end
    return text[at : at + 1]


def _is_remark(text: str, at: int) -> bool:
    return REMARK.match(text, text.rfind("\n", 0, at) + 1, at) is not None


def _is_command(text: str, words: Sequence[_Item]) -> bool:
    """Whether the first word is a command of docker, or an option; `["docker", "podman"]` are names."""
    first = (_literal(text, words[0]) if words else None) or ""
    return first[:1] == "-" or (first != "" and catalogue.find(first) is not None)


def _literal(text: str, item: _Item) -> str | None:
    return literals.literal(text, *item)


def _object(text: str, found: re.Match[str]) -> _Call | None:
    words, _ = _items(text, found.end())
    more = [_Item(*one.span()) for one in NAME.finditer(text, *found.span("more"))]
    return _Call([*more, *words], whole=False) if more or _is_command(text, words) else None


def _items(text: str, at: int) -> tuple[Sequence[_Item], int]:
    """The elements up to the bracket that closes the list which *at* is in, and the place behind it. Raises _OpenError."""
    items: list[_Item] = []
    depth, start, last = 0, at, min(len(text), at + MOST)
    while at < last:
        char = text[at]
        if depth == 0 and (char == "," or char in CLOSING):
            items += _trimmed(text, start, at)
            start = at + 1
            if char != ",":
                return items, at + 1
        depth += (char in OPENING) - (char in CLOSING)
        passed = literals.STRING.match(text, at) or GAP.match(text, at) or SKIPPED.match(text, at)
        at = passed.end() if passed else at + 1
    raise _OpenError


def _trimmed(text: str, start: int, end: int) -> Iterator[_Item]:
    gap = GAP.match(text, start, end)
    start = gap.end() if gap else start
    end = start + len(text[start:end].rstrip())
    if end > start:
        yield _Item(start, end)


def _snippet(passage: Passage, program: _Item, call: _Call) -> Sequence[Snippet]:
    """A line of shell with the same words; one that nobody knows stands for those that are added elsewhere."""
    parts = [passage.cut(*program)]
    for item in call.words:
        if KEYWORD.match(passage.text, *item):  # what the function itself is told: `check=True`
            break
        parts.append(_word(passage, item))
    last = passage.place(call.words[-1].end - 1 if call.words else program.end - 1)
    return [Snippet(joined([*parts, *([] if call.whole else [literals.words("", last)])], " "))]


def _word(passage: Passage, item: _Item) -> Passage:
    text = passage.text
    if text[item.start - 1] == "." and NAME.fullmatch(text, *item):  # `docker.compose`
        return passage.cut(*item)
    if text.startswith(SPREAD, item.start):
        return literals.words(text[slice(*item)], passage.place(item.start))
    return literals.word(passage, *item)


def _lines(passage: Passage) -> Found:
    text = passage.text
    for found in LINE.finditer(text):
        known = found["who"] is None or found["who"].rpartition(".")[2] in _named("lists") | _named("lines")
        if not known or _is_remark(text, found.start()):
            continue
        string = literals.STRING.match(text, found.end())
        if string and MENTION.search(text, *literals.span(string)):
            yield found.start(), list(script(_line(passage, string), judged=False))


def _line(passage: Passage, string: re.Match[str]) -> Passage:
    """A string; what is put behind it, `"docker run " + image`, is words that nobody knows."""
    body = literals.line(passage, string)
    added = _behind(passage.text, string.end()) == "+"
    return joined([body, literals.words("", passage.place(string.end() - 1))], "") if added else body
