"""The objects an engine holds, as plain data that JSON can keep. What docker's API shows of them is made in `api/`."""

from __future__ import annotations

from dataclasses import dataclass, field

from dockersh.startup.typed import Any

Json = dict[str, Any]
# A file system in memory: an absolute path and what is there; None where an upper layer deleted what a lower one has.
# An entry: {"kind": "file" | "folder" | "link", "text": contents or target, "mode": permissions, "time": seconds}
Tree = dict[str, Json | None]


@dataclass
class Layer:
    """What one step of an image added."""

    id: str
    size: int
    created_by: str = ""
    files: Tree = field(default_factory=dict)
    created: float = 0.0
    comment: str = ""


@dataclass
class Image:
    """An image; its *tags* are as docker shows them (`ubuntu:14.04`)."""

    id: str
    tags: list[str]
    created: float
    layers: list[Layer]
    config: Json
    parent: str = ""
    comment: str = ""
    digests: list[str] = field(default_factory=list)
    tagged: float = 0.0

    @property
    def size(self) -> int:
        """Bytes of all layers."""
        return sum(layer.size for layer in self.layers)

    @property
    def short(self) -> str:
        """Twelve digits."""
        return self.id.removeprefix("sha256:")[:12]


@dataclass
class State:
    """Where a container is in its life. *status* is docker's word; *exits* counts the ends of its process."""

    status: str = "created"
    code: int = 0
    error: str = ""
    started: float = 0.0
    finished: float = 0.0
    exits: int = 0
    restarts: int = 0
    stopped_by_hand: bool = False

    @property
    def running(self) -> bool:
        """As docker means it: a paused container runs, too."""
        return self.status in ("running", "paused", "restarting")


@dataclass
class Endpoint:
    """A container's place in a network; without an address while the container does not run."""

    network: str  # the name
    id: str = ""
    address: str = ""
    mac: str = ""
    aliases: list[str] = field(default_factory=list)
    asked: str = ""  # the address that --ip asked for


@dataclass
class Container:
    """A container. *config* and *host* are the `Config` and `HostConfig` of the API."""

    id: str
    name: str
    created: float
    image: str  # the image's id
    config: Json
    host: Json
    state: State = field(default_factory=State)
    endpoints: dict[str, Endpoint] = field(default_factory=dict)
    mounts: list[Json] = field(default_factory=list)
    files: Tree = field(default_factory=dict)
    log: list[tuple[float, int, str]] = field(default_factory=list)
    ports: dict[str, list[Json]] = field(default_factory=dict)
    pid: int = 0

    @property
    def short(self) -> str:
        """Twelve digits."""
        return self.id[:12]

    @property
    def argv(self) -> list[str]:
        """What its process is started with: entrypoint and command."""
        return [*(self.config.get("Entrypoint") or []), *(self.config.get("Cmd") or [])]


@dataclass
class Volume:
    """A volume; anonymous where docker named it."""

    name: str
    created: float
    labels: dict[str, str] | None = None
    options: dict[str, str] | None = None
    anonymous: bool = False
    files: Tree = field(default_factory=dict)


@dataclass
class Network:
    """A network of addresses."""

    name: str
    id: str
    created: float
    driver: str = "bridge"
    subnet: str = ""
    gateway: str = ""
    internal: bool = False
    attachable: bool = False
    labels: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)

    @property
    def predefined(self) -> bool:
        """One that every engine has."""
        return self.name in ("bridge", "host", "none")
