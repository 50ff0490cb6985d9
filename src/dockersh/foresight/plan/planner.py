"""What a planner is: the questions it needs answered, and the plan it makes of the answers."""

from __future__ import annotations

from collections.abc import Callable

from dockersh.engine import Question, State
from dockersh.foresight.step import Plan, Request
from dockersh.startup.typed import NamedTuple


def nobody(_request: Request) -> tuple[Question, ...]:
    """Nobody is asked."""
    return ()


def no_more(_request: Request, _state: State) -> tuple[Question, ...]:
    """Nothing more is asked."""
    return ()


def engine_up(_request: Request) -> tuple[Question, ...]:
    """Does the engine answer."""
    return (Question("version"),)


class Planner(NamedTuple):
    """How one command is planned.

    *second*: what can be asked only once the first answers are there. *tries*: flags with which the command only shows what
    it would do. *reads*: it changes nothing.
    """

    questions: Callable[[Request], tuple[Question, ...]]
    plan: Callable[[Request, State], Plan]
    second: Callable[[Request, State], tuple[Question, ...]] = no_more
    tries: tuple[str, ...] = ()
    reads: bool = False
