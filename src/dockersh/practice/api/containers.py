"""The requests about containers."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from dockersh.practice.api import shapes
from dockersh.practice.api.filters import Tests, has_label, matches
from dockersh.practice.api.moments import stamp
from dockersh.practice.api.server import Request
from dockersh.practice.engine import ending, starting
from dockersh.practice.engine.creating import create as created
from dockersh.practice.engine.creating import known_policy
from dockersh.practice.engine.records import Container, Json
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.volumes import prune_containers, weight
from dockersh.practice.engine.world import World
from dockersh.startup.typed import Any

MEGABYTE = 1 << 20
DELETED = 2


def named(request: Request) -> Container:
    """The container of the request's path. Raises Refused."""
    return request.world.container(request.parts["name"])


def listed(request: Request) -> None:
    """`docker ps`."""
    world = request.world
    filters = request.filters()
    with world.lock:
        everything = sorted(world.containers.values(), key=lambda one: -one.created)
        every = request.flag("all") or request.query.get("limit", "") not in ("", "0", "-1") or "status" in filters
        among = (one for one in everything if every or one.state.running)
        found = [one for one in among if matches(FILTERS, world, one, filters, OTHER_FILTERS)]
        limit = request.query.get("limit", "")
        found = found[: int(limit)] if limit.isdecimal() and int(limit) else found
        rows = [shapes.row(world, one) for one in found]
        if request.flag("size"):
            for one, row in zip(found, rows, strict=True):
                image = world.images.get(one.image)
                size = weight(one.files)
                row |= {"SizeRw": size, "SizeRootFs": size + (image.size if image else 0)}
    request.send(200, rows)


Test = Callable[[World, Container, str], bool]


def _publishes(_world: World, container: Container, wanted: str) -> bool:
    number = wanted.partition("/")[0]
    return any(binding["HostPort"] == number for bindings in container.ports.values() for binding in bindings)


def _mounts(_world: World, container: Container, wanted: str) -> bool:
    return any(wanted in (mount.get("Name"), mount["Destination"], mount["Source"]) for mount in container.mounts)


def _ancestor(world: World, container: Container, wanted: str) -> bool:
    image = world.find_image(wanted)
    own = world.images.get(container.image)
    ids = {container.image, own.parent if own else ""}
    return image is not None and image.id in ids


def _in_network(world: World, container: Container, wanted: str) -> bool:
    return any(wanted in (name, world.networks[name].id) for name in container.endpoints if name in world.networks)


FILTERS: Tests[Container] = {
    "name": lambda _w, one, wanted: bool(re.search(wanted, f"/{one.name}") or re.search(wanted, one.name)),
    "id": lambda _w, one, wanted: one.id.startswith(wanted),
    "status": lambda _w, one, wanted: one.state.status == wanted,
    "exited": lambda _w, one, wanted: one.state.status == "exited" and str(one.state.code) == wanted,
    "label": lambda _w, one, wanted: has_label(one.config.get("Labels"), wanted),
    "publish": _publishes,
    "volume": _mounts,
    "ancestor": _ancestor,
    "network": _in_network,
    "before": lambda world, one, wanted: one.created < world.container(wanted).created,
    "since": lambda world, one, wanted: one.created > world.container(wanted).created,
}


OTHER_FILTERS = frozenset(("health", "isolation", "is-task", "expose"))  # docker has them


def create(request: Request) -> None:
    """`docker create`."""
    with request.world.lock:
        container = created(request.world, request.query.get("name", ""), request.body())
    request.send(201, {"Id": container.id, "Warnings": []})


def inspect(request: Request) -> None:
    """`docker inspect`."""
    with request.world.lock:
        container = named(request)
        found = shapes.inspected(request.world, container)
        if request.flag("size"):
            image = request.world.images.get(container.image)
            size = weight(container.files)
            found |= {"SizeRw": size, "SizeRootFs": size + (image.size if image else 0)}
    request.send(200, found)


def start(request: Request) -> None:
    """`docker start`."""
    with request.world.lock:
        container = named(request)
        try:
            fresh = starting.start(request.world, container)
        except Refused:
            output = request.world.outputs.get(container.id)
            if output is not None:
                output.close()  # whoever attached is done
            raise
    request.send(204 if fresh else 304)


def _grace(request: Request) -> float | None:
    given = request.query.get("t", "")
    return float(given) if given.lstrip("-").isdecimal() else None


def stop(request: Request) -> None:
    """`docker stop`."""
    with request.world.lock:
        stopped = ending.stop(request.world, named(request), _grace(request), request.query.get("signal", ""))
    request.send(204 if stopped else 304)


def restart(request: Request) -> None:
    """`docker restart`."""
    with request.world.lock:
        ending.restart(request.world, named(request), _grace(request))
    request.send(204)


def kill(request: Request) -> None:
    """`docker kill`."""
    with request.world.lock:
        ending.kill(request.world, request.parts["name"], request.query.get("signal", ""))
    request.send(204)


