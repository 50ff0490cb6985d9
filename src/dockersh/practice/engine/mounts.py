"""`-v` and `--mount`: what a container mounts, from `Binds`, `Mounts` and the volumes of its image.

Sources: moby volume/mounts/linux_parser.go, daemon/volumes.go; the answers of engine 28.5.2.
"""

from __future__ import annotations

import os
import posixpath
import re
import time
from pathlib import Path

from dockersh.practice.engine.ids import fresh_id
from dockersh.practice.engine.records import Container, Json, Volume
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.world import World
from dockersh.startup.typed import Any

NAME = r"[a-zA-Z0-9][a-zA-Z0-9_.-]+"
MODES = frozenset(
    ("ro", "rw", "z", "Z", "nocopy", "cached", "delegated", "consistent", "rprivate", "private", "rshared", "rslave")
)


def make_volume(world: World, name: str = "", labels: Any = None, options: Any = None, driver: str = "local") -> Volume:
    """A volume of that name, the one that is there already, or an anonymous one. Raises Refused."""
    if driver != "local":
        raise Refused("volume-driver", name=name, driver=driver)
    if name and len(name) < 2:
        raise Refused("volume-name-short", name=name)
    if name and not re.fullmatch(NAME, name):
        raise Refused("volume-name-invalid", name=name)
    if name in world.volumes:
        return world.volumes[name]
    volume = Volume(name or fresh_id(), time.time(), labels, options, anonymous=not name)
    if not name:
        volume.labels = {**(labels or {}), "com.docker.volume.anonymous": ""}
    world.volumes[volume.name] = volume
    world.emit("volume", "create", volume.name, driver="local")
    return volume


def place_of(volume: str) -> str:
    """Where docker would keep a volume."""
    return f"/var/lib/docker/volumes/{volume}/_data"


def mounts_of(world: World, container: Container) -> list[Json]:
    """What the container mounts; volumes that are missing are made. Raises Refused."""
    wanted: dict[str, Json] = {}
    asked = [_mount(world, mount) for mount in container.host.get("Mounts") or []]
    try:
        for spec in container.host.get("Binds") or []:
            _add(world, wanted, _bind(world, spec))
        for mount in asked:
            _add(world, wanted, mount)
    except Refused:
        world.emit_of(container, "destroy")  # docker has made it by then
        raise
    for path in container.config.get("Volumes") or {}:
        target = path.rpartition(":")[2] or path
        wanted.setdefault(posixpath.normpath(target), {"Type": "volume", "Name": "", "Mode": "", "Destination": target})
    for mount in wanted.values():
        _filled(world, mount)  # the image's own; the others are there already
    return list(wanted.values())


def _add(world: World, wanted: dict[str, Json], mount: Json) -> None:
    _filled(world, mount)
    if mount["Destination"] in wanted:
        raise Refused("mount-twice", target=mount["Destination"])
    wanted[mount["Destination"]] = mount


def _bind(world: World, spec: str) -> Json:
    """`SOURCE:TARGET[:MODE]`."""
    parts = spec.split(":")
    if len(parts) not in (2, 3) or not all(parts):
        raise Refused("mount-spec", spec=spec)
    source, target, mode = (*parts, "")[:3]
    kind = "bind" if source.startswith("/") else "volume"
    if not target.startswith("/"):
        raise Refused("mount-not-absolute", spec=spec, kind=kind, target=target)
    if posixpath.normpath(target) == "/":
        raise Refused("mount-root", spec=spec, kind=kind)
    if not MODES.issuperset(filter(None, mode.split(","))):
        raise Refused("mount-mode", mode=mode)
    writable = "ro" not in mode.split(",")
    found = {"Type": kind, "Source": source, "Destination": posixpath.normpath(target), "Mode": mode or "z", "RW": writable}
    if kind == "volume":
        return {**found, "Name": source}
    _below_home(world, source)
    if not os.path.exists(source):
        Path(source).mkdir(0o755, parents=True, exist_ok=True)  # as the engine does for -v
    return {**found, "Mode": mode, "Propagation": "rprivate"}


def _mount(world: World, mount: Json) -> Json:
    """An object of `--mount`."""
    kind, source, target = mount.get("Type", "volume"), mount.get("Source", ""), mount.get("Target", "")
    if kind == "tmpfs":
        return {"Type": "tmpfs", "Source": "", "Destination": target, "Mode": "", "RW": True, "Propagation": ""}
    found = {"Type": kind, "Source": source, "Destination": target, "Mode": "z", "RW": not mount.get("ReadOnly", False)}
    if kind == "volume":
        return {**found, "Name": source}
    if not os.path.exists(source):
        raise Refused("bind-missing", path=source)
    _below_home(world, source)
    return {**found, "Mode": "", "Propagation": "rprivate"}


def _below_home(world: World, path: str) -> None:
    home, real = os.path.realpath(world.home), os.path.realpath(path)
    if real != home and not real.startswith(home + os.sep):
        raise Refused("bind-outside", path=path, home=world.home)


def _filled(world: World, mount: Json) -> None:
    """The volume behind a mount, made where it is missing; the fields in docker's order are the API's business."""
    if mount["Type"] != "volume":
        return
    volume = make_volume(world, mount["Name"])
    mount |= {"Name": volume.name, "Source": place_of(volume.name), "Driver": "local"}
    mount.setdefault("RW", True)
    mount.setdefault("Propagation", "")


def seed(world: World, container: Container, files: Any) -> None:
    """Copy what the image has at the place of an empty volume into it, as docker does when it is first mounted."""
    for mount in container.mounts:
        volume = world.volumes.get(mount.get("Name", ""))
        if volume is None or volume.files or "nocopy" in mount.get("Mode", ""):
            continue
        _copy(files, mount["Destination"], "", volume)


def _copy(files: Any, path: str, inner: str, volume: Volume) -> None:
    if not files.is_folder(path):
        return
    for name in files.names(path):
        entry = files.plain(f"{path}/{name}")
        if entry is not None:
            volume.files[f"{inner}/{name}"] = dict(entry)
            _copy(files, f"{path}/{name}", f"{inner}/{name}", volume)
