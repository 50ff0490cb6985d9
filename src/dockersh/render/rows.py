"""What every renderer shows, before it is drawn: pieces merged, steps grouped, marks chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby

from dockersh.explanation import CommandExplanation, Finding, Note, Piece, Step
from dockersh.finding import say
from dockersh.startup.typed import TypeVar
from dockersh.texts.wording import sentence

One = TypeVar("One")

MARKS = {"error": "✗", "danger": "‼", "warning": "!", "tip": "·"}
LONGEST = 300  # characters of one piece that are shown
MOST = 12  # steps, or findings, that are shown one by one
# A step that is skipped, or that may not happen, says so without colour.
WILL = {"yes": "", "no": "–", "maybe": "?"}


def pieces(command: CommandExplanation) -> Iterator[tuple[str, str]]:
    """The piece as typed and what it means; the container's own words are one piece."""
    for inside, parts in groupby(command.parts, key=lambda part: part.kind == "command-word"):
        if inside:
            words: list[Piece] = list(parts)
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


def decided(command: CommandExplanation) -> bool:
    """Whether it will fail before anything is done."""
    return command.refused and all(step.will == "no" for step in command.steps)


def skipped(steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], str]:
    """The steps from the first that happens on, and those before it as one text: `pull – skipped: nginx is already here`."""
    first = next((index for index, step in enumerate(steps) if step.will != "no"), 0)
    return steps[first:], " · ".join(f"{step.step} {WILL[step.will]} {step.text}" for step in steps[:first])


def parted(notes: tuple[Note, ...]) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
    """How to leave, which belongs last, and the other notes."""
    last = tuple([note for note in notes if note.note == "leave"])
    return last, tuple([note for note in notes if note not in last])


STATUSES = frozenset(("created", "running", "paused", "restarting", "exited"))


def told(step: Step) -> str:
    """What a step does, with docker's own words for the states a container goes through: `… (created → running)`."""
    if step.will != "yes" or step.before == step.after or not {step.before, step.after} <= STATUSES:
        return step.text
    return f"{step.text} ({step.before} → {step.after})"


def summary(command: CommandExplanation) -> str:
    """The steps on one line: `pull – → create → attach → start`."""
    return " → ".join(counted(command.steps))


def counted(steps: tuple[Step, ...]) -> Iterator[str]:
    """Verbs in a row, each once: `kill ×3`; of a long up and down each verb once."""
    names = [f"{step.step} {WILL[step.will]}".strip() for step in steps]
    runs = [(name, len(list(group))) for name, group in groupby(names)]
    if len(runs) > MOST:
        runs = list(Counter(names).items())
    yield from (f"{name} ×{many}" if many > 1 else name for name, many in runs)


def first(lang: str, many: tuple[One, ...], what: Callable[[tuple[One, ...]], str]) -> tuple[tuple[One, ...], str]:
    """So many that a person reads them, and a sentence for the rest; JSON holds all of them."""
    if len(many) <= MOST + MOST // 2:
        return many, ""
    rest = many[MOST:]
    return many[:MOST], sentence(lang, say("labels.and-more", count=str(len(rest)), what=what(rest)))


def first_steps(lang: str, steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], str]:
    """The first steps, and `and 992 more: remove ×992`."""
    return first(lang, steps, lambda rest: ", ".join(counted(rest)))


def first_findings(lang: str, findings: tuple[Finding, ...]) -> tuple[tuple[Finding, ...], str]:
    """The first findings, and `and 992 more: force-remove`."""
    return first(lang, findings, lambda rest: ", ".join(dict.fromkeys(one.code for one in rest)))


def title(command: CommandExplanation) -> str:
    """The command as typed, with the program in front."""
    return f"{command.program} {command.typed}".strip()
