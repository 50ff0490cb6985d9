"""The socket of this machine at which an engine listens, if we may speak to it as the client would.

Which engine that is decides `dockersh.permissions`. In doubt the client is asked: it knows TLS, ssh, headers that are added to
requests, and what a script in its place does.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from dockersh.client.real_docker import is_stand_in, real_docker
from dockersh.client.settings import read
from dockersh.machine import regular_files
from dockersh.permissions.engines import target

SCHEME = "unix://"
TLS = ("DOCKER_TLS", "DOCKER_TLS_VERIFY")  # any value turns it on, even 0
OURS = ("docker", "com.docker.cli")  # what the client's own file is called


def socket_of(address: str, env: Mapping[str, str]) -> str:
    """The path of the unix socket at an engine's *address*; '' where it is none, or not for us in this environment."""
    if any(env.get(name) for name in TLS) or _adds_headers(env) or not _speaks(env.get("DOCKER_API_VERSION", "")):
        return ""
    return address.removeprefix(SCHEME) if address.startswith(SCHEME) else ""


def near(env: Mapping[str, str]) -> str:
    """The socket of the engine of this environment, where that answers sooner than a docker client starts; else ''."""
    docker = real_docker(path=env.get("PATH", os.defpath))
    return socket_of(target((), {}, env).address, env) if docker is not None and is_client(docker) else ""


def is_client(docker: str) -> bool:
    """Whether `docker` is the client itself: a script in its place may go anywhere, podman has an engine of its own."""
    found = docker if os.sep in docker else real_docker(docker)
    try:
        script = regular_files.head(found or "", 2) == b"#!"
    except OSError:
        return False
    return is_stand_in(str(found)) or (not script and os.path.basename(os.path.realpath(str(found))) in OURS)


def version_of(env: Mapping[str, str]) -> str:
    """The version of the API that the client would insist on; '' where it agrees on one with the engine."""
    return env.get("DOCKER_API_VERSION", "").removeprefix("v")


def _speaks(version: str) -> bool:
    major, dot, minor = version.removeprefix("v").partition(".")
    return not version or (bool(dot) and (major + minor).isdecimal())


def _adds_headers(env: Mapping[str, str]) -> bool:
    return bool(env.get("DOCKER_CUSTOM_HEADERS") or read(env, "config.json", wanted="HttpHeaders").get("HttpHeaders"))
