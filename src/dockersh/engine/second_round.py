"""The answers of a first and of a second round of questions, as one state."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.engine.state import State
from dockersh.startup.typed import Any


def joined(first: State, second: State) -> State:
    """The first state with what the second one was told, of every kind; how the engine was stays as it was first."""
    told = {name: new for name, new in second._asdict().items() if new and name != "status"}
    return first._replace(**{name: _both(getattr(first, name), new) for name, new in told.items()})


def _both(first: Any, second: Any) -> Any:
    """Two answers to one kind of question, about different things; of a single value the later one holds."""
    if isinstance(second, Mapping):
        return {**first, **second}
    return type(second)((*(first or ()), *second)) if type(second) in (tuple, frozenset) else second