def pause(request: Request) -> None:
    """`docker pause`."""
    with request.world.lock:
        ending.pause(request.world, named(request), on=True)
    request.send(204)


def unpause(request: Request) -> None:
    """`docker unpause`."""
    with request.world.lock:
        ending.pause(request.world, named(request), on=False)
    request.send(204)


def rename(request: Request) -> None:
    """`docker rename`."""
    with request.world.lock:
        ending.rename(request.world, named(request), request.query.get("name", ""))
    request.send(204)


def update(request: Request) -> None:
    """`docker update`: the restart policy and limits that practice only keeps."""
    body = request.body()
    with request.world.lock:
        container = named(request)
        policy = body.pop("RestartPolicy", None) or {}
        known_policy(policy)
        if policy.get("Name"):
            container.host["RestartPolicy"] = policy
        container.host.update({name: value for name, value in body.items() if value})
        request.world.emit_of(container, "update")
    request.send(200, {"Warnings": None})


def remove(request: Request) -> None:
    """`docker rm`."""
    with request.world.lock:
        ending.remove(request.world, named(request), force=request.flag("force"), volumes=request.flag("v"))
    request.send(204)


def prune(request: Request) -> None:
    """`docker container prune`."""
    with request.world.lock:
        gone, freed = prune_containers(request.world)
    request.send(200, {"ContainersDeleted": gone or None, "SpaceReclaimed": freed})


def _running(request: Request) -> tuple[Container, Any]:
    container = named(request)
    running = request.world.running.get(container.id)
    if running is None:
        raise Refused("not-running", id=container.id)
    return container, running


def top(request: Request) -> None:
    """`docker top`."""
    with request.world.lock:
        container, running = _running(request)
        arguments = request.query.get("ps_args", "")
        if arguments not in ("", "-ef"):
            raise Refused("top-arguments")
        begun = time.strftime("%H:%M", time.gmtime(container.state.started))
        rows = [
            [user, str(container.pid + pid - 1), str(container.pid - 1), "0", begun, "?", "00:00:00", command]
            for pid, user, command in running.place.processes()
        ]
        request.world.emit_of(container, "top")
    titles = ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"]
    request.send(200, {"Processes": rows, "Titles": titles})


def changes(request: Request) -> None:
    """`docker diff`: what the container's own layer holds."""
    with request.world.lock:
        container = named(request)
        image = request.world.images.get(container.image)
        below = {path for layer in (image.layers if image else []) for path, entry in layer.files.items() if entry}
        found = {path: _kind(path, entry, below) for path, entry in container.files.items() if entry or path in below}
        for path in list(found):
            for above in _parents(path):
                if above in below:
                    found.setdefault(above, 0)
    rows = [{"Path": path, "Kind": kind} for path, kind in sorted(found.items(), key=_walked)]
    request.send(200, rows)


def _walked(change: tuple[str, int]) -> list[tuple[bool, str]]:
    """In the order of docker's walk: a folder, what is in it, and last what was deleted from it."""
    *above, name = change[0].split("/")
    return [*((False, one) for one in above), (change[1] == DELETED, name)]


def _kind(path: str, entry: Json | None, below: set[str]) -> int:
    if entry is None:
        return DELETED
    return 0 if path in below else 1


def _parents(path: str) -> list[str]:
    parts = path.strip("/").split("/")[:-1]
    return ["/" + "/".join(parts[:count]) for count in range(1, len(parts) + 1)]


def stats(request: Request) -> None:
    """`docker stats`: figures of an idle container; with stream one a second."""
    with request.world.lock:
        container = named(request)
    answer = request.stream()
    answer.line(_figures(request.world, container))
    while request.query.get("stream", "1") not in ("0", "false") and container.id in request.world.containers:
        time.sleep(1)
        answer.line(_figures(request.world, container))
    answer.end()


def _figures(world: World, container: Container) -> Json:
    running = world.running.get(container.id)
    count = len(running.place.everybody) if running else 0
    used = {"total_usage": 20_000_000 * count, "usage_in_kernelmode": 0, "usage_in_usermode": 0}
    cpu = {"cpu_usage": used, "system_cpu_usage": time.time_ns(), "online_cpus": 2, "throttling_data": {}}
    memory: Json = {"usage": 2 * MEGABYTE * count, "limit": container.host.get("Memory") or 2048 * MEGABYTE, "stats": {}}
    cards = {f"eth{number}": {"rx_bytes": 516, "tx_bytes": 0} for number, one in enumerate(container.endpoints) if one}
    return {
        "read": stamp(time.time()),
        "preread": "0001-01-01T00:00:00Z",
        "pids_stats": {"current": count} if count else {},
        "blkio_stats": {},
        "num_procs": 0,
        "storage_stats": {},
        "cpu_stats": cpu if count else {},
        "precpu_stats": cpu if count else {},
        "memory_stats": memory if count else {},
        "name": f"/{container.name}",
        "id": container.id,
        "networks": cards if count else {},
    }
