"""The fate of the containers of the line, in one sentence each."""

from __future__ import annotations

from dockersh.engine import Container, Engine, Question
from dockersh.finding import Say, say
from dockersh.invocation import Invocation
from dockersh.invocation.questions import assignments, global_options
from dockersh.outcome import Outcome
from dockersh.plan.ages import age
from dockersh.typed import Literal, NamedTuple

# Commands whose containers we look at afterwards.
MAKES = frozenset(("container run", "container create"))
CHANGES = frozenset(f"container {verb}" for verb in ("start", "attach", "stop", "kill", "restart", "rm"))


class Fates(NamedTuple):
    """The sentences, and the one container that the line ran, where there was just one."""

    says: tuple[Say, ...] = ()
    held: Container | None = None


def fates(invocation: Invocation, outcome: Outcome, engine: Engine) -> Fates:
    """What became of the line's containers; nothing where the engine does not answer."""
    if invocation.name in MAKES:
        return _made(invocation, outcome, engine)
    if invocation.name not in CHANGES:
        return Fates()
    names = tuple(part.value for part in invocation.arguments("CONTAINER") if part.literal and part.value)
    if not names:
        return Fates()
    held = _ask(invocation, engine, Question("containers", names))
    says = tuple(found for name in names if (found := _changed(invocation, outcome, name, held.get(name, False))))
    return Fates(says, held.get(names[0]) if len(names) == 1 else None)


def _ask(invocation: Invocation, engine: Engine, question: Question) -> dict[str, Container | None]:
    state = engine.ask((question,), global_options(invocation), assignments(invocation.call))
    return dict(state.containers) if state.up else {}


def _made(invocation: Invocation, outcome: Outcome, engine: Engine) -> Fates:
    name = invocation.value("name")
    wanted = name or next(iter(_ask(invocation, engine, Question("latest"))), None)
    held = _ask(invocation, engine, Question("containers", (wanted,))).get(wanted) if wanted else None
    if held is None or held.created < int(outcome.started) - 1:
        return Fates(_gone(invocation, outcome, name))
    return Fates((_fate(invocation, outcome, held),), held)


def _gone(invocation: Invocation, outcome: Outcome, name: str | None) -> tuple[Say, ...]:
    """`--rm` and no such container any more: it ran and was deleted."""
    if not invocation.on("rm") or name is None or invocation.on("detach") or outcome.status == 125:
        return ()
    return (say("aftermath.ran-and-removed", name=name, seconds=_seconds(outcome.seconds), code=str(outcome.status)),)


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


def _changed(invocation: Invocation, outcome: Outcome, name: str, held: Container | Literal[False] | None) -> Say | None:
    if held is None:
        return say("aftermath.removed", name=name) if invocation.name == "container rm" and outcome.status == 0 else None
    if not isinstance(held, Container):
        return None
    if held.running:
        return _still_running(invocation, outcome, held)
    if invocation.name == "container rm" or (outcome.status and held.finished < int(outcome.started)):
        return None
    return _ended(held, "aftermath.stopped")


def _still_running(invocation: Invocation, outcome: Outcome, held: Container) -> Say | None:
    joined = invocation.name == "container attach" or invocation.on("attach") or invocation.on("interactive")
    if invocation.name in ("container start", "container restart") and not joined:
        return say("aftermath.running-again", name=held.name) if outcome.status == 0 else None
    if joined and held.tty and held.open_stdin:
        return say("aftermath.left-running", name=held.name)
    return say("aftermath.still-running", name=held.name) if joined else None


def _seconds(count: float) -> Say:
    return age(count, 0.0)
