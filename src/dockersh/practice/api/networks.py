"""The requests about networks."""

from __future__ import annotations

import ipaddress

from dockersh.practice.api.filters import Tests, has_label, matches
from dockersh.practice.api.moments import stamp
from dockersh.practice.api.server import Request
from dockersh.practice.engine import networks
from dockersh.practice.engine.records import Endpoint, Json, Network
from dockersh.practice.engine.world import World

OF_THE_BRIDGE = {
    "com.docker.network.bridge.default_bridge": "true",
    "com.docker.network.bridge.enable_icc": "true",
    "com.docker.network.bridge.enable_ip_masquerade": "true",
    "com.docker.network.bridge.host_binding_ipv4": "0.0.0.0",  # noqa: S104  as docker has it
    "com.docker.network.bridge.name": "docker0",
    "com.docker.network.driver.mtu": "1500",
}


def shape(world: World, network: Network, *, inside: bool) -> Json:
    """What the API shows of one; *inside*: with the containers in it."""
    config = [{"Subnet": network.subnet, "Gateway": network.gateway}] if network.subnet else None
    members = networks.members(world, network) if inside else []
    return {
        "Name": network.name,
        "Id": network.id,
        "Created": stamp(network.created),
        "Scope": "local",
        "Driver": network.driver,
        "EnableIPv4": True,
        "EnableIPv6": False,
        "IPAM": {"Driver": "default", "Options": None if network.predefined else {}, "Config": config},
        "Internal": network.internal,
        "Attachable": network.attachable,
        "Ingress": False,
        "ConfigFrom": {"Network": ""},
        "ConfigOnly": False,
        "Containers": {one.id: _member(one.name, endpoint, network) for one, endpoint in members},
        "Options": OF_THE_BRIDGE if network.name == "bridge" else network.options,
        "Labels": network.labels,
    }


def _member(name: str, endpoint: Endpoint, network: Network) -> Json:
    return {
        "Name": name,
        "EndpointID": endpoint.id,
        "MacAddress": endpoint.mac,
        "IPv4Address": _with_bits(endpoint.address, network),
        "IPv6Address": "",
    }


def _with_bits(address: str, network: Network) -> str:
    return f"{address}/{ipaddress.ip_network(network.subnet).prefixlen}" if address else ""


def listed(request: Request) -> None:
    """`docker network ls`."""
    world, filters = request.world, request.filters()
    with world.lock:
        rows = [shape(world, one, inside=False) for one in world.networks.values() if matches(FILTERS, world, one, filters)]
    request.send(200, rows)


FILTERS: Tests[Network] = {
    "name": lambda _w, one, wanted: wanted in one.name,
    "id": lambda _w, one, wanted: one.id.startswith(wanted),
    "driver": lambda _w, one, wanted: one.driver == wanted,
    "type": lambda _w, one, wanted: wanted == ("builtin" if one.predefined else "custom"),
    "dangling": lambda world, one, wanted: bool(networks.members(world, one)) != (wanted in ("true", "1")),
    "scope": lambda _w, _one, wanted: wanted == "local",
    "label": lambda _w, one, wanted: has_label(one.labels, wanted),
}


def create(request: Request) -> None:
    """`docker network create`."""
    with request.world.lock:
        network = networks.create(request.world, request.body())
    request.send(201, {"Id": network.id, "Warning": ""})


def inspect(request: Request) -> None:
    """`docker network inspect`."""
    with request.world.lock:
        found = shape(request.world, request.world.network(request.parts["name"]), inside=True)
    request.send(200, found)


def remove(request: Request) -> None:
    """`docker network rm`."""
    with request.world.lock:
        networks.remove(request.world, request.parts["name"])
    request.send(204)


def prune(request: Request) -> None:
    """`docker network prune`."""
    with request.world.lock:
        gone = networks.prune(request.world)
    request.send(200, {"NetworksDeleted": gone or None})


def connect(request: Request) -> None:
    """`docker network connect`."""
    body = request.body()
    with request.world.lock:
        container = request.world.container(body.get("Container", ""))
        networks.join(request.world, container, request.parts["name"], body.get("EndpointConfig"))
    request.send(200)


def disconnect(request: Request) -> None:
    """`docker network disconnect`."""
    body = request.body()
    with request.world.lock:
        network = request.world.network(request.parts["name"])
        container = request.world.container(body.get("Container", ""))
        networks.leave(request.world, container, network.name)
    request.send(200)
