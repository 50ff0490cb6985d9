"""Drafts for what the engine holds: containers, images, volumes, networks and the rest, by their names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from dockersh.engine import Name
from dockersh.engine.api.ahead import ID_BEGUN
from dockersh.engine.state import ALIVE
from dockersh.ways_in.complete.suggestion import Draft
from dockersh.ways_in.complete.world import World

KINDS = {
    "containers": "container",
    "images": "image",
    "volumes": "volume",
    "networks": "network",
    "contexts": "context",
    "plugins": "plugin",
    "nodes": "node",
    "swarm-services": "service",
    "services": "service",
    "stacks": "stack",
    "secrets": "secret",
    "configs": "config",
}
STOPPED = frozenset(("created", "exited", "dead"))
# Which containers a command can do something with; all, where it is not listed.
FITTING: dict[str, frozenset[str]] = {
    "container rm": STOPPED,
    "container start": STOPPED,
    "container stop": ALIVE,
    "container kill": ALIVE,
    "container pause": frozenset(("running",)),
    "container unpause": frozenset(("paused",)),
    "container exec": frozenset(("running",)),
    "container attach": frozenset(("running",)),
    "container top": ALIVE,
    "container stats": ALIVE,
    "container port": ALIVE,
    "container wait": ALIVE,
    "checkpoint create": frozenset(("running",)),
}


def objects(
    world: World, *kinds: str, typed: str = "", without: Collection[str] = (), fitting: Collection[str] = ()
) -> Iterator[Draft]:
    """Everything of some kinds that is not in `without`; containers only in a `fitting` status, when one is asked for."""
    for kind, names in zip(kinds, world.names(*kinds), strict=True):
        yield from drafts(world, kind, names, typed, without, fitting)


def drafts(
    world: World,
    kind: str,
    names: Iterable[Name],
    typed: str = "",
    without: Collection[str] = (),
    fitting: Collection[str] = (),
) -> Iterator[Draft]:
    """One draft a name; by its id where that is what was begun. Volumes that docker named itself come last."""
    ordered = sorted(names, key=lambda one: len(one.name) == 64) if kind == "volumes" else names
    for one in ordered:
        if one.name in without or (fitting and one.status not in fitting):
            continue
        description = " · ".join(filter(None, (world.say("status", one.status), one.detail)))
        by_id = len(typed) >= ID_BEGUN and not one.name.startswith(typed) and one.id.startswith(typed)
        text = f"{one.name} · {description}" if by_id else description
        yield Draft(one.id if by_id else one.name, text, KINDS[kind])
