"""The same through a docker client: objects with every field, and the last lines of a log."""

from __future__ import annotations

from collections.abc import Callable

from dockersh.engine.question import About
from dockersh.engine.questions.question import Ask, objects, rows
from dockersh.engine.state import State
from dockersh.machine.limits import LOG_LINES
from dockersh.startup.typed import Any

COMMANDS: dict[str, tuple[str, ...]] = {
    "container": ("container", "inspect", "--"),
    "image": ("image", "inspect", "--"),
    "volume": ("volume", "inspect", "--"),
    "network": ("network", "inspect", "--"),
    "history": ("image", "history", "--no-trunc", "--human=false", "--format", "{{json .}}", "--"),
    "changes": ("container", "diff", "--"),
    "usage": ("system", "df", "--format", "{{json .}}"),
    "info": ("info", "--format", "{{json .}}"),
}
LETTERS = "CAD"  # changed, added, deleted: 0, 1 and 2 of the API


def _first(output: str) -> Any:
    found = objects(output)
    return found[0] if found else None


def _layers(output: str) -> Any:
    """As the API has them, as far as lines are made of them."""
    return [{key: row.get(key, "") for key in ("CreatedBy", "Comment", "Size")} for row in rows(output)]


def _changes(output: str) -> Any:
    return [{"Kind": LETTERS.index(line[0]), "Path": line[2:]} for line in output.split("\n") if line[:1] in tuple(LETTERS)]


def _info(output: str) -> Any:
    return rows(output)[0]


READERS: dict[str, Callable[[str], Any]] = {"history": _layers, "changes": _changes, "info": _info, "usage": rows}


def _command(about: About) -> tuple[str, ...]:
    return (*COMMANDS[about[0]], *about[1:])


def _read(about: About, output: str, state: State) -> State:
    found = READERS.get(about[0], _first)(output)
    return state._replace(raw={**state.raw, about: found})


def _read_log(about: About, output: str, state: State) -> State:
    return state._replace(logs={**state.logs, about[0]: output})


def _add_errors(errors: str, state: State) -> State:
    """The client prints what the container wrote to standard error on its own; a round asks for one log."""
    return state._replace(logs={name: told + errors for name, told in state.logs.items()})


ASKS: dict[str, Ask] = {
    "raw": Ask(_command, _read),
    "log": Ask(lambda about: ("container", "logs", "--tail", str(LOG_LINES), "--", *about), _read_log, warns=_add_errors),
}
