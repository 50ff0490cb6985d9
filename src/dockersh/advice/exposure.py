"""Who can reach what: published ports, the host's files, the engine's own socket, privileges.

Sources: OWASP Docker Security Cheat Sheet (rule numbers), CIS Docker Benchmark 1.6.0 (section numbers).
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.finding import Finding, Severity, finding
from dockersh.plan import Request, foresee
from dockersh.plan.foresee import EVERYWHERE, network
from dockersh.syntax import Span
from dockersh.values import mounts, ports
from dockersh.values.mounts import Mount
from dockersh.values.ports import Port

# Ports of programs that often ask for no password, or for a weak one: databases, caches, search engines, the engine itself.
DATABASES = frozenset(("2375", "3306", "5432", "5984", "6379", "9200", "11211", "27017"))
CREATES = frozenset(("container run", "container create"))
# CIS 5.6 lists the first eight; the others hold keys, or all of docker's data.
SYSTEM_FOLDERS = frozenset(["/", "/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr", "/root", "/home", "/var/lib/docker"])
SOCKETS = frozenset(("/var/run/docker.sock", "/run/docker.sock", "/var/run", "/run"))  # the folder holds it, too
# Mounts of the container are seen by the host with these. docker docs, bind propagation
SHARED = frozenset(("shared", "rshared"))


def published_to_every_address(request: Request) -> Iterator[Finding]:
    """`-p 80:80` listens on every address, and docker's rules come before ufw's. OWASP 5a, CIS 5.14."""
    invocation = request.invocation
    if invocation.name not in CREATES or not foresee.has_own_ports(invocation):
        return
    for part in invocation.flags("publish"):
        port = ports.parse(part.value) if part.literal and part.value else None
        if isinstance(port, Port) and (port.host_ip or "") in EVERYWHERE:
            code = _every_address(port)
            severity: Severity = "danger" if code == "database-to-every-address" else "warning"
            yield finding(code, severity, part.span, port=port.host_port or port.container_port, safer=_loopback(port))


def _every_address(port: Port) -> str:
    if port.host_port and port.container_port in DATABASES:
        return "database-to-every-address"
    return "published-to-every-address" if port.host_port else "random-port-to-every-address"


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
    """Whoever has the socket has the machine; read-only does not help. OWASP 1, CIS 5.32."""
    for span, mount in _mounts(request):
        if mount.type == "bind" and (mount.source or "").rstrip("/") in SOCKETS:
            yield finding("engine-socket-mounted", "danger", span)
    if request.invocation.on("use-api-socket"):
        yield finding("engine-socket-mounted", "danger", request.invocation.flags("use-api-socket")[-1].span)


def host_system_mounted(request: Request) -> Iterator[Finding]:
    """A folder the host itself lives in. CIS 5.6."""
    for span, mount in _mounts(request):
        folder = (mount.source or "").rstrip("/") or ("/" if mount.source else "")
        if mount.type == "bind" and folder in SYSTEM_FOLDERS:
            yield finding("host-system-mounted", "warning" if mount.readonly else "danger", span, folder=folder)


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
    for flag, grammar in (("volume", mounts.parse), ("mount", mounts.parse_mount)):
        for part in request.invocation.flags(flag):
            found = grammar(part.value) if part.literal and part.value else None
            if isinstance(found, Mount):
                yield part.span, found


RULES = (
    published_to_every_address,
    published_without_effect,
    privileged,
    engine_socket_mounted,
    host_system_mounted,
    shared_propagation,
    relabelled_system,
)
