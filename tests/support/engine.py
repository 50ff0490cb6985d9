"""A real docker engine of the tests' own: a private dockerd, fed by a private registry that stands in for Docker Hub.

Nothing is downloaded: the images are made here from busybox, put into the registry, and pulled from it as their mirror.
Nothing outlives the tests: processes, mounts, folders, the docker0 bridge and the packet filter are put back as they were.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote

from support.images import IMAGES, upload

LOCK = Path("/tmp/dockersh-engine.lock")
LOCK_SECONDS = 120
BRIDGE_SUBNET = "172.17.0.0/16"
PROGRAM_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin", "/bin"))
NO_PROXY_HERE = "http://127.0.0.1:9"  # nobody listens on the discard port: Docker Hub is never reached


class EngineError(RuntimeError):
    """The private engine did not start, or did not do what it was told."""


@dataclass(frozen=True)
class Engine:
    """A running engine: where it listens, where it keeps its things, and the base images (name and tag to id)."""

    socket: Path
    folder: Path
    images: Mapping[str, str]

    @property
    def host(self) -> str:
        """What DOCKER_HOST is set to."""
        return f"unix://{self.socket}"

    @property
    def data(self) -> Path:
        """The engine's data folder (docker's --data-root)."""
        return self.folder / "data"

    def env(self, **more: str) -> dict[str, str]:
        """A copy of this process's environment in which docker talks to this engine and reads no personal settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER_")}
        return {**kept, "DOCKER_HOST": self.host, "DOCKER_CONFIG": str(self.folder / "config"), **more}

    def docker(self, *argv: str, check: bool = True, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        """Run the real client with these words; `check` turns a failure into an EngineError that quotes its error text."""
        words = ["docker", *argv]
        done = subprocess.run(
            words, env=self.env(), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, check=False
        )
        if check and done.returncode:
            raise EngineError(f"{shlex.join(words)} ended with {done.returncode}: {done.stderr.strip()}")
        return done

    def now(self) -> float:
        """The engine's clock (it is this machine's), in seconds: a bound for `events`."""
        return time.time()

    def events(self, since: float, until: float | None = None) -> list[dict[str, Any]]:
        """What happened between two moments (seconds; until now if not given), oldest first, as the engine's JSON objects."""
        bounds = ("--since", f"{since:.9f}", "--until", f"{until or self.now():.9f}")
        out = self.docker("events", *bounds, "--format", "{{json .}}").stdout
        return [json.loads(line) for line in out.splitlines()]

    def api(self, method: str, path: str, *, timeout: float = 60) -> Any:
        """One request to the engine's own interface; the JSON answer, or None for an empty one."""
        status, body = _request(_UnixConnection(self.socket, timeout), method, path)
        if status >= 400:
            raise EngineError(f"{method} {path} was answered {status}: {body.decode(errors='replace').strip()}")
        return json.loads(body) if body.strip().startswith((b"{", b"[")) and b"\r\n" not in body.strip() else None

    def reset(self) -> None:
        """Remove every container, network of ours and volume, and put the images back to the base set."""
        with ThreadPoolExecutor(4) as pool:
            gone = [f"/containers/{each['Id']}?force=1&v=1" for each in self.api("GET", "/containers/json?all=1")]
            list(pool.map(self._delete, gone))
            networks = self.api("GET", f"/networks?filters={quote('{"type":["custom"]}')}")
            volumes = self.api("GET", "/volumes")["Volumes"] or ()
            gone = [f"/networks/{each['Id']}" for each in networks] + [f"/volumes/{each['Name']}?force=1" for each in volumes]
            list(pool.map(self._delete, gone))
        self._reset_images()

    def _reset_images(self) -> None:
        """Drop tags and images that are not in the base set, then pull what the base set misses."""
        for name, identity in self._tags():
            if self.images.get(name) != identity:
                self._delete(f"/images/{quote(name, safe='/:@')}?force=1")
        missing = self.images.keys() - dict(self._tags()).keys()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self.pull, missing))

    def _tags(self) -> list[tuple[str, str]]:
        """Every image by each of its names (by its id when it has none), with its id."""
        found = self.api("GET", "/images/json?all=1")
        return [(name, each["Id"]) for each in found for name in _names(each) or (each["Id"],)]

    def pull(self, name: str) -> None:
        """Pull one image by name and tag, through the mirror."""
        repository, _, tag = name.rpartition(":")
        self.api("POST", f"/images/create?fromImage={quote(repository, safe='')}&tag={quote(tag)}")

    def _delete(self, path: str) -> None:
        """Delete one thing; that it is already gone is fine."""
        with contextlib.suppress(EngineMissing):
            status, body = _request(_UnixConnection(self.socket, 60), "DELETE", path)
            if status >= 400 and status != 404:
                raise EngineError(f"DELETE {path} was answered {status}: {body.decode(errors='replace').strip()}")
