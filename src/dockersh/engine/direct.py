"""Which questions of a round are answered without a docker client: by the engine's socket, and by the client's own files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

from dockersh.engine import api
from dockersh.engine.api import reach
from dockersh.engine.question import OF_CONTEXTS, Question
from dockersh.engine.state import State
from dockersh.startup.typed import NamedTuple


class Shares(NamedTuple):
    """A round, divided: what files have answered already, the questions for the socket at a path, and the rest."""

    state: State
    rest: tuple[Question, ...]
    socket: str = ""
    ours: tuple[Question, ...] = ()
    version: str = ""  # of the API, where one is set


class Way(NamedTuple):
    """Whom a line's questions go to: the engine's address, and what of the line led there."""

    address: str
    options: tuple[str, ...] = ()
    assigned: Mapping[str, str] = {}


def shares(docker: str, asked: Iterable[Question], way: Way, state: State) -> Shares:
    """Divide a round, of which *state* is what is known already. Without questions nothing is looked at."""
    left = tuple(asked)
    if not left or not reach.is_client(docker):
        return Shares(state, left)
    state = in_files(left, way.options, way.assigned, state)
    left = tuple(one for one in left if not _is_answered(one, state))
    socket = reach.socket_of(way.address, os.environ)
    ours, rest = api.split(left) if socket else ((), left)
    return Shares(state, rest, socket, ours, reach.version_of(os.environ))


def in_files(asked: Iterable[Question], options: Sequence[str], assigned: Mapping[str, str], state: State) -> State:
    """`state` with what the client's own files answer: which contexts there are."""
    for question in OF_CONTEXTS.intersection(asked):
        from dockersh.engine import contexts  # noqa: PLC0415  few lines are about them

        state = contexts.answered(question, state, options, assigned) or state
    return state


def _is_answered(question: Question, state: State) -> bool:
    held = state.lists if question.kind == "list" else state.names
    key = question.about[0] if question.kind == "list" else question.about
    return question in OF_CONTEXTS and key in held


def answered(share: Shares, deadline: float) -> State:
    """What files and the socket say, until a `time.monotonic()`."""
    return api.ask(share.socket, share.ours, deadline, share.version, share.state) if share.ours else share.state
