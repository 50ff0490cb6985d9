"""What the engine told us: frozen values.

A key that is absent was not asked or not answered; None means there is no such thing.
"""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.startup.typed import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from dockersh.client.credentials import Helper
    from dockersh.engine.bake.look import Bake
    from dockersh.engine.buildcontext import BuildContext
    from dockersh.engine.envfiles import EnvFile
    from dockersh.engine.installation import Installation
    from dockersh.engine.names import Name
    from dockersh.engine.programs.files import ProgramFile
    from dockersh.engine.project import Member, Project
    from dockersh.engine.setup import Setup
    from dockersh.permissions import NotAsked

# down: nothing listens; denied: the socket is not ours to use; silent: no answer in time; off: nobody was asked;
# absent: there is no docker client
Status = Literal["up", "down", "denied", "silent", "off", "absent"]

# A container in one of these has a process that is alive: it runs, is frozen, or is about to be started again.
ALIVE = frozenset(("running", "paused", "restarting"))
# Why compose was not asked for the project: its files may name something remote, or one of them is no regular file.
Withheld = Literal["", "remote", "piped"]


class Image(NamedTuple):
    """A local image. *size* in bytes, *created* and *tagged* in seconds since 1970; *pulled*: a registry has had it, too.

    *tagged* is when it got its name here last, 0 where the engine does not say; *folder* where its program works; *checked*:
    it has a health check.
    """

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
    folder: str = ""
    checked: bool = False
    tagged: float = 0.0


class Bind(NamedTuple):
    """One published port of a container: the host's side and the container's."""

    host_ip: str
    host_port: int
    container_port: int
    protocol: str


class Container(NamedTuple):
    """A container of any status (created, running, paused, restarting, removing, exited, dead). Times in seconds since 1970.

    *error* is why it could not be started, in the engine's words; *setup* what it was made with: both known of one that was
    inspected only.
    """

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
    error: str = ""
    setup: Setup | None = None
    restarts: int = 0  # how often the engine has started it again by itself
    pid: int = 0  # of its process 1, on the engine's machine
    health: str = ""  # healthy, unhealthy, starting; '' without a check

    @property
    def running(self) -> bool:
        """Whether its process is alive: running, paused or about to be restarted."""
        return self.status in ALIVE


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
    """Something that the engine did: `container` `die`, with what it says of it; *at* in seconds since 1970, or 0."""

    type: str
    action: str
    id: str = ""
    attributes: Mapping[str, str] = {}
    at: float = 0.0


class State(NamedTuple):
    """The answers to our questions.

    *publishers* are running containers that publish a port we asked about; *users* the containers made from an image,
    *volume_users* and *network_users* those that have a volume or a network. *lists* are all objects of a kind.
    *owners* are the user numbers that folders among *paths* belong to.
    *endpoint* is the engine's address; *paths*, *listeners* and *addresses* (IPv4) are this machine's, and known only where
    the engine is local.
    *events* are those between two moments. *in_containerd*: containerd keeps the images; None where nobody told.
    *names* are the lists that were asked for, by what they were asked about.
    *sizes* are those of volumes, in bytes, where the engine could tell in time. *parents*: an image's id → the id of the one it
    was built upon, for those that were asked about; '' where neither the classic builder nor a commit made it.
    *detach_keys* are those of the client's settings; empty: the usual ones.
    *files* are those that the client itself reads or writes, and their folders: folder, file or missing.
    *absent_plugins* are those docker says it does not have, or programs beside it that are not on PATH; *absent_context* is the
    one it should use and cannot find.
    *swarm* is what this engine is in one: inactive, worker, manager, locked; '' where we do not know.
    *project* is the compose project of the line, *project_problem* why compose cannot read it,
    *project_withheld* why it was not asked,
    *unset* the variables that it lacks; *members* are all containers
    that compose made, of this project and others; *active* are the services that are switched on where the line names none.
    *installation* is what the engine is part of, where it does not answer: each is started in its own way.
    *env_files* are those of `--env-file`, by their shape; None where one cannot be read.
    *programs* are files that the line mounts and starts; None where one cannot be judged.
    *builds* are the contexts of services that are built, by folder and Dockerfile.
    *absent_helper* is the one that keeps a registry's login by the client's settings, and is not on PATH.
    *not_asked* is what explaining may not ask, and why, where there was a question about it.
    *inside* are the paths, of those that were asked about, that a container has.
    *rootless*: its containers are processes of an ordinary user; None where we do not know.
    *bake* is what a `buildx bake` would build.
    *served* is the program that answers on the engine's socket, where it is another one than docker's own: podman.
    *raw* are objects as the engine describes them, all of it, by kind and name; *logs* the last lines of containers.
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
    owners: Mapping[str, int] = {}
    listeners: frozenset[tuple[str, int]] = frozenset()
    addresses: frozenset[str] = frozenset()
    runtimes: tuple[str, ...] = ()
    log_drivers: tuple[str, ...] = ()
    cgroup: str = ""
    in_containerd: bool | None = None
    events: tuple[Event, ...] = ()
    project: Project | None = None
    project_problem: str = ""
    project_withheld: Withheld = ""
    unset: tuple[str, ...] = ()
    hashes: Mapping[str, str] = {}
    active: frozenset[str] | None = None
    members: tuple[Member, ...] = ()
    build: BuildContext | None = None
    swarm: str = ""
    absent_plugins: frozenset[str] = frozenset()
    absent_context: str = ""
    files: Mapping[str, str] = {}
    sizes: Mapping[str, int] = {}
    parents: Mapping[str, str] = {}
    detach_keys: str = ""
    inside: Mapping[str, frozenset[str]] = {}
    outputs: Mapping[tuple[str, ...], tuple[str, ...]] = {}
    not_asked: NotAsked | None = None
    installation: Installation | None = None
    absent_helper: Helper | None = None
    env_files: Mapping[str, EnvFile | None] = {}
    programs: Mapping[str, ProgramFile | None] = {}
    builds: Mapping[tuple[str, ...], BuildContext] = {}
    raw: Mapping[tuple[str, ...], Any] = {}
    logs: Mapping[str, str] = {}
    rootless: bool | None = None
    bake: Bake | None = None
    served: str = ""

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

    def named(self, kind: str) -> tuple[str, ...]:
        """The names of a kind of object, where they were asked for."""
        listed = (one.name for one in self.lists.get(kind, ()) if one.name)
        return (*listed, *(one.name for one in self.names.get((kind,), ())))

    @property
    def up(self) -> bool:
        """Whether the engine answered."""
        return self.status == "up"
