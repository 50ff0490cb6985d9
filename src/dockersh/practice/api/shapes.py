"""What the API shows of a container, in the fields and the order of engine 28.5.2."""

from __future__ import annotations

import functools
import ipaddress
import json
import os
import time

from dockersh.practice.api.moments import NEVER, age, stamp
from dockersh.practice.engine.networks import names_of
from dockersh.practice.engine.ports import wanted
from dockersh.practice.engine.records import Container, Endpoint, Json
from dockersh.practice.engine.world import World
from dockersh.startup.typed import Any

ROOT = "/var/lib/docker"
MOUNT_FIELDS = ("Type", "Name", "Source", "Destination", "Driver", "Mode", "RW", "Propagation")
# Of the config as the client sends it, what an engine keeps for itself.
OPTIONAL = ("StopSignal", "StopTimeout", "Healthcheck", "Shell")


@functools.cache
def defaults() -> dict[str, Json]:
    """`Config`, `HostConfig` and `NetworkSettings` of a container for which nothing was asked."""
    with open(os.path.join(os.path.dirname(__file__), "defaults.json"), encoding="utf-8") as file:
        found: dict[str, Json] = json.load(file)
        return found


def status(container: Container) -> str:
    """`Up 2 minutes (Paused)`, `Exited (3) 5 seconds ago`, `Created`."""
    state, now = container.state, time.time()
    if state.status in ("running", "paused"):
        return f"Up {age(now - state.started)}{' (Paused)' if state.status == 'paused' else ''}"
    if state.status == "restarting":
        return f"Restarting ({state.code}) {age(now - state.finished)} ago"
    return f"Exited ({state.code}) {age(now - state.finished)} ago" if state.exits else "Created"


def row(world: World, container: Container) -> Json:
    """A line of `docker ps`."""
    networks = {name: endpoint_shape(world, container, endpoint) for name, endpoint in container.endpoints.items()}
    for shape in networks.values():
        shape |= {"Aliases": None, "DNSNames": None}
    return {
        "Id": container.id,
        "Names": [f"/{container.name}"],
        "Image": world.tag_of(container),
        "ImageID": container.image,
        "Command": " ".join(map(quoted, container.argv)),
        "Created": int(container.created),
        "Ports": _row_ports(container),
        "Labels": container.config.get("Labels") or {},
        "State": container.state.status,
        "Status": status(container),
        "HostConfig": {"NetworkMode": container.host.get("NetworkMode", "")},
        "NetworkSettings": {"Networks": networks},
        "Mounts": mounts(container),
    }


def quoted(word: str) -> str:
    """A word of the command as `ps` shows it: with quotes where it has blanks."""
    return "'" + word.replace("'", "'\\''") + "'" if any(one in word for one in " \t\n\"'$;|&<>(){}*?") else word


def _row_ports(container: Container) -> list[Json]:
    found = []
    if not container.state.running:
        return []
    every = {**{port: [] for port in container.config.get("ExposedPorts") or {}}, **container.ports}
    for port, bindings in every.items():
        number, protocol = port.split("/")
        for binding in bindings:
            place = {"IP": binding["HostIp"], "PrivatePort": int(number), "PublicPort": int(binding["HostPort"])}
            found.append({**place, "Type": protocol})
        if not bindings:
            found.append({"PrivatePort": int(number), "Type": protocol})
    return found


def mounts(container: Container) -> list[Json]:
    """Where what is mounted."""
    return [{name: mount[name] for name in MOUNT_FIELDS if name in mount} for mount in container.mounts]


def endpoint_shape(world: World, container: Container, endpoint: Endpoint) -> Json:
    """A network of a container."""
    network = world.networks.get(endpoint.network)
    up = bool(endpoint.id)
    subnet = network.subnet if network and up else ""
    named = network is not None and not network.predefined
    return {
        "IPAMConfig": {"IPv4Address": endpoint.asked} if endpoint.asked else None,
        "Links": None,
        "Aliases": endpoint.aliases or None if named else None,
        "MacAddress": endpoint.mac,
        "DriverOpts": None,
        "GwPriority": 0,
        "NetworkID": network.id if network and (up or container.state.exits) else "",
        "EndpointID": endpoint.id,
        "Gateway": network.gateway if network and up else "",
        "IPAddress": endpoint.address,
        "IPPrefixLen": ipaddress.ip_network(subnet).prefixlen if subnet else 0,
        "IPv6Gateway": "",
        "GlobalIPv6Address": "",
        "GlobalIPv6PrefixLen": 0,
        "DNSNames": names_of(container, endpoint) if named and (up or container.state.exits) else None,
    }


