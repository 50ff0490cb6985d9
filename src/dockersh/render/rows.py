"""What every renderer shows, before it is drawn: pieces merged, steps grouped, marks chosen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from dockersh.explanation import CommandExplanation, Part, Step

MARKS = {"error": "✗", "danger": "‼", "warning": "!", "tip": "·"}
LONGEST = 300  # characters of one piece that are shown
# A step that is skipped, or that may not happen, says so without colour.
WILL = {"yes": "", "no": "–", "maybe": "?"}


def pieces(command: CommandExplanation) -> Iterator[tuple[str, str]]:
    """The piece as typed and what it means; the container's own words are one piece."""
    for inside, parts in groupby(command.parts, key=lambda part: part.kind == "command-word"):
        if inside:
            words: list[Part] = list(parts)
            yield cut(" ".join(word.shown for word in words)), words[0].text
        else:
            yield from ((cut(part.shown), part.text) for part in parts)


def cut(text: str) -> str:
    """A piece as it is shown: a script of a hundred lines is known by its beginning."""
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def longhand(steps: tuple[Step, ...]) -> dict[int, tuple[int, str]]:
    """For the last step of each run of steps done by one command: the first step's number and that command."""
    out: dict[int, tuple[int, str]] = {}
    number = 0
    for same_as, group in groupby(steps, key=lambda step: step.same_as):
        first, number = number + 1, number + len(list(group))
        if same_as:
            out[number] = (first, cut(same_as))
    return out


STATUSES = frozenset(("created", "running", "paused", "restarting", "exited"))


def told(step: Step) -> str:
    """What a step does, with docker's own words for the states a container goes through: `… (created → running)`."""
    if step.will != "yes" or step.before == step.after or not {step.before, step.after} <= STATUSES:
        return step.text
    return f"{step.text} ({step.before} → {step.after})"


def summary(command: CommandExplanation) -> str:
    """The steps on one line: `pull – → create → attach → start`."""
    names = (f"{step.step} {WILL[step.will]}".strip() for step in command.steps)
    return " → ".join(names)


def title(command: CommandExplanation) -> str:
    """The command as typed, with docker (or docker-compose) in front."""
    alone = command.command.startswith("compose") and not command.typed.startswith("compose")
    return f"{'docker-compose' if alone else 'docker'} {command.typed}".strip()
