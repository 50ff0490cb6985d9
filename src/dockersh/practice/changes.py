"""What an engine's events of a stretch of time say of its things: which are new, which are otherwise, which are gone.

The names of events: docs.docker.com/reference/cli/docker/system/events; who acts in them was read from engine 28.5.2.
"""

from __future__ import annotations

from collections.abc import Iterable

from dockersh.startup.typed import Any, NamedTuple

MADE = frozenset(("create", "pull", "tag", "import", "load"))
GONE = frozenset(("destroy", "delete"))
OTHERWISE = frozenset(("start", "die", "pause", "unpause", "rename", "update", "connect", "disconnect", "untag"))
SHORT = 12  # digits of an id


Thing = tuple[str, str]  # a kind (`container`, `image`, `volume`, `network`), and an id or a name


class Changes(NamedTuple):
    """Things by their ids and names. *gone* is what they were called."""

    made: frozenset[Thing] = frozenset()
    otherwise: frozenset[Thing] = frozenset()
    gone: tuple[Thing, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return bool(self.made or self.otherwise or self.gone)


def changes(events: Iterable[dict[str, Any]]) -> Changes:
    """What they come to: a thing that was made and went again is not mentioned."""
    made: dict[Thing, None] = {}
    otherwise: dict[Thing, None] = {}
    gone: dict[Thing, Thing] = {}
    for event in events:
        action = event["Action"].partition(":")[0]
        about, name = _whom(event)
        if action in MADE:
            made.update({about: None, name: None})
        elif action in OTHERWISE:
            otherwise[about] = None
        elif action in GONE and about in made:
            for one in (about, name):
                made.pop(one, None)
            otherwise.pop(about, None)
        elif action in GONE:
            gone[about] = name
    return Changes(frozenset(made), frozenset(otherwise) - set(made) - set(gone), tuple(gone.values()))


def _whom(event: dict[str, Any]) -> tuple[Thing, Thing]:
    """What changed, by its id and by its name; a network's connections change the container."""
    kind, actor = event["Type"], event["Actor"]
    told = actor.get("Attributes") or {}
    if kind == "network" and "container" in told:
        return ("container", told["container"]), ("container", told["container"])
    name = told.get("name") or actor["ID"]
    short = name.removeprefix("sha256:")[:SHORT] if name.startswith("sha256:") else name
    return (kind, actor["ID"]), (kind, short)
