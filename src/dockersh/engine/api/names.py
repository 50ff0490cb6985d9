"""What there is to name, for Tab: a row for each object, as docker's own lists show it."""

from __future__ import annotations

from collections.abc import Callable

from dockersh.engine.api import containers, images
from dockersh.engine.api.ahead import LISTS, listed
from dockersh.engine.api.ask import Answers, Ask, natural
from dockersh.engine.api.endpoints import Get, filters
from dockersh.engine.api.sizes import familiar, human, short
from dockersh.engine.names import Name
from dockersh.engine.question import About
from dockersh.engine.state import State
from dockersh.startup.typed import Any

Rows = list[dict[str, Any]]
STACK = "com.docker.stack.namespace"
GETS: dict[str, Get] = {
    **LISTS,
    "volumes": Get("volumes"),
    "networks": Get("networks"),
    "plugins": Get("plugins"),
    "nodes": Get("nodes"),
    "swarm-services": Get("services"),
    "stacks": Get("services", query=filters({"label": (STACK,)})),
    "secrets": Get("secrets"),
    "configs": Get("configs"),
}


def _containers(rows: Rows) -> list[Name]:
    return [Name(containers.own_name(row), _image(row), row["State"], short(row["Id"])) for row in rows]


def _image(row: dict[str, Any]) -> str:
    """What a container was made of; an id is cut where it is the image's own."""
    image, identity = row.get("Image") or "<no image>", row.get("ImageID") or ""
    return short(identity) if identity and short(image) == short(identity) else familiar(image)


def _images(rows: Rows) -> list[Name]:
    return [Name(name, human(row["Size"]), "", short(row["Id"])) for row in rows for name in images.names(row) if name]


def _volumes(found: dict[str, Any]) -> list[Name]:
    return _sorted(Name(row["Name"], row["Driver"]) for row in found.get("Volumes") or ())


def _networks(rows: Rows) -> list[Name]:
    return _sorted(Name(row["Name"], row["Driver"], "", short(row["Id"])) for row in rows)


def _plugins(rows: Rows) -> list[Name]:
    return _sorted(Name(row["Name"], _about(row), "", short(row["Id"])) for row in rows)


def _about(row: dict[str, Any]) -> str:
    """What a plugin is for, in 45 characters."""
    text = (row["Config"].get("Description") or "").replace("\n", "").replace("\r", "")
    return text if len(text) <= 45 else f"{text[:44]}…"


def _nodes(rows: Rows) -> list[Name]:
    return _sorted(Name(row["Description"]["Hostname"], _manages(row), "", row["ID"]) for row in rows)


def _manages(row: dict[str, Any]) -> str:
    status = row.get("ManagerStatus") or {}
    return "Leader" if status.get("Leader") else status.get("Reachability", "").capitalize()


def _services(rows: Rows) -> list[Name]:
    return _sorted(Name(row["Spec"]["Name"], _runs(row), "", short(row["ID"])) for row in rows)


def _runs(row: dict[str, Any]) -> str:
    container = row["Spec"]["TaskTemplate"].get("ContainerSpec") or {}
    return familiar(container.get("Image", ""))


def _stacks(rows: Rows) -> list[Name]:
    return _sorted(map(Name, {row["Spec"]["Labels"][STACK] for row in rows}))


def _of_swarm(rows: Rows) -> list[Name]:
    return _sorted(Name(row["Spec"]["Name"], "", "", row["ID"]) for row in rows)


def _sorted(found: Any) -> list[Name]:
    return sorted(found, key=lambda one: natural(one.name))


READERS: dict[str, Callable[[Any], list[Name]]] = {
    "containers": _containers,
    "images": _images,
    "volumes": _volumes,
    "networks": _networks,
    "plugins": _plugins,
    "nodes": _nodes,
    "swarm-services": _services,
    "stacks": _stacks,
    "secrets": _of_swarm,
    "configs": _of_swarm,
}


def _gets(about: About) -> tuple[Get, ...] | None:
    kind, *begun = about
    if begun and kind in LISTS:
        return (listed(kind, begun[0]),)
    get = GETS.get(kind)  # compose's services, contexts and docker's own completion are the client's
    return (get,) if get else None


def _read(about: About, answers: Answers, state: State) -> State:
    return state._replace(names={**state.names, about: tuple(READERS[about[0]](answers[0].json() or []))})


ASKS: dict[str, Ask] = {"names": Ask(_gets, _read)}
