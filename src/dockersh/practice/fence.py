"""A fence where the system allows one: in this session's view of the files, the sockets of real engines are the practice one.

What a script does by itself (`/usr/bin/docker -H unix:///var/run/docker.sock …`, `curl --unix-socket …`) cannot be read on the
line. On Linux a process with the right to mount gets a mount namespace of its own, in which the practice socket stands at those
places; everywhere else the rules and the environment have to do. Source: unshare(2), mount(2).
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping

NEW_MOUNTS = 0x00020000  # CLONE_NEWNS
BIND, RECURSIVE, PRIVATE = 0x1000, 0x4000, 0x40000
SOCKETS = ("/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock")
SCHEME = "unix://"


def close_off(practice: str, env: Mapping[str, str]) -> bool:
    """Put the socket *practice* in the place of those of real engines, the one of the environment, too; whether it was done."""
    places = real_sockets(env)
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(NEW_MOUNTS) or libc.mount(b"none", b"/", None, RECURSIVE | PRIVATE, None):
        return False
    codes = [libc.mount(os.fsencode(practice), os.fsencode(place), None, BIND, None) for place in places]  # every one is tried
    return not any(codes)


def real_sockets(env: Mapping[str, str]) -> Iterable[str]:
    """Where engines of this machine listen, as far as they are there."""
    host = env.get("DOCKER_HOST", "")
    own = [host.removeprefix(SCHEME)] if host.startswith(SCHEME) else []
    return sorted({os.path.realpath(path) for path in (*SOCKETS, *own) if os.path.exists(path)})
