"""Remove and prune volumes; what a tree of files weighs."""

from __future__ import annotations

from dockersh.practice.engine.records import Container, Tree
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.world import World


def weight(tree: Tree) -> int:
    """Bytes of the files in a tree."""
    return sum(
        len(str(entry["text"]).encode("utf-8", "surrogateescape"))
        for entry in tree.values()
        if entry and entry["kind"] == "file"
    )


def remove(world: World, name: str, *, force: bool) -> None:
    """`docker volume rm`. Raises Refused."""
    if force and name not in world.volumes:
        return
    volume = world.volume(name)
    users = world.users_of(name)
    if users:
        raise Refused("volume-in-use", name=name, ids=", ".join(one.id for one in users))
    del world.volumes[volume.name]
    world.emit("volume", "destroy", volume.name, driver="local")


def prune(world: World, *, every: bool) -> tuple[list[str], int]:
    """Anonymous volumes, or with *every* all, that no container uses; their names and bytes."""
    gone = [one for one in world.volumes.values() if (one.anonymous or every) and not world.users_of(one.name)]
    freed = 0
    for volume in gone:
        freed += weight(volume.files)
        remove(world, volume.name, force=False)
    world.emit("volume", "prune", "", reclaimed=str(freed))
    return [one.name for one in gone], freed


def prune_containers(world: World) -> tuple[list[str], int]:
    """Containers that do not run; their ids and bytes."""
    from dockersh.practice.engine.ending import destroy  # noqa: PLC0415  which knows volumes

    gone: list[Container] = [one for one in world.containers.values() if not one.state.running]
    freed = sum(weight(one.files) for one in gone)
    for container in gone:
        destroy(world, container, volumes=False)
    world.emit("container", "prune", "", reclaimed=str(freed))
    return [one.id for one in gone], freed
