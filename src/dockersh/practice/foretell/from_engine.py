"""A scene as a real engine holds it now: read once, with four requests that change nothing."""

from __future__ import annotations

import time

from dockersh.engine.api.connection import Connection, TooMuchError
from dockersh.engine.api.endpoints import Get
from dockersh.practice.engine.records import Container, Endpoint, Image, Json, Layer, Network, State, Volume
from dockersh.practice.foretell.scene import Scene, Still
from dockersh.startup.typed import Any

PATIENCE = 5.0  # seconds for all of them
OK = 200
EVERY = (("all", "1"),)
RUNNING = ("running", "paused", "restarting")
ANONYMOUS = 64  # digits of a volume's name that docker chose


class UnreadError(OSError):
    """The engine did not say what it holds."""


def read(path: str) -> Scene:
    """What the engine at a socket holds. Raises UnreadError."""
    connection = Connection(path, time.monotonic() + PATIENCE)
    scene = Scene()
    try:
        version = str(connection.get(Get("ping")).headers.get("api-version", ""))
        networks, volumes, images, containers = (
            _asked(connection, get, version)
            for get in (Get("networks"), Get("volumes"), Get("images"), Get("containers", "", EVERY))
        )
        scene.networks = {one["Name"]: _network(one) for one in networks}
        scene.volumes = {one["Name"]: _volume(one) for one in volumes.get("Volumes") or []}
        scene.images = {one["Id"]: _image(one) for one in images}
        scene.assumed = set(scene.images)
        for row in containers:
            _add(scene, row)
    except (OSError, TooMuchError, KeyError, TypeError, ValueError, AttributeError, IndexError) as problem:
        raise UnreadError(0, str(problem)) from problem
    finally:
        connection.close()
    scene.told.clear()
    return scene


def _asked(connection: Connection, get: Get, version: str) -> Any:
    answer = connection.get(get, version)
    if answer.status != OK:
        raise ValueError(answer.status)
    return answer.json()


def _network(row: Json) -> Network:
    config = ((row.get("IPAM") or {}).get("Config") or [{}])[0]
    subnet = config.get("Subnet", "")
    return Network(row["Name"], row["Id"], 0.0, row["Driver"], subnet if "." in subnet else "", config.get("Gateway", ""))


def _volume(row: Json) -> Volume:
    return Volume(row["Name"], 0.0, anonymous=len(row["Name"]) == ANONYMOUS)


def _image(row: Json) -> Image:
    tags = [tag for tag in row.get("RepoTags") or [] if tag != "<none>:<none>"]
    layers = [Layer(f"{row['Id']} layer", int(row.get("Size") or 0))]
    return Image(row["Id"], tags, 0.0, layers, {"Cmd": ["?"]}, row.get("ParentId") or "", digests=row.get("RepoDigests") or [])


def _add(scene: Scene, row: Json) -> None:
    """A container of the list."""
    endpoints = {
        name: Endpoint(name, one.get("EndpointID") or "", one.get("IPAddress") or "", one.get("MacAddress") or "")
        for name, one in ((row.get("NetworkSettings") or {}).get("Networks") or {}).items()
    }
    container = Container(
        row["Id"], row["Names"][0].lstrip("/"), 0.0, row["ImageID"], {"Image": row["Image"], "Cmd": ["?"]}, {}
    )
    container.state, container.endpoints = State(row["State"]), endpoints
    container.mounts = [{**mount, "Destination": mount.get("Destination", "")} for mount in row.get("Mounts") or []]
    container.ports = _ports(row)
    container.host["Odd"] = True
    container.host["PortBindings"] = dict(container.ports) or None
    scene.containers[container.id] = container
    if row["State"] in RUNNING:
        scene.running[container.id] = Still(scene, container)


def _ports(row: Json) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for one in row.get("Ports") or []:
        if one.get("PublicPort"):
            binding = {"HostIp": one.get("IP", ""), "HostPort": str(one["PublicPort"])}
            found.setdefault(f"{one['PrivatePort']}/{one['Type']}", []).append(binding)
    return found
