"""A plan: what docker will do with the line, step by step, as codes and arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dockersh.engine import State
from dockersh.finding import Arg, Finding, Say, say
from dockersh.reading.invocation import Invocation, Part
from dockersh.reading.syntax import Word
from dockersh.startup.typed import Literal, NamedTuple

Will = Literal["yes", "no", "maybe"]


class Step(NamedTuple):
    """One thing the engine will do, in the order the engine sees them.

    *step* is its name in the contract (`pull`, `create`…), *reason* the code of why it will or will not happen,
    *says* what it does here; *command* is the docker command that does just this, as the words
    that docker gets: nothing in them is masked. *before* and *after* are the states of the thing it is done to, where we know
    them: `absent`, `present`, or a container's status.
    """

    step: str
    will: Will
    reason: str
    says: Say
    command: tuple[Word, ...] = ()
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

    def __add__(self, other: Plan) -> Plan:  # type: ignore[override]  # of two plans one, not a tuple of six
        """What is done first, then what is done next."""
        return Plan(self.steps + other.steps, self.notes + other.notes, self.findings + other.findings)

    @property
    def fails(self) -> bool:
        """Whether docker refuses, or fails at, any of it."""
        return any(found.severity == "error" for found in self.findings)


class Request(NamedTuple):
    """What a planner is asked to plan: the line's text, the invocation read from it, and where it will run.

    *stdin_is_terminal* is None where nobody knows (a library, a document). *now* is in seconds since 1970. *alone* is False
    where the shell does more on the line than call docker: it may make files. *moves*: it also changes folders.
    """

    text: str
    invocation: Invocation
    now: float = 0.0
    stdin_is_terminal: bool | None = None
    alone: bool = True
    moves: bool = False


UNKNOWN = {"down": "engine-unreachable", "denied": "engine-denied", "silent": "engine-silent", "absent": "docker-missing"}


def unknown(state: State) -> str:
    """Why we cannot tell: the reason code for a state that has no answer."""
    return UNKNOWN.get(state.status, "not-asked")


def step(name: str, will: Will, reason: str, command: tuple[Word, ...] = (), /, **args: Arg) -> Step:
    """A Step whose sentence is `steps/NAME.REASON`."""
    return Step(name, will, reason, say(f"steps/{name}.{reason}", **args), command)


def unchecked(name: str, state: State, /, *, literal: bool = True, **args: Arg) -> Step:
    """A Step that we could not check, whose one sentence `steps/NAME.unchecked` holds whatever the reason is."""
    return Step(name, "maybe", unknown(state) if literal else "shell-decides", say(f"steps/{name}.unchecked", **args))


def missing(name: str, kind: str, what: str) -> Step:
    """A Step that fails since what it needs is not there."""
    return Step(name, "no", f"no-such-{kind}", say(f"steps/missing.{kind}", name=what), (), "absent", "absent")


def note(name: str, key: str, /, **args: Arg) -> tuple[str, Say]:
    """A note called `name` whose sentence is `notes.KEY`."""
    return (name, say(f"notes.{key}", **args))


def single(step: Step, *findings: Finding) -> Plan:
    """The plan of one step, and what to mind about it."""
    return Plan((step,), (), findings)


def joined(plans: Iterable[Plan]) -> Plan:
    """Plans one after the other, as `+` joins two, in time that grows with their number."""
    every = tuple(plans)
    return Plan(
        tuple(step for plan in every for step in plan.steps),
        tuple(note for plan in every for note in plan.notes),
        tuple(found for plan in every for found in plan.findings),
    )


def each(request: Request, state: State, argument: str, one: Callable[[Request, State, Part], Plan]) -> Plan:
    """The plan of a command that does one thing to every word called `argument`, one after the other."""
    return joined(one(request, state, part) for part in request.invocation.arguments(argument))
