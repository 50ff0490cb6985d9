"""How a question is asked, and what every reader of answers shares."""

from __future__ import annotations

from collections.abc import Callable

from dockersh.engine.api.moments import seconds
from dockersh.engine.api.volumes import is_anonymous
from dockersh.engine.question import About
from dockersh.engine.state import State
from dockersh.startup.typed import Any, NamedTuple

__all__ = ["Ask", "is_anonymous", "labels", "objects", "rows", "seconds", "unquoted"]


class Ask(NamedTuple):
    """How a kind is asked: the docker command, how its answer joins the state, how its error and its warnings do (None:
    not at all).
    """

    command: Callable[[About], tuple[str, ...]]
    read: Callable[[About, str, State], State]
    fails: Callable[[str, State], State] | None = None
    warns: Callable[[str, State], State] | None = None


def rows(output: str) -> list[dict[str, Any]]:
    """A JSON object a line, as `--format '{{json .}}'` prints."""
    import json  # noqa: PLC0415  as below

    return [json.loads(line) for line in output.split("\n") if line.strip()]


def objects(output: str) -> list[dict[str, Any]]:
    """The JSON list that `inspect` prints."""
    import json  # noqa: PLC0415  names, which Tab asks for, are no JSON

    found: list[dict[str, Any]] = json.loads(output or "[]")
    return found


def unquoted(written: str) -> str:
    """A string that `{{json .Field}}` prints."""
    import json  # noqa: PLC0415  as above

    return str(json.loads(written))


def labels(text: str) -> dict[str, str]:
    """The labels of a row, `a=1,b=2`; one whose value has a comma is cut there, as docker's lists do not quote."""
    pairs = (pair.partition("=") for pair in text.split(",") if pair)
    return {name: value for name, _, value in pairs}
