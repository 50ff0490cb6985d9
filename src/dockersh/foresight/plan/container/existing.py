"""Commands about containers that exist: start, attach, exec, stop, restart, kill, pause, unpause, rm.

States and refusals observed on 20.10, 28 and 29 (a stopped container can be started, not attached to or exec'd in; a
running one cannot be removed without -f; stopping a stopped one is a success that does nothing).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dockersh.engine import Container, Question, State
from dockersh.finding import finding
from dockersh.foresight import refusals
from dockersh.foresight.named import literals, only_container
from dockersh.foresight.plan import longhand
from dockersh.foresight.plan.container import names_known
from dockersh.foresight.refusals.engine.common import absent, leaving_keys, status
from dockersh.foresight.refusals.engine.ports import bound_elsewhere
from dockersh.foresight.step import Plan, Request, Step, joined, note, single, step, unchecked, unknown
from dockersh.reading.invocation import Part
from dockersh.reading.values.quantities import human_size

# For one container: its steps and findings. The container is None when the engine has none of that name.
PerContainer = Callable[[Request, Part, Container], Plan]


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
PATIENCE = frozenset(("time", "timeout", "signal"))  # how to stop, also where it is to be started again
NO_EXEC = {"paused": "exec-paused", "restarting": "exec-restarting"}  # starting one again helps only where it is stopped
WORDED = frozenset(("start", "attach", "exec", "stop", "restart", "remove"))


def each(request: Request, state: State, verb: str, one: PerContainer) -> Plan:
    """The plans of the named containers, one behind the other; one that is not there fails alone."""
    named = request.invocation.arguments("CONTAINER")
    bare = _without(request, named)
    return joined(_of_one(bare, state, verb, part, one) for part in named)


def _of_one(request: Request, state: State, verb: str, part: Part, one: PerContainer) -> Plan:
    held = state.container(part.text) if part.literal else False
    if isinstance(held, Container):
        return one(request, part, held)
    if held is None:
        return absent(request, state, part, verb, "container")
    if verb not in WORDED:
        return single(unchecked(verb, state, literal=part.literal, name=part.text))
    return single(step(verb, "maybe", unknown(state) if part.literal else "shell-decides", name=part.text))


def _without(request: Request, named: tuple[Part, ...]) -> Request:
    """Without the containers: each asks for the flags, and a thousand names need not be looked through each time."""
    spans = {part.span for part in named}
    rest = tuple(part for part in request.invocation.parts if part.span not in spans or part.flag is not None)
    return request._replace(invocation=request.invocation.having(rest))


def plan_start(request: Request, state: State) -> Plan:
    """`docker start`: runs what is there again; the terminal is joined only with -a or -i."""
    plan = each(request, state, "start", lambda request, part, held: _start(request, part, held, state.publishers))
    attaches = request.invocation.on("attach") or request.invocation.on("interactive")
    name = only_container(request)
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


def _start(request: Request, part: Part, held: Container, publishers: tuple[Container, ...]) -> Plan:
    attaches = request.invocation.on("attach") or request.invocation.on("interactive")
    steps: list[Step] = []
    if attaches:
        steps.append(step("attach", "yes", "terminal" if held.tty else "output"))
    if held.status in ("running", "restarting"):
        steps.append(step("start", "no", "already-running", name=held.name).moves(held.status, held.status))
    elif held.status == "paused":
        steps.append(step("start", "no", "paused", name=held.name).moves("paused", "paused"))
        return Plan(tuple(steps), (), (finding("container-paused", "error", part.span, name=held.name),))
    elif taken := bound_elsewhere(held, publishers):
        port, holder = taken
        steps.append(step("start", "no", "bound-elsewhere", port=port, name=held.name).moves(held.status, held.status))
        return Plan(tuple(steps), (), (finding("port-in-use", "error", part.span, port=port, container=holder.name),))
    else:
        steps.append(_again(held))
    return Plan(tuple(steps))


def _again(held: Container) -> Step:
    again = step("start", "yes", "again", name=held.name, command=" ".join(held.command), status=status(held))
    return again.moves(held.status, "running")


def plan_attach(request: Request, state: State) -> Plan:
    """`docker attach`: joins the terminal to process 1 of a running container."""
    plan = each(request, state, "attach", _attach)
    held = state.containers.get(only_container(request))
    tty = held.tty and held.open_stdin if held else True
    key = "leave-attached-terminal" if tty else "leave-attached-output"
    return plan._replace(
        notes=(note("leave", key, name=only_container(request), keys=leaving_keys(request.invocation, state)),)
    )


def _attach(request: Request, part: Part, held: Container) -> Plan:
    if held.status == "running":
        return single(
            step("attach", "yes", "to-process", name=held.name, command=" ".join(held.command)).moves("running", "running")
        )
    code = "attach-paused" if held.status == "paused" else "attach-stopped"
    finds = finding(code, "error", part.span, name=held.name, status=status(held))
    return single(step("attach", "no", "not-running", name=held.name, status=status(held)).moves(held.status, None), finds)


def plan_exec(request: Request, state: State) -> Plan:
    """`docker exec`: one more process in a running container."""
    plan = each(request, state, "exec", _exec)
    if request.invocation.on("detach"):
        return plan
    if refused := refusals.refusals(request, state, "create"):
        plan = Plan(tuple(step("exec", "no", "refused") for _ in plan.steps), (), (*plan.findings, *refused))
    found = (*plan.findings, *names_known.in_exec(request, state))
    return plan._replace(notes=(note("leave", "leave-exec", name=only_container(request)),), findings=found)


def ask_exec(request: Request) -> tuple[Question, ...]:
    """The container, and others that its words name."""
    return tuple(dict.fromkeys((*questions(request), *names_known.questions(request))))


def _exec(request: Request, part: Part, held: Container) -> Plan:
    command = " ".join(word.text for word in request.invocation.words())
    if held.status == "running":
        return single(step("exec", "yes", "in-container", name=held.name, command=command).moves("running", "running"))
    code = NO_EXEC.get(held.status, "exec-stopped")
    finds = finding(code, "error", part.span, name=held.name, status=status(held))
    return single(step("exec", "no", "not-running", name=held.name, status=status(held)).moves(held.status, None), finds)


def plan_stop(request: Request, state: State) -> Plan:
    """`docker stop`: asks process 1 to end, then forces it; the container stays."""
    plan = each(request, state, "stop", _stop)
    stops = [made for made in plan.steps if made.step == "stop"]
    gone = bool(stops) and len(stops) == sum(made.step == "remove" for made in plan.steps)
    return plan._replace(notes=(note("after", "removed") if gone else note("after", "stopped", name=only_container(request)),))


def _stop(request: Request, part: Part, held: Container) -> Plan:
    if not held.running:
        return single(_nothing_to_stop(held))
    stop = step("stop", "yes", _patience(request), name=held.name, seconds=_seconds(request))
    return Plan((*_thaw(held), stop.moves("running", "exited"), *auto_removal(held)))


def _thaw(held: Container) -> tuple[Step, ...]:
    """A frozen process cannot hear that it should end: the engine lets it go on first."""
    thaws = step("unpause", "yes", "to-end", name=held.name).moves("paused", "running")
    return (thaws,) if held.status == "paused" else ()


def _nothing_to_stop(held: Container) -> Step:
    return step("stop", "no", "not-running", name=held.name, status=status(held)).moves(held.status, held.status)


def _patience(request: Request) -> str:
    seconds = _seconds(request)
    if seconds.startswith("-"):
        return "forever"
    return "at-once" if seconds == "0" else "graceful"


def _seconds(request: Request) -> str:
    return request.invocation.value("timeout") or request.invocation.value("time") or "10"


def auto_removal(held: Container) -> tuple[Step, ...]:
    """What `--rm` does when the container ends, whoever ends it."""
    return (step("remove", "yes", "auto-remove", name=held.name).moves("exited", "absent"),) if held.auto_remove else ()


def plan_restart(request: Request, state: State) -> Plan:
    """`docker restart`: stop, then start, with the same settings."""
    return each(request, state, "restart", _restart)


def _restart(request: Request, part: Part, held: Container) -> Plan:
    if not held.running:
        return Plan((_nothing_to_stop(held), _again(held)))
    alone, again = longhand.of(request, "stop", held.name, flags=PATIENCE), longhand.of(request, "start", held.name)
    stop = step("stop", "yes", _patience(request), alone, name=held.name, seconds=_seconds(request))
    start = step("start", "yes", "after-stop", again, name=held.name, command=" ".join(held.command))
    return Plan((*_thaw(held), stop.moves("running", "exited"), start.moves("exited", "running")))


def plan_rm(request: Request, state: State) -> Plan:
    """`docker rm`: the container and its writable layer go; image, named volumes and host folders stay."""
    plan = each(request, state, "remove", lambda request, part, held: _rm(request, part, held, state.sizes))
    if all(one.reason == "nothing-to-remove" for one in plan.steps):
        return plan
    return plan._replace(notes=(note("after", "removed-for-good", name=only_container(request)),))


def _rm(request: Request, part: Part, held: Container, sizes: Mapping[str, int]) -> Plan:
    force = request.invocation.on("force")
    removal = step("remove", "yes", "container", name=held.name, status=status(held), image=held.image)
    if not held.running:
        return Plan((removal.moves(held.status, "absent"), *_volumes(request, held, sizes)))
    if not force:
        code = "remove-paused" if held.status == "paused" else "remove-running"
        finds = finding(code, "error", part.span, name=held.name)
        return single(step("remove", "no", "running", name=held.name).moves(held.status, None), finds)
    loses = finding("force-remove", "warning", part.span, name=held.name)
    kill = step("kill", "yes", "forced", longhand.of(request, "kill", held.name), name=held.name)
    return Plan(
        (kill.moves(held.status, "exited"), removal.moves("exited", "absent"), *_volumes(request, held, sizes)), (), (loses,)
    )


def _volumes(request: Request, held: Container, sizes: Mapping[str, int]) -> tuple[Step, ...]:
    """The anonymous ones, told by where they are mounted: their names say nothing."""
    if not request.invocation.on("volumes") or not held.anonymous_volumes:
        return ()
    shown = (f"{at} ({human_size(sizes[name])})" if name in sizes else at for name, at in held.anonymous_volumes)
    return (step("remove-volume", "yes", "anonymous", name=held.name, volumes=", ".join(shown)).moves("present", "absent"),)
