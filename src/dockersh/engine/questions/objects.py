"""Questions about images, volumes and networks by name."""

from __future__ import annotations

from dockersh.engine.question import About
from dockersh.engine.questions.question import Ask, objects, seconds
from dockersh.engine.state import Image, Network, State, Volume
from dockersh.typed import Any


def _read_image(about: About, output: str, state: State) -> State:
    found = objects(output)
    return state._replace(images={**state.images, about[0]: _image(found[0]) if found else None})


def _image(row: dict[str, Any]) -> Image:
    config = row.get("Config") or {}
    return Image(
        row["Id"].removeprefix("sha256:"),
        tuple(row.get("RepoTags") or ()),
        row.get("Size", 0),
        seconds(row.get("Created") or "0001-01-01T00:00:00"),
        row.get("Os", ""),
        row.get("Architecture", ""),
        tuple(config.get("Entrypoint") or ()),
        tuple(config.get("Cmd") or ()),
        tuple(config.get("ExposedPorts") or ()),
        config.get("User", ""),
        tuple(config.get("Volumes") or ()),
        bool(row.get("RepoDigests")),
    )


def _read_volumes(about: About, output: str, state: State) -> State:
    found = {row["Name"]: _volume(row) for row in objects(output)}
    return state._replace(volumes={**state.volumes, **{name: found.get(name) for name in about}})


def _volume(row: dict[str, Any]) -> Volume:
    created = row.get("CreatedAt") or "0001-01-01T00:00:00"
    return Volume(row["Name"], row.get("Driver", ""), row.get("Mountpoint", ""), seconds(created))


def _read_networks(about: About, output: str, state: State) -> State:
    found = [_network(row) for row in objects(output)]
    named = {name: next((one for one in found if name == one.name or one.id.startswith(name)), None) for name in about}
    return state._replace(networks={**state.networks, **named})


def _network(row: dict[str, Any]) -> Network:
    joined = tuple(one.get("Name", "") for one in (row.get("Containers") or {}).values())
    subnets = tuple(one.get("Subnet", "") for one in (row.get("IPAM") or {}).get("Config") or ())
    created = seconds(row.get("Created") or "0001-01-01T00:00:00")
    return Network(row["Id"], row["Name"], row.get("Driver", ""), created, joined, subnets, bool(row.get("Internal")))


ASKS: dict[str, Ask] = {
    "image": Ask(lambda about: ("image", "inspect", "--", *about), _read_image),
    "volumes": Ask(lambda about: ("volume", "inspect", "--", *about), _read_volumes),
    "networks": Ask(lambda about: ("network", "inspect", "--", *about), _read_networks),
}
