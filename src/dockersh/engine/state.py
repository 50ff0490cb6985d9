"""What the engine told us: frozen values.

A key that is absent was not asked or not answered; None means there is no such thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from dockersh.engine.names import Name

# down: nothing listens; denied: the socket is not ours to use; silent: no answer in time; off: nobody was asked;
# absent: there is no docker client
Status = Literal["up", "down", "denied", "silent", "off", "absent"]


class Image(NamedTuple):
    """A local image. *size* in bytes, *created* in seconds since 1970."""

    id: str
    tags: tuple[str, ...]
    size: int
    created: float
    os: str
    architecture: str
    entrypoint: tuple[str, ...]
    command: tuple[str, ...]
    exposed: tuple[str, ...]
    user: str
    volumes: tuple[str, ...] = ()


class Bind(NamedTuple):
    """One published port of a container: the host's side and the container's."""

    host_ip: str
    host_port: int
    container_port: int
    protocol: str


class Container(NamedTuple):
    """A container of any status (created, running, paused, restarting, removing, exited, dead). Times in seconds since 1970."""

    id: str
    name: str
    image: str
    status: str
    exit_code: int = 0
    created: float = 0.0
    started: float = 0.0
    finished: float = 0.0
    tty: bool = False
    open_stdin: bool = False
    auto_remove: bool = False
    oom_killed: bool = False
    restart: str = "no"
    command: tuple[str, ...] = ()
    ports: tuple[Bind, ...] = ()
    anonymous_volumes: int = 0
    named_volumes: tuple[str, ...] = ()

    @property
    def running(self) -> bool:
        """Whether its process is alive: running, paused or about to be restarted."""
        return self.status in ("running", "paused", "restarting")


class State(NamedTuple):
    """The answers to one round of questions.

    *publishers* are running containers that publish a port we asked about; *users* the containers made from an image.
    *endpoint* is the address the client could not reach, where it said so.
    *names* are the lists that were asked for, by what they were asked about.
    """

    status: Status
    images: Mapping[str, Image | None] = {}
    containers: Mapping[str, Container | None] = {}
    publishers: tuple[Container, ...] = ()
    users: Mapping[str, tuple[Container, ...]] = {}
    version: str = ""
    endpoint: str = ""
    names: Mapping[tuple[str, ...], tuple[Name, ...]] = {}

    def image(self, reference: str) -> Image | Literal[False] | None:
        """The image, None when the engine has none of that name, False when we do not know."""
        return self.images[reference] if reference in self.images else False  # noqa: SIM401  get() would type it as bool

    def container(self, name: str) -> Container | Literal[False] | None:
        """The container, None when the engine has none of that name, False when we do not know."""
        return self.containers[name] if name in self.containers else False  # noqa: SIM401  as above

    @property
    def up(self) -> bool:
        """Whether the engine answered."""
        return self.status == "up"
