"""The explanation as a list of sentences: for pipes, files and screen readers. No columns, no colours, one thing a line."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.explanation import CommandExplanation, Explanation, Finding
from dockersh.render import rows
from dockersh.render.cells import ascii_marks
from dockersh.texts.wording import label


def render(explanation: Explanation, *, brief: bool, ascii_only: bool) -> str:
    """The text, ending in a newline."""
    lines: list[str] = []
    for command in explanation.commands:
        lines += _brief(explanation.lang, command) if brief else _full(explanation.lang, command)
    lines += _findings(explanation.lang, explanation.findings)
    text = "".join(f"{line}\n" for line in lines)
    return ascii_marks(text) if ascii_only else text


def _full(lang: str, command: CommandExplanation) -> Iterator[str]:
    yield f"{rows.title(command)}: {command.text}"
    yield from (f"{shown}: {text}" for shown, text in rows.pieces(command))
    shown, more = rows.first_steps(lang, command.steps)
    longhand = rows.longhand(shown)
    for number, step in enumerate(shown, 1):
        mark = rows.WILL[step.will]
        yield f"{number} {step.step}{f' {mark}' if mark else ''}: {rows.told(step)}"
        if number in longhand:
            first, same_as = longhand[number]
            yield f"{f'{first}+{number}' if first != number else number} = {same_as}"
    if more:
        yield more
    for note in command.notes:
        yield note.text if note.note == "reads-only" else f"{label(lang, note.note)}: {note.text}"
    yield from _findings(lang, command.findings)


def _brief(lang: str, command: CommandExplanation) -> Iterator[str]:
    yield f"{rows.title(command)}: {rows.summary(command) or command.text}"
    yield from _findings(lang, tuple(found for found in command.findings if found.severity != "tip"))


def _findings(lang: str, findings: tuple[Finding, ...]) -> Iterator[str]:
    shown, more = rows.first_findings(lang, findings)
    for found in shown:
        yield f"{rows.MARKS[found.severity]} {found.text}{f' → {found.fix}' if found.fix else ''}"
    if more:
        yield more
