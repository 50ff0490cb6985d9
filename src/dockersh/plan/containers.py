"""Commands about containers that exist: start, attach, exec, stop, restart, kill, pause, unpause, rm.

States and refusals observed on 20.10, 28 and 29 (a stopped container can be started, not attached to or exec'd in; a
running one cannot be removed without -f; stopping a stopped one is a success that does nothing).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dockersh.engine import Container, Question, State
from dockersh.finding import Finding, finding
from dockersh.invocation import Part
from dockersh.plan.foresee import bound_elsewhere, leaving_keys, no_such, status
from dockersh.plan.step import Plan, Request, Step, missing, note, step, unchecked, unknown
from dockersh.values.quantities import human_size

# For one container: its steps and findings. The container is None when the engine has none of that name.
PerContainer = Callable[[Request, Part, Container], tuple[tuple[Step, ...], tuple[Finding, ...]]]


def questions(request: Request) -> tuple[Question, ...]:
    """How are the named containers; which keys leave one that is joined; how big the volumes of `rm -v` are."""
    names = literals(request, "CONTAINER")
    asked = Question("containers", names) if names else Question("version")
    joins = request.invocation.name in ("container start", "container attach")
    keys = (Question("detach-keys"),) if joins else ()
    sizes = (
        (Question("volume-sizes"),) if request.invocation.name == "container rm" and request.invocation.on("volumes") else ()
    )
    return (asked, *keys, *sizes)


# Verbs with a sentence of their own for each way not to know.
WORDED = frozenset(("start", "attach", "exec", "stop", "restart", "remove"))


def each(request: Request, state: State, verb: str, one: PerContainer) -> Plan:
    """The plans of the named containers, one behind the other; one that is not there fails alone."""
    steps: list[Step] = []
    findings: list[Finding] = []
    named = request.invocation.arguments("CONTAINER")
    request = _without(request, named)
    for part in named:
        name = part.value or ""
        held = state.container(name) if part.literal else False
        if isinstance(held, Container):
            more, found = one(request, part, held)
            steps += more
            findings += found
        elif held is None:
            steps.append(missing(verb, "container", name))
            findings.append(no_such(state, part, "container", "containers"))
        elif verb not in WORDED:
            steps.append(unchecked(verb, state, literal=part.literal, name=name))
        else:
            reason = unknown(state) if part.literal else "shell-decides"
            steps.append(step(verb, "maybe", reason, name=name))
    return Plan(tuple(steps), (), tuple(findings))


def _without(request: Request, named: tuple[Part, ...]) -> Request:
    """Without the containers: each asks for the flags, and a thousand names need not be looked through each time."""
    spans = {part.span for part in named}
    rest = tuple(part for part in request.invocation.parts if part.span not in spans or part.flag is not None)
    return request._replace(invocation=request.invocation._replace(parts=rest))


def plan_start(request: Request, state: State) -> Plan:
    """`docker start`: runs what is there again; the terminal is joined only with -a or -i."""
    plan = each(request, state, "start", lambda request, part, held: _start(request, part, held, state.publishers))
    attaches = request.invocation.on("attach") or request.invocation.on("interactive")
    name = _first(request)
    if attaches:
        held = state.containers.get(name)
        key = "leave-terminal" if held is None or held.tty else "leave-output"
        return plan._replace(notes=(note("leave", key, name=name, keys=leaving_keys(request.invocation, state)),))
    return plan._replace(notes=(note("after", "started-in-background", name=name),))


def ask_ports(request: Request, state: State) -> tuple[Question, ...]:
    """Who has the host ports that the containers to start again ask for; known only when the containers are."""
    again = (held for held in state.containers.values() if held and not held.running)
    wanted = sorted({f"{bind.host_port}/{bind.protocol}" for held in again for bind in held.ports})
    return (Question("publishers", tuple(wanted)),) if wanted else ()


def _start(
    request: Request, part: Part, held: Container, publishers: tuple[Container, ...]
) -> tuple[tuple[Step, ...], tuple[Finding, ...]]:
    attaches = request.invocation.on("attach") or request.invocation.on("interactive")
    steps: list[Step] = []
    if attaches:
        steps.append(step("attach", "yes", "terminal" if held.tty else "output"))
    if held.status in ("running", "restarting"):
        steps.append(step("start", "no", "already-running", name=held.name).moves(held.status, held.status))
    elif held.status == "paused":
        steps.append(step("start", "no", "paused", name=held.name).moves("paused", "paused"))
        return tuple(steps), (finding("container-paused", "error", part.span, name=held.name),)
    elif taken := bound_elsewhere(held, publishers):
        port, holder = taken
        steps.append(step("start", "no", "bound-elsewhere", port=port, name=held.name).moves(held.status, held.status))
        return tuple(steps), (finding("port-in-use", "error", part.span, port=port, container=holder.name),)
    else:
        steps.append(_again(held))
    return tuple(steps), ()


def _again(held: Container) -> Step:
    again = step("start", "yes", "again", name=held.name, command=" ".join(held.command), status=status(held))
    return again.moves(held.status, "running")


def plan_attach(request: Request, state: State) -> Plan:
    """`docker attach`: joins the terminal to process 1 of a running container."""
    plan = each(request, state, "attach", _attach)
    held = state.containers.get(_first(request))
    tty = held.tty and held.open_stdin if held else True
    key = "leave-attached-terminal" if tty else "leave-attached-output"
    return plan._replace(notes=(note("leave", key, name=_first(request), keys=leaving_keys(request.invocation, state)),))


def _attach(request: Request, part: Part, held: Container) -> tuple[tuple[Step, ...], tuple[Finding, ...]]:
    if held.status == "running":
        return (
            step("attach", "yes", "to-process", name=held.name, command=" ".join(held.command)).moves("running", "running"),
        ), ()
    code = "attach-paused" if held.status == "paused" else "attach-stopped"
    finds = finding(code, "error", part.span, name=held.name, status=status(held))
    return (step("attach", "no", "not-running", name=held.name, status=status(held)).moves(held.status, None),), (finds,)


def plan_exec(request: Request, state: State) -> Plan:
    """`docker exec`: one more process in a running container."""
    plan = each(request, state, "exec", _exec)
    terminal = request.invocation.on("tty") and request.invocation.on("interactive")
    if request.invocation.on("detach"):
        return plan
    findings = plan.findings
    if terminal and request.stdin_is_terminal is False:
        findings = (*findings, finding("not-a-terminal", "error", request.invocation.flags("tty")[-1].span))
        plan = Plan(tuple(step("exec", "no", "refused") for _ in plan.steps))
    return plan._replace(notes=(note("leave", "leave-exec", name=_first(request)),), findings=findings)


def _exec(request: Request, part: Part, held: Container) -> tuple[tuple[Step, ...], tuple[Finding, ...]]:
    command = " ".join(word.value or "" for word in request.invocation.words())
    if held.status == "running":
        return (step("exec", "yes", "in-container", name=held.name, command=command).moves("running", "running"),), ()
    code = "exec-paused" if held.status == "paused" else "exec-stopped"
    finds = finding(code, "error", part.span, name=held.name, status=status(held))
    return (step("exec", "no", "not-running", name=held.name, status=status(held)).moves(held.status, None),), (finds,)


def plan_stop(request: Request, state: State) -> Plan:
    """`docker stop`: asks process 1 to end, then forces it; the container stays."""
    plan = each(request, state, "stop", _stop)
    stops = [made for made in plan.steps if made.step == "stop"]
    gone = bool(stops) and len(stops) == sum(made.step == "remove" for made in plan.steps)
    return plan._replace(notes=(note("after", "removed") if gone else note("after", "stopped", name=_first(request)),))


def _stop(request: Request, part: Part, held: Container) -> tuple[tuple[Step, ...], tuple[Finding, ...]]:
    if not held.running:
        return (_nothing_to_stop(held),), ()
    stop = step("stop", "yes", _patience(request), name=held.name, seconds=_seconds(request))
    return (*_thaw(held), stop.moves("running", "exited"), *auto_removal(held)), ()


def _thaw(held: Container) -> tuple[Step, ...]:
    """A frozen process cannot hear that it should end: the engine lets it go on first."""
    thaws = step("unpause", "yes", "to-end", name=held.name).moves("paused", "running")
    return (thaws,) if held.status == "paused" else ()


def _nothing_to_stop(held: Container) -> Step:
    return step("stop", "no", "not-running", name=held.name, status=status(held)).moves(held.status, held.status)


def _patience(request: Request) -> str:
    return "forever" if _seconds(request).startswith("-") else "at-once" if _seconds(request) == "0" else "graceful"


def _seconds(request: Request) -> str:
    return request.invocation.value("timeout") or request.invocation.value("time") or "10"


def auto_removal(held: Container) -> tuple[Step, ...]:
    """What `--rm` does when the container ends, whoever ends it."""
    return (step("remove", "yes", "auto-remove", name=held.name).moves("exited", "absent"),) if held.auto_remove else ()


def plan_restart(request: Request, state: State) -> Plan:
    """`docker restart`: stop, then start, with the same settings."""
    return each(request, state, "restart", _restart)


def _restart(request: Request, part: Part, held: Container) -> tuple[tuple[Step, ...], tuple[Finding, ...]]:
    if not held.running:
        return (_nothing_to_stop(held), _again(held)), ()
    same_as = f"docker stop {held.name}"
    stop = step("stop", "yes", _patience(request), same_as, name=held.name, seconds=_seconds(request))
    start = step("start", "yes", "after-stop", f"docker start {held.name}", name=held.name, command=" ".join(held.command))
    return (*_thaw(held), stop.moves("running", "exited"), start.moves("exited", "running")), ()


def plan_rm(request: Request, state: State) -> Plan:
    """`docker rm`: the container and its writable layer go; image, named volumes and host folders stay."""
    plan = each(request, state, "remove", lambda request, part, held: _rm(request, part, held, state.sizes))
    return plan._replace(notes=(note("after", "removed-for-good", name=_first(request)),))


def _rm(
    request: Request, part: Part, held: Container, sizes: Mapping[str, int]
) -> tuple[tuple[Step, ...], tuple[Finding, ...]]:
    force = request.invocation.on("force")
    removal = step("remove", "yes", "container", name=held.name, status=status(held), image=held.image)
    if not held.running:
        return (removal.moves(held.status, "absent"), *_volumes(request, held, sizes)), ()
    if not force:
        code = "remove-paused" if held.status == "paused" else "remove-running"
        finds = finding(code, "error", part.span, name=held.name)
        return (step("remove", "no", "running", name=held.name).moves(held.status, None),), (finds,)
    loses = finding("force-remove", "warning", part.span, name=held.name)
    kill = step("kill", "yes", "forced", f"docker kill {held.name}", name=held.name)
    return (kill.moves(held.status, "exited"), removal.moves("exited", "absent"), *_volumes(request, held, sizes)), (loses,)


def _volumes(request: Request, held: Container, sizes: Mapping[str, int]) -> tuple[Step, ...]:
    """The anonymous ones, told by where they are mounted: their names say nothing."""
    if not request.invocation.on("volumes") or not held.anonymous_volumes:
        return ()
    shown = (f"{at} ({human_size(sizes[name])})" if name in sizes else at for name, at in held.anonymous_volumes)
    return (step("remove-volume", "yes", "anonymous", name=held.name, volumes=", ".join(shown)).moves("present", "absent"),)


def literals(request: Request, argument: str) -> tuple[str, ...]:
    """The values of an argument that the shell does not decide, once each."""
    return tuple(dict.fromkeys(part.value for part in request.invocation.arguments(argument) if part.literal and part.value))


def _first(request: Request) -> str:
    """The container to speak of in a note: the only one, or the placeholder."""
    found = request.invocation.arguments("CONTAINER")
    return found[0].value or "CONTAINER" if len(found) == 1 and found[0].literal else "CONTAINER"
