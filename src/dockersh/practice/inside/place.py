"""What a process knows of its container and of those around it."""

from __future__ import annotations

import ipaddress
import posixpath
import time
from collections.abc import Callable

from dockersh.practice.engine import networks
from dockersh.practice.engine.records import Container
from dockersh.practice.engine.world import World
from dockersh.practice.inside.files import MISSING, Bind, Files, Layers, Problem, Store
from dockersh.practice.inside.job import Job
from dockersh.practice.inside.process import Process
from dockersh.startup.typed import NamedTuple

NOT_FOUND_PAGE = "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>404 Not Found</body>\r\n</html>\r\n"
HOSTS = """127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::\tip6-localnet
ff00::\tip6-mcastprefix
ff02::1\tip6-allnodes
ff02::2\tip6-allrouters
"""
RESOLVE = "nameserver {server}\noptions ndots:0\n"
SHEBANG = "#!"


class Site(NamedTuple):
    """What a server process serves: a port, and the folder of its pages ('' for none)."""

    port: int
    root: str


class Place:
    """The world as a container sees it."""

    def __init__(self, world: World, container: Container) -> None:
        self.world, self.container = world, container
        self.sites: list[Site] = []
        self.everybody: list[tuple[int, Process]] = []

    # itself

    def hostname(self) -> str:
        """The container's name for itself."""
        return str(self.container.config.get("Hostname") or self.container.short)

    def addresses(self) -> list[str]:
        """Its addresses."""
        return [endpoint.address for endpoint in self.container.endpoints.values() if endpoint.address]

    def cards(self) -> list[tuple[str, str, str]]:
        """Address, hardware address and subnet of each of its network cards."""
        found = []
        for endpoint in self.container.endpoints.values():
            network = self.world.networks.get(endpoint.network)
            if endpoint.address and network and network.subnet:
                found.append((endpoint.address, endpoint.mac, network.subnet))
        return found

    def routes(self) -> list[tuple[str, str, str]]:
        """Gateway, card and subnet."""
        cards = [network for network in map(self.world.networks.get, self.container.endpoints) if network and network.subnet]
        return [(network.gateway, f"eth{number}", network.subnet) for number, network in enumerate(cards)]

    def processes(self) -> list[tuple[int, str, str]]:
        """Number, user and words of those that run."""
        return [(pid, process.user, " ".join(process.argv)) for pid, process in self.everybody]

    def kill(self, pid: int, number: int) -> bool:
        """A signal from within; whether there was such a process."""
        found = next((process for one, process in self.everybody if one == pid), None)
        if found is not None and not (found.first and number == 9):  # a kernel keeps the first process from it
            found.signal(number)
        return found is not None

    def is_gnu(self) -> bool:
        """Whether its programs are of Debian's kind."""
        image = self.world.images.get(self.container.image)
        return bool(image and any(layer.files.get("/bin/apt-get") for layer in image.layers))

    # programs

    def program_path(self, process: Process, name: str) -> str:
        """Where a program of that name is; '' where there is none."""
        if "/" in name:
            path = posixpath.normpath(posixpath.join(process.folder, name))
            return path if process.files.get(path) else ""
        folders = process.env.get("PATH", "").split(":")
        return next((f"{folder}/{name}" for folder in folders if folder and process.files.get(f"{folder}/{name}")), "")

    def lookup(self, process: Process) -> Callable[[str], Callable[[Job], int] | None]:
        """How a process finds programs by name."""

        def find(name: str) -> Callable[[Job], int] | None:
            path = self.program_path(process, name)
            return self._program(path, str((process.files.get(path) or {}).get("text", ""))) if path else None

        return find

    def _program(self, path: str, text: str) -> Callable[[Job], int] | None:
        from dockersh.practice.inside.programs import TABLE  # noqa: PLC0415  they know places

        if text.startswith("#!prints\n"):
            return lambda job: job.prints(text.partition("\n")[2])
        if text.startswith('#!/bin/sh\nexec "$@"'):
            return self._entrypoint
        if text.startswith(SHEBANG):
            return lambda job: TABLE["sh"](Job(job.process, ["sh", path, *job.argv[1:]], job.out, job.err, job.text))
        return TABLE.get(posixpath.basename(path))

    def _entrypoint(self, job: Job) -> int:
        """The start script of an image: makes way for the command behind it."""
        words = job.argv[1:]
        found = self.lookup(job.process)(words[0]) if words else None
        if found is None:
            job.complain(f"{job.argv[0]}: exec: line 47: {words[0] if words else ''}: not found\n")
            return 127
        job.process.argv = words
        return found(Job(job.process, words, job.out, job.err, job.text))

    # those around it

    def resolve(self, name: str) -> str | None:
        """The address of a name."""
        with self.world.lock:
            return networks.resolve(self.world, self.container, name)

    def answers(self, address: str) -> bool:
        """Whether somebody is at an address: a container of its networks, itself, or a gateway."""
        with self.world.lock:
            gateways = {network.gateway for network in map(self.world.networks.get, self.container.endpoints) if network}
            return address in gateways or networks.at(self.world, self.container, address) is not None

    def serves(self, port: int, root: str) -> None:
        """A process of it listens from now on."""
        self.sites.append(Site(port, root))

    def page(self, address: str, port: int, path: str) -> str | None:
        """A page of the server at an address; None where nothing listens."""
        with self.world.lock:
            other = networks.at(self.world, self.container, address)
            running = self.world.running.get(other.id) if other else None
        return running.place.serve(port, path, self.addresses()[:1]) if running else None

    def serve(self, port: int, path: str, visitor: list[str]) -> str | None:
        """What a server of this container answers; it logs the visit. None where nothing listens."""
        site = next((one for one in self.sites if one.port == port), None)
        running = self.world.running.get(self.container.id)
        if site is None or running is None:
            return None
        status, text = self._answer(running.process.files, site, path)
        when = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime())
        line = f'{(visitor or ["172.17.0.1"])[0]} - - [{when}] "GET {path} HTTP/1.1" {status} {len(text)} "-" "-" "-"\n'
        if site.root.startswith("/usr"):
            running.output.write(1, line)
        return text

    def _answer(self, files: Files, site: Site, path: str) -> tuple[int, str]:
        wanted = posixpath.normpath(site.root + "/" + path.partition("?")[0])
        try:
            wanted = posixpath.join(wanted, "index.html") if files.is_folder(wanted) else wanted
            return 200, files.read(wanted).replace("{container}", self.container.name)
        except Problem:
            return 404, NOT_FOUND_PAGE


