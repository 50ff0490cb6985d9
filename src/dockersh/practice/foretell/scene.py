"""One way that things may stand before a line: the practice engine's objects, what is in doubt, and who made what.

A script is carried out on several scenes at once where a shell decides what runs; what fails in all of them fails.
"""

from __future__ import annotations

from dataclasses import replace

from dockersh.practice.engine.records import Container
from dockersh.practice.engine.starting import finish
from dockersh.practice.engine.world import World
from dockersh.startup.typed import Any, NamedTuple

KINDS = frozenset(("container", "image", "volume", "network"))
KILLED = 137
MOMENT = 2.0  # seconds in which a program ends that ends at once


class Told(NamedTuple):
    """Something that happened: in which line of the file (0: before the script), to what, by id and name."""

    line: int
    step: int
    kind: str
    action: str
    about: str
    name: str
    old: str = ""


class Fate(NamedTuple):
    """*runs*: until somebody stops it, or for so many *seconds*; else it ends, with a *status*. None: nobody knows."""

    runs: bool | None = None
    status: int | None = None
    seconds: int = 0


class Still:
    """A container that runs, without a process: a signal ends it at once."""

    def __init__(self, scene: Scene, container: Container) -> None:
        self.scene, self.container = scene, container
        self.place = self.process = self.output = self
        self.everybody: list[Any] = []
        self.killed = False

    def signal(self, _number: int) -> None:
        """The end."""
        finish(self.scene, self.container, KILLED)

    def close(self) -> None:
        """There is no output."""


class Scene(World):
    """An engine whose containers stand still.

    *doubts*: containers that run or have ended, nobody knows which; *clouds*: by kind, the step and line of what may have
    changed anything of it; *assumed*: images nobody knows; *variables* of the shell, *strict* after `set -e`.
    """

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.line = self.step = 0
        super().__init__("")
        self.doubts: set[str] = set()
        self.clouds: dict[str, tuple[int, int]] = {}
        self.assumed: set[str] = set()
        self.variables: dict[str, str] = {}
        self.strict = False
        self.spent = 0.0  # seconds that the script has run for at most
        self.naps: dict[str, float] = {}  # containers that end by themselves: not before so much is spent
        self.brief: set[str] = set()  # containers that end at once
        self.alone: set[str] = set()  # containers that ended by themselves
        self.printed = ""  # what the last call printed

    def begun(self, container: Container, fate: Fate) -> None:
        """A container was started."""
        self.alone.discard(container.id)
        if fate.runs is not True:
            self.doubts.add(container.id)
        if fate.runs is False:
            self.brief.add(container.id)
        if fate.seconds:
            self.naps[container.id] = self.spent + fate.seconds

    def slept(self, seconds: float) -> None:
        """Nothing is done meanwhile: what ends at once has ended."""
        self.passed(seconds)
        for key in self.brief & self.doubts if seconds >= MOMENT else ():
            if key in self.containers:
                self.settle(self.containers[key], runs=False)

    def passed(self, seconds: float) -> None:
        """Time, at most so much: what ends by itself may have ended."""
        self.spent += seconds
        self.doubts |= {key for key, until in self.naps.items() if self.spent > until and key in self.running}

    def emit(self, kind: str, action: str, about: str, /, **attributes: str) -> None:
        """Kept with the line that did it."""
        name, old = attributes.get("name", about), attributes.get("oldName", "")
        self.told.append(Told(self.line, self.step, kind, action, about, name, old))

    def cloud(self, kinds: frozenset[str]) -> None:
        """From here on nobody knows what there is of these kinds."""
        self.clouds |= dict.fromkeys(kinds, (self.step, self.line))

    def copy(self) -> Scene:
        """Another one that stands as this does."""
        found = Scene()
        found.told, found.line, found.step = list(self.told), self.line, self.step
        found.doubts, found.clouds = set(self.doubts), dict(self.clouds)
        found.assumed, found.variables, found.strict = set(self.assumed), dict(self.variables), self.strict
        found.alone = set(self.alone)
        found.spent, found.naps, found.brief = self.spent, dict(self.naps), set(self.brief)
        found.images = {key: replace(one, tags=list(one.tags), digests=list(one.digests)) for key, one in self.images.items()}
        found.volumes = {key: replace(one) for key, one in self.volumes.items()}
        found.networks = {key: replace(one) for key, one in self.networks.items()}
        found.containers = {key: _copied(one) for key, one in self.containers.items()}
        found.running = {key: Still(found, found.containers[key]) for key in self.running if key in found.containers}
        return found

    def settle(self, container: Container, *, runs: bool) -> None:
        """A container in doubt runs, or has ended."""
        self.doubts.discard(container.id)
        still = self.running.get(container.id)
        if still is not None and not runs:
            container.state.stopped_by_hand = True  # its policy starts nothing here
            still.killed = True
            self.alone.add(container.id)
            still.signal(KILLED)

    def shape(self) -> tuple[Any, ...]:
        """What two scenes share that differ at most in which containers run."""
        containers = frozenset(
            (one.id, one.name, one.image, _rest(one.state.status), tuple(one.endpoints)) for one in self.containers.values()
        )
        images = frozenset((one.id, tuple(one.tags)) for one in self.images.values())
        more = (tuple(sorted(self.variables.items())), self.strict, tuple(sorted(self.clouds)))
        return containers, images, frozenset(self.volumes), frozenset(self.networks), more


def _copied(one: Container) -> Container:
    endpoints = {name: replace(endpoint) for name, endpoint in one.endpoints.items()}
    return replace(one, state=replace(one.state), endpoints=endpoints, host=dict(one.host), ports=dict(one.ports))


def _rest(status: str) -> str:
    return "" if status in ("running", "exited") else status


def merged(scenes: list[Scene]) -> list[Scene]:
    """Scenes that differ only in which containers run are one, in which that is in doubt."""
    if len(scenes) < 2:
        return scenes
    found: dict[tuple[Any, ...], Scene] = {}
    for scene in scenes:
        other = found.setdefault(scene.shape(), scene)
        if other is not scene:
            _joined(other, scene)
    return list(found.values())


def _joined(kept: Scene, other: Scene) -> None:
    kept.doubts |= other.doubts
    for key, container in kept.containers.items():
        theirs = other.containers[key]
        if theirs.state.status == container.state.status:
            continue
        kept.doubts.add(key)
        if key not in kept.running:  # the one that runs holds ports and addresses
            container.state, container.endpoints = replace(theirs.state), {n: replace(e) for n, e in theirs.endpoints.items()}
            container.ports = dict(theirs.ports)
            kept.running[key] = Still(kept, container)
