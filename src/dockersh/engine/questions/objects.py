"""Questions about images, volumes and networks by name."""

from __future__ import annotations

from dockersh.engine.api import images, networks, volumes
from dockersh.engine.question import About
from dockersh.engine.questions.question import Ask, objects
from dockersh.engine.state import State


def _read_image(about: About, output: str, state: State) -> State:
    found = objects(output)
    return state._replace(images={**state.images, about[0]: images.inspected(found[0]) if found else None})


def _read_volumes(about: About, output: str, state: State) -> State:
    found = {row["Name"]: volumes.inspected(row) for row in objects(output)}
    return state._replace(volumes={**state.volumes, **{name: found.get(name) for name in about}})


def _read_networks(about: About, output: str, state: State) -> State:
    found = [networks.inspected(row) for row in objects(output)]
    named = {name: next((one for one in found if name == one.name or one.id.startswith(name)), None) for name in about}
    return state._replace(networks={**state.networks, **named})


ASKS: dict[str, Ask] = {
    "image": Ask(lambda about: ("image", "inspect", "--", *about), _read_image),
    "volumes": Ask(lambda about: ("volume", "inspect", "--", *about), _read_volumes),
    "networks": Ask(lambda about: ("network", "inspect", "--", *about), _read_networks),
}
