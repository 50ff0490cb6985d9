"""The secrets of a whole line: docker's part, what stands around it, what is fed to it, and the scripts in its words."""

from __future__ import annotations

import functools
import os.path
from collections.abc import Iterable, Iterator

from dockersh.explaining.secrets import programs, text
from dockersh.explaining.secrets.script import LITERAL, Command, Text, commands, whole
from dockersh.reading.invocation import Invocation, Part, skim
from dockersh.reading.syntax import Call, Span, Word
from dockersh.reading.syntax.words import docker_at
from dockersh.startup.lazy_regex import pattern

Stretch = tuple[int, int]

# Flags whose whole value is a secret.
WHOLE = frozenset((("login", "password"), ("swarm join", "token")))
EXPANDS = "\ue001"  # stands for a `$` that the shell expands, in words that are handed to `read`
LONGEST_PIPE = 8  # commands between the secret and what reads it
DEEPEST = 5  # scripts in scripts
# Our own commands, behind which `docker` may be left out.
OURS = frozenset(("explain", "step", "how"))
APART = {ord(char): " " for char in "\t\n\"':"}  # what may stand behind a program's name
INSIDE = pattern(r"\$\(|`")
ALIAS = pattern(r"[\w.-]+=")
DOCKERS = frozenset(("docker", "docker-compose"))


@functools.cache
def _hints() -> tuple[str, ...]:
    return (*text.hints(), *(f"{name} " for name in programs.table()))


def suspicious(line: str) -> bool:
    """Whether a line may hold a secret at all. The only thing that most lines cost."""
    small = line.lower().translate(APART)
    return ("//" in small and "@" in small) or any(map(small.__contains__, _hints()))


@functools.lru_cache(maxsize=16)
def stretches(line: str) -> tuple[Stretch, ...]:
    """The stretches of a line that are secrets, in order, none over another."""
    if not suspicious(line):
        return ()
    return merged(_script(whole(line), 0))


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
    feeding: list[Command] = []
    for command in commands(script):
        feeding = [*feeding[-LONGEST_PIPE:], command] if command.piped else [command]
        yield from _command(command, depth)
        words = [word.chars for word in command.words]
        if command.reads or len(feeding) > 1:
            secret = _reads_secret(words)
            for fed in command.reads:
                yield from _fed(fed, words, depth, secret=secret)
            for before in feeding[:-1] if secret else ():
                yield from _printed(before)


def _printed(command: Command) -> Iterator[Stretch]:
    for index, start, end in programs.printed([word.chars for word in command.words]):
        yield _places(command.words[index], start, end)
    for fed in command.reads:
        yield from _all(fed)


def _all(fed: Text) -> Iterator[Stretch]:
    """Each line of what is fed, from its first to its last character."""
    at = 0
    for line in fed.chars.split("\n"):
        bare = line.strip()
        start = at + len(line) - len(line.lstrip())
        yield from (_places(fed, start + found[1], start + found[2]) for found in programs.value(0, bare)) if bare else ()
        at += len(line) + 1


def _fed(fed: Text, words: list[str], depth: int, *, secret: bool) -> Iterator[Stretch]:
    if secret:
        yield from _all(fed)
        return
    yield from (_places(fed, *found) for found in text.stretches(fed.chars))
    if depth < DEEPEST and "\n" in fed.chars.strip() and not set(words).isdisjoint(("sh", "bash", "ssh", "dash", "zsh")):
        yield from _script(_again(fed), depth + 1)


def _reads_secret(words: list[str]) -> bool:
    """Whether a command takes a secret from its standard input: `login --password-stdin`, `secret create NAME -`."""
    if "secret" in words and "create" in words and words[-1] in ("-", "/dev/stdin"):
        return True
    return programs.reads_secret(words)


def _command(command: Command, depth: int) -> Iterator[Stretch]:
    """One command's own words, and the scripts in them."""
    texts = [word.chars for word in command.words]
    docker = _docker(texts)
    around = command.words if docker is None else command.words[:docker]
    if around:
        for index, start, end in programs.stretches([word.chars for word in around]):
            yield _places(around[index], start, end)
    if docker is not None:
        yield from _dockers(command.words[docker:], depth)
    for word in command.words if depth < DEEPEST else ():
        yield from _inside(word, depth)


def _docker(texts: list[str]) -> int | None:
    """Where docker's words begin: at `docker`, or behind one of our own commands that needs no `docker`."""
    for index, word in enumerate(texts):
        if word in DOCKERS or (os.path.basename(word) in DOCKERS and "://" not in word):
            return index
    return 1 if texts[0] in OURS and len(texts) > 1 else None


def _inside(word: Text, depth: int) -> Iterator[Stretch]:
    """The script that a word may be (`sh -c '…'`, `alias x='…'`, --health-cmd), or that in its `$(…)`."""
    chars = word.chars
    blank, inner = programs.BLANKS.search(chars), INSIDE.search(chars)
    if inner and (not blank or inner.start() < blank.start()):
        end = chars.rfind(")" if chars[inner.start()] == "$" else "`", inner.end())
        yield from _script(_again(word.cut(inner.end(), end if end > 0 else None)), depth + 1)
    elif blank:
        alias = ALIAS.match(chars)
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
        found += _script(_again(whole(plain)), depth + 1)
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
        return None if words[0] in programs.table() else invocation.name
    entrypoint = invocation.value("entrypoint")
    if entrypoint:
        return os.path.basename(entrypoint)
    image = next((part.text for part in invocation.arguments("IMAGE")), "")
    repository = image.partition("@")[0].rpartition("/")[2].partition(":")[0]
    known = words[0] in programs.table() or (not words[0].startswith("-") and repository not in programs.table())
    return None if known or not image else repository
