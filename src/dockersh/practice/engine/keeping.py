"""The engine's state on disk: written when something changed and at the end, read at the start."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import asdict

from dockersh.machine import folders
from dockersh.practice.engine.records import Container, Endpoint, Image, Layer, Network, State, Volume
from dockersh.practice.engine.refusal import Refused
from dockersh.practice.engine.starting import start
from dockersh.practice.engine.world import World
from dockersh.startup.typed import Any

FORMAT = 1
PAUSE = 0.3  # seconds in which changes are gathered


def dumped(world: World) -> dict[str, Any]:
    """Everything that is kept. Called with the lock held."""
    kept = ("images", "containers", "volumes", "networks")
    return {
        "format": FORMAT,
        "events": world.events,
        **{name: list(map(asdict, getattr(world, name).values())) for name in kept},
    }


def restore(world: World, kept: dict[str, Any]) -> None:
    """Fill a fresh world. Raises KeyError, TypeError, ValueError for what we did not write."""
    if kept["format"] != FORMAT:
        raise ValueError(kept["format"])
    world.events = kept["events"]
    for raw in kept["images"]:
        layers = [Layer(**one) for one in raw.pop("layers")]
        world.images[raw["id"]] = Image(layers=layers, **raw)
    for raw in kept["volumes"]:
        world.volumes[raw["name"]] = Volume(**raw)
    for raw in kept["networks"]:
        world.networks[raw["name"]] = Network(**raw)
    for raw in kept["containers"]:
        _container(world, raw)


def _container(world: World, raw: dict[str, Any]) -> None:
    state = State(**raw.pop("state"))
    endpoints = {name: Endpoint(**one) for name, one in raw.pop("endpoints").items()}
    log = [(when, stream, text) for when, stream, text in raw.pop("log")]
    world.containers[raw["id"]] = Container(state=state, endpoints=endpoints, log=log, **raw)


def read(world: World, path: str) -> bool:
    """Fill a world from a file; False where there is none, or none of ours."""
    try:
        with open(path, encoding="utf-8") as file:
            restore(world, json.load(file))
    except FileNotFoundError:
        return False
    except (OSError, KeyError, TypeError, ValueError):
        world.__init__(world.home)  # type: ignore[misc]  # nothing of a half-read file
        return False
    return True


def write(world: World, path: str) -> None:
    """Everything, whole or not at all."""
    with world.lock:
        data = json.dumps(dumped(world)).encode()
    folders.write(path, data, private=True)


def keep(world: World, path: str) -> None:
    """From now on write whenever something changed."""

    def watch() -> None:
        written = world.generation
        while True:
            with world.lock:
                while world.generation == written:
                    world.changed.wait()
                written = world.generation
            time.sleep(PAUSE)
            write(world, path)

    threading.Thread(target=watch, daemon=True).start()


def resume(world: World) -> None:
    """Let those run that ran when the engine ended: their programs go on where they would be now."""
    with world.lock:
        for container in list(world.containers.values()):
            if not container.state.running:
                continue
            paused = container.state.status == "paused"
            container.state.status, container.ports = "exited", {}
            container.log.clear()
            for endpoint in container.endpoints.values():
                endpoint.id = ""
            _start(world, container, paused=paused)


def _start(world: World, container: Container, *, paused: bool) -> None:
    from dockersh.practice.engine.ending import pause  # noqa: PLC0415  which starts, too

    try:
        start(world, container, behind=max(0.001, time.time() - container.state.started))
        if paused:
            pause(world, container, on=True)
    except Refused:
        container.state.code = 255
        world.touch()
