"""What two rounds of questions were answered is one state: nothing of the second is lost, nothing of the first forgotten."""

from __future__ import annotations

import pytest

from dockersh.engine.second_round import joined
from dockersh.engine.state import Machine, State

MACHINE = Machine(2, 1, "box", "x86_64")
ANSWERS = [
    ("containers", {"a": None}, {"b": None}, {"a": None, "b": None}),
    ("files", {"/a": "file"}, {"/b": "missing"}, {"/a": "file", "/b": "missing"}),
    ("volume_users", {}, {"v": ()}, {"v": ()}),
    ("listeners", frozenset({("::", 1)}), frozenset({("::", 2)}), frozenset({("::", 1), ("::", 2)})),
    ("runtimes", ("runc",), ("kata",), ("runc", "kata")),
    ("host", None, MACHINE, MACHINE),
    ("host", MACHINE, None, MACHINE),
    ("version", "28", "", "28"),
]


@pytest.mark.parametrize(("name", "first", "second", "both"), ANSWERS)
def test_both_answers_are_there(name: str, first: object, second: object, both: object) -> None:
    """Of each kind of answer: maps, sets, rows and single values; the engine's status is that of the first round."""
    one = State("up")._replace(**{name: first})  # type: ignore[arg-type]
    two = State("silent")._replace(**{name: second})  # type: ignore[arg-type]
    state = joined(one, two)
    assert (getattr(state, name), state.status) == (both, "up")
