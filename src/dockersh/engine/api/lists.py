"""Lists of everything of a kind: for prune, and for names near one that is missing."""

from __future__ import annotations

from collections.abc import Callable

from dockersh.engine.api import containers, images
from dockersh.engine.api.ask import Answers, Ask, natural
from dockersh.engine.api.endpoints import Get, filters
from dockersh.engine.api.moments import seconds, since
from dockersh.engine.api.volumes import is_anonymous
from dockersh.engine.question import About
from dockersh.engine.rows import of_container
from dockersh.engine.state import Listed, State
from dockersh.startup.typed import Any

Rows = list[dict[str, Any]]
ALL = (("all", "1"),)
GETS: dict[str, Get] = {
    "containers": Get("containers", query=ALL),
    "images": Get("images"),
    "dangling-images": Get("images", query=filters({"dangling": ("true",)})),
    "labelled": Get("images"),
    "newer": Get("images", query=ALL),
    "build-cache": Get("usage", query=(("type", "build-cache"),)),
    "volumes": Get("volumes"),
    "networks": Get("networks"),
    "services": Get("services"),
    "secrets": Get("secrets"),
    "configs": Get("configs"),
    "nodes": Get("nodes"),
}
# Lists about something: the engine's filter that the second word of `about` goes into.
FILTERS = {"labelled": "label", "newer": "since"}


def _containers(rows: Rows) -> tuple[Listed, ...]:
    return tuple(of_container(containers.listed(row)) for row in rows)


def _images(rows: Rows) -> tuple[Listed, ...]:
    return tuple(
        Listed(row["Id"].removeprefix("sha256:"), name, size=row["Size"], created=since(row["Created"]))
        for row in rows
        for name in images.names(row)
    )


def _volumes(found: dict[str, Any]) -> tuple[Listed, ...]:
    rows = sorted(found.get("Volumes") or (), key=lambda row: natural(row["Name"]))
    return tuple(
        Listed(row["Name"], row["Name"], anonymous=is_anonymous(row["Name"]), labels=row.get("Labels") or {}) for row in rows
    )


def _networks(rows: Rows) -> tuple[Listed, ...]:
    return tuple(
        Listed(row["Id"], row["Name"], created=seconds(row["Created"]), labels=row.get("Labels") or {})
        for row in sorted(rows, key=lambda row: natural(row["Name"]))
    )


def _services(rows: Rows) -> tuple[Listed, ...]:
    """The list of services shows a short id, as it does for containers; those of the other objects of a swarm are whole."""
    return tuple(one._replace(id=one.id[:12]) for one in _of_swarm(rows))


def _of_swarm(rows: Rows) -> tuple[Listed, ...]:
    found = (Listed(row["ID"], row["Spec"]["Name"]) for row in rows)
    return tuple(sorted(found, key=lambda one: natural(one.name)))


def _nodes(rows: Rows) -> tuple[Listed, ...]:
    found = (Listed(row["ID"], row["Description"]["Hostname"]) for row in rows)
    return tuple(sorted(found, key=lambda one: natural(one.name)))


def _build_cache(found: dict[str, Any]) -> tuple[Listed, ...]:
    """Parts of the build cache that no build uses; *anonymous* are those that a prune without --all spares.

    In docker's order: the longest unused first. Source: moby/buildkit cache/manager.go, prune: what is shared, internal or a
    frontend needs All; docker/cli 28.2.2 cli/command/formatter/buildcache.go, buildCacheSort.
    """
    rows = [row for row in found.get("BuildCache") or () if not row.get("InUse")]
    return tuple(
        Listed(
            row["ID"],
            row.get("Description", ""),
            size=row.get("Size", 0),
            created=seconds(row["CreatedAt"]),
            anonymous=bool(row.get("Shared")) or row.get("Type") in ("internal", "frontend"),
        )
        for row in sorted(rows, key=_last_use)
    )


def _last_use(row: dict[str, Any]) -> tuple[str, str]:
    """A key that sorts times as they are written, with and without a fraction."""
    return (row.get("LastUsedAt") or "").removesuffix("Z").replace(".", "-"), row["ID"]


READERS: dict[str, Callable[[Any], tuple[Listed, ...]]] = {
    "containers": _containers,
    "images": _images,
    "dangling-images": _images,
    "labelled": _images,
    "newer": _images,
    "build-cache": _build_cache,
    "volumes": _volumes,
    "networks": _networks,
    "services": _services,
    "secrets": _of_swarm,
    "configs": _of_swarm,
    "nodes": _nodes,
}


def _gets(about: About) -> tuple[Get, ...] | None:
    kind, *rest = about
    get = GETS.get(kind)  # contexts are the client's own
    more = filters({FILTERS[kind]: tuple(rest)}) if rest and get else ()
    return (get._replace(query=(*get.query, *more)),) if get else None


def _read(about: About, answers: Answers, state: State) -> State:
    return state._replace(lists={**state.lists, " ".join(about): READERS[about[0]](answers[0].json() or [])})


ASKS: dict[str, Ask] = {"list": Ask(_gets, _read)}
