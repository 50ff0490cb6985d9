"""What the engine holds, kept up to date by its own events: for the bar and the suggestions of the interactive shell.

Runs in a thread of its own and never makes anybody wait: readers get the last snapshot. The client's background conversations
that last go through `sh`. An engine that is away is asked again, with longer and longer breaks.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import FileIO, RawIOBase

from dockersh.engine.state import ALIVE
from dockersh.machine import bounded_programs, limits
from dockersh.startup.typed import Any, NamedTuple

# What a container's event makes of its status; other events change nothing we show.
STATUS = {
    "create": "created",
    "start": "running",
    "restart": "running",
    "unpause": "running",
    "pause": "paused",
    "die": "exited",
    "died": "exited",  # podman's word
    "oom": "running",
}
DIED = frozenset(("die", "died"))
HEALTH = "health_status: "
UNHEALTHY = "(unhealthy)"  # in the words of docker ps
GONE = frozenset(("destroy", "remove"))  # docker's word and podman's
FIRST_BREAK, LONGEST_BREAK = 1.0, 30.0  # seconds between two tries to reach an engine that is away


class Snapshot(NamedTuple):
    """The engine at one moment. *containers*: name → status; *images*: name:tag. Not *up*: nothing is known.

    *unhealthy*: the names of those whose health check fails.
    """

    up: bool = False
    context: str = ""
    version: str = ""
    containers: Mapping[str, str] = {}
    images: frozenset[str] = frozenset()
    unhealthy: frozenset[str] = frozenset()

    @property
    def restarting(self) -> int:
        """How many the engine starts again and again."""
        return sum(status == "restarting" for status in self.containers.values())

    @property
    def running(self) -> int:
        """How many containers run."""
        return sum(status in ALIVE for status in self.containers.values())


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
        self._asked: bounded_programs.Child | None = None
        self._died: set[str] = set()  # the names of those that have ended: with the second time it may be a loop
        self._thread = threading.Thread(target=self._watch, name="dockersh-watcher", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End, and end the client that listens for us."""
        self._stop.set()
        self._wake.set()
        self._hang_up()

    def _hang_up(self) -> None:
        if self._asked is not None and not self._asked.ended:
            self._asked.kill()
        with contextlib.suppress(Exception):  # there may be nobody, or nobody any more
            self._events.kill_group()  # `docker` may be a wrapper of the one that listens

    def poke(self) -> None:
        """Try now, where the engine was away: somebody just talked to it."""
        if not self.now.up:
            self._wake.set()

    def again(self) -> None:
        """Look anew: docker may talk to another engine from now on."""
        self._anew.set()
        self._wake.set()
        self._hang_up()

    def _watch(self) -> None:
        import sh  # noqa: PLC0415  50 ms, in this thread, behind the first prompt

        pause = FIRST_BREAK
        while not self._stop.is_set():
            self._anew.clear()
            begun = time.time()
            # Whatever a client says, or sh makes of it, there is no traceback on the prompt: the engine counts as away.
            with contextlib.suppress(Exception):
                self._become(_first_look(self._ask))
                pause = FIRST_BREAK
                self._listen(sh.Command(self.docker).bake(_env=_env()), begun)
            self._become(self.now._replace(up=False, containers={}, images=frozenset(), unhealthy=frozenset()))
            self._wake.wait(pause)
            self._wake.clear()
            pause = min(pause * 2, LONGEST_BREAK)

    def _become(self, snapshot: Snapshot) -> None:
        if snapshot != self.now:
            self.now = snapshot
            self.changed()

    def _listen(self, docker: Any, begun: float) -> None:
        """Follow the events from the first look on, until the engine or we go away.

        Read by ourselves: sh would keep every line, and a line without an end as a whole.
        """
        reading, writing = os.pipe()
        words = ("events", "--since", f"{begun:.6f}", "--format", "{{json .}}")
        with open(writing, "wb") as events, open(os.devnull, "wb") as nowhere:
            aside = {"_out": events, "_err": nowhere, "_bg": True, "_bg_exc": False, "_new_session": True}
            self._events = docker(*words, **aside)
        with open(reading, "rb", buffering=0) as stream:
            if self._anew.is_set() or self._stop.is_set():
                self._hang_up()
            for lines in _helpings(stream):
                if self._stop.is_set():
                    return
                self._become(self._after([event for line in lines if (event := _told(line))]))

    def _after(self, events: Sequence[Mapping[str, Any]]) -> Snapshot:
        """The snapshot after some events; where one does not say what it is about, we look."""
        now = self.now
        changed = [event for event in events if event.get("Type") == "container"]
        if all(_name(event) for event in changed) and not self._loops(changed):
            for event in changed:
                containers, unhealthy = _containers_after(now.containers, event), _unhealthy_after(now.unhealthy, event)
                now = now._replace(containers=containers, unhealthy=unhealthy)
        else:
            now = _with_containers(now, self._ask)
        if any(event.get("Type") == "image" for event in events):
            now = now._replace(images=_images(self._ask))
        return now

    def _loops(self, events: Sequence[Mapping[str, Any]]) -> bool:
        """Whether one ended that had ended before: no event says that the engine is about to start it again."""
        died = {_name(event) for event in events if _action(event) in DIED}
        again = bool(died & self._died)
        self._died |= died
        return again

    def _ask(self, *words: str) -> str:
        """What docker answers. Raises OSError where it does not."""
        self._asked = bounded_programs.start([self.docker, *words], _env(), time.monotonic() + limits.FIRST_LOOK)
        if self._asked is None:
            raise OSError(self.docker)
        if self._stop.is_set():
            self._asked.kill()
        bounded_programs.finish([self._asked])
        if self._asked.status != 0:
            raise OSError(self.docker)
        return self._asked.output.decode("utf-8", "replace")


