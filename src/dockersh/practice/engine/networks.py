"""Networks: how they are made, who is in them, which addresses they give, and which names they know.

Sources: moby daemon/network.go, libnetwork ipam; the answers of engine 28.5.2.
"""

from __future__ import annotations

import ipaddress
import time

from dockersh.practice.engine.ids import fresh_id, fresh_mac
from dockersh.practice.engine.records import Container, Endpoint, Json, Network
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.world import World

POOLS = [f"172.{number}.0.0/16" for number in range(18, 32)] + [f"192.168.{number}.0/20" for number in range(0, 256, 16)]
OTHER_DRIVERS = ("overlay", "macvlan", "ipvlan")  # docker has them
PREDEFINED = ("bridge", "host", "none")


def create(world: World, body: Json) -> Network:
    """A network as `docker network create` asks for. Raises Refused."""
    name, driver = body["Name"], body.get("Driver") or "bridge"
    if name in PREDEFINED:
        raise Refused("network-predefined-create", name=name)
    if driver not in ("bridge", "host", "null", "none"):
        raise Refused(
            "not-simulated" if driver in OTHER_DRIVERS else "network-driver", what=f"--driver {driver}", driver=driver
        )
    if name in world.networks:
        raise Refused("network-exists", name=name)
    subnet, gateway = _addresses(world, body)
    network = Network(name, fresh_id(), time.time(), driver, subnet, gateway)
    network.internal, network.attachable = bool(body.get("Internal")), bool(body.get("Attachable"))
    network.labels, network.options = body.get("Labels") or {}, body.get("Options") or {}
    world.networks[name] = network
    world.emit("network", "create", network.id, name=name, type=driver)
    return network


def _addresses(world: World, body: Json) -> tuple[str, str]:
    asked = ((body.get("IPAM") or {}).get("Config") or [{}])[0]
    held = [ipaddress.IPv4Network(one.subnet) for one in world.networks.values() if one.subnet]
    if asked.get("Subnet"):
        subnet = _parsed(asked["Subnet"])
        if any(subnet.overlaps(one) for one in held):
            raise Refused("network-pool")
    else:
        subnet = next(one for one in map(ipaddress.IPv4Network, POOLS) if not any(map(one.overlaps, held)))
    return str(subnet), asked.get("Gateway") or str(next(subnet.hosts()))


def _parsed(text: str) -> ipaddress.IPv4Network:
    try:
        return ipaddress.IPv4Network(text)
    except ValueError:
        raise Refused("network-subnet", subnet=text) from None


def members(world: World, network: Network) -> list[tuple[Container, Endpoint]]:
    """The running containers in a network, in the order of their addresses."""
    found = [
        (one, one.endpoints[network.name])
        for one in world.containers.values()
        if network.name in one.endpoints and one.endpoints[network.name].id
    ]
    return sorted(found, key=lambda pair: pair[0].name)


def remove(world: World, name: str) -> None:
    """Delete a network that nobody is in. Raises Refused."""
    network = world.network(name)
    if network.predefined:
        raise Refused("network-predefined-remove", name=network.name)
    inside = members(world, network)
    if inside:
        said = " ".join(f'name:"{one.name}" id:"{endpoint.id[:12]}"' for one, endpoint in inside)
        raise Refused("network-in-use", name=network.name, endpoints=said)
    _forget(world, network)


def _forget(world: World, network: Network) -> None:
    del world.networks[network.name]
    world.emit("network", "destroy", network.id, name=network.name, type=network.driver)


def prune(world: World) -> list[str]:
    """Delete those that no container uses, running or not; their names."""
    used = {name for one in world.containers.values() for name in one.endpoints}
    gone = [one for one in world.networks.values() if not one.predefined and one.name not in used]
    for network in gone:
        _forget(world, network)
    world.emit("network", "prune", "", reclaimed="0")
    return [network.name for network in gone]


def join(world: World, container: Container, name: str, settings: Json | None = None) -> None:
    """`network connect`. Raises Refused."""
    network = world.network(name)
    if "host" in (network.name, container.host.get("NetworkMode")):
        raise Refused("network-of-host")
    if network.name in container.endpoints:
        raise Refused("network-joined", name=container.name, network=network.name)
    aliases = list((settings or {}).get("Aliases") or [])
    if aliases and network.predefined:
        raise Refused("alias-default")
    asked = ((settings or {}).get("IPAMConfig") or {}).get("IPv4Address", "")
    container.endpoints[network.name] = Endpoint(network.name, aliases=aliases, asked=asked)
    if container.state.running:
        plug(world, container, network.name)
    world.touch()


def leave(world: World, container: Container, name: str) -> None:
    """`network disconnect`. Raises Refused."""
    network = world.network(name)
    if network.name not in container.endpoints:
        code = "network-left" if container.state.running else "network-not-joined"
        raise Refused(code, id=container.id, network=network.name)
    unplug(world, container, network.name)
    del container.endpoints[network.name]
    world.touch()


def plug(world: World, container: Container, name: str) -> None:
    """Give a container that starts its address in a network."""
    network, endpoint = world.networks[name], container.endpoints[name]
    endpoint.id, endpoint.mac = fresh_id(), fresh_mac() if network.subnet else ""
    endpoint.address = endpoint.asked or _next_address(world, network)
    world.emit("network", "connect", network.id, container=container.id, name=name, type=network.driver)


def unplug(world: World, container: Container, name: str) -> None:
    """Take the address back."""
    endpoint, network = container.endpoints[name], world.networks.get(name)
    if endpoint.id and network:
        world.emit("network", "disconnect", network.id, container=container.id, name=name, type=network.driver)
    endpoint.id = endpoint.address = endpoint.mac = ""


def _next_address(world: World, network: Network) -> str:
    """The lowest that nobody has."""
    if not network.subnet:
        return ""
    held = {endpoint.address for _, endpoint in members(world, network)} | {network.gateway}
    return next(str(one) for one in ipaddress.ip_network(network.subnet).hosts() if str(one) not in held)


def next_address(world: World, container: Container) -> str:
    """The address that a container would get in its first network."""
    network = next((world.networks[name] for name in container.endpoints if name in world.networks), None)
    return _next_address(world, network) if network else ""


def names_of(container: Container, endpoint: Endpoint) -> list[str]:
    """What a user-defined network knows a container by."""
    return [container.name, *endpoint.aliases, container.short]


def resolve(world: World, container: Container, name: str) -> str | None:
    """The address of a name as a container sees it: itself, an address, or, in networks that have names, another container."""
    if name in ("localhost", "127.0.0.1"):
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        pass
    own = (endpoint for endpoint in container.endpoints.values() if endpoint.address)
    if name in (container.short, container.config.get("Hostname")):
        return next((endpoint.address for endpoint in own), None)
    for place in container.endpoints.values():
        network = world.networks.get(place.network)
        if network is None or network.predefined:
            continue
        for other, endpoint in members(world, network):
            if name in names_of(other, endpoint):
                return endpoint.address
    return None


def at(world: World, container: Container, address: str) -> Container | None:
    """The container at an address, if it is in a network with this one, or this one itself."""
    if address == "127.0.0.1":
        return container
    for name in container.endpoints:
        network = world.networks.get(name)
        for other, endpoint in members(world, network) if network else ():
            if endpoint.address == address:
                return other
    return None
