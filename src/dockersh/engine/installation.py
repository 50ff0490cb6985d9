"""Which installation an engine is, by where its socket lies and what its context is called: each is started in its own way.

Sources: where Docker Desktop, OrbStack, colima, Rancher Desktop, lima, podman and docker's rootless mode put their sockets, by
their manuals; sd_booted(3) for systemd; the kernel's release names WSL. Nothing is opened, only looked for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from dockersh.client.real_docker import real_docker
from dockersh.permissions.engines import LOCAL, Target, target
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

# Of each application: its socket, and its contexts. `name` is the profile or the virtual machine.
APPLICATIONS = (
    ("desktop", pattern(r"/\.docker/(?:desktop|run)/|docker\.raw\.sock|//\./pipe/"), pattern(r"desktop-(?:linux|windows)")),
    ("orbstack", pattern(r"/\.orbstack/"), pattern(r"orbstack")),
    ("colima", pattern(r"/(?:\.colima|colima)/(?P<name>[^/]+)/docker\.sock"), pattern(r"colima(?:-(?P<name>.+))?")),
    ("rancher", pattern(r"/\.rd/"), pattern(r"rancher-desktop")),
    ("lima", pattern(r"/\.lima/(?P<name>[^/]+)/"), pattern(r"lima-(?P<name>.+)")),
    ("podman", pattern(r"/podman[^/]*\.sock|/podman/"), pattern(r"podman.*")),
    ("rootless", pattern(r"/run/user/\d+/docker\.sock"), pattern(r"rootless")),
)
NAMED = frozenset(("colima", "lima"))
SYSTEMD = "/run/systemd/system"
SNAP = "/var/snap/docker"
INTEGRATED = "/mnt/wsl/docker-desktop"  # where Docker Desktop's WSL integration puts its programs
# What of a finding or a failure may name the installation: a key of installation.toml in front of its kind.
WORDS = ("start", "restart", "logs", "settings", "room", "memory", "proxy", "clock", "sees")


class Installation(NamedTuple):
    """The *kind* ends a key of installation.toml; *name* is a profile, a virtual machine, or a machine elsewhere."""

    kind: str
    name: str = ""


def of_line(options: Sequence[str], assigned: Mapping[str, str], env: Mapping[str, str]) -> Installation:
    """The installation a line's engine belongs to, by docker's own options and environment."""
    return of(target(options, assigned, env))


def of(engine: Target) -> Installation:
    """The installation behind an address and a context."""
    if engine.address and not engine.address.startswith(LOCAL):
        return Installation("elsewhere", engine.address)
    path = os.path.realpath(engine.address.removeprefix("unix://")) if engine.address.startswith("unix://") else engine.address
    return _application(f"{engine.address} {path}", engine.context) or _here()


def _application(address: str, context: str) -> Installation | None:
    for kind, socket, contexts in APPLICATIONS:
        found = contexts.fullmatch(context) or socket.search(address)
        if found:
            name = found.groupdict().get("name") or "default"
            return Installation(_desktop() if kind == "desktop" else kind, name if kind in NAMED else "")
    return None


def _desktop() -> str:
    if sys.platform == "darwin":
        return "desktop-mac"
    return "desktop-windows" if is_wsl() or sys.platform == "win32" else "desktop-linux"


def is_wsl() -> bool:
    """Whether this Linux is one of Windows' own."""
    return "microsoft" in os.uname().release.lower()


def _here() -> Installation:
    """What runs the engine behind docker's own socket on this machine."""
    if sys.platform == "darwin":
        return Installation("mac")
    if is_wsl() and os.path.isdir(INTEGRATED):
        return Installation("desktop-windows")
    if os.path.isdir(SNAP) or (real_docker() or "").startswith("/snap/"):
        return Installation("snap")
    if os.path.isdir(SYSTEMD):
        return Installation("systemd")
    return Installation("wsl" if is_wsl() else "service")