def _env() -> dict[str, str]:
    return {**os.environ, "DOCKER_CLI_HINTS": "false"}


def _helpings(stream: RawIOBase | FileIO) -> Iterator[list[bytes]]:
    """The lines that have come in, as they come; one of more than limits.EVENT bytes is left out."""
    rest = b""
    while piece := stream.read(limits.EVENTS):
        *lines, rest = (rest + piece).split(b"\n")
        rest = rest if len(rest) <= limits.EVENT else b"{"  # what is to come of it will be no JSON
        yield lines
        if len(piece) == limits.EVENTS:
            time.sleep(limits.FLOOD)


def _told(line: bytes) -> dict[str, Any] | None:
    """An event; None for what is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _attributes(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is told of the container: below `Actor`, or with older podman's beside it."""
    actor = event.get("Actor")
    found = actor.get("Attributes") if isinstance(actor, dict) else event.get("Attributes")
    return found if isinstance(found, dict) else {}


def _name(event: Mapping[str, Any]) -> str:
    found = _attributes(event).get("name") or event.get("Name")
    return found if isinstance(found, str) else ""


def _action(event: Mapping[str, Any]) -> str:
    return str(event.get("Action") or event.get("Status") or "")


def _unhealthy_after(known: frozenset[str], event: Mapping[str, Any]) -> frozenset[str]:
    name, action = _name(event), _action(event)
    if action.startswith(HEALTH):
        return known | {name} if action == f"{HEALTH}unhealthy" else known - {name}
    return known - {name} if action in DIED | GONE else known


def _containers_after(known: Mapping[str, str], event: Mapping[str, Any]) -> dict[str, str]:
    name, action = _name(event), _action(event)
    rest = {key: status for key, status in known.items() if key != name}
    if action in GONE:
        return rest
    if action == "rename":
        old = str(_attributes(event).get("oldName", "")).removeprefix("/")
        return {**{key: status for key, status in rest.items() if key != old}, name: known.get(old, "created")}
    status = STATUS.get(action)
    return {**rest, name: status} if status else dict(known)


def _first_look(ask: Callable[..., str]) -> Snapshot:
    version = ask("version", "--format", "{{.Server.Version}}").strip()
    context = os.environ.get("DOCKER_HOST", "") or ask("context", "show").strip()
    return _with_containers(Snapshot(True, context, version, images=_images(ask)), ask)


def _with_containers(now: Snapshot, ask: Callable[..., str]) -> Snapshot:
    """With the containers as they are; a client that says nothing of their health knows no sick ones."""
    rows = [_row(row) for row in ask("ps", "-a", "--format", "{{.Names}}\t{{.State}}\t{{.Status}}").split("\n") if row]
    sick = frozenset(name for name, _, told in rows if UNHEALTHY in told)
    return now._replace(containers={name: status for name, status, _ in rows}, unhealthy=sick)


def _images(ask: Callable[..., str]) -> frozenset[str]:
    return frozenset(ask("images", "--format", "{{.Repository}}:{{.Tag}}").split())


def _row(row: str) -> tuple[str, str, str]:
    """Name, state, state in words. A container that others link to has several names; its own comes without a slash."""
    names, _, rest = row.partition("\t")
    state, _, told = rest.partition("\t")
    return next((name for name in names.split(",") if "/" not in name), names), state, told
