"""Who can reach what: published ports, the host's files, the engine's own socket, privileges.

Sources: OWASP Docker Security Cheat Sheet (rule numbers), CIS Docker Benchmark 1.6.0 (section numbers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockersh.finding import Finding, Severity, finding
from dockersh.foresight.named import CREATES, has_own_ports, network
from dockersh.foresight.plan import Request
from dockersh.foresight.refusals.engine.ports import EVERYWHERE
from dockersh.reading.invocation import Invocation
from dockersh.reading.syntax import Span
from dockersh.reading.values.mounts import Mount
from dockersh.reading.values.ports import Port
from dockersh.startup.lazy_regex import pattern

# Ports of programs that often ask for no password, or for a weak one: databases, caches, search engines, the engine itself.
DATABASES = frozenset(("2375", "3306", "5432", "5984", "6379", "9200", "11211", "27017"))
PASSWORD = pattern(r"(?i)pass(?:word|wd)?(?:_file)?\b|pass|secret|_pw\b|security\.enabled=true|^--?auth$")
OPEN = pattern(r"(?i)(?:allow_empty|empty|random)\w*password|disable|trust")
# CIS 5.6 lists the first eight; the others hold keys, or all of docker's data.
SYSTEM_FOLDERS = frozenset(["/", "/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr", "/root", "/home", "/var/lib/docker"])
# An engine's socket by its name, wherever it lies: rootless, Docker Desktop, colima, podman, containerd; Windows' named pipe.
SOCKET = pattern(
    r"(?:docker|podman|containerd|crio|buildkitd)\.sock(?:\.raw|\.ttrpc)?|docker\.raw\.sock|docker-cli\.sock|docker_engine(?:_linux)?"
)
SOCKET_FOLDERS = frozenset(f"{run}{below}" for run in ("/run", "/var/run") for below in ("", "/podman", "/containerd"))
PATHS = pattern(r"[^:,={}\"']+")  # what may be a path in a value that the shell has a part in: `$HOME/x.sock:/y`
# Mounts of the container are seen by the host with these. docker docs, bind propagation
SHARED = frozenset(("shared", "rshared"))


def published_to_every_address(request: Request) -> Iterator[Finding]:
    """`-p 80:80` listens on every address, and docker's rules come before ufw's. OWASP 5a, CIS 5.14."""
    invocation = request.invocation
    if invocation.name not in CREATES or not has_own_ports(invocation):
        return
    for part in invocation.flags("publish"):
        port = part.decoded
        if isinstance(port, Port) and (port.host_ip or "") in EVERYWHERE:
            code = _every_address(port, invocation)
            severity: Severity = "danger" if code == "database-to-every-address" else "warning"
            yield finding(code, severity, part.span, port=port.host_port or port.container_port, safer=_loopback(port))


def _every_address(port: Port, invocation: Invocation) -> str:
    if port.host_port and port.container_port in DATABASES and not _asks_for_password(invocation):
        return "database-to-every-address"
    return "published-to-every-address" if port.host_port else "random-port-to-every-address"


def _asks_for_password(invocation: Invocation) -> bool:
    """Whether the line gives the program a password; in doubt it does: a file of variables may hold one."""
    told = (*invocation.flags("env"), *invocation.words())
    return bool(invocation.flags("env-file")) or any(PASSWORD.search(part.text) and not OPEN.search(part.text) for part in told)


def _loopback(port: Port) -> str:
    """The same port for this machine only, as `-p` takes it."""
    protocol = "" if port.protocol == "tcp" else f"/{port.protocol}"
    return f"127.0.0.1:{port.host_port or ''}:{port.container_port}{protocol}"


def published_without_effect(request: Request) -> Iterator[Finding]:
    """With the host's own network, or with none, there is nothing to publish: docker drops the port."""
    published = request.invocation.flags("publish")
    if published and network(request.invocation) in ("host", "none"):
        yield finding(f"published-on-{network(request.invocation)}-network", "warning", published[0].span)


def privileged(request: Request) -> Iterator[Finding]:
    """A privileged container is not a sandbox. OWASP 3, CIS 5.5."""
    if request.invocation.on("privileged"):
        yield finding("privileged", "danger", request.invocation.flags("privileged")[-1].span)


def engine_socket_mounted(request: Request) -> Iterator[Finding]:
    """The socket is the machine; read-only does not help. OWASP 1, CIS 5.32."""
    for span, mount in _mounts(request):
        if mount.type in ("bind", "npipe") and _leads_to_engine(mount):
            yield finding("engine-socket-mounted", "danger", span)
    for flag in ("volume", "mount"):
        for part in request.invocation.flags(flag):
            if not part.literal and _names_socket(flag, part.text):
                yield finding("engine-socket-mounted", "danger", part.span)
    if request.invocation.on("use-api-socket"):
        yield finding("engine-socket-mounted", "danger", request.invocation.flags("use-api-socket")[-1].span)


def _leads_to_engine(mount: Mount) -> bool:
    """A socket of an engine's name on either side, or the folder that holds one."""
    source = re.sub(r"/+", "/", mount.source or "")
    return _is_socket(source) or _is_socket(mount.target) or source.rstrip("/") in SOCKET_FOLDERS


def _is_socket(path: str) -> bool:
    return bool(SOCKET.fullmatch(re.split(r"[/\\]", path.rstrip("/"))[-1]))


def _names_socket(flag: str, value: str) -> bool:
    """The same of a value that is known only when the line runs: a path in it, joined to another one."""
    joined = ":" in value if flag == "volume" else "type=bind" in value
    return joined and any(_is_socket(path) for path in PATHS.findall(value))


def host_system_mounted(request: Request) -> Iterator[Finding]:
    """A folder the host itself lives in. CIS 5.6."""
    for span, mount in _mounts(request):
        folder = (mount.source or "").rstrip("/") or ("/" if mount.source else "")
        if mount.type == "bind" and folder in SYSTEM_FOLDERS:
            if mount.readonly:
                yield finding("host-system-readable", "warning", span, folder=folder)
            else:
                yield finding("host-system-mounted", "danger", span, folder=folder)


def shared_propagation(request: Request) -> Iterator[Finding]:
    """What the container mounts shows up on the host. CIS 5.20."""
    for span, mount in _mounts(request):
        if SHARED & _options(mount):
            yield finding("shared-propagation", "warning", span)


def relabelled_system(request: Request) -> Iterator[Finding]:
    """`:Z` on a folder of the system relabels all its files for SELinux: programs of the host stop working. docker docs."""
    for span, mount in _mounts(request):
        folder = (mount.source or "").rstrip("/") or "/"
        if mount.type == "bind" and folder in SYSTEM_FOLDERS and {"z", "Z"} & _options(mount):
            yield finding("relabelled-system", "danger", span, folder=folder)


def _options(mount: Mount) -> set[str]:
    """The options of a mount as words: `bind-propagation=rshared` counts as `rshared`."""
    return {option.rpartition("=")[2] for option in mount.options}


def _mounts(request: Request) -> Iterator[tuple[Span, Mount]]:
    for flag in ("volume", "mount"):
        for part in request.invocation.flags(flag):
            if isinstance(part.decoded, Mount):
                yield part.span, part.decoded


RULES = (
    published_to_every_address,
    published_without_effect,
    privileged,
    engine_socket_mounted,
    host_system_mounted,
    shared_propagation,
    relabelled_system,
)
