"""What is asked again to tell a list in words: the rows that a line of docker's showed."""

from __future__ import annotations

import re
import shlex
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from dockersh.afterwards.answers import changes, happenings, images, layers, networks, ports, usage, volumes
from dockersh.afterwards.answers.row import Row
from dockersh.engine import Engine, Listed, Question, State
from dockersh.engine.state import Event
from dockersh.finding import say
from dockersh.foresight.plan.compose.project import active, asked_about, services_named
from dockersh.foresight.step import Request
from dockersh.reading.invocation import Invocation
from dockersh.recreate.asked import find
from dockersh.startup.typed import NamedTuple

COMPOSE = "compose ps"
WINDOW = 3600.0  # seconds of events, where the line does not say
SECONDS = {"s": 1, "m": 60, "h": 3600}
CHOOSE = ("filter", "last", "latest")


class Members(NamedTuple):
    """Of a project: the containers that were listed, and rows about services that have none."""

    containers: tuple[str, ...]
    rows: tuple[Row, ...]


def chosen(engine: Engine, invocation: Invocation) -> frozenset[str] | None:
    """The ids (of volumes: the names) that filters leave, as docker chooses them; None where there is no filter."""
    flags = [part for part in invocation.parts if part.kind == "flag" and part.canonical in CHOOSE]
    words = [part.text for part in invocation.arguments()]
    if not flags and not words:
        return None
    given = [f"--{part.canonical}" if part.value is None else f"--{part.canonical}={part.text}" for part in flags]
    kind = invocation.name.partition(" ")[0]
    whole = [] if kind == "volume" else ["--no-trunc"]
    every = ["--all"] if kind in ("container", "image") and invocation.on("all") else []
    about = (*invocation.name.split(), *every, "--quiet", *whole, *given, *words)
    answer = engine.ask((Question("output", about),)).outputs.get(about, ())
    return frozenset(one.removeprefix("sha256:") for one in answer)


def rows(engine: Engine, invocation: Invocation) -> Iterable[Row] | None:
    """What the line showed, in words; None where we have none for it, or only the shell knows what it named."""
    if invocation.name not in ANSWERS or not all(part.literal for part in invocation.parts):
        return None
    return ANSWERS[invocation.name](engine, invocation)


Lists = Callable[[Sequence[Listed], State, float], Iterable[Row]]
CONTAINERS = Question("list", ("containers",))


def _list(kind: str, reader: Lists, *more: Question) -> Callable[[Engine, Invocation], Iterable[Row] | None]:
    def answer(engine: Engine, invocation: Invocation) -> Iterable[Row] | None:
        only = chosen(engine, invocation)
        state = engine.ask((Question("list", (kind,)), CONTAINERS, *more))
        if not {kind, "containers"} <= state.lists.keys():
            return None
        return reader(_of(state.lists[kind], only), _with_networks(engine, state), time.time())

    return answer


def _of(listed: Iterable[Listed], only: frozenset[str] | None) -> list[Listed]:
    return [one for one in listed if only is None or one.id in only]


def _with_networks(engine: Engine, state: State) -> State:
    """Lists of networks say little of them."""
    names = tuple(one.name for one in state.lists.get("networks", ()))
    return state._replace(networks=engine.ask((Question("networks", names),)).networks) if names else state


def _one_network(engine: Engine, invocation: Invocation) -> Iterable[Row] | None:
    found = [find(engine, part.text, "network") for part in invocation.arguments()]
    state = engine.ask((Question("list", ("networks",)), CONTAINERS))
    names = {str(one.row["Name"]) for one in found if one.kind}
    listed = [one for one in state.lists.get("networks", ()) if one.name in names]
    about = networks.rows(listed, _with_networks(engine, state), time.time())
    return [*about, *(row for one in found if one.kind for row in networks.members(one.row))] or None


def _one_volume(engine: Engine, invocation: Invocation) -> Iterable[Row] | None:
    names = {part.text for part in invocation.arguments()}
    state = engine.ask((Question("list", ("volumes",)), CONTAINERS, Question("volume-sizes"), Question("version")))
    return list(volumes.rows([one for one in state.lists.get("volumes", ()) if one.name in names], state, time.time())) or None


def _history(engine: Engine, invocation: Invocation) -> Iterable[Row] | None:
    found = [find(engine, part.text, "image") for part in invocation.arguments()]
    return [row for one in found if one.kind for row in layers.rows(one.history)] or None


