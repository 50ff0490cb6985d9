"""Failures that can be seen coming: from the line alone, and from what the engine holds."""

from __future__ import annotations

from dockersh.engine import Container, State
from dockersh.finding import Finding, Say, finding
from dockersh.invocation import Invocation, Part
from dockersh.near import nearest
from dockersh.plan.ages import age
from dockersh.plan.step import Request
from dockersh.values import Value, ports
from dockersh.values.keys import USUAL, detach_keys, shown
from dockersh.values.ports import Port

EVERYWHERE = frozenset(("", "0.0.0.0", "::"))  # noqa: S104  compared with, not listened on


def refusals(request: Request) -> tuple[Finding, ...]:
    """Flag combinations the client refuses before it asks the engine, and a terminal that is not there."""
    invocation = request.invocation
    found = []
    policy = (invocation.value("restart") or "").partition(":")[0]
    if invocation.on("rm") and policy not in ("", "no"):
        found.append(finding("rm-with-restart", "error", invocation.flags("rm")[-1].span))
    if network(invocation).startswith("container:") and invocation.flags("publish"):
        found.append(finding("published-on-shared-network", "error", invocation.flags("publish")[0].span))
    if invocation.name == "container run":
        found += [*_not_a_terminal(request), *_detach_and_attach(invocation)]
    return tuple(found)


def _not_a_terminal(request: Request) -> tuple[Finding, ...]:
    """A container's terminal joined to an input that is none is refused: `-it`, and `-t -a stdin`."""
    invocation = request.invocation
    attached = any((part.value or "").lower() == "stdin" for part in invocation.flags("attach"))
    joined = attached or invocation.on("interactive")
    if not (joined and invocation.on("tty")) or invocation.on("detach") or request.stdin_is_terminal is not False:
        return ()
    return (finding("not-a-terminal", "error", invocation.flags("tty")[-1].span),)


def _detach_and_attach(invocation: Invocation) -> tuple[Finding, ...]:
    if invocation.on("detach") and invocation.flags("attach"):
        return (finding("detach-with-attach", "error", invocation.flags("attach")[-1].span),)
    return ()


def name_in_use(request: Request, state: State, name: str | None) -> tuple[Finding, ...]:
    """A container of any status keeps its name until it is removed."""
    holder = state.containers.get(name) if name else None
    if holder is None or holder.name != name:
        return ()
    where = request.invocation.flags("name")[-1].span
    code = "name-in-use-running" if holder.running else "name-in-use"
    since = age(request.now, holder.started if holder.running else holder.finished or holder.created)
    return (finding(code, "error", where, name=holder.name, status=status(holder), age=since, image=holder.image),)


def no_such(state: State, part: Part, kind: str, listed: str) -> Finding:
    """`no-such-container`, -image, -volume, -network, -context; with the nearest name where the engine has one."""
    name = part.value or ""
    near = nearest(name, state.named(listed))
    code = f"no-such-{kind}-near" if near else f"no-such-{kind}"
    return finding(code, "error", part.span, name=name, image=name, near=near or "")


def status(container: Container) -> Say:
    """The container's status in words."""
    if container.status == "exited":
        return Say("states.exited", {"code": str(container.exit_code)})
    return Say(f"states.{container.status}")


def published(invocation: Invocation) -> tuple[Port, ...]:
    """The ports the line publishes; those that docker would refuse, or the shell decides, left out."""
    return tuple(port for _, port in _publications(invocation))


def _publications(invocation: Invocation) -> list[tuple[Part, Port]]:
    found = []
    for part in invocation.flags("publish"):
        port = ports.parse(part.value) if part.literal and part.value else None
        if isinstance(port, Port):
            found.append((part, port))
    return found


def port_clashes(request: Request, state: State) -> tuple[Finding, ...]:
    """Host ports that a running container publishes already, on the same or on every address."""
    if not has_own_ports(request.invocation):
        return ()
    found = []
    for part, port in _publications(request.invocation):
        holder = _holder(port, state.publishers)
        if holder is not None:
            found.append(finding("port-in-use", "error", part.span, port=str(port.host_port), container=holder.name))
    return tuple(found)


def leaving_keys(invocation: Invocation, state: State) -> str:
    """The keys that leave it running: the line's, those of docker's settings, or Ctrl-P Ctrl-Q."""
    wanted = invocation.value("detach-keys") or state.detach_keys
    found = detach_keys(wanted)
    return shown(found.decoded["keys"]) if wanted and isinstance(found, Value) else USUAL


def has_own_ports(invocation: Invocation) -> bool:
    """Whether there is a network of its own to publish ports of: not with the host's, none, or another container's."""
    joined = network(invocation)
    return joined not in ("host", "none") and not joined.startswith("container:")


def network(invocation: Invocation) -> str:
    """The network asked for, by either spelling; '' for the default."""
    return invocation.value("network") or invocation.value("net") or ""


def bound_elsewhere(container: Container, publishers: tuple[Container, ...]) -> tuple[str, Container] | None:
    """The first host port that a container asks for whenever it starts, and the other one that has it now."""
    others = tuple(one for one in publishers if one.name != container.name)
    for bind in container.ports:
        port = Port(bind.host_ip, str(bind.host_port), str(bind.container_port), bind.protocol)
        if holder := _holder(port, others):
            return str(bind.host_port), holder
    return None


def _holder(port: Port, publishers: tuple[Container, ...]) -> Container | None:
    for container in publishers:
        for bind in container.ports:
            same = (str(bind.host_port), bind.protocol) == (port.host_port, port.protocol)
            address = port.host_ip or ""
            if same and (address == bind.host_ip or address in EVERYWHERE or bind.host_ip in EVERYWHERE):
                return container
    return None
