"""An image's history in words: which steps made it large, and what stands in it that should not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dockersh.afterwards.answers.row import Row, size
from dockersh.explaining.secrets import has_secret
from dockersh.finding import say
from dockersh.recreate.dockerfile.history import told
from dockersh.startup.typed import Any

MOST = 8  # steps that are told of
WORDS = 60  # characters of a step


def rows(history: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """Steps with a secret, then the large ones, the largest first; those that add no file are counted."""
    steps = [(_size(layer), " ".join(told(layer))) for layer in history]
    yield from (Row(say("answers.step-secret", step=_name(step)), odd=True) for _, step in steps if _tells(step))
    large = sorted((one for one in steps if one[0]), key=lambda one: -one[0])
    total = sum(bytes_ for bytes_, _ in large)
    yield Row(say("answers.steps", count=str(len(steps)), size=size(total), empty=str(len(steps) - len(large))))
    yield from _large(large, total)


def _large(steps: Iterable[tuple[int, str]], total: int) -> Iterator[Row]:
    for bytes_, step in list(steps)[:MOST]:
        shown = say("answers.step-hidden") if _tells(step) else _cut(step)
        yield Row(say("answers.step", size=size(bytes_), percent=str(round(100 * bytes_ / total)), step=shown or "–"))


def _tells(step: str) -> bool:
    """Whether a secret stands in it: in an ENV, or in a line of the shell."""
    return has_secret(step.removeprefix("RUN "))


def _size(layer: Mapping[str, Any]) -> int:
    """Bytes: a number of the API, digits of the client."""
    found = str(layer.get("Size") or 0)
    return int(found) if found.isdecimal() else 0


def _name(step: str) -> str:
    """`ENV PASSWORD`, without what follows."""
    return " ".join(step.replace("=", " ").split()[:2])


def _cut(step: str) -> str:
    return step if len(step) <= WORDS else f"{step[:WORDS]}…"
