"""The requests about the engine itself."""

from __future__ import annotations

import contextlib
import time

from dockersh.practice.api import images, shapes, volumes
from dockersh.practice.api.moments import seconds_of, stamp
from dockersh.practice.api.server import LEAST, VERSION, Gone, Request
from dockersh.practice.engine.images import total
from dockersh.practice.engine.records import Json
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.volumes import weight
from dockersh.startup.typed import Any

RELEASE = "28.5.2"
KERNEL = "6.1.0-practice"


def ping(request: Request) -> None:
    """That somebody is here."""
    headers = [("Builder-Version", "1"), ("Swarm", "inactive"), ("Cache-Control", "no-cache, no-store, must-revalidate")]
    request.send(200, b"OK", headers)


def version(request: Request) -> None:
    """`docker version`."""
    facts = {"ApiVersion": VERSION, "Arch": "amd64", "BuildTime": "", "Experimental": "false", "GitCommit": "practice"}
    details = {**facts, "GoVersion": "", "KernelVersion": KERNEL, "MinAPIVersion": LEAST, "Os": "linux"}
    own = {"Version": RELEASE, "ApiVersion": VERSION, "MinAPIVersion": LEAST, "GitCommit": "practice", "GoVersion": ""}
    component = {"Name": "Engine", "Version": RELEASE, "Details": details}
    answer = {"Platform": {"Name": "dockersh practice"}, "Components": [component], **own}
    request.send(200, {**answer, "Os": "linux", "Arch": "amd64", "KernelVersion": KERNEL, "BuildTime": ""})


def info(request: Request) -> None:
    """`docker info`."""
    world = request.world
    with world.lock:
        states = [one.state.status for one in world.containers.values()]
        counts = {
            "Containers": len(states),
            "ContainersRunning": sum(one == "running" for one in states),
            "ContainersPaused": states.count("paused"),
            "ContainersStopped": sum(one in ("created", "exited") for one in states),
            "Images": len(world.images),
        }
    request.send(200, {"ID": "practice", **counts, **FACTS, "SystemTime": stamp(time.time())})


FACTS: Json = {
    "Driver": "overlay2",
    "DriverStatus": [["Backing Filesystem", "practice"]],
    "Plugins": {"Volume": ["local"], "Network": ["bridge", "host", "null"], "Authorization": None, "Log": ["json-file"]},
    "MemoryLimit": True,
    "SwapLimit": True,
    "CpuCfsPeriod": True,
    "CpuCfsQuota": True,
    "CPUShares": True,
    "CPUSet": True,
    "PidsLimit": True,
    "IPv4Forwarding": True,
    "OomKillDisable": True,
    "LoggingDriver": "json-file",
    "CgroupDriver": "cgroupfs",
    "CgroupVersion": "1",
    "KernelVersion": KERNEL,
    "OperatingSystem": "dockersh practice",
    "OSType": "linux",
    "Architecture": "x86_64",
    "IndexServerAddress": "https://index.docker.io/v1/",
    "RegistryConfig": {"IndexConfigs": {}, "InsecureRegistryCIDRs": [], "Mirrors": None},
    "NCPU": 2,
    "MemTotal": 2 << 30,
    "DockerRootDir": "/var/lib/docker",
    "Name": "practice",
    "Labels": [],
    "ServerVersion": RELEASE,
    "Runtimes": {"runc": {"path": "runc"}},
    "DefaultRuntime": "runc",
    "Swarm": {
        "LocalNodeState": "inactive",
        "NodeID": "",
        "NodeAddr": "",
        "ControlAvailable": False,
        "Error": "",
        "RemoteManagers": None,
    },
    "SecurityOptions": ["name=seccomp,profile=builtin"],
    "ContainerdCommit": {"ID": ""},
    "RuncCommit": {"ID": ""},
    "InitCommit": {"ID": ""},
    "Warnings": None,
}


def disk_usage(request: Request) -> None:
    """`docker system df`."""
    world = request.world
    with world.lock:
        shown = [images.row(world, one, used=True) for one in world.images.values()]
        for row, image in zip(shown, list(world.images.values()), strict=True):
            others = {layer.id for one in world.images.values() if one is not image for layer in one.layers}
            row["SharedSize"] = sum(layer.size for layer in image.layers if layer.id in others)
        rows = [_sized(request, shapes.row(world, one), one) for one in world.containers.values()]
        answer = {
            "LayersSize": total(world),
            "Images": shown,
            "Containers": rows,
            "Volumes": [volumes.usage(world, one) for one in world.volumes.values()],
            "BuildCache": [],
        }
    request.send(200, answer)


def _sized(request: Request, row: Json, container: Any) -> Json:
    image = request.world.images.get(container.image)
    size = weight(container.files)
    return {**row, "SizeRw": size, "SizeRootFs": size + (image.size if image else 0)}


def builder_prune(request: Request) -> None:
    """There is no build cache to delete."""
    request.world.emit("builder", "prune", "", reclaimed="0")
    request.send(200, {"CachesDeleted": None, "SpaceReclaimed": 0})


def nothing(request: Request) -> None:
    """An empty list."""
    request.send(200, [])


def no_accounts(_request: Request) -> None:
    """No registry to log in to."""
    raise Refused("not-simulated", what="docker login")


def events(request: Request) -> None:
    """`docker events`: those that were, and those that come."""
    world, filters, now = request.world, request.filters(), time.time()
    since, until = (seconds_of(request.query.get(name, ""), now) for name in ("since", "until"))
    answer = request.stream()
    seen = time.time_ns() if since is None else int(since * 1e9)
    with contextlib.suppress(Gone):
        while True:
            with world.lock:
                fresh = [one for one in world.events if one["timeNano"] > seen]
                if not fresh and (until is None or time.time() < until):
                    world.changed.wait(1.0)
            for one in fresh:
                seen = one["timeNano"]
                if (until is None or seen <= until * 1e9) and _wanted(one, filters):
                    answer.line(one)
            if (until is not None and time.time() >= until) or request.left():
                break
        answer.end()


def _wanted(event: Json, filters: dict[str, list[str]]) -> bool:
    told = event["Actor"]["Attributes"]
    name = event["Actor"]["ID"]
    parts = {
        "type": [event["Type"]],
        "event": [event["Action"], event["Action"].partition(":")[0]],
        "container": [name, told.get("name", "")] if event["Type"] == "container" else [],
        "image": [name, told.get("name", ""), told.get("image", "")],
        "volume": [name] if event["Type"] == "volume" else [],
        "network": [name, told.get("name", "")] if event["Type"] == "network" else [],
        "label": [*told, *(f"{key}={value}" for key, value in told.items())],
        "scope": ["local"],
        "daemon": [],
    }
    for key, values in filters.items():
        held = parts.get(key, [])
        if not any(value in held or (key == "container" and name.startswith(value) and held) for value in values):
            return False
    return True
