"""What a container that the line names is, where the engine was asked anyway: since when it runs, its image, its ports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dockersh.engine import Container, State
from dockersh.engine.state import Bind
from dockersh.finding import Arg, Say
from dockersh.foresight.refusals.engine.common import status
from dockersh.foresight.step import Request
from dockersh.reading.syntax import Span
from dockersh.texts.ages import age

MOST = 3  # ports that are shown


def things(request: Request, state: State) -> Mapping[Span, Say]:
    """By their place in the line: the containers that the engine knows. Of others their argument's own text speaks."""
    found = ((part, state.containers.get(part.text)) for part in request.invocation.arguments("CONTAINER") if part.literal)
    # The watcher's containers have a name and a status only.
    return {part.span: _thing(request.now, part.text, held) for part, held in found if held is not None and held.image}


def _thing(now: float, typed: str, held: Container) -> Say:
    args: dict[str, Arg] = {"state": _state(now, held), "image": held.image, "ports": ports(held.ports)}
    own = Say("labels.thing-with-ports" if args["ports"] else "labels.thing", args)
    return own if typed == held.name else Say("labels.thing-by-id", {"name": held.name, "thing": own})


def _state(now: float, held: Container) -> Say:
    running = held.status == "running" and held.started
    return Say("labels.running-for", {"age": age(now, held.started)}) if running else status(held)


def ports(published: Iterable[Bind]) -> str:
    """`8080→80, 53→53/udp`, each once, the first few."""
    each = dict.fromkeys(f"{one.host_port}→{one.container_port}{_protocol(one)}" for one in published if one.host_port)
    more = ", …" if len(each) > MOST else ""
    return ", ".join(list(each)[:MOST]) + more


def _protocol(one: Bind) -> str:
    return "" if one.protocol == "tcp" else f"/{one.protocol}"
