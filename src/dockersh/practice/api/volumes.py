"""The requests about volumes."""

from __future__ import annotations

import fnmatch

from dockersh.practice.api.filters import Tests, has_label, matches
from dockersh.practice.api.moments import plain_stamp
from dockersh.practice.api.server import Request
from dockersh.practice.engine import volumes
from dockersh.practice.engine.mounts import make_volume, place_of
from dockersh.practice.engine.records import Json, Volume
from dockersh.practice.engine.world import World


def shape(volume: Volume) -> Json:
    """What the API shows of one."""
    return {
        "CreatedAt": plain_stamp(volume.created),
        "Driver": "local",
        "Labels": volume.labels,
        "Mountpoint": place_of(volume.name),
        "Name": volume.name,
        "Options": volume.options,
        "Scope": "local",
    }


def usage(world: World, volume: Volume) -> Json:
    """With what it weighs and how many use it."""
    used = {"RefCount": len(world.users_of(volume.name)), "Size": volumes.weight(volume.files)}
    return {**shape(volume), "UsageData": used}


def listed(request: Request) -> None:
    """`docker volume ls`."""
    with request.world.lock:
        found = sorted(request.world.volumes.values(), key=lambda one: one.name)
        rows = [shape(one) for one in found if matches(FILTERS, request.world, one, request.filters())]
    request.send(200, {"Volumes": rows, "Warnings": None})


FILTERS: Tests[Volume] = {
    "name": lambda _w, one, wanted: wanted in one.name or fnmatch.fnmatch(one.name, wanted),
    "dangling": lambda world, one, wanted: bool(world.users_of(one.name)) != (wanted in ("true", "1")),
    "label": lambda _w, one, wanted: has_label(one.labels, wanted),
    "driver": lambda _w, _one, wanted: wanted == "local",
}


def create(request: Request) -> None:
    """`docker volume create`."""
    body = request.body()
    with request.world.lock:
        given = body.get("Labels") or None, body.get("DriverOpts") or None
        volume = make_volume(request.world, body.get("Name", ""), *given, driver=body.get("Driver") or "local")
        found = shape(volume)
    request.send(201, found)


def inspect(request: Request) -> None:
    """`docker volume inspect`."""
    with request.world.lock:
        found = shape(request.world.volume(request.parts["name"]))
    request.send(200, found)


def remove(request: Request) -> None:
    """`docker volume rm`."""
    with request.world.lock:
        volumes.remove(request.world, request.parts["name"], force=request.flag("force"))
    request.send(204)


def prune(request: Request) -> None:
    """`docker volume prune`."""
    with request.world.lock:
        every = request.filters().get("all", ["false"])[0] in ("true", "1")
        gone, freed = volumes.prune(request.world, every=every)
    request.send(200, {"VolumesDeleted": gone or None, "SpaceReclaimed": freed})