def state(container: Container) -> Json:
    """`State`."""
    one = container.state
    return {
        "Status": one.status,
        "Running": one.running,
        "Paused": one.status == "paused",
        "Restarting": one.status == "restarting",
        "OOMKilled": False,
        "Dead": False,
        "Pid": container.pid if one.running else 0,
        "ExitCode": one.code,
        "Error": one.error,
        "StartedAt": stamp(one.started) if one.started else NEVER,
        "FinishedAt": stamp(one.finished) if one.finished else NEVER,
    }


def inspected(world: World, container: Container) -> Json:
    """`docker inspect`."""
    folder = f"{ROOT}/containers/{container.id}"
    command = container.argv
    return {
        "Id": container.id,
        "Created": stamp(container.created),
        "Path": command[0],
        "Args": command[1:],
        "State": state(container),
        "Image": container.image,
        "ResolvConfPath": f"{folder}/resolv.conf" if container.state.started else "",
        "HostnamePath": f"{folder}/hostname" if container.state.started else "",
        "HostsPath": f"{folder}/hosts" if container.state.started else "",
        "LogPath": f"{folder}/{container.id}-json.log" if container.state.started else "",
        "Name": f"/{container.name}",
        "RestartCount": container.state.restarts,
        "Driver": "overlay2",
        "Platform": "linux",
        "MountLabel": "",
        "ProcessLabel": "",
        "AppArmorProfile": "",
        "ExecIDs": [one.id for one in world.execs.values() if one.container == container.id and one.running] or None,
        "HostConfig": _filled("HostConfig", container.host),
        "GraphDriver": graph(container.id),
        "Mounts": mounts(container),
        "Config": _config(container),
        "NetworkSettings": _network_settings(world, container),
    }


def graph(name: str) -> Json:
    """Where docker's storage driver would keep it."""
    folder = f"{ROOT}/overlay2/{name}"
    places = {
        f"{kind.capitalize()}Dir": f"{folder}/{part}"
        for kind, part in (("merged", "merged"), ("upper", "diff"), ("work", "work"))
    }
    return {"Data": {"ID": name, "LowerDir": f"{folder}-init/diff", **places}, "Name": "overlay2"}


def _filled(name: str, given: Json) -> Json:
    """What was given, in docker's order, over the defaults; a null where docker has none stays docker's."""
    found = {**defaults()[name], **{key: value for key, value in given.items() if key in defaults()[name]}}
    for key, value in defaults()[name].items():
        if found[key] in (None, "", 0) and value not in (None, "", 0, False):
            found[key] = value
    if not (found.get("RestartPolicy") or {}).get("Name"):
        found["RestartPolicy"] = {"Name": "no", "MaximumRetryCount": 0}
    if not (found.get("LogConfig") or {}).get("Type"):
        found["LogConfig"] = {"Type": "json-file", "Config": {}}
    extra = ("Mounts", "Tmpfs", "Init", "Annotations", "Sysctls", "StorageOpt")
    return {**found, **{key: given[key] for key in extra if given.get(key)}}


def _config(container: Container) -> Json:
    given = container.config
    base = {**defaults()["Config"], **{key: value for key, value in given.items() if key in defaults()["Config"]}}
    base["Labels"] = base["Labels"] or {}
    if not base["ExposedPorts"]:
        base.pop("ExposedPorts")
    return {**base, **{key: given[key] for key in OPTIONAL if given.get(key)}}


def _network_settings(world: World, container: Container) -> Json:
    found = dict(defaults()["NetworkSettings"])
    if container.state.running:
        found |= {"SandboxID": container.id[::-1], "SandboxKey": f"/var/run/docker/netns/{container.id[::-1][:12]}"}
        published = {port for port, _, _ in wanted(container)}
        exposed = {port: None for port in container.config.get("ExposedPorts") or {} if port not in published}
        found["Ports"] = {**container.ports, **exposed}
    networks = {name: endpoint_shape(world, container, one) for name, one in container.endpoints.items()}
    default: Any = networks.get("bridge")
    if default:
        found |= {name: default[name] for name in ("EndpointID", "Gateway", "IPAddress", "IPPrefixLen", "MacAddress")}
    return {**found, "Networks": networks}