def _ports(engine: Engine, invocation: Invocation) -> Iterable[Row] | None:
    """`docker port NAME [PORT]`."""
    name, *port = [part.text for part in invocation.arguments()] or [""]
    found = find(engine, name, "container", changes=False)
    return list(ports.rows(found.row, *port[:1])) if found.kind else None


def _changes(engine: Engine, invocation: Invocation) -> Iterable[Row] | None:
    found = [find(engine, part.text, "container") for part in invocation.arguments()]
    return [row for one in found if one.kind for row in changes.rows(one)] or None


def _inspected(engine: Engine, invocation: Invocation) -> Iterable[Row] | None:
    """`docker inspect` of anything but a container, which has a page of its own."""
    kinds = {"image": _history, "volume": _one_volume, "network": _one_network}
    kind = find(engine, next((part.text for part in invocation.arguments()), ""), changes=False).kind
    return kinds[kind](engine, invocation) if kind in kinds else None


def _usage(engine: Engine, _: Invocation) -> Iterable[Row] | None:
    found = engine.ask((Question("raw", ("usage",)),)).raw.get(("usage",))
    return None if found is None else usage.rows(found)


def _events(engine: Engine, invocation: Invocation) -> Iterable[Row] | None:
    filters = [(key, word) for key, _, word in (part.text.partition("=") for part in invocation.flags("filter"))]
    if any(key not in FITS for key, _ in filters):
        return None
    now = time.time()
    since, until = (_moment(invocation, name, now) for name in ("since", "until"))
    state = engine.ask((Question("events", (f"{now - WINDOW if since is None else since:.6f}", f"{until or now:.6f}")),))
    return happenings.rows(one for one in state.events if _fits(one, filters)) if state.up else None


def _fits(event: Event, filters: Sequence[tuple[str, str]]) -> bool:
    """Values of one key are alternatives, keys add up. Source: moby daemon/events/filter.go."""
    return all(any(FITS[key](event, word) for other, word in filters if other == key) for key, _ in filters)


def _is_named(kind: str) -> Callable[[Event, str], bool]:
    return lambda event, word: event.type == kind and (event.attributes.get("name") == word or event.id.startswith(word))


FITS: Mapping[str, Callable[[Event, str], bool]] = {
    "type": lambda event, word: event.type == word,
    "event": lambda event, word: event.action in (word, word.partition(":")[0]) or event.action.startswith(f"{word}:"),
    **{kind: _is_named(kind) for kind in happenings.KINDS},
}


def _moment(invocation: Invocation, name: str, now: float) -> float | None:
    """`10m` ago, or seconds since 1970; None for a moment that is not there, or in other words."""
    found = invocation.last(name)
    text = found.text if found else ""
    if text.isdecimal():
        return float(text)
    if re.fullmatch(r"(?:\d+[smh])+", text):
        return now - sum(int(count) * SECONDS[unit] for count, unit in re.findall(r"(\d+)([smh])", text))
    return None


def project(engine: Engine, invocation: Invocation) -> Members | None:
    """A compose project; None where compose cannot read it, or only the shell knows which it is."""
    request = Request("", invocation)
    about = asked_about(request)
    if about is None:
        return None
    state = engine.ask((Question("compose-config", about), Question("compose-members")))
    if state.project is None:
        return None
    named = services_named(request)
    mine = [one for one in state.members if one.project == state.project.name and (not named or one.service in named)]
    shown = [one for one in mine if not one.one_off and (invocation.on("all") or one.running)]
    there = {one.service for one in mine if one.running}
    wanted = [
        one.name
        for one in state.project.services.values()
        if active(request, state.project, one) and (not named or one.name in named)
    ]
    still = [name for name in wanted if name not in there]
    words = shlex.join(("docker", "compose", *about, "up", "-d"))
    ended = {one.service: one.name for one in mine if not one.running}
    seen = {one.service for one in shown}
    told = (
        Row(
            say("answers.service-still", name=name), odd=True, line=f"why {ended[name]}" if name in ended else f"{words} {name}"
        )
        for name in still
        if name not in seen
    )
    return Members(tuple(one.name for one in shown), tuple(told))


ANSWERS: Mapping[str, Callable[[Engine, Invocation], Iterable[Row] | None]] = {
    "image ls": _list("images", images.rows),
    "volume ls": _list("volumes", volumes.rows, Question("volume-sizes"), Question("version")),
    "network ls": _list("networks", networks.rows),
    "network inspect": _one_network,
    "volume inspect": _one_volume,
    "image history": _history,
    "image inspect": _history,
    "container port": _ports,
    "container diff": _changes,
    "inspect": _inspected,
    "system df": _usage,
    "system events": _events,
}
