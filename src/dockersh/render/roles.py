"""What each stretch of a shell line is to docker: the one source of colours, for the prompt and for the Pygments lexer."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.reading import syntax
from dockersh.reading.invocation import Invocation, Part, skim
from dockersh.reading.syntax import Span
from dockersh.startup.typed import Literal, NamedTuple

# docker: the word itself; command: a command docker has; unknown: a command or flag it does not have;
# inside: words that belong to the container.
Role = Literal["docker", "command", "flag", "value", "image", "container", "argument", "inside", "unknown"]

ROLES: dict[str, Role] = {"IMAGE": "image", "CONTAINER": "container"}
WRONG = ("unknown", "option-of-run", "engine-of-old")  # findings about a word that docker itself does not know
NAMES_IMAGES = frozenset(("image pull", "image push"))


class Stretch(NamedTuple):
    """A stretch of the line and its role; stretches come in order and never overlap."""

    start: int
    end: int
    role: Role


def stretches(text: str) -> tuple[Stretch, ...]:
    """The docker words of a line, by role. Everything between them is the shell's."""
    every = (stretch for call in syntax.parse(text).calls for stretch in _call(skim(call)))
    found = sorted(every, key=lambda one: (one.start, one.role != "unknown", one.end))
    out: list[Stretch] = []
    for one in found:
        if one.start < one.end and (not out or one.start >= out[-1].end):
            out.append(one)
    return tuple(out)


def _call(invocation: Invocation) -> Iterator[Stretch]:
    first = invocation.call.words[0].span
    yield Stretch(*first, "docker")
    wrong = [found.span for found in invocation.findings if found.span and found.code.startswith(WRONG)]
    yield from (Stretch(*span, "unknown") for span in wrong)
    if invocation.command_span is not None and invocation.command_span != first:
        yield from (Stretch(*span, "command") for span in _around(invocation, invocation.command_span, wrong))
    for part in invocation.parts:
        yield from _part(invocation, part)


def _around(invocation: Invocation, command: Span, wrong: list[Span]) -> list[Span]:
    """The command's words as one stretch, or each alone where one of them is a slip of the fingers."""
    words = [word.span for word in invocation.call.words if command.start <= word.span.start < command.end]
    return [span for span in words if span not in wrong] if set(words) & set(wrong) else [command]


def _part(invocation: Invocation, part: Part) -> Iterator[Stretch]:
    if part.kind in ("flag", "global-flag"):
        known = part.flag is not None
        value = part.value_span
        yield Stretch(part.span.start, value.start if value else part.span.end, "flag" if known else "unknown")
        if value:
            yield Stretch(*value, "value")
    elif part.kind == "command-word":
        yield Stretch(*part.span, "inside")
    else:
        yield Stretch(*part.span, _role(invocation, part.name))


def _role(invocation: Invocation, name: str | None) -> Role:
    if name == "NAME" and invocation.name in NAMES_IMAGES:
        return "image"
    return ROLES.get(name or "", "argument")


def part_at(text: str, cursor: int) -> tuple[Invocation, Part | Span | None] | None:
    """The docker call the cursor stands in, and the piece at it: a part, the span of docker's own words, or None."""
    for call in syntax.parse(text).calls:
        if not call.span.start <= cursor <= max(call.span.end, len(text.rstrip())):
            continue
        invocation = skim(call)
        for part in reversed(invocation.parts):
            if part.span.start <= cursor <= part.span.end:
                return invocation, part
        where = invocation.command_span
        return invocation, where if where and cursor <= where.end else None
    return None
