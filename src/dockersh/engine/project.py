"""A compose project as compose itself reads its files, and the containers that the engine has of it."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.engine.state import ALIVE
from dockersh.reading.values.ports import Port
from dockersh.startup.typed import NamedTuple


class Service(NamedTuple):
    """One service. *image* is the reference it runs, made up by compose where it is only built; *ports* those it publishes.

    *needs* are the services that start before it; *folders* the host paths it mounts, *strict* those that must be there;
    *volumes* and *networks* by their key. *waits* are services and the conditions (`service_healthy`…) it waits for; *checked*
    whether it has a health check (None: as its image has it). *dockerfile* is the path of its Dockerfile on this machine;
    *relative* are mount targets that are no absolute paths. *gpus*: it asks for NVIDIA's. *optional* are needs that may be
    switched off, *restarts* those with which it is restarted; *grace* is how many seconds it gets to end;
    *watched*: `compose watch` watches its files; *image_named*: *image* stands in the file.
    """

    name: str
    image: str
    builds: str = ""
    replicas: int = 1
    needs: tuple[str, ...] = ()
    ports: tuple[Port, ...] = ()
    volumes: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    container_name: str = ""
    pull_policy: str = ""
    profiles: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()
    waits: tuple[tuple[str, str], ...] = ()
    dockerfile: str = ""
    relative: tuple[str, ...] = ()
    checked: bool | None = None
    gpus: bool = False
    optional: tuple[str, ...] = ()
    restarts: tuple[str, ...] = ()
    grace: str = "10"
    watched: bool = False
    image_named: bool = True


class Project(NamedTuple):
    """A project: its services in the order they start, its own volumes and networks (key → the engine's name).

    *external* are volumes and networks that must be there already, by the engine's name. *active* are the services that the
    line's profiles switch on, as compose itself says; None where it was not asked. *network_hashes* are those that compose
    compares with the label of a network of its own, by the engine's name.
    """

    name: str
    services: Mapping[str, Service]
    volumes: Mapping[str, str] = {}
    networks: Mapping[str, str] = {}
    external: frozenset[str] = frozenset()
    active: frozenset[str] | None = None
    network_hashes: Mapping[str, str] = {}


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
        return self.status in ALIVE
