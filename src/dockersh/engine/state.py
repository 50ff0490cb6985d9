"""What the engine told us: frozen values.

A key that is absent was not asked or not answered; None means there is no such thing.
"""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.typed import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from dockersh.engine.buildcontext import BuildContext
    from dockersh.engine.names import Name
    from dockersh.engine.project import Member, Project

# down: nothing listens; denied: the socket is not ours to use; silent: no answer in time; off: nobody was asked;
# absent: there is no docker client
Status = Literal["up", "down", "denied", "silent", "off", "absent"]


class Image(NamedTuple):
    """A local image. *size* in bytes, *created* in seconds since 1970; *pulled*: a registry has had it, too."""

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
    pulled: bool = True


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
    anonymous_volumes: tuple[tuple[str, str], ...] = ()  # their names, and where they are mounted
    named_volumes: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    mounts: tuple[str, ...] = ()
    labels: Mapping[str, str] = {}
    ipc: str = ""  # private, shareable, host, container:…; '' where a list told of it

    @property
    def running(self) -> bool:
        """Whether its process is alive: running, paused or about to be restarted."""
        return self.status in ("running", "paused", "restarting")


class Volume(NamedTuple):
    """A volume. *created* in seconds since 1970."""

    name: str
    driver: str
    mountpoint: str = ""
    created: float = 0.0


class Network(NamedTuple):
    """A network; *joined* are the names of the running containers on it."""

    id: str
    name: str
    driver: str
    created: float = 0.0
    joined: tuple[str, ...] = ()
    subnets: tuple[str, ...] = ()
    internal: bool = False

    @property
    def predefined(self) -> bool:
        """Whether docker made it and nobody can remove it."""
        return self.name in ("bridge", "host", "none")


class Listed(NamedTuple):
    """A row of a list. *name* is empty for an image without one; fields its kind does not have keep their defaults."""

    id: str
    name: str
    status: str = ""
    size: int = 0
    created: float = 0.0
    image: str = ""
    networks: tuple[str, ...] = ()
    mounts: tuple[str, ...] = ()
    anonymous: bool = False
    current: bool = False
    labels: Mapping[str, str] = {}


class Machine(NamedTuple):
    """What the engine runs on."""

    cpus: int
    memory: int
    os: str
    architecture: str
    name: str = ""


class Event(NamedTuple):
    """Something that the engine did: `container` `die`, with what it says about it."""

    type: str
    action: str
    id: str = ""
    attributes: Mapping[str, str] = {}


class State(NamedTuple):
    """The answers to our questions.

    *publishers* are running containers that publish a port we asked about; *users* the containers made from an image,
    *volume_users* and *network_users* those that have a volume or a network. *lists* are all objects of a kind.
    *endpoint* is the engine's address; *paths*, *listeners* and *addresses* (IPv4) are this machine's, and known only where
    the engine is local.
    *events* are those between two moments.
    *names* are the lists that were asked for, by what they were asked about.
    *sizes* are those of volumes, in bytes, where the engine could tell in time. *parents*: an image's id → the id of the one it
    was built upon, for those that were asked about; '' where neither the classic builder nor a commit made it.
    *detach_keys* are those of the client's settings; empty: the usual ones.
    *files* are those that the client itself reads, and whether they are there.
    *absent_plugins* are those docker says it does not have, or programs beside it that are not on PATH; *absent_context* is the
    one it should use and cannot find.
    *swarm* is what this engine is in one: inactive, worker, manager, locked; '' where we do not know.
    *project* is the compose project of the line, *project_problem* why compose cannot read it,
    *unset* the variables that it lacks; *members* are all containers
    that compose made, of this project and others.
    """

    status: Status
    images: Mapping[str, Image | None] = {}
    containers: Mapping[str, Container | None] = {}
    publishers: tuple[Container, ...] = ()
    users: Mapping[str, tuple[Container, ...]] = {}
    version: str = ""
    endpoint: str = ""
    names: Mapping[tuple[str, ...], tuple[Name, ...]] = {}
    volumes: Mapping[str, Volume | None] = {}
    networks: Mapping[str, Network | None] = {}
    volume_users: Mapping[str, tuple[Container, ...]] = {}
    network_users: Mapping[str, tuple[Container, ...]] = {}
    lists: Mapping[str, tuple[Listed, ...]] = {}
    host: Machine | None = None
    paths: Mapping[str, str] = {}
    listeners: frozenset[tuple[str, int]] = frozenset()
    addresses: frozenset[str] = frozenset()
    runtimes: tuple[str, ...] = ()
    log_drivers: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    project: Project | None = None
    project_problem: str = ""
    unset: tuple[str, ...] = ()
    hashes: Mapping[str, str] = {}
    members: tuple[Member, ...] = ()
    build: BuildContext | None = None
    swarm: str = ""
    absent_plugins: frozenset[str] = frozenset()
    absent_context: str = ""
    files: Mapping[str, bool] = {}
    sizes: Mapping[str, int] = {}
    parents: Mapping[str, str] = {}
    detach_keys: str = ""
    outputs: Mapping[tuple[str, ...], tuple[str, ...]] = {}

    def image(self, reference: str) -> Image | Literal[False] | None:
        """The image, None when the engine has none of that name, False when we do not know."""
        return self.images[reference] if reference in self.images else False  # noqa: SIM401  get() would type it as bool

    def container(self, name: str) -> Container | Literal[False] | None:
        """The container, None when the engine has none of that name, False when we do not know."""
        return self.containers[name] if name in self.containers else False  # noqa: SIM401  as above

    def volume(self, name: str) -> Volume | Literal[False] | None:
        """The volume, None when the engine has none of that name, False when we do not know."""
        return self.volumes[name] if name in self.volumes else False  # noqa: SIM401  as above

    def network(self, name: str) -> Network | Literal[False] | None:
        """The network, None when the engine has none of that name, False when we do not know."""
        return self.networks[name] if name in self.networks else False  # noqa: SIM401  as above

    def joined(self, second: State) -> State:
        """With the answers of a second round."""
        return self._replace(
            names={**self.names, **second.names},
            publishers=(*self.publishers, *second.publishers),
            images={**self.images, **second.images},
            paths={**self.paths, **second.paths},
            networks={**self.networks, **second.networks},
            parents={**self.parents, **second.parents},
        )

    def named(self, kind: str) -> tuple[str, ...]:
        """The names of a kind of object, where they were asked for."""
        listed = (one.name for one in self.lists.get(kind, ()) if one.name)
        return (*listed, *(one.name for one in self.names.get((kind,), ())))

    @property
    def up(self) -> bool:
        """Whether the engine answered."""
        return self.status == "up"
