"""One call of docker, carried out on a scene: by the stand-in client's grammar and words, without anything that runs."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import re
import shlex
import sys
from collections.abc import Callable, Sequence

from dockersh.practice.engine.refusal import Refused
from dockersh.practice.foretell import containers
from dockersh.practice.foretell.engine import Inner, made, take
from dockersh.practice.foretell.job import UNKNOWN, Quiet
from dockersh.practice.foretell.outcome import Outcome
from dockersh.practice.foretell.scene import KINDS, Scene
from dockersh.practice.rules import CHOOSES
from dockersh.practice.standin.client import HERE, commands
from dockersh.practice.standin.failing import Failed
from dockersh.practice.standin.images import reference
from dockersh.practice.standin.usage import check
from dockersh.reading.invocation import Invocation, Part, read
from dockersh.reading.syntax import parse
from dockersh.startup.toml_cache import load
from dockersh.startup.typed import Any

MOST_IN_DOUBT = 5  # containers of which a call is tried both ways
BUILDS = frozenset(("image build", "buildx build"))
# Where a word that only the shell knows decides nothing of what is foretold.
HARMLESS = frozenset(
    (
        *("env", "label", "hostname", "workdir", "add-host", "publish", "volume", "mount", "memory", "build-arg", "format"),
        "message",
    )
)
QUICK, SLOW = 2.0, 3600.0  # seconds a call takes at most; one that pulls, builds or waits
WAITS = frozenset(("container stop", "container restart"))
STOPS = 15.0


@functools.cache
def table() -> dict[str, Any]:
    """`carried.toml`."""
    return load(os.path.join(os.path.dirname(__file__), "carried.toml"))


def carry_out(scene: Scene, words: Sequence[str], *, listens: bool = False) -> list[tuple[Scene, Outcome]]:
    """The scenes that a call leads to, with how it ended. *words* are docker's, *listens*: its output is a later word."""
    invocation = read(parse(shlex.join(["docker", *words])).calls[0])
    doubtful = _concerned(scene, invocation, words, listens=listens)
    if len(doubtful) > MOST_IN_DOUBT:
        scene.cloud(frozenset(("container",)))
        return [(scene, Outcome(None))]
    if invocation.name.endswith(" prune") and not invocation.on("force"):
        return [(scene.copy(), Outcome(None)), (scene, _done(scene, invocation, words)._replace(status=None))]
    return [(one, _done(one, invocation, words)) for one in _each_way(scene, sorted(doubtful))]


def _each_way(scene: Scene, doubtful: Sequence[str]) -> list[Scene]:
    scenes = [scene]
    for key in doubtful:
        ended = [one.copy() for one in scenes]
        for one, runs in [*((one, True) for one in scenes), *((one, False) for one in ended)]:
            if key in one.containers:
                one.settle(one.containers[key], runs=runs)
        scenes += ended
    return scenes


def _concerned(scene: Scene, invocation: Invocation, words: Sequence[str], *, listens: bool) -> set[str]:
    """The containers in doubt whose state may decide."""
    known = {key for key in scene.doubts if key in scene.containers}
    if listens or invocation.name.endswith(" prune") or invocation.name == "image rm":
        return known
    if invocation.name in ("container run", "container start", "container restart"):
        return {key for key in known if scene.containers[key].host.get("PortBindings")} | _named(scene, known, words)
    return _named(scene, known, words)


def _named(scene: Scene, known: set[str], words: Sequence[str]) -> set[str]:
    return {key for key in known if any(_is_meant(scene, key, word) for word in words)}


def _is_meant(scene: Scene, key: str, word: str) -> bool:
    one = scene.containers[key]
    bare = word.partition(":")[0]
    volumes = [mount.get("Name") for mount in one.mounts]
    return bare == one.name or (len(bare) > 1 and key.startswith(bare)) or bare in one.endpoints or bare in volumes


def _done(scene: Scene, invocation: Invocation, words: Sequence[str]) -> Outcome:
    """Carried out on one scene; of images it is kept which names are gone."""
    before = {tag for image in scene.images.values() for tag in image.tags}
    outcome = _tried(scene, invocation, words)
    after = {tag for image in scene.images.values() for tag in image.tags}
    for tag in sorted(before - after):
        scene.emit("image", "gone", tag)
    return outcome


