"""What the engine holds, kept up to date by its own events: for the bar and the suggestions of the interactive shell.

Runs in a thread of its own and never makes anybody wait: readers get the last snapshot. The client's background conversations
go through `sh`. An engine that is away is asked again, with longer and longer breaks.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Callable, Mapping

from dockersh.typed import Any, NamedTuple

# What a container's event makes of its status; other events change nothing we show.
STATUS = {
    "create": "created",
    "start": "running",
    "restart": "running",
    "unpause": "running",
    "pause": "paused",
    "die": "exited",
    "oom": "running",
}
FIRST_BREAK, LONGEST_BREAK = 1.0, 30.0  # seconds between two tries to reach an engine that is away


class Snapshot(NamedTuple):
    """The engine at one moment. *containers*: name → status; *images*: name:tag. Not *up*: nothing is known."""

    up: bool = False
    context: str = ""
    version: str = ""
    containers: Mapping[str, str] = {}
    images: frozenset[str] = frozenset()

    @property
    def running(self) -> int:
        """How many containers run."""
        return sum(status in ("running", "paused", "restarting") for status in self.containers.values())


class Watcher:
    """Watches the engine that a docker client talks to. *changed* is called, in our thread, after every change."""

    def __init__(self, docker: str, changed: Callable[[], None]) -> None:
        self.docker = docker
        self.changed = changed
        self.now = Snapshot()
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._anew = threading.Event()  # another engine, perhaps, since the last first look
        self._events: Any = None
        self._thread = threading.Thread(target=self._watch, name="dockersh-watcher", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End, and end the client that listens for us."""
        self._stop.set()
        self._wake.set()
        with contextlib.suppress(Exception):
            self._events.terminate()

    def poke(self) -> None:
        """Try now, where the engine was away: somebody just talked to it."""
        if not self.now.up:
            self._wake.set()

    def again(self) -> None:
        """Look anew: docker may talk to another engine from now on."""
        self._anew.set()
        self._wake.set()
        with contextlib.suppress(Exception):
            self._events.terminate()

    def _watch(self) -> None:
        import sh  # noqa: PLC0415  50 ms, in this thread, behind the first prompt

        pause = FIRST_BREAK
        while not self._stop.is_set():
            docker = sh.Command(self.docker).bake(_env={**os.environ, "DOCKER_CLI_HINTS": "false"})
            self._anew.clear()
            begun = time.time()
            try:
                self._become(_first_look(docker))
                pause = FIRST_BREAK
                self._listen(docker, begun)
            except sh.ErrorReturnCode:
                pass
            except (OSError, ValueError):  # the client is gone, or said something we do not read
                pass
            self._become(self.now._replace(up=False, containers={}, images=frozenset()))
            self._wake.wait(pause)
            self._wake.clear()
            pause = min(pause * 2, LONGEST_BREAK)

    def _become(self, snapshot: Snapshot) -> None:
        if snapshot != self.now:
            self.now = snapshot
            self.changed()

    def _listen(self, docker: Any, begun: float) -> None:
        """Follow the events from the first look on, until the engine or we go away."""
        since = f"{begun:.6f}"
        self._events = docker("events", "--since", since, "--format", "{{json .}}", _iter=True, _bg_exc=False)
        if self._anew.is_set():
            self._events.terminate()
        for line in self._events:
            if self._stop.is_set():
                return
            event = json.loads(line)
            self._become(self._after(docker, event))

    def _after(self, docker: Any, event: dict[str, Any]) -> Snapshot:
        kind, action = event.get("Type"), str(event.get("Action", ""))
        if kind == "image":
            return self.now._replace(images=_images(docker))
        if kind != "container":
            return self.now
        return self.now._replace(containers=_containers_after(self.now.containers, action, event["Actor"]["Attributes"]))


def _containers_after(known: Mapping[str, str], action: str, about: Mapping[str, str]) -> dict[str, str]:
    name = about.get("name", "")
    rest = {key: status for key, status in known.items() if key != name}
    if action == "destroy":
        return rest
    if action == "rename":
        old = about.get("oldName", "").removeprefix("/")
        return {**{key: status for key, status in rest.items() if key != old}, name: known.get(old, "created")}
    status = STATUS.get(action)
    return {**rest, name: status} if status else dict(known)


def _first_look(docker: Any) -> Snapshot:
    version = str(docker("version", "--format", "{{.Server.Version}}")).strip()
    rows = str(docker("ps", "-a", "--format", "{{.Names}}\t{{.State}}")).splitlines()
    containers = dict(_row(row) for row in rows)
    return Snapshot(up=True, context=_context(docker), version=version, containers=containers, images=_images(docker))


def _row(row: str) -> tuple[str, str]:
    """A container that others link to has several names; its own comes without a slash."""
    names, _, status = row.partition("\t")
    return next((name for name in names.split(",") if "/" not in name), names), status


def _context(docker: Any) -> str:
    host = os.environ.get("DOCKER_HOST", "")
    return host or str(docker("context", "show")).strip()


def _images(docker: Any) -> frozenset[str]:
    return frozenset(str(docker("images", "--format", "{{.Repository}}:{{.Tag}}")).split())
