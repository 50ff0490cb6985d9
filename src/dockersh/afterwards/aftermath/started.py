"""What became of a container that was started in the background: where it is not what was wanted, why.

One inspect, and the last lines of its log where it ended; nothing is run in the container.
"""

from __future__ import annotations

from dockersh.afterwards.aftermath import asking, listening
from dockersh.engine import Container, Engine, Question
from dockersh.finding import Say, say
from dockersh.reading.invocation import Invocation

ENDED = frozenset(("exited", "dead"))
LINES = 3  # of its log


def became(invocation: Invocation, engine: Engine, held: Container, *, later: bool = False) -> tuple[Say, ...]:
    """What is wrong with it; nothing where it runs as it should. *later*: it had time to open its ports."""
    if held.status == "restarting" or (held.restarts and held.restart != "no"):
        return (_loop(held), *_printed(invocation, engine, held))
    if held.status in ENDED:
        return (say("aftermath.ended-at-once", name=held.name, code=str(held.exit_code)), *_printed(invocation, engine, held))
    if held.health == "unhealthy":
        return (say("aftermath.unhealthy", name=held.name),)
    return listening.wrong(held, later=later)


def ended_later(invocation: Invocation, engine: Engine, held: Container) -> tuple[Say, ...]:
    """That it ended after all, and what it printed last."""
    return (say("aftermath.ended-later", name=held.name, code=str(held.exit_code)), *_printed(invocation, engine, held))


def _loop(held: Container) -> Say:
    """Between two tries the engine keeps how the last one ended; while one runs, its exit code is 0 and means nothing."""
    if held.status == "restarting":
        return say("aftermath.restarting", name=held.name, code=str(held.exit_code), count=str(held.restarts))
    return say("aftermath.restarted", name=held.name, count=str(held.restarts))


def _printed(invocation: Invocation, engine: Engine, held: Container) -> tuple[Say, ...]:
    """The last lines that it printed."""
    log = asking.ask(invocation, engine, Question("log", (held.id,))).logs.get(held.id, "")
    lines = [line.strip() for line in log.split("\n") if line.strip()][-LINES:]
    return tuple(say("aftermath.printed", line=line) for line in lines)
