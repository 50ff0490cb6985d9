"""`docker container prune` and its kin: asked first, then what went and how much that was."""

from __future__ import annotations

import sys
from collections.abc import Callable

from dockersh.practice.standin.failing import Failed, text
from dockersh.practice.standin.job import Job, Json
from dockersh.practice.standin.shown import measures
from dockersh.practice.standin.shown.tables import out
from dockersh.startup.typed import NamedTuple


class Pruned(NamedTuple):
    """What went, as it is told, and the bytes."""

    told: str
    freed: int


def containers(job: Job) -> int:
    """`docker container prune`."""
    _ask(job, text("prune-container"))
    return _said(_containers(job))


def networks(job: Job) -> int:
    """`docker network prune`."""
    _ask(job, text("prune-network"))
    told = _networks(job).told
    out(f"{told}\n" if told else "")
    return 0


def images(job: Job) -> int:
    """`docker image prune`."""
    _ask(job, text("prune-image-all" if job.on("all") else "prune-image"))
    return _said(_images(job))


def volumes(job: Job) -> int:
    """`docker volume prune`."""
    every = job.on("all")
    _ask(job, text("prune-volume-all" if every else "prune-volume"))
    return _said(_volumes(job, every=every))


def everything(job: Job) -> int:
    """`docker system prune`."""
    items = ["item-containers", "item-networks", *(["item-volumes"] if job.on("volumes") else [])]
    every = "-all" if job.on("all") else ""
    items += [f"item-images{every}", f"item-cache{every}"]
    _ask(job, text("prune-system", items="".join(f"  - {text(item)}\n" for item in items)))
    steps: list[Callable[[Job], Pruned]] = [
        _containers,
        _networks,
        *([_volumes] if job.on("volumes") else []),
        _images,
        _caches,
    ]
    freed = 0
    for step in steps:
        pruned = step(job)
        freed += pruned.freed
        out(f"{pruned.told}\n" if pruned.told else "")
    return _said(Pruned("", freed))


def _said(pruned: Pruned) -> int:
    out(f"{pruned.told}\n" if pruned.told else "")
    out(text("reclaimed", size=measures.size(pruned.freed)) + "\n")
    return 0


def _ask(job: Job, warning: str) -> None:
    """Raises Failed, in silence and with status 0, where the answer is not yes."""
    if job.on("force"):
        return
    out(f"{warning}\n{text('sure')}")
    if sys.stdin.readline().strip().lower() != "y":
        raise Failed("", 0)


def _listed(head: str, gone: list[str]) -> str:
    return text(head) + "\n" + "".join(f"{one}\n" for one in gone) if gone else ""


def _pruned(job: Job, path: str, key: str, head: str, query: Json) -> Pruned:
    found = job.wire.ask("POST", path, query)
    gone = found[key] or []
    return Pruned(_listed(head, gone), found.get("SpaceReclaimed", 0) if gone else 0)


def _containers(job: Job) -> Pruned:
    return _pruned(job, "/containers/prune", "ContainersDeleted", "deleted-containers", job.filters())


def _networks(job: Job) -> Pruned:
    return _pruned(job, "/networks/prune", "NetworksDeleted", "deleted-networks", job.filters())


def _volumes(job: Job, *, every: bool = False) -> Pruned:
    query = job.filters(**({"all": "true"} if every else {}))
    return _pruned(job, "/volumes/prune", "VolumesDeleted", "deleted-volumes", query)


def _images(job: Job) -> Pruned:
    query = job.filters(dangling="false" if job.on("all") else "true")
    found = job.wire.ask("POST", "/images/prune", query)
    gone = [f"{key.lower()}: {value}" for one in found["ImagesDeleted"] or () for key, value in one.items()]
    return Pruned(_listed("deleted-images", gone), found["SpaceReclaimed"] if gone else 0)


def _caches(job: Job) -> Pruned:
    return Pruned("", job.wire.ask("POST", "/build/prune", {"all": "1"} if job.on("all") else {})["SpaceReclaimed"])
