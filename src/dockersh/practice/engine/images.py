"""Pull, tag, remove, commit and prune images.

Sources: moby daemon/images/image_delete.go, image_commit.go, image_prune.go; the answers of engine 28.5.2.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from copy import deepcopy

from dockersh.practice.engine import registry
from dockersh.practice.engine.ids import fresh_id, id_of
from dockersh.practice.engine.records import Container, Image, Json, Layer
from dockersh.practice.engine.references import familiar, repository
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.world import World, shown

STEPS = 4  # of a layer's bar
PACE = 0.03  # seconds between them


def check_pull(name: str, tag: str) -> str:
    """The `name:tag` that will be pulled. Raises Refused where no registry of practice has it."""
    wanted = familiar(f"{name}:{tag}" if tag and not tag.startswith("sha256:") else name)
    path = repository(wanted)
    if "." in path.split("/")[0] or ":" in path.split("/")[0]:
        raise Refused("pull-elsewhere", name=path)
    if not registry.has_repository(path):
        raise Refused("pull-unknown", name=path)
    if registry.row_of(wanted) is None:
        raise Refused("pull-no-manifest", name=path, tag=wanted.rpartition(":")[2])
    return wanted


def pull(world: World, wanted: str) -> Iterator[Json]:
    """The lines of a pull, as they come; at the end the image is there."""
    path, _, tag = wanted.rpartition(":")
    yield {"status": f"Pulling from {path if '/' in path else 'library/' + path}", "id": tag}
    image = registry.pulled(wanted)
    with world.lock:
        here = world.images.get(image.id)
        held = {layer.id for one in world.images.values() for layer in one.layers}
        known = here is not None and wanted in here.tags
    if here is None:
        yield from _layers(image, held)
    with world.lock:
        take(world, image, wanted)
    yield {"status": f"Digest: {image.digests[0].rpartition('@')[2]}"}
    yield {"status": f"Status: {'Image is up to date for' if known else 'Downloaded newer image for'} {wanted}"}


def _layers(image: Image, held: set[str]) -> Iterator[Json]:
    names = {layer.id: layer.id.removeprefix("sha256:")[:12] for layer in image.layers}
    for layer in image.layers:
        yield {
            "status": "Already exists" if layer.id in held else "Pulling fs layer",
            "progressDetail": {},
            "id": names[layer.id],
        }
    fresh = [layer for layer in image.layers if layer.id not in held]
    for layer in fresh:
        for action in ("Downloading", "Extracting"):
            for step in range(1, STEPS + 1):
                detail = {"current": layer.size * step // STEPS, "total": layer.size}
                yield {"status": action, "progressDetail": detail, "id": names[layer.id]}
                time.sleep(PACE / len(fresh))
            if action == "Downloading":
                yield {"status": "Verifying Checksum", "progressDetail": {}, "id": names[layer.id]}
                yield {"status": "Download complete", "progressDetail": {}, "id": names[layer.id]}
        yield {"status": "Pull complete", "progressDetail": {}, "id": names[layer.id]}


def take(world: World, image: Image, wanted: str) -> None:
    """Have an image under a name, which another one loses. Called with the lock held."""
    for other in world.images.values():
        if wanted in other.tags and other.id != image.id:
            other.tags.remove(wanted)
    held = world.images.setdefault(image.id, image)
    held.tags += [] if wanted in held.tags else [wanted]
    held.digests += [one for one in image.digests if one not in held.digests]
    world.emit("image", "pull", wanted, name=repository(wanted))


def tag(world: World, name: str, repo: str, label: str) -> None:
    """One more name for an image; another image loses it. Raises Refused."""
    image = world.image(name)
    wanted = familiar(f"{repo}:{label or 'latest'}")
    _name(world, image, wanted)
    world.emit("image", "tag", image.id, name=wanted)


def _name(world: World, image: Image, wanted: str) -> None:
    for other in world.images.values():
        if wanted in other.tags:
            other.tags.remove(wanted)
    image.tags.append(wanted)
    image.tagged = time.time()


def remove(world: World, name: str, *, force: bool) -> list[Json]:
    """`docker rmi`: what was untagged and deleted. Raises Refused."""
    image = world.find_image(name)
    if image is None:
        raise Refused("no-such-image", name=shown(name))
    by_id = image.id.removeprefix("sha256:").startswith(name.removeprefix("sha256:"))
    if by_id:
        return _by_id(world, image, force=force)
    return _by_name(world, image, familiar(name), name, force=force)


def _by_name(world: World, image: Image, wanted: str, typed: str, *, force: bool) -> list[Json]:
    users = _users(world, image)
    if len(image.tags) == 1 and users and not force:
        raise Refused("image-in-use", name=typed, id=users[0].short, image=image.short)
    gone = [_untag(world, image, wanted), *_forgotten_digests(image)]
    return gone if image.tags or users else gone + _delete(world, image)


def _forgotten_digests(image: Image) -> list[Json]:
    """Digests of repositories that have no tag here any more."""
    kept = {repository(one) for one in image.tags}
    gone = [one for one in image.digests if repository(one) not in kept]
    image.digests = [one for one in image.digests if one not in gone]
    return [{"Untagged": one} for one in gone]


def _by_id(world: World, image: Image, *, force: bool) -> list[Json]:
    users = _users(world, image)
    running = next((one for one in users if one.state.running), None)
    if running is not None:
        raise Refused("image-used-by-running", image=image.short, id=running.short)
    if len({repository(one) for one in image.tags}) > 1 and not force:
        raise Refused("image-many-names", image=image.short)
    if users and not force:
        raise Refused("image-used-by-stopped", image=image.short, id=users[0].short)
    if any(one.parent == image.id for one in world.images.values()):
        raise Refused("image-has-children", image=image.short)
    return [_untag(world, image, one) for one in list(image.tags)] + _delete(world, image)


def _users(world: World, image: Image) -> list[Container]:
    found = [one for one in world.containers.values() if one.image == image.id]
    return sorted(found, key=lambda one: (not one.state.running, -one.created))


def _untag(world: World, image: Image, name: str) -> Json:
    image.tags.remove(name)
    world.emit("image", "untag", image.id, name=image.id)
    return {"Untagged": name}


def _delete(world: World, image: Image) -> list[Json]:
    """The image, its layers that no other has, and parents that nobody names."""
    gone: list[Json] = [{"Untagged": digest} for digest in image.digests]
    del world.images[image.id]
    world.emit("image", "delete", image.id, name=image.id)
    gone.append({"Deleted": image.id})
    if any(one.parent == image.id for one in world.images.values()):
        return gone
    parent = world.images.get(image.parent)
    if parent is not None and not parent.tags and not _users(world, parent):
        return gone + _delete(world, parent)
    held = {layer.id for one in world.images.values() for layer in one.layers}
    return gone + [{"Deleted": layer.id} for layer in reversed(image.layers) if layer.id not in held]


def commit(world: World, container: Container, query: dict[str, str], changes: Json) -> Image:
    """An image of a container as it is."""
    base = world.images.get(container.image)
    pauses = query.get("pause", "1") not in ("0", "false") and container.state.status == "running"
    if pauses:
        world.emit_of(container, "pause")
    settings = {key: value for key, value in container.config.items() if key in registry.config({"programs": []})}
    settings |= {key: value for key, value in changes.items() if value and key in settings}
    size = sum(len(str(entry["text"])) for entry in container.files.values() if entry and entry["kind"] == "file")
    content = json.dumps([one and [one["kind"], one["text"]] for one in container.files.values()]) + " ".join(container.files)
    layer = Layer(
        f"sha256:{id_of(container.image + content)}", size, " ".join(container.argv), deepcopy(container.files), time.time()
    )
    layer.comment = query.get("comment", "")
    image = Image(f"sha256:{fresh_id()}", [], time.time(), [*(base.layers if base else []), layer], settings, container.image)
    world.images[image.id] = image
    world.emit("image", "create", image.id, name=image.id)
    told = {"comment": query.get("comment", ""), "imageID": image.id}
    if query.get("repo"):
        wanted = familiar(f"{query['repo']}:{query.get('tag') or 'latest'}")
        _name(world, image, wanted)
        world.emit("image", "tag", image.id, name=wanted)
        told["imageRef"] = wanted
    world.emit_of(container, "commit", **told)
    if pauses:
        world.emit_of(container, "unpause")
    return image


def prune(world: World, *, every: bool) -> tuple[list[Json], int]:
    """Images that nobody names, or with *every* that no container uses; what went, and how many bytes."""
    gone: list[Json] = []
    before = total(world)
    for image in list(world.images.values()):
        child = any(one.parent == image.id for one in world.images.values())
        if image.id not in world.images or (image.tags and not every) or _users(world, image) or (child and not image.tags):
            continue
        gone += [_untag(world, image, one) for one in list(image.tags)] + _delete(world, image)
    freed = before - total(world)
    world.emit("image", "prune", "", reclaimed=str(freed))
    return gone, freed


def total(world: World) -> int:
    """Bytes of all layers, each counted once."""
    return sum({layer.id: layer.size for one in world.images.values() for layer in one.layers}.values())


__all__ = ["check_pull", "commit", "prune", "pull", "remove", "tag", "take", "total"]
