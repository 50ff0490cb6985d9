"""What takes a wall away between the container and its host, or a lock from the engine's door.

Sources: OWASP Docker Security Cheat Sheet (rule numbers), CIS Docker Benchmark 1.6.0 (section numbers).
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator

from dockersh.finding import Finding, finding
from dockersh.foresight.named import CREATES, network
from dockersh.foresight.plan import Request
from dockersh.reading.invocation.questions import assignments
from dockersh.startup.lazy_regex import pattern

NAMESPACES = ("pid", "ipc", "uts", "userns", "cgroupns")
# The kernel's powers that reach beyond the container.
POWERFUL = frozenset(
    ("ALL", "SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE", "SYS_RAWIO", "NET_ADMIN", "DAC_READ_SEARCH", "BPF", "PERFMON")
)
# Of these, the ones whose power ends where a namespace of the container's own ends; capabilities(7).
OWN_SPACE = {"NET_ADMIN": ("network",), "SYS_PTRACE": ("pid",)}
# `--security-opt` values that switch a protection off; both `=` and the older `:` separate.
UNCONFINED = frozenset(
    ("seccomp=unconfined", "apparmor=unconfined", "label=disable", "systempaths=unconfined", "no-new-privileges=false")
)
TLS = frozenset(("tls", "tlsverify"))
WITH_TLS = ":2376"  # the port of an engine that asks who it is; docker docs, protect the daemon socket
READS = frozenset(("r", "rm", "mr"))  # of a device; m alone makes its node, and opens nothing
# The host's memory, its ports, its disks.
HOST_DEVICES = pattern(r"/dev/(?:mem|kmem|port|[shv]d[a-z]\d*|nvme\d\S*|mmcblk\d\S*|dm-\d+|mapper/\S+|disk/\S+)")


def host_namespace(request: Request) -> Iterator[Finding]:
    """A namespace shared with the host. CIS 5.16 (pid), 5.17 (ipc), 5.21 (uts), 5.31 (userns)."""
    for name in NAMESPACES:
        for part in request.invocation.flags(name):
            if part.value == "host":
                yield finding(f"host-{name}", "warning", part.span)


def host_network(request: Request) -> Iterator[Finding]:
    """No network of its own: what it opens is open on the host, and the host's loopback is within its reach. CIS 5.10."""
    if request.invocation.name in CREATES and network(request.invocation) == "host":
        for part in request.invocation.flags("network")[-1:]:
            yield finding("host-network", "tip", part.span)


def host_device(request: Request) -> Iterator[Finding]:
    """A device that the host itself lives on. CIS 5.18."""
    for part in request.invocation.flags("device"):
        device, _, rest = part.text.partition(":")
        if part.literal and HOST_DEVICES.fullmatch(device):
            allowed = rest.rpartition(":")[2]
            if allowed in READS:
                yield finding("host-device-read", "warning", part.span, device=device)
            elif allowed != "m":
                yield finding("host-device", "danger", part.span, device=device)


def _shares(request: Request, *flags: str) -> bool:
    """Whether a namespace of another is shared: the host's, or a container's."""
    return any((request.invocation.value(flag) or "").startswith(("host", "container:")) for flag in flags)


def powerful_capability(request: Request) -> Iterator[Finding]:
    """A capability that root of the host would need. OWASP 3, CIS 5.4."""
    for part in request.invocation.flags("cap-add"):
        name = part.text.upper().removeprefix("CAP_")
        if name in POWERFUL and (name not in OWN_SPACE or _shares(request, *OWN_SPACE[name])):
            yield finding("powerful-capability", "danger" if name in ("ALL", "SYS_ADMIN") else "warning", part.span, name=name)


def confinement_off(request: Request) -> Iterator[Finding]:
    """A profile that holds the container's programs back is switched off. OWASP 6, CIS 5.2, 5.3, 5.22."""
    for part in request.invocation.flags("security-opt"):
        option = part.text.replace(":", "=", 1)
        if option in UNCONFINED:
            yield finding("confinement-off", "warning", part.span, option=option)


def _variables(request: Request) -> set[str]:
    return {*os.environ, *assignments(request.invocation.call)}


def engine_without_tls(request: Request) -> Iterator[Finding]:
    """An engine on a plain TCP port obeys everybody who reaches it. OWASP 1, CIS 2.7."""
    invocation = request.invocation
    globals_ = [part for part in invocation.parts if part.kind == "global-flag"]
    if any(part.name in TLS for part in globals_):
        return
    for part in globals_:
        plain = part.text.startswith("tcp://") and not part.text.rstrip("/").endswith(WITH_TLS)
        if part.name == "host" and part.literal and plain and "DOCKER_TLS_VERIFY" not in _variables(request):
            yield finding("engine-without-tls", "danger", part.span)


def password_on_the_line(request: Request) -> Iterator[Finding]:
    """`docker login -p` leaves the password in the shell's history and in the list of processes.

    A `-` is none: since 29.6 it stands for standard input (docker/cli#7029).
    """
    if request.invocation.name == "login":
        for part in (one for one in request.invocation.flags("password") if one.text != "-"):
            yield finding("password-on-the-line", "warning", part.span, login=_login(request))


def _login(request: Request) -> str:
    """The line again, with its user and its registry, and the password from a file."""
    invocation = request.invocation
    users = [f"-u {shlex.quote(part.text)}" for part in invocation.flags("username")[-1:] if part.literal and part.value]
    server = [shlex.quote(part.text) for part in invocation.arguments("SERVER") if part.literal and part.value]
    return " ".join(("docker login", *(users or ("-u NAME",)), "--password-stdin", *server, "< FILE"))


RULES = (
    host_namespace,
    host_network,
    host_device,
    powerful_capability,
    confinement_off,
    engine_without_tls,
    password_on_the_line,
)
