"""How the engine is asked after the command: with the line's own docker options, about the time that the command took."""

from __future__ import annotations

import time

from dockersh.engine import Container, Engine, Event, Question, State
from dockersh.execute.outcome import Outcome
from dockersh.reading.invocation import Invocation
from dockersh.reading.invocation.questions import assignments, global_options

# The engine keeps its last 256 events (moby daemon/events, eventsLimit): of so many the first may be gone already.
MOST = 200
LATER = 0.02  # seconds: the client hears of an end a moment before the event is written; docker takes about that to start


def ask(invocation: Invocation, engine: Engine, *questions: Question) -> State:
    """The answers to the questions."""
    return engine.ask(questions, global_options(invocation), assignments(invocation.call))


def containers(invocation: Invocation, engine: Engine, *names: str) -> dict[str, Container | None]:
    """The containers by names or ids, None where there is none; empty where the engine does not answer."""
    state = ask(invocation, engine, Question("containers", names))
    return dict(state.containers) if state.up else {}


def events(invocation: Invocation, outcome: Outcome, engine: Engine) -> tuple[Event, ...] | None:
    """What the engine did since the command began; None where it does not answer, or no longer knows all of it."""
    until = max(time.time(), outcome.started + outcome.seconds) + LATER
    span = (f"{outcome.started:.9f}", f"{until:.9f}")
    state = ask(invocation, engine, Question("events", span))
    return state.events if state.up and len(state.events) < MOST else None
