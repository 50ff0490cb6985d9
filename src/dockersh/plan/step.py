"""A plan: what docker will do with the line, step by step, as codes and arguments."""

from __future__ import annotations

from collections.abc import Callable

from dockersh.engine import State
from dockersh.finding import Arg, Finding, Say, say
from dockersh.invocation import Invocation, Part
from dockersh.typed import Literal, NamedTuple

Will = Literal["yes", "no", "maybe"]


class Step(NamedTuple):
    """One thing the engine will do, in the order the engine sees them.

    *step* is its name in the contract (`pull`, `create`…), *reason* the code of why it will or will not happen,
    *says* what it does here; *same_as* is the docker command that does just this. *before* and *after* are the states of
    the thing it is done to, where we know them: `absent`, `present`, or a container's status.
    """

    step: str
    will: Will
    reason: str
    says: Say
    same_as: str | None = None
    before: str | None = None
    after: str | None = None

    def moves(self, before: str | None, after: str | None) -> Step:
        """The step with the states of the thing before and after it; one that will not happen leaves it as it is."""
        return self._replace(before=before, after=before if self.will == "no" else after)


class Plan(NamedTuple):
    """The steps, what to know about the line as a whole (`leave`, `after`, `reads-only`…), and the failures foreseen."""

    steps: tuple[Step, ...] = ()
    notes: tuple[tuple[str, Say], ...] = ()
    findings: tuple[Finding, ...] = ()


class Request(NamedTuple):
    """What a planner is asked to plan: the line's text, the invocation read from it, and where it will run.

    *stdin_is_terminal* is None where nobody knows (a library, a document). *now* is in seconds since 1970. *alone* is False
    where the shell does more on the line than call docker: it may change folders, make files.
    """

    text: str
    invocation: Invocation
    now: float = 0.0
    stdin_is_terminal: bool | None = None
    alone: bool = True

    def typed(self, span: tuple[int, int]) -> str:
        """The line between two offsets, as typed."""
        return self.text[span[0] : span[1]]


UNKNOWN = {"down": "engine-unreachable", "denied": "engine-denied", "silent": "engine-silent", "absent": "docker-missing"}


def unknown(state: State) -> str:
    """Why we cannot tell: the reason code for a state that has no answer."""
    return UNKNOWN.get(state.status, "not-asked")


# What one word of the line comes to: its step, and what to mind about it.
Single = tuple[Step, tuple[Finding, ...]]


def step(name: str, will: Will, reason: str, same_as: str | None = None, /, **args: Arg) -> Step:
    """A Step whose sentence is `steps/NAME.REASON`."""
    return Step(name, will, reason, say(f"steps/{name}.{reason}", **args), same_as)


def unchecked(name: str, state: State, /, *, literal: bool = True, **args: Arg) -> Step:
    """A Step that we could not check, whose one sentence `steps/NAME.unchecked` holds whatever the reason is."""
    return Step(name, "maybe", unknown(state) if literal else "shell-decides", say(f"steps/{name}.unchecked", **args))


def missing(name: str, kind: str, what: str) -> Step:
    """A Step that fails since what it needs is not there."""
    return Step(name, "no", f"no-such-{kind}", say(f"steps/missing.{kind}", name=what), None, "absent", "absent")


def note(name: str, key: str, /, **args: Arg) -> tuple[str, Say]:
    """A note called `name` whose sentence is `notes.KEY`."""
    return (name, say(f"notes.{key}", **args))


def each(request: Request, state: State, argument: str, one: Callable[[Request, State, Part], Single]) -> Plan:
    """The plan of a command that does one thing to every word called `argument`, one after the other."""
    done = [one(request, state, part) for part in request.invocation.arguments(argument)]
    return Plan(tuple(made for made, _ in done), (), tuple(found for _, more in done for found in more))