def files_of(world: World, container: Container) -> Files:
    """What a container's processes see."""
    image = world.images.get(container.image)
    below = [layer.files for layer in reversed(image.layers)] if image else []
    for mount in container.mounts:
        _mount_point(container, Layers(container.files, below), mount["Destination"])
    mounts = [(mount["Destination"], _store(world, mount), bool(mount.get("RW", True))) for mount in container.mounts]
    for path in container.host.get("Tmpfs") or {}:
        _mount_point(container, Layers(container.files, below), path)
        mounts.append((path, Layers({}), True))
    return Files(Layers(container.files, below), mounts, read_only=bool(container.host.get("ReadonlyRootfs")))


def _mount_point(container: Container, root: Layers, path: str) -> None:
    """The folder at which something is mounted, made where it is missing."""
    parts = path.strip("/").split("/")
    for count in range(1, len(parts) + 1):
        above = "/" + "/".join(parts[:count])
        if root.get(above) is None:
            container.files[above] = {"kind": "folder", "text": "", "mode": 0o755, "time": time.time()}


def _store(world: World, mount: dict[str, object]) -> Store:
    if mount["Type"] == "bind":
        return Bind(str(mount["Source"]))
    if mount["Type"] == "volume":
        return Layers(world.volumes[str(mount["Name"])].files)
    return Layers({})


def own_files(world: World, container: Container) -> dict[str, str]:
    """The files that the engine writes for each container: `/etc/hosts` and its like, which are in no layer."""
    named = any(not network.predefined for network in map(world.networks.get, container.endpoints) if network)
    lines = [f"{endpoint.address}\t{container.short}\n" for endpoint in container.endpoints.values() if endpoint.address]
    extra = ["\t".join(reversed(one.rsplit(":", 1))) + "\n" for one in container.host.get("ExtraHosts") or []]
    return {
        "/etc/hostname": f"{container.config.get('Hostname') or container.short}\n",
        "/etc/hosts": HOSTS + "".join(extra) + "".join(lines),
        "/etc/resolv.conf": RESOLVE.format(server="127.0.0.11" if named else "192.0.2.53"),
    }


__all__ = ["MISSING", "Place", "Site", "files_of", "ipaddress", "own_files"]
