"""The secrets of a whole line: docker's part, what stands around it, what is fed to it, and the scripts in its words."""

from __future__ import annotations

import functools
import itertools
import os.path
import re
from collections.abc import Iterable, Iterator

from dockersh.explaining.secrets import names, passed, programs, referred, text
from dockersh.explaining.secrets.script import LITERAL, Command, Text, commands, whole
from dockersh.reading.invocation import Invocation, Part, skim
from dockersh.reading.syntax import Call, Span, Word
from dockersh.reading.syntax.words import docker_at
from dockersh.startup.lazy_regex import pattern

Stretch = tuple[int, int]

# Flags whose whole value is a secret.
WHOLE = frozenset((("login", "password"), ("swarm join", "token")))
EXPANDS = "\ue001"  # stands for a `$` that the shell expands, in words that are handed to `read`
DEEPEST = 5  # scripts in scripts
# Our own commands, behind which `docker` may be left out.
OURS = frozenset(("explain", "step", "how"))
APART = {ord(char): " " for char in "\t\n\"':"}  # what may stand behind a program's name
LONG_RUN = pattern(r"[A-Za-z0-9_]{16}")  # a token of some service may begin with anything
INSIDE = pattern(r"\$\(|`")
ALIAS = pattern(r"[\w.-]+=")
SHELLS = frozenset(("sh", "bash", "ssh", "dash", "zsh"))
SHELL_WITH_WORDS = ("bash ", "sh ")  # `ssh host 'bash -s'`
# What a Dockerfile or a compose file has a container run.
SCRIPT_LINE = pattern(r"^[ \t]*(?:RUN|CMD|ENTRYPOINT|command:|entrypoint:|test:)[ \t]+(?P<script>[^\n]+)", re.MULTILINE)
STRING = pattern(r'"((?:[^"\\]|\\.)*+)"')
LIST = pattern(r'\["(?:[^"\\]|\\.)*+"(?:\s*+,\s*+"(?:[^"\\]|\\.)*+")*+\s*+\]')
DOCKERS = frozenset(("docker", "docker-compose"))


@functools.cache
def _hints() -> tuple[str, ...]:
    return (*text.hints(), *(f"{name} " for name in programs.table()))


def suspicious(line: str) -> bool:
    """Whether a line may hold a secret at all. The only thing that most lines cost."""
    small = line.lower().translate(APART)
    if "@" in small and ("//" in small or ":" in line):
        return True
    return any(map(small.__contains__, _hints())) or LONG_RUN.search(line) is not None


@functools.lru_cache(maxsize=16)
def stretches(line: str) -> tuple[Stretch, ...]:
    """The stretches of a line that are secrets, in order, none over another."""
    if not suspicious(line):
        return ()
    found = [*_script(whole(line), 0)]
    if "$" in line or "`" in line:
        found += referred.stretches(line, lambda text: _script(whole(text), 0))
    return merged(found)


