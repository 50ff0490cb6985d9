"""`docker create`: what is refused, and what a container is made of.

Sources: moby daemon/create.go, daemon/container.go, runconfig; the answers of engine 28.5.2.
"""

from __future__ import annotations

import re
import time

from dockersh.practice.engine.ids import fresh_id, fresh_name
from dockersh.practice.engine.mounts import mounts_of, seed
from dockersh.practice.engine.records import Container, Endpoint, Image, Json
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.world import World
from dockersh.practice.inside.files import Files, Layers

NAME = r"[a-zA-Z0-9][a-zA-Z0-9_.-]+"
LEAST_MEMORY = 6 * 1024 * 1024
POLICIES = ("", "no", "always", "on-failure", "unless-stopped")


def create(world: World, name: str, body: Json) -> Container:
    """A new container from the body of the request. Raises Refused; then nothing was made."""
    host: Json = body.get("HostConfig") or {}
    _refuse(body, host)
    image = world.image(body.get("Image") or "")
    config = {key: value for key, value in body.items() if key not in ("HostConfig", "NetworkingConfig")}
    _from_image(config, image)
    if not [*(config.get("Entrypoint") or []), *(config.get("Cmd") or [])]:
        raise Refused("no-command")
    name = _named(world, name)
    container = Container(fresh_id(), name, time.time(), image.id, config, host)
    config["Hostname"] = config.get("Hostname") or container.short
    _networks(container, body)
    container.mounts = mounts_of(world, container)
    seed(world, container, Files(Layers({}, [layer.files for layer in reversed(image.layers)])))
    world.containers[container.id] = container
    world.emit_of(container, "create")
    return container


def _refuse(body: Json, host: Json) -> None:
    """What is refused without looking at anything."""
    folder = body.get("WorkingDir") or ""
    if folder and not folder.startswith("/"):
        raise Refused("workdir-relative", path=folder)
    if 0 < (host.get("Memory") or 0) < LEAST_MEMORY:
        raise Refused("memory-small")
    policy = known_policy(host.get("RestartPolicy") or {})
    if host.get("AutoRemove") and policy not in ("", "no"):
        raise Refused("restart-and-remove")
    for field, option in (("Privileged", "--privileged"), ("Devices", "--device"), ("DeviceRequests", "--gpus")):
        if host.get(field):
            raise Refused("not-simulated", what=option)


def known_policy(policy: Json) -> str:
    """The name of a restart policy. Raises Refused for one that docker does not know."""
    name: str = policy.get("Name") or ""
    if name not in POLICIES:
        raise Refused("restart-unknown", name=name)
    if policy.get("MaximumRetryCount") and name != "on-failure":
        raise Refused("restart-count")
    return name


def _named(world: World, name: str) -> str:
    if not name:
        return fresh_name({one.name for one in world.containers.values()})
    if not re.fullmatch(NAME, name.removeprefix("/")):
        raise Refused("name-invalid", name=name)
    holder = world.by_name(name.removeprefix("/"))
    if holder is not None:
        raise Refused("name-taken", name=holder.name, id=holder.id)
    return name.removeprefix("/")


def _from_image(config: Json, image: Image) -> None:
    """What the request leaves open comes from the image."""
    theirs = image.config
    if not config.get("Entrypoint"):
        if not config.get("Cmd"):
            config["Cmd"] = theirs.get("Cmd")
        if config.get("Entrypoint") is None:
            config["Entrypoint"] = theirs.get("Entrypoint")
    if config.get("Entrypoint") == [""]:
        config["Entrypoint"] = None
    for field in ("User", "WorkingDir", "StopSignal"):
        config[field] = config.get(field) or theirs.get(field) or ""
    _merged(config, theirs)


def _merged(config: Json, theirs: Json) -> None:
    for field in ("ExposedPorts", "Volumes"):
        both = {**(theirs.get(field) or {}), **(config.get(field) or {})}
        config[field] = both or None
    config["Labels"] = {**(theirs.get("Labels") or {}), **(config.get("Labels") or {})}
    given = config.get("Env") or []
    names = {one.partition("=")[0] for one in given}
    inherited = [one for one in theirs.get("Env") or [] if one.partition("=")[0] not in names]
    config["Env"] = [*given, *inherited] or None


def _networks(container: Container, body: Json) -> None:
    mode = container.host.get("NetworkMode") or "default"
    if mode == "default":
        mode = container.host["NetworkMode"] = "bridge"
    if mode.startswith("container:"):
        raise Refused("not-simulated", what="--network container:NAME")
    given = ((body.get("NetworkingConfig") or {}).get("EndpointsConfig")) or {}
    settings = {("bridge" if name == "default" else name): (value or {}) for name, value in given.items()}
    for name in dict.fromkeys([mode, *settings]):
        own = settings.get(name, {})
        aliases, asked = list(own.get("Aliases") or []), (own.get("IPAMConfig") or {}).get("IPv4Address", "")
        container.endpoints[name] = Endpoint(name, aliases=aliases, asked=asked)
