"""Commands about networks: create, rm, connect, disconnect.

A network is in use by running containers only; a stopped one of it does not keep it, and then cannot start (observed).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from dockersh.engine import Container, Network, Question, State
from dockersh.finding import Finding, finding
from dockersh.foresight.named import literals
from dockersh.foresight.plan.planner import Planner
from dockersh.foresight.refusals.engine.common import absent, no_such
from dockersh.foresight.step import Plan, Request, each, missing, note, single, step, unchecked
from dockersh.reading.invocation import Part

LOCAL = frozenset(("bridge", "macvlan", "ipvlan"))
PREDEFINED = frozenset(("bridge", "host", "none"))  # nobody removes these, so nobody need be asked who is on them


def ask_create(request: Request) -> tuple[Question, ...]:
    """Is there one of that name."""
    names = literals(request, "NETWORK")
    listed = (Question("list", ("networks",)),) if request.invocation.flags("subnet") else ()
    return (Question("networks", names), *listed) if names else (Question("version"),)


def ask_subnets(request: Request, state: State) -> tuple[Question, ...]:
    """Second round: which subnets the networks have that are there."""
    if "networks" not in state.lists:
        return ()
    return (Question("networks", tuple(one.name for one in state.lists["networks"] if one.name not in ("host", "none"))),)


def _overlaps(request: Request, state: State) -> Iterator[Finding]:
    """A subnet is one network's; those that span a swarm have an address space of their own."""
    import ipaddress  # noqa: PLC0415  few lines make networks

    if (request.invocation.value("driver") or "bridge") not in LOCAL:
        return
    taken = [(one, net) for one in state.networks.values() if one and one.driver in LOCAL for net in one.subnets]
    for part in request.invocation.flags("subnet"):
        for held, net in taken if part.literal else ():
            with contextlib.suppress(ValueError, TypeError):
                if ipaddress.ip_network(part.text).overlaps(ipaddress.ip_network(net)):
                    yield finding("subnet-taken", "error", part.span, value=part.text, name=held.name, subnet=net)


def plan_create(request: Request, state: State) -> Plan:
    """`docker network create`: containers on it find each other by name."""
    part = request.invocation.arguments("NETWORK")[0]
    name, driver = part.text, request.invocation.value("driver") or "bridge"
    held = state.network(name) if part.literal else False
    if held is False:
        return Plan((unchecked("create-network", state, literal=part.literal, name=name),))
    if isinstance(held, Network) and held.name == name:
        taken = step("create-network", "no", "exists", name=name).moves("present", "present")
        return single(taken, finding("network-name-in-use", "error", part.span, name=name))
    if overlaps := tuple(_overlaps(request, state)):
        return Plan((step("create-network", "no", "overlaps", name=name),), (), overlaps)
    made = step("create-network", "yes", "named", name=name, driver=driver).moves("absent", "present")
    return Plan((made,), (note("after", "network-created", name=name),))


def ask_rm(request: Request) -> tuple[Question, ...]:
    """Are they there and who is on them; which stopped containers would miss them."""
    names = literals(request, "NETWORK")
    if not names:
        return (Question("version"),)
    return (Question("networks", names), *(Question("network-users", (name,)) for name in names if name not in PREDEFINED))


def plan_rm(request: Request, state: State) -> Plan:
    """`docker network rm`: refused while a running container is on it."""
    return each(request, state, "NETWORK", _remove)


def _remove(request: Request, state: State, part: Part) -> Plan:
    name = part.text
    held = state.network(name) if part.literal else False
    if held is False:
        return single(unchecked("remove-network", state, literal=part.literal, name=name))
    if held is None:
        return absent(request, state, part, "remove-network", "network")
    if held.predefined:
        fixed = step("remove-network", "no", "predefined", name=name).moves("present", "present")
        return single(fixed, finding("network-predefined", "error", part.span, name=name))
    if held.joined:
        names = ", ".join(held.joined)
        refused = step("remove-network", "no", "in-use", name=name, containers=names).moves("present", "present")
        return single(refused, finding("network-in-use", "error", part.span, name=name, containers=names, first=held.joined[0]))
    gone = step("remove-network", "yes", "unused", name=name).moves("present", "absent")
    return single(gone, *_missed(state, part, name))


def _missed(state: State, part: Part, name: str) -> tuple[Finding, ...]:
    """Stopped containers that cannot start without their network."""
    users = state.network_users.get(name, ())
    names = ", ".join(user.name for user in users)
    return (finding("network-missed", "warning", part.span, name=name, containers=names),) if users else ()


def ask_join(request: Request) -> tuple[Question, ...]:
    """Are network and container there, and are they joined."""
    networks, containers = literals(request, "NETWORK"), literals(request, "CONTAINER")
    asked = (*(Question("networks", (name,)) for name in networks), *(Question("containers", (name,)) for name in containers))
    return asked or (Question("version"),)


def plan_connect(request: Request, state: State) -> Plan:
    """`docker network connect`: one more network for a container, at once if it runs."""
    return _join(request, state, "connect")


def plan_disconnect(request: Request, state: State) -> Plan:
    """`docker network disconnect`: takes a container off a network."""
    return _join(request, state, "disconnect")


def _join(request: Request, state: State, verb: str) -> Plan:
    network, container = request.invocation.arguments("NETWORK")[0], request.invocation.arguments("CONTAINER")[0]
    names = {"network": network.text, "name": container.text}
    literal = network.literal and container.literal
    found, held = state.network(names["network"]), state.container(names["name"])
    if literal and found is None:
        return single(missing(verb, "network", names["network"]), no_such(state, network, "network", "networks"))
    if literal and held is None:
        return single(missing(verb, "container", names["name"]), no_such(state, container, "container", "containers"))
    if not literal or not isinstance(found, Network) or not isinstance(held, Container):
        return Plan((unchecked(verb, state, literal=literal, network=network.text, name=container.text),))
    joined = found.name in held.networks
    if joined == (verb == "connect"):
        code = "already-connected" if joined else "not-connected"
        refused = step(verb, "no", code, **names).moves(held.status, held.status)
        return single(refused, finding(code, "error", container.span, **names))
    reason = "live" if held.running else "at-start"
    return Plan((step(verb, "yes", reason, **names).moves(held.status, held.status),))


PLANNERS: dict[str, Planner] = {
    "network create": Planner(ask_create, plan_create, ask_subnets),
    "network rm": Planner(ask_rm, plan_rm),
    "network connect": Planner(ask_join, plan_connect),
    "network disconnect": Planner(ask_join, plan_disconnect),
}