def merged(found: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """In order, none over another, none empty."""
    out: list[Stretch] = []
    for start, end in sorted(found):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        elif end > start:
            out.append((start, end))
    return tuple(out)


def _script(script: Text, depth: int) -> Iterator[Stretch]:
    """Every command of a script, and what one hands to the next."""
    for command, before in passed.fed(commands(script)):
        yield from _command(command, depth)
        words = [word.chars for word in command.words]
        secret = bool(command.reads or before) and passed.reads_secret(words)
        for one in command.reads:
            yield from _fed(one, words, depth, secret=secret)
        for earlier in before:
            yield from _handed(earlier, words, secret=secret)
        if command.within is not None:
            yield from _within(command)


def _handed(earlier: Command, words: list[str], *, secret: bool) -> Iterator[Stretch]:
    """What an earlier command prints for one with these words."""
    if secret:
        yield from (_places(*found) for found in passed.printed(earlier))
    elif programs.interpreter(words):
        yield from (found for word in earlier.words[1:] for found in _interpreted(word, words))


def _within(command: Command) -> Iterator[Stretch]:
    """The command in `<(…)` whose output is a secret, or the words of `NAME=(…)`."""
    outer = [word.chars for word in command.within.words] if command.within else [""]
    if outer[-1].endswith("=") and names.kind(outer[-1][:-1]) == "secret":
        for word in command.words:
            yield from (_places(word, start, end) for _, start, end in programs.value(0, word.chars))
    elif passed.takes_file(outer):
        yield from (_places(*found) for found in passed.printed(command))


def _fed(fed: Text, words: list[str], depth: int, *, secret: bool) -> Iterator[Stretch]:
    if secret:
        yield from (_places(*found) for found in passed.every_line(fed))
        return
    yield from (_places(fed, *found) for found in text.stretches(fed.chars))
    if depth >= DEEPEST:
        return
    if not SHELLS.isdisjoint(words) or any(word.startswith(SHELL_WITH_WORDS) for word in words):
        yield from _script(_again(fed), depth + 1)
        return
    yield from _interpreted(fed, words)
    for match in SCRIPT_LINE.finditer(fed.chars):
        yield from _script(_again(fed.cut(*match.span("script"))), depth + 1)
    yield from _lists(fed)


def _interpreted(fed: Text, words: list[str]) -> Iterator[Stretch]:
    """The commands that a program reads, in its own language: `AUTH X` of redis-cli."""
    program = programs.interpreter(words)
    for command in commands(fed) if program else ():
        for index, start, end in programs.stretches([word.chars for word in command.words], program):
            yield _places(command.words[index], start, end)


def _lists(script: Text) -> Iterator[Stretch]:
    """A command as docker takes it in JSON: `["mysql", "-pX"]`."""
    for match in LIST.finditer(script.chars) if '["' in script.chars else ():
        spans = [one.span(1) for one in STRING.finditer(script.chars, *match.span())]
        for index, start, end in programs.stretches([script.chars[slice(*span)] for span in spans]):
            yield _places(script, spans[index][0] + start, spans[index][0] + end)


def _command(command: Command, depth: int) -> Iterator[Stretch]:
    """One command's own words, and the scripts in them."""
    texts = [word.chars for word in command.words]
    docker = _docker(texts)
    around = command.words if docker is None else command.words[:docker]
    if around:
        program = "" if texts[0].startswith("-") else None
        for index, start, end in programs.stretches([word.chars for word in around], program):
            yield _places(around[index], start, end)
    if docker is not None:
        yield from _dockers(command.words[docker:], depth)
    called = programs.script_words(texts) if docker is None else ()
    for index, word in enumerate(command.words if depth < DEEPEST else ()):
        yield from _inside(word, depth, called=index in called)


def _docker(texts: list[str]) -> int | None:
    """Where docker's words begin: at `docker`, or behind one of our own commands that needs no `docker`."""
    for index, word in enumerate(texts):
        if word in DOCKERS or (os.path.basename(word) in DOCKERS and "://" not in word):
            return index
    return 1 if texts[0] in OURS and len(texts) > 1 else None


def _inside(word: Text, depth: int, *, called: bool) -> Iterator[Stretch]:
    """The script that a word may be (`sh -c '…'`, `alias x='…'`, --health-cmd), or that in its `$(…)`."""
    chars = word.chars
    blank, inner = programs.BLANKS.search(chars), INSIDE.search(chars)
    if inner and (not blank or inner.start() < blank.start()):
        end = chars.rfind(")" if chars[inner.start()] == "$" else "`", inner.end())
        yield from _script(_again(word.cut(inner.end(), end if end > 0 else None)), depth + 1)
    elif blank:
        alias = None if called else ALIAS.match(chars)
        yield from _script(_again(word.cut(alias.end()) if alias else word), depth + 1)


def _again(script: Text) -> Text:
    return Text(script.chars.replace(LITERAL, "$"), script.places)


def _places(word: Text, start: int, end: int) -> Stretch:
    """Where a stretch of a word stands in the line."""
    start, end = min(start, len(word.chars) - 1), min(end, len(word.chars))
    return word.places[start], word.places[max(start, end - 1)] + 1


def _dockers(words: list[Text], depth: int) -> Iterator[Stretch]:
    """Docker's own words, by the options they are."""
    own = [Word(word.chars.replace("$", EXPANDS), Span(number, number + 1)) for number, word in enumerate(words)]
    start = docker_at(tuple(own[:1]))
    call = Call(tuple(own if start is not None else (Word("docker", Span(-1, 0)), *own)), Span(0, len(own)))
    for number, begin, end in of_invocation(skim(call), depth):
        if number >= 0:
            yield _places(words[number], begin, end)


def of_invocation(invocation: Invocation, depth: int = 0) -> Iterator[tuple[int, int, int]]:
    """The secrets of an invocation whose words stand one at each place: the word's place, and the stretch of it.

    *depth*: of how many scripts it is a part; each value may be a script again, which is followed DEEPEST times in all.
    """
    words = {word.span.start: word.text for word in invocation.call.words}
    for part in invocation.parts:
        if part.kind == "command-word":
            continue
        at = part.value_span.start if part.value_span else part.span.start
        word = words.get(part.span.end - 1 if part.value is not None else at, "")
        shift = len(word) - len(part.text)
        for start, end in of_part(invocation, part, depth):
            if end + shift > 0:
                yield part.span.end - 1, max(0, start + shift), end + shift
    for part, behind_it in itertools.pairwise(invocation.parts):  # an option that docker does not know
        unknown = part.kind == "flag" and part.flag is None and behind_it.kind == "argument" and "=" not in part.text
        if unknown and names.kind(part.text.lstrip("-")) == "secret":
            yield from programs.value(behind_it.span.end - 1, behind_it.text)
    behind = invocation.words()
    for number, start, end in of_words(invocation, behind, depth):
        yield behind[number].span.start, start, end


def of_part(invocation: Invocation, part: Part, depth: int = 0) -> tuple[Stretch, ...]:
    """The secrets in the value of a flag or an argument of docker's own."""
    value = part.value
    if not value or part.kind == "command-word":
        return ()
    plain = _plain(part)
    if part.meant is not None and (invocation.name, part.meant.name) in WHOLE:
        start = max(value.find(" "), value.find("=")) + 1
        return ((start, len(value)),) if start else ()
    if (invocation.name, part.name) in WHOLE:
        return ((0, len(value)),) if list(programs.value(0, plain)) else ()
    found = list(text.stretches(plain)) if part.name != "health-cmd" else []
    if " " in plain and depth < DEEPEST:
        alias = ALIAS.match(plain)
        found += _script(_again(whole(plain).cut(alias.end() if alias else 0)), depth + 1)
    if '["' in plain:
        found += _lists(whole(plain))
    return merged(found)


def _plain(part: Part) -> str:
    """The value of a part, with a stand-in for each `$` that the shell leaves alone."""
    value = part.text
    return value.replace("$", LITERAL).replace(EXPANDS, "$") if part.literal else value


_gate: list[tuple[Call, bool]] = []  # one, as below


def may_hold(call: Call) -> bool:
    """Whether any word of a call may hold a secret; asked for each of its parts, looked up once."""
    known = next((found for one, found in _gate if one is call), None)
    if known is None:
        known = suspicious(" ".join([word.text for word in call.words]))
        _gate[:] = [(call, known)]
    return known


_latest: list[tuple[Invocation, dict[Span, list[Stretch]]]] = []  # one: a line's words are asked for one by one


def of_word(invocation: Invocation, part: Part) -> tuple[Stretch, ...]:
    """The secrets in one of the container's own words."""
    known = next((found for one, found in _latest if one is invocation), None)
    if known is None:
        behind, known = invocation.words(), {}
        for number, start, end in of_words(invocation, behind):
            known.setdefault(behind[number].span, []).append((start, end))
        _latest[:] = [(invocation, known)]
    return merged(known.get(part.span, ()))


def of_words(invocation: Invocation, behind: tuple[Part, ...], depth: int = 0) -> Iterator[tuple[int, int, int]]:
    """The secrets in the container's own words: by its program, which is the image's where the words are options only."""
    words = [_plain(part) for part in behind]
    program = _program(invocation, words) if words else None
    if not words or not may_hold(invocation.call):
        return
    yield from programs.stretches(words, program)
    for number, word in enumerate(words):
        if depth < DEEPEST and (" " in word or "\n" in word):
            yield from ((number, start, end) for start, end in merged(_script(_again(whole(word)), depth + 1)))


def _program(invocation: Invocation, words: list[str]) -> str | None:
    """The program, where the container's first word is not it: --entrypoint, or what the image is called after."""
    if invocation.command is not None and invocation.command.plugin:
        own = invocation.name in programs.table() or words[0] not in programs.table()
        return invocation.name if own else None
    entrypoint = invocation.value("entrypoint")
    if entrypoint:
        return os.path.basename(entrypoint)
    image = next((part.text for part in invocation.arguments("IMAGE")), "")
    repository = image.partition("@")[0].rpartition("/")[2].partition(":")[0]
    if words[0] in programs.table().get(repository, {}).get("last", ()):
        return repository
    known = words[0] in programs.table() or (not words[0].startswith("-") and repository not in programs.table())
    return None if known or not image else repository
