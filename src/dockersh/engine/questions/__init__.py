"""Each question: the docker command that asks it, and how its answer is read. Every one of them only reads."""

from __future__ import annotations

from dockersh.engine.question import Kind, Question
from dockersh.engine.questions import compose, containers, lists, machine, objects
from dockersh.engine.questions.machine import known_here, look
from dockersh.engine.questions.question import Ask, seconds
from dockersh.engine.state import State

__all__ = ["ASKS", "HERE", "Kind", "Question", "command", "fails", "known_here", "look", "read", "seconds", "warns"]

ASKS: dict[str, Ask] = {**machine.ASKS, **containers.ASKS, **objects.ASKS, **lists.ASKS, **compose.ASKS}
# Answered by looking at this machine, which says something of the engine's only where the engine is local.
HERE = frozenset(machine.LOOKS)
# The client's own files, whatever engine it talks to.
CLIENTS = HERE - machine.OF_THE_ENGINE


def command(question: Question) -> tuple[str, ...]:
    """The docker command, without `docker`, that asks the question."""
    return ASKS[question.kind].command(question.about)


def fails(question: Question, errors: str, state: State) -> State:
    """`state` with what the error of a question says."""
    reader = ASKS[question.kind].fails
    return reader(errors, state) if reader else state


def warns(question: Question, errors: str, state: State) -> State:
    """`state` with what an answer says on standard error."""
    reader = ASKS[question.kind].warns
    return reader(errors, state) if reader and errors else state


def read(question: Question, output: str, state: State) -> State:
    """`state` with the answer added. An answer that cannot be read adds nothing."""
    try:
        return ASKS[question.kind].read(question.about, output, state)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return state