def _tried(scene: Scene, invocation: Invocation, words: Sequence[str]) -> Outcome:
    pace = STOPS if invocation.name in WAITS else QUICK
    scene.passed(pace * max(1, len(invocation.parts)))
    if any(part.kind == "global-flag" and part.name in CHOOSES for part in invocation.parts):
        return Outcome(None)
    if _unknown(invocation):
        scene.cloud(touched(invocation.name))
        scene.passed(SLOW)
        return Outcome(None, note="shell" if touched(invocation.name) else "")
    wire = Inner(scene)
    output, errors = _stream(), _stream()
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            outcome = _by_kind(Quiet(invocation, wire), words)
    except (Failed, Refused) as problem:
        return _failed(problem, wire, _heard(errors))
    return outcome if outcome.printed else outcome._replace(printed=_heard(output))


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogateescape", write_through=True)


def _failed(problem: Failed | Refused, wire: Inner, said: str) -> Outcome:
    """How it ended where something said no."""
    if any(one.code == "not-simulated" for one in wire.refused) or "practice: " in str(problem):
        return Outcome(None, note="assumed")
    text = problem.text if isinstance(problem, Failed) else problem.message
    return Outcome(1, said=(text if not said else said + text).strip(), refused=tuple(wire.refused))


def _heard(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def touched(name: str) -> frozenset[str]:
    """The kinds of objects that a command may change."""
    rows: dict[str, list[str]] = table()["touches"] | table()["clouds"]
    kinds = rows.get(name) or rows.get(name.partition(" ")[0]) if not _asks(name) else []
    return frozenset(kinds or ())


def _asks(name: str) -> bool:
    return name in table()["nothing"]


def _unknown(invocation: Invocation) -> bool:
    """Whether the shell alone knows a word that decides."""
    return any(UNKNOWN in part.text and not _decides_nothing(part) for part in invocation.parts)


def _decides_nothing(part: Part) -> bool:
    return part.kind == "command-word" or (part.kind == "flag" and part.canonical in HARMLESS)


def _by_kind(job: Quiet, words: Sequence[str]) -> Outcome:
    invocation, scene = job.invocation, job.scene
    name = invocation.name
    if any(part.name == "help" for part in invocation.parts) or _asks(name):
        return Outcome(0 if not _asks(name) else None)
    check(invocation, words)
    first = name.partition(" ")[0]
    if name in table()["clouds"] or first in table()["clouds"]:
        scene.cloud(touched(name))
        scene.passed(SLOW)
        return Outcome(None, note="assumed")
    if name in BUILDS:
        return _built(job)
    act = OWN.get(name) or containers.ACTS.get(name)
    return act(job) if act else _by_stand_in(job, name)


def _by_stand_in(job: Quiet, name: str) -> Outcome:
    place = commands().get(name)
    if place is None:
        kinds = touched(name) or KINDS
        job.scene.cloud(kinds)
        return Outcome(None, note="assumed")
    module = f"{HERE}.{place[0]}"
    __import__(module)
    status: int = getattr(sys.modules[module], place[1])(job)
    return Outcome(int(status != 0), refused=tuple(job.inner.refused))


def _built(job: Quiet) -> Outcome:
    """A build is taken to succeed; its image is there from here on."""
    job.scene.passed(SLOW)
    for tag in job.every("tag"):
        if UNKNOWN not in tag:
            made(job.scene, reference(tag)._replace(digest="").familiar if ":" in tag.rpartition("/")[2] else f"{tag}:latest")
    return Outcome(None, note="assumed")


def _pulled(job: Quiet) -> Outcome:
    """A pull is taken to succeed, too."""
    name = job.arguments[0]
    asked = reference(name)
    job.scene.passed(SLOW)
    if job.on("all-tags") or asked.digest:
        return Outcome(None)
    known = take(job.scene, name)
    return Outcome(0 if known else None, note="" if known else "image", about=name)


def _copied(job: Quiet) -> Outcome:
    """Of a copy the container must be there; the files nobody looks at."""
    for word in job.arguments:
        found = re.match(r"([^/.:][^/:]*):", word)
        if found:
            job.container(found[1])
    return Outcome(None)


OWN: dict[str, Callable[[Quiet], Outcome]] = {"image pull": _pulled, "container cp": _copied}
