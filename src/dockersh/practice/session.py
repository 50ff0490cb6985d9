"""A practice session: its folder, its engine, and the environment in which every `docker` is the practice one.

    $XDG_STATE_HOME/dockersh/practice/home     where the person stands
                                     /state.json, /engine.log, /config, /bin, /stand-in, /lock, /socket

The engine is a process of its own, shared by all sessions of this person; it ends when the last of them has ended.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, MutableMapping

from dockersh.client.real_docker import real_docker
from dockersh.machine import folders

MARK = "DOCKERSH_PRACTICE"
PATIENCE = 5.0  # seconds for the engine to come up
# What leads docker elsewhere.
LEADS_AWAY = (
    "DOCKER_CONTEXT",
    "DOCKER_TLS",
    "DOCKER_TLS_VERIFY",
    "DOCKER_CERT_PATH",
    "DOCKER_API_VERSION",
    "DOCKER_CUSTOM_HEADERS",
    "DOCKER_DEFAULT_PLATFORM",
    "CONTAINER_HOST",
)
# Programs that have an engine of their own, or another person's environment.
REFUSED = ("podman", "nerdctl", "ctr", "docker-compose", "doas", "su")
STAND_IN = "#!/bin/sh\nexec '{python}' -I -m dockersh.practice.standin \"$@\"\n"
SCRIPT = "#!/bin/sh\nexec '{python}' -I -m dockersh.practice.gate {name} \"$@\"\n"


class Session:
    """One that runs; it holds the connection for whose sake the engine lives."""

    def __init__(self, folder: str, engine: str, owned: socket.socket) -> None:
        self.folder, self.engine, self.owned = folder, engine, owned

    @property
    def home(self) -> str:
        """The folder that containers may mount parts of."""
        return os.path.join(self.folder, "home")

    def environment(self, env: MutableMapping[str, str]) -> None:
        """Let every docker of this environment be the practice one."""
        for name in LEADS_AWAY:
            env.pop(name, None)
        env["DOCKER_HOST"] = f"unix://{self.engine}"
        env["DOCKER_CONFIG"] = os.path.join(self.folder, "config")
        env["DOCKER_CLI_HINTS"] = "false"
        programs = env.get("PATH", os.defpath)
        ours = [] if real_docker(path=programs) else [os.path.join(self.folder, "stand-in")]
        env["PATH"] = os.pathsep.join((os.path.join(self.folder, "bin"), programs, *ours))
        env[MARK] = self.home


def folder(env: MutableMapping[str, str]) -> str | None:
    """Where practice keeps everything; None where nothing can be kept."""
    return folders.place("state", "practice", env=env)


def begin(env: MutableMapping[str, str]) -> Session:
    """Join the engine that runs, or start one. Raises OSError."""
    place = folder(env)
    if place is None:
        raise folders.nowhere()
    for name in ("home", "config", "bin", "stand-in"):
        folders.make(os.path.join(place, name))
    _programs(place)
    with _alone(place):
        found = _joined(place) or _started(place)
    return Session(place, *found)


def forget(env: MutableMapping[str, str]) -> None:
    """Delete everything that practice keeps, the files of its home, too. Raises OSError."""
    place = folder(env)
    if place is None or not os.path.isdir(place):
        return
    with _alone(place):
        running = _joined(place)
        if running is not None:
            _ask(running[0], "POST /practice/reset").close()
            running[1].close()
        for name in ("home", "state.json"):
            path = os.path.join(place, name)
            if os.path.isdir(path):
                shutil.rmtree(path)
            elif os.path.lexists(path):
                os.unlink(path)


@contextlib.contextmanager
def _alone(place: str) -> Iterator[None]:
    """Nobody else starts or joins meanwhile."""
    with open(os.path.join(place, "lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _joined(place: str) -> tuple[str, socket.socket] | None:
    """The engine that runs already."""
    try:
        with open(os.path.join(place, "socket"), encoding="utf-8", errors="surrogateescape") as file:
            path = file.read()
        return path, _ask(path, "POST /practice/own")
    except (OSError, ValueError):
        return None


def _ask(path: str, request: str) -> socket.socket:
    """Send a request of our own; the connection. Raises OSError where nobody answers."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(PATIENCE)
        connection.connect(path)
        connection.sendall(f"{request} HTTP/1.1\r\nHost: practice\r\n\r\n".encode())
        if not connection.recv(1):
            raise ConnectionResetError
        connection.settimeout(None)
    except OSError:
        connection.close()
        raise
    return connection


def _started(place: str) -> tuple[str, socket.socket]:
    """A new one. Its socket is in a private folder with a short name: a path of a socket has 100 bytes at most."""
    path = os.path.join(tempfile.mkdtemp(prefix="dockersh-practice-"), "docker.sock")
    argv = [sys.executable, "-I", "-m", "dockersh.practice.serve", path]
    argv += [os.path.join(place, "state.json"), os.path.join(place, "home")]
    with open(os.path.join(place, "engine.log"), "wb") as log:
        process = subprocess.Popen(  # noqa: S603  our own engine
            argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/"
        )
    owned = _when_ready(path, process)
    folders.write(os.path.join(place, "socket"), os.fsencode(path), private=True)
    process.returncode = 0  # it ends by itself, after us
    return path, owned


def _when_ready(path: str, process: subprocess.Popen[bytes]) -> socket.socket:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return _ask(path, "POST /practice/own")
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise
        time.sleep(0.005)


def _programs(place: str) -> None:
    """What stands in front of the person's PATH: docker, and what would lead past it; and what stands in for a client."""
    for name in ("docker", "sudo", *REFUSED):
        _program(os.path.join(place, "bin", name), SCRIPT.format(python=sys.executable, name=name))
    _program(os.path.join(place, "stand-in", "docker"), STAND_IN.format(python=sys.executable))


def _program(path: str, text: str) -> None:
    """Write a script, unless it is there."""
    with contextlib.suppress(OSError), open(path, encoding="utf-8", errors="surrogateescape") as file:
        if file.read() == text:
            return
    folders.write(path, os.fsencode(text), private=True)
    os.chmod(path, 0o700)
