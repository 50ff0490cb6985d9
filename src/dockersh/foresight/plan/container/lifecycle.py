"""Commands that change a container that exists without taking it away: kill, pause, unpause, rename, update, wait.

Refusals observed on 20.10 and 28: kill and pause need a running container, unpause a paused one; `docker kill` of a paused
one works; a wait for a stopped one returns at once.
"""

from __future__ import annotations

from dockersh.engine import Container, Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.named import literals, only_container
from dockersh.foresight.plan.container.existing import auto_removal, each
from dockersh.foresight.refusals.engine.common import no_such, status
from dockersh.foresight.step import Plan, Request, Step, missing, note, single, step, unchecked
from dockersh.reading.invocation import Part
from dockersh.startup.lazy_regex import pattern

AT_ONCE = frozenset(("KILL", "SIGKILL", "9"))
NAME = pattern(r"/?[a-zA-Z0-9][a-zA-Z0-9_.-]+")


def plan_kill(request: Request, state: State) -> Plan:
    """`docker kill`: a signal to process 1, SIGKILL unless another is asked for; never a grace period."""
    plan = each(request, state, "kill", _kill)
    return plan._replace(notes=(note("after", "stopped", name=only_container(request)),))


def _kill(request: Request, part: Part, held: Container) -> Plan:
    if not held.running:
        finds = finding("kill-stopped", "error", part.span, name=held.name, status=status(held))
        return single(_no("kill", held), finds)
    signal = (request.invocation.value("signal") or "KILL").upper()
    if signal not in AT_ONCE:
        sent = step("kill", "yes", "signal", name=held.name, signal=f"SIG{signal.removeprefix('SIG')}")
        return single(sent.moves(held.status, None))
    kill = step("kill", "yes", "forced", name=held.name).moves(held.status, "exited")
    return Plan((kill, *auto_removal(held)))


def plan_pause(request: Request, state: State) -> Plan:
    """`docker pause`: freezes every process; memory stays, nothing answers."""
    plan = each(request, state, "pause", _pause)
    return plan._replace(notes=(note("after", "paused", name=only_container(request)),))


def _pause(request: Request, part: Part, held: Container) -> Plan:
    if held.status == "running":
        return single(step("pause", "yes", "freezes", name=held.name).moves("running", "paused"))
    code = "pause-paused" if held.status == "paused" else "pause-stopped"
    return single(_no("pause", held), finding(code, "error", part.span, name=held.name, status=status(held)))


def plan_unpause(request: Request, state: State) -> Plan:
    """`docker unpause`: goes on where pause froze it."""
    return each(request, state, "unpause", _unpause)


def _unpause(request: Request, part: Part, held: Container) -> Plan:
    if held.status == "paused":
        return single(step("unpause", "yes", "goes-on", name=held.name).moves("paused", "running"))
    finds = finding("unpause-not-paused", "error", part.span, name=held.name, status=status(held))
    return single(_no("unpause", held), finds)


def _no(verb: str, held: Container) -> Step:
    return step(verb, "no", "wrong-state", name=held.name, status=status(held)).moves(held.status, held.status)


def ask_rename(request: Request) -> tuple[Question, ...]:
    """Is the container there, and is the new name free."""
    names = (*literals(request, "CONTAINER"), *literals(request, "NEW_NAME"))
    return (Question("containers", names),) if names else (Question("version"),)


def plan_rename(request: Request, state: State) -> Plan:
    """`docker rename`: only the name changes; links and scripts that use the old one do not follow."""
    old, new = request.invocation.arguments("CONTAINER")[0], request.invocation.arguments("NEW_NAME")[0]
    held = state.container(old.text) if old.literal and new.literal else False
    if held is False:
        literal = old.literal and new.literal
        return Plan((unchecked("rename", state, literal=literal, name=old.text, new=new.text),))
    if held is None:
        return Plan((missing("rename", "container", old.text),), (), (no_such(state, old, "container", "containers"),))
    findings = _bad_name(state, held, new)
    reason = "refused" if findings else "renames"
    renames = step("rename", "no" if findings else "yes", reason, name=held.name, new=new.text)
    return Plan((renames.moves(held.status, held.status),), (), findings)


def _bad_name(state: State, held: Container, part: Part) -> tuple[Finding, ...]:
    new = part.text.removeprefix("/")
    if new == held.name:
        return (finding("rename-to-itself", "error", part.span, name=new),)
    if not NAME.fullmatch(new):
        return (finding("bad-container-name", "error", part.span, name=new),)
    holder = state.container(new)
    if isinstance(holder, Container) and holder.name == new:
        return (finding("rename-name-in-use", "error", part.span, name=new, image=holder.image, status=status(holder)),)
    return ()


def plan_update(request: Request, state: State) -> Plan:
    """`docker update`: limits and restart policy, at once and for later starts; not ports, mounts, environment."""
    if not any(part.kind == "flag" for part in request.invocation.parts):
        return Plan((), (), (finding("update-nothing", "error", request.invocation.command_span),))
    plan = each(request, state, "update", _update)
    return plan._replace(notes=(note("after", "updated"),))


def _update(request: Request, part: Part, held: Container) -> Plan:
    if held.auto_remove and request.invocation.value("restart") not in (None, "no"):
        return single(_no("update", held), finding("update-auto-remove", "error", part.span, name=held.name))
    reason = "live" if held.running else "later"
    return single(step("update", "yes", reason, name=held.name).moves(held.status, held.status))


def plan_wait(request: Request, state: State) -> Plan:
    """`docker wait`: returns when process 1 has ended, and prints its exit status."""
    plan = each(request, state, "wait", _wait)
    return plan._replace(notes=(note("leave", "leave-wait"), note("result", "container-wait")))


def _wait(request: Request, part: Part, held: Container) -> Plan:
    if held.running:
        return single(step("wait", "yes", "until-it-ends", name=held.name).moves(held.status, "exited"))
    return single(step("wait", "no", "ended-already", name=held.name, status=status(held)).moves(held.status, held.status))
