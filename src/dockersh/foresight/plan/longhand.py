"""The docker command that does just one step of a line: docker's own words again, never ours in their place.

The words are the line's own, as docker gets them: with its global options, unmasked. Whoever shows them masks them.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.foresight.step import Request
from dockersh.reading.invocation import Part
from dockersh.reading.syntax import Span, Word
from dockersh.reading.syntax.made import NOWHERE, made

Words = tuple[Word, ...]

# Flags of `run` that `create` does not have; they belong to the attaching, not to the container.
RUN_ONLY = frozenset(("detach", "detach-keys", "sig-proxy"))
ATTACHING = frozenset(("detach-keys",))  # those that `start` has, too
PULLING = frozenset(("platform", "disable-content-trust"))
# Stands for a container whose name docker makes up; whoever runs the words knows its id by then.
MADE_UP = Word("CONTAINER", NOWHERE, literal=False)


def create(request: Request) -> Words:
    """`docker run …` as `docker create …`: the same words, less those that only `run` knows."""
    flags = [part for part in request.invocation.parts if part.kind == "flag"]
    begun: dict[int, list[Part]] = {}
    for part in flags:
        begun.setdefault(part.span.start, []).append(part)
    gone = {part.value_span for part in flags if part.name in RUN_ONLY and part.value_span != part.span}
    words: list[Word] = []
    for word in _behind(request):
        if word.span not in gone:
            words += _kept(word, begun.get(word.span.start, []))
    return (*_docker(request), *made("create"), *words)


def start(request: Request, name: str | None) -> Words:
    """The `docker start` that joins the terminal the way this `docker run` does; *name* None: docker makes one up."""
    head = (*_docker(request), *made("start"))
    if request.invocation.on("detach"):
        return (*head, *_container(name))
    interactive = made("--interactive") if request.invocation.on("interactive") else ()
    return (*head, *made("--attach"), *interactive, *_flags(request, ATTACHING), *_container(name))


def remove(request: Request, name: str | None) -> Words:
    """What `--rm` does at the end."""
    return (*of(request, "rm -v"), *_container(name))


def pull(request: Request) -> Words:
    """The `docker pull` of the line's image and platform."""
    image = {part.span for part in request.invocation.arguments("IMAGE")[:1]}
    words = [word for word in _behind(request) if word.span in image][:1]
    return (*_docker(request), *made("pull"), *_flags(request, PULLING), *words)


def of(request: Request, command: str, *things: str, flags: frozenset[str] = frozenset()) -> Words:
    """`docker COMMAND THINGS`, with the line's own global options and those of its flags."""
    return (*_docker(request), *made(*command.split()), *_flags(request, flags), *made(*things))


def _container(name: str | None) -> Words:
    return (MADE_UP,) if name is None else made(name)


def _docker(request: Request) -> Words:
    """`docker`, and what stands before the command: `-H …`, `--context …`."""
    where = request.invocation.command_span
    first, *rest = request.invocation.call.words
    return (first, *(word for word in rest if where is not None and word.span.end <= where.start))


def _behind(request: Request) -> Words:
    """The words behind the command's own."""
    where = request.invocation.command_span
    return tuple(word for word in request.invocation.call.words[1:] if where is None or word.span.start >= where.end)


def _flags(request: Request, names: frozenset[str]) -> Words:
    """The words of these flags, each with its value."""
    spans = [part.span for part in request.invocation.parts if part.kind == "flag" and part.name in names]
    return tuple(word for word in _behind(request) if any(_within(word.span, span) for span in spans))


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _kept(word: Word, begun: list[Part]) -> Iterator[Word]:
    """A word less the flags that only `run` knows: a cluster loses their letters (`-dit` → `-it`)."""
    kept = [part for part in begun if part.name not in RUN_ONLY]
    if len(kept) == len(begun):
        yield word
    elif kept:
        letters = "".join(part.flag.short or "" for part in kept if part.flag)
        yield Word(f"-{letters}{_attached(word, kept[-1])}", NOWHERE)


def _attached(word: Word, part: Part) -> str:
    """What is written behind the last letter of a cluster; `=` in front of it is docker's to take off."""
    if part.value is None or part.value_span is None or not _within(part.value_span, word.span):
        return ""
    return f"={part.value}"
