"""What is asked of an engine about an object of a name: which kind it is, and all that a line is made of. Only read."""

from __future__ import annotations

from collections.abc import Sequence

from dockersh.engine import Engine, Question
from dockersh.engine.state import State, Status
from dockersh.recreate.seen import NOTHING, Row, Seen
from dockersh.startup.typed import NamedTuple

# Where a container says whose namespaces it shares, by an id that dies with that container.
SHARED = ("NetworkMode", "IpcMode", "PidMode")
PEER = "container:"
KINDS = ("container", "image", "volume", "network")  # a name means the first of them that there is


class Found(NamedTuple):
    """An object: its kind ('' where there is none of the name), what the engine says of it, of its image, of itself.

    *status* is whether the engine answered; *changes* are the files in a container's own layer, *history* an image's layers.
    """

    name: str
    kind: str = ""
    row: Row = NOTHING
    image: Row = NOTHING
    tagged: Row = NOTHING
    info: Row = NOTHING
    changes: Sequence[Row] = ()
    history: Sequence[Row] = ()
    status: Status = "up"

    @property
    def seen(self) -> Seen:
        """A container, as its line is made of it."""
        return Seen(self.row, self.image, self.info, self.tagged)


def find(engine: Engine, name: str, kind: str = "", *, changes: bool = True) -> Found:
    """The object of that name, of a *kind* where one is said; *changes*: also the files of a container's own layer."""
    wanted = (kind,) if kind else KINDS
    state = engine.ask((*(Question("raw", (one, name)) for one in wanted), Question("raw", ("info",))))
    found = next((one for one in wanted if state.raw.get((one, name))), "")
    if not found:
        return Found(name, status=_status(state, wanted, name))
    row: Row = state.raw[found, name]
    second = _more(engine, found, row, changes=changes)
    image, tagged = (_held(second, "image", reference) for reference in (row.get("Image"), _reference(row)))
    row = _by_names(row, second)
    return Found(
        name,
        found,
        row,
        image,
        tagged,
        state.raw.get(("info",)) or {},
        second.raw.get(("changes", str(row.get("Id")))) or (),
        second.raw.get(("history", str(row.get("Id")))) or (),
    )


def _status(state: State, wanted: Sequence[str], name: str) -> Status:
    """What is said of a name that nothing has; an engine that did not answer all of it is silent."""
    answered = all((one, name) in state.raw for one in wanted)
    return state.status if answered or not state.up else "silent"


def _more(engine: Engine, kind: str, row: Row, *, changes: bool) -> State:
    questions: list[Question] = []
    if kind == "container":
        references = dict.fromkeys(filter(None, (row.get("Image"), _reference(row))))
        questions = [Question("raw", ("image", str(one))) for one in references]
        questions += [Question("raw", ("changes", str(row["Id"])))] if changes else []
        questions += [Question("raw", ("container", peer)) for peer in dict.fromkeys(_peers(row).values())]
    if kind == "image":
        questions = [Question("raw", ("history", str(row["Id"])))]
    return engine.ask(tuple(questions))


def _peers(row: Row) -> dict[str, str]:
    """The ids of the containers whose namespaces it shares, by what it shares."""
    host = row.get("HostConfig") or {}
    modes = {key: str(host.get(key) or "") for key in SHARED}
    return {key: mode.removeprefix(PEER) for key, mode in modes.items() if mode.startswith(PEER)}


def _by_names(row: Row, state: State) -> Row:
    """The same with their names, by which they come back, where they are there."""
    found = {key: _held(state, "container", peer) for key, peer in _peers(row).items()}
    names = {key: f"{PEER}{str(held['Name']).removeprefix('/')}" for key, held in found.items() if held}
    return {**row, "HostConfig": {**row["HostConfig"], **names}} if names else row


def _reference(row: Row) -> str:
    return str((row.get("Config") or {}).get("Image") or "")


def _held(state: State, kind: str, name: object) -> Row:
    found: Row = state.raw.get((kind, str(name))) or {}
    return found
