"""The fate of the containers of the line, in one sentence each."""

from __future__ import annotations

from dockersh.afterwards.aftermath import asking, own, removed, started
from dockersh.afterwards.aftermath.fits import detaches
from dockersh.engine import Container, Engine
from dockersh.execute.outcome import Outcome
from dockersh.finding import Say, say
from dockersh.reading.invocation import Invocation
from dockersh.startup.typed import NamedTuple
from dockersh.texts.ages import age

# Commands whose containers we look at afterwards.
MAKES = frozenset(("container run", "container create"))
CHANGES = frozenset(f"container {verb}" for verb in ("start", "attach", "stop", "kill", "restart", "rm"))


class Fates(NamedTuple):
    """The sentences, and the one container that the line ran, where there was just one; *ended*: its status if it is gone."""

    says: tuple[Say, ...] = ()
    held: Container | None = None
    ended: int | None = None


def fates(invocation: Invocation, outcome: Outcome, engine: Engine, *, sure: bool) -> Fates:
    """What became of the line's containers; nothing where the engine does not answer."""
    if invocation.name in MAKES:
        return _made(own.Case(invocation, outcome, engine, sure))
    names = tuple(part.value for part in invocation.arguments("CONTAINER") if part.literal and part.value)
    if invocation.name not in CHANGES or not names:
        return Fates()
    if invocation.name == "container rm":
        return Fates(removed.containers(invocation, outcome, engine, names))
    held = asking.containers(invocation, engine, *names)
    says = tuple(found for name in names if (found := _changed(invocation, outcome, held.get(name))))
    return Fates(says, held.get(names[0]) if len(names) == 1 else None)


def _made(case: own.Case) -> Fates:
    found = own.find(case)
    if found.held is None:
        return Fates(_gone(case, found.ended), None, found.ended)
    if detaches(case.invocation) and (wrong := started.became(case.invocation, case.engine, found.held)):
        return Fates(wrong, found.held)
    return Fates((_fate(case.invocation, case.outcome, found.held),), found.held)


def _gone(case: own.Case, code: int | None) -> tuple[Say, ...]:
    """`--rm`, and it ran and was deleted; a name that docker made up says nothing any more."""
    if code is None or case.name is None or detaches(case.invocation):
        return ()
    return (say("aftermath.ran-and-removed", name=case.name, seconds=_seconds(case.outcome.seconds), code=str(code)),)


def _fate(invocation: Invocation, outcome: Outcome, held: Container) -> Say:
    interactive = held.tty and held.open_stdin
    if held.status == "created":
        failed = outcome.status != 0
        return say("aftermath.created-and-stays" if failed else "aftermath.created", name=held.name)
    if held.running:
        if invocation.on("detach"):
            return say("aftermath.in-background", name=held.name)
        return say("aftermath.left-running" if interactive else "aftermath.still-running", name=held.name)
    return _ended(held, "aftermath.ran-interactive" if interactive else "aftermath.ran")


def _ended(held: Container, key: str) -> Say:
    seconds = _seconds(max(0.0, held.finished - held.started))
    return say(key, name=held.name, seconds=seconds, code=str(held.exit_code))


def _changed(invocation: Invocation, outcome: Outcome, held: Container | None) -> Say | None:
    """How one is that was there before the command; of that name now, but younger, it is somebody else's."""
    if held is None or held.created >= outcome.started:
        return None
    if held.running:
        return _still_running(invocation, outcome, held)
    if held.finished >= outcome.started:
        return _ended(held, "aftermath.stopped")
    stops = invocation.name == "container stop" and outcome.status == 0
    return say("aftermath.not-running-before", name=held.name) if stops else None


def _still_running(invocation: Invocation, outcome: Outcome, held: Container) -> Say | None:
    joined = invocation.name == "container attach" or invocation.on("attach") or invocation.on("interactive")
    if invocation.name in ("container start", "container restart") and not joined:
        return say("aftermath.running-again", name=held.name) if outcome.status == 0 else None
    if joined and held.tty and held.open_stdin:
        return say("aftermath.left-running", name=held.name)
    return say("aftermath.still-running", name=held.name) if joined else None


def _seconds(count: float) -> Say:
    return age(count, 0.0)
