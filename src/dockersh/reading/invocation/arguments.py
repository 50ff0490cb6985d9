"""The positional words of a command: what each is called in its usage, and whether there are too few or too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dockersh.finding import Finding, finding
from dockersh.reading.catalogue import Command
from dockersh.reading.invocation.parts import Kind, Part
from dockersh.reading.invocation.usage import INSIDE, argument_names
from dockersh.reading.syntax import Span, Word

CONTEXT = "PATH | URL | -"  # what a build gets at its end, and people forget


def named(command: Command, words: Sequence[Word]) -> Iterator[Part]:
    """Each word as an argument; the last name of the usage stands for all that follow."""
    names = argument_names(command.arguments)
    inside = False
    for index, word in enumerate(words):
        name = names[min(index, len(names) - 1)] if names else None
        inside = inside or name in INSIDE
        kind: Kind = "command-word" if inside else "argument"
        yield Part(kind, name, word.text, word.span, None, word.literal, word.span)


def swallowed(parts: Sequence[Part], words: Sequence[Word]) -> str | None:
    """The last option that took a whole word for its value, which may have been meant for an argument."""
    whole = {word.span for word in words}
    took = [part.flag.name for part in parts if part.flag and part.value is not None and part.value_span in whole]
    return f"--{took[-1]}" if took else None


def miscounted(command: Command, words: Sequence[Word], spelled: str, where: Span, took: str | None) -> Iterator[Finding]:
    """Cobra's count of arguments, for a command *spelled* so *where*; a word the shell may split or drop leaves it open.

    *took* is an option that may have taken a word too many.
    """
    given = len(words)
    if any(word.splits for word in words):
        return
    if given < command.minimum:
        missing = argument_names(command.arguments)[given]
        code = "argument-swallowed" if took else "missing-argument"
        if missing == CONTEXT:
            code = "build-needs-context"
        yield finding(code, "error", where, command=spelled, argument=missing, **({"flag": took} if took else {}))
    elif command.maximum is not None and given > command.maximum:
        extra = words[command.maximum]
        code = "too-many-arguments" if command.maximum else "takes-no-arguments"
        yield finding(code, "error", extra.span, command=spelled, word=extra.text, count=str(command.maximum))
