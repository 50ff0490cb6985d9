"""A compose project as compose itself reads its files, and the containers that the engine has of it."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.typed import NamedTuple


class Service(NamedTuple):
    """One service. *image* is the reference it runs, made up by compose where it is only built; *ports* are host ports.

    *needs* are the services that start before it; *folders* the host paths it mounts,
    *strict* those that must be there; *volumes* and *networks* by their key.
    """

    name: str
    image: str
    builds: str = ""
    replicas: int = 1
    needs: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    container_name: str = ""
    pull_policy: str = ""
    profiles: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()


class Project(NamedTuple):
    """A project: its services in the order they start, its own volumes and networks (key → the engine's name).

    *external* are volumes and networks that must be there already, by the engine's name.
    """

    name: str
    services: Mapping[str, Service]
    volumes: Mapping[str, str] = {}
    networks: Mapping[str, str] = {}
    external: frozenset[str] = frozenset()


class Member(NamedTuple):
    """A container that compose made. *hash* is that of its service's configuration when it was made, *image* its image's id."""

    name: str
    project: str
    service: str
    status: str
    hash: str = ""
    image: str = ""
    one_off: bool = False

    @property
    def running(self) -> bool:
        """Whether its process is alive."""
        return self.status in ("running", "paused", "restarting")
