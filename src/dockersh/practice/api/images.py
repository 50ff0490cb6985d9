"""The requests about images."""

from __future__ import annotations

import fnmatch
import time

from dockersh.practice.api.filters import Tests, has_label, matches
from dockersh.practice.api.moments import stamp
from dockersh.practice.api.server import Request
from dockersh.practice.api.shapes import graph
from dockersh.practice.engine import images
from dockersh.practice.engine.records import Image, Json
from dockersh.practice.engine.references import repository
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.world import World
from dockersh.startup.typed import Any


def row(world: World, image: Image, *, used: bool = False) -> Json:
    """A line of `docker images`."""
    users = sum(one.image == image.id for one in world.containers.values())
    return {
        "Containers": users if used else -1,
        "Created": int(image.created),
        "Id": image.id,
        "Labels": image.config.get("Labels"),
        "ParentId": image.parent,
        "RepoDigests": image.digests,
        "RepoTags": image.tags,
        "SharedSize": -1,
        "Size": image.size,
    }


def listed(request: Request) -> None:
    """`docker images`."""
    world, filters = request.world, request.filters()
    with world.lock:
        every = request.flag("all")
        parents = {one.parent for one in world.images.values()}
        found = sorted(world.images.values(), key=lambda one: -one.created)
        among = (one for one in found if every or one.tags or one.id not in parents)
        rows = [row(world, one) for one in among if matches(FILTERS, world, one, filters)]
        for shown in rows:
            shown["RepoTags"] = _wanted_tags(shown["RepoTags"], filters)
            shown["RepoDigests"] = _wanted_tags(shown["RepoDigests"], filters)
    request.send(200, rows)


FILTERS: Tests[Image] = {
    "reference": lambda _w, one, wanted: bool(_wanted_tags(one.tags, {"reference": [wanted]})),
    "dangling": lambda _w, one, wanted: bool(one.tags) != (wanted in ("true", "1")),
    "before": lambda world, one, wanted: one.created < world.image(wanted).created,
    "since": lambda world, one, wanted: one.created > world.image(wanted).created,
    "label": lambda _w, one, wanted: has_label(one.config.get("Labels"), wanted),
}


def _wanted_tags(tags: list[str], filters: dict[str, list[str]]) -> list[str]:
    patterns = filters.get("reference")
    if not patterns:
        return tags
    return [
        tag
        for tag in tags
        if any(fnmatch.fnmatchcase(tag, one) or fnmatch.fnmatchcase(repository(tag), one) for one in patterns)
    ]


def inspect(request: Request) -> None:
    """`docker image inspect`."""
    with request.world.lock:
        image = request.world.image(request.parts["name"])
        found = {
            "Id": image.id,
            "RepoTags": image.tags,
            "RepoDigests": image.digests,
            "Parent": image.parent,
            "Comment": image.comment,
            "Created": stamp(image.created),
            "DockerVersion": "",
            "Author": "",
            "Architecture": "amd64",
            "Os": "linux",
            "Size": image.size,
            "GraphDriver": graph(image.id[7:]),
            "RootFS": {"Type": "layers", "Layers": [layer.id for layer in image.layers]},
            "Metadata": {"LastTagTime": stamp(image.tagged)},
            "Config": image.config,
        }
    request.send(200, found)


def history(request: Request) -> None:
    """`docker history`."""
    with request.world.lock:
        image = request.world.image(request.parts["name"])
        ids = _ids_of_layers(request.world, image)
        rows = [
            {
                "Comment": layer.comment,
                "Created": int(layer.created),
                "CreatedBy": layer.created_by,
                "Id": ids[number],
                "Size": layer.size,
                "Tags": image.tags or None if number == len(image.layers) - 1 else None,
            }
            for number, layer in enumerate(image.layers)
        ]
    request.send(200, rows[::-1])


def _ids_of_layers(world: World, image: Image) -> list[str]:
    """The image that ends with each layer, where it is known."""
    found = ["<missing>"] * len(image.layers)
    one: Image | None = image
    while one is not None:
        found[len(one.layers) - 1] = one.id
        one = world.images.get(one.parent)
    return found


def pull(request: Request) -> None:
    """`docker pull`."""
    if "fromSrc" in request.query:
        raise Refused("not-simulated", what="docker import")
    name, tag = request.query.get("fromImage", ""), request.query.get("tag", "")
    if not tag and ":" not in name.rpartition("/")[2] and "@" not in name:
        raise Refused("not-simulated", what="docker pull --all-tags")
    wanted = images.check_pull(name, tag)
    answer = request.stream()
    for line in images.pull(request.world, wanted):
        answer.line(line)
    answer.end()


def tag(request: Request) -> None:
    """`docker tag`."""
    with request.world.lock:
        images.tag(request.world, request.parts["name"], request.query.get("repo", ""), request.query.get("tag", ""))
    request.send(201)


def remove(request: Request) -> None:
    """`docker rmi`."""
    with request.world.lock:
        gone = images.remove(request.world, request.parts["name"], force=request.flag("force"))
    request.send(200, gone)


def prune(request: Request) -> None:
    """`docker image prune`."""
    dangling = request.filters().get("dangling", ["true"])[0]
    with request.world.lock:
        gone, freed = images.prune(request.world, every=dangling in ("false", "0"))
    request.send(200, {"ImagesDeleted": gone or None, "SpaceReclaimed": freed})


def commit(request: Request) -> None:
    """`docker commit`."""
    if request.query.get("changes"):
        raise Refused("not-simulated", what="docker commit --change")
    body: dict[str, Any] = request.body()
    with request.world.lock:
        container = request.world.container(request.query.get("container", ""))
        image = images.commit(request.world, container, request.query, body)
        image.comment = request.query.get("comment", "")
        image.tagged = time.time()
    request.send(201, {"Id": image.id})
