"""A service while it is made: its keys, what the file declares for it, what compose cannot say."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.finding import Say, say
from dockersh.reading.invocation import Part
from dockersh.recreate.compose.spelled import spelled
from dockersh.startup.typed import Any, NamedTuple


class World(NamedTuple):
    """What is known around a line: containers of the same file → their services; volumes that the engine has."""

    services: Mapping[str, str] = {}
    volumes: frozenset[str] = frozenset()


class Draft:
    """One service. *name* is its key, *networks* and *volumes* what the file declares, *notes* what it cannot say."""

    def __init__(self, name: str, world: World) -> None:
        self.name = name
        self.world = world
        self.keys: dict[str, Any] = {}
        self.networks: dict[str, Any] = {}
        self.volumes: dict[str, Any] = {}
        self.notes: list[Say] = []

    def text(self, part: Part) -> str | None:
        """A value as compose spells it; None, and a note, where only the shell knows it."""
        found = spelled(part)
        if found is None:
            self.notes.append(say("recreate.shell-decides", word=part.text))
        return found

    def cannot(self, option: str) -> None:
        """Compose has nothing for an option."""
        self.notes.append(say("recreate.without", option=f"--{option}", instead=say(f"recreate.instead.{option}")))

    def neighbour(self, mode: str) -> str:
        """`container:db` as `service:db`, where that is a service of this file."""
        kind, _, name = mode.partition(":")
        return f"service:{self.world.services[name]}" if kind == "container" and name in self.world.services else mode

    def declare_volume(self, name: str, **more: Any) -> None:
        """A volume by the name that docker knows it by: one that is there already is not compose's to make."""
        known = {"name": name, "external": True} if name in self.world.volumes else {"name": name}
        self.volumes.setdefault(name, known)
        if name not in self.world.volumes:
            self.volumes[name].update({key: value for key, value in more.items() if value})
