"""The line above the bar: what the word at the cursor means, and whether the line is right so far."""

from __future__ import annotations

from dockersh.engine import Engine
from dockersh.explaining.foresee import Situation, foresee
from dockersh.explaining.word import word
from dockersh.explanation import CommandExplanation, Finding, Piece
from dockersh.reading import syntax
from dockersh.reading.syntax.words import mentions
from dockersh.startup.typed import NamedTuple

# What is still missing while a line is typed is no mistake yet.
UNFINISHED = frozenset(
    (
        "missing-argument",
        "argument-swallowed",
        "build-needs-context",
        "flag-needs-value",
        "line-quote",
        "line-backslash",
        "line-syntax",
    )
)
LONGEST = 2000  # characters; a longer line is not explained at every key


class Live(NamedTuple):
    """One sentence, and whether it says that something is wrong."""

    text: str
    wrong: bool = False


def live(line: str, cursor: int, lang: str, engine: Engine | None = None, situation: Situation | None = None) -> Live | None:
    """What to show for a line and a cursor in it (characters); None where there is nothing to say."""
    if len(line) > LONGEST or not mentions(line):
        return None
    foreseen = foresee(syntax.parse(line), engine, situation)
    for call in foreseen.calls:
        start, end = call.invocation.call.span
        if start <= cursor <= max(end, len(line.rstrip())) + 1:
            (command,) = word(foreseen._replace(calls=(call,)), lang).commands
            return _of(line, command, cursor)
    return None


def _of(line: str, command: CommandExplanation, cursor: int) -> Live | None:
    typing = cursor >= len(line.rstrip()) and not line.endswith(" ")
    wrong = next((found for found in command.findings if _is_wrong(found, line, typing=typing)), None)
    if wrong is not None:
        return Live(wrong.text, wrong=True)
    part = _part_at(command, cursor)
    pull = next((step for step in command.steps if step.step == "pull" and step.reason == "image-missing"), None)
    if part is not None and pull is not None and part.kind == "argument" and part.name == "IMAGE":
        return Live(f"{part.shown}  {pull.text}")
    if part is not None and part.text:
        return Live(f"{part.shown}  {part.text}")
    return Live(f"{command.program} {command.typed}  {command.text}".strip()) if command.known else None


def _is_wrong(found: Finding, line: str, *, typing: bool) -> bool:
    """A mistake in the word being typed may still become right."""
    last_word = len(line.rstrip()) - len(line.rstrip().split(" ")[-1])
    being_typed = typing and found.span is not None and found.span[1] > last_word
    return found.severity == "error" and found.code not in UNFINISHED and not being_typed


def _part_at(command: CommandExplanation, cursor: int) -> Piece | None:
    """The piece the cursor stands in or right behind; the last of equals, which is the one a cluster ends with."""
    here = [part for part in command.parts if part.span[0] <= cursor <= part.span[1]]
    return here[-1] if here else None
