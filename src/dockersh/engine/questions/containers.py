"""Questions about containers."""

from __future__ import annotations

from typing import Any

from dockersh.engine.questions.question import About, Ask, is_anonymous, labels, objects, rows, seconds
from dockersh.engine.state import Bind, Container, State


def _list(*filters: str) -> tuple[str, ...]:
    return ("container", "ls", "--no-trunc", *filters, "--format", "{{json .}}")


def _publishing(ports: About) -> tuple[str, ...]:
    return tuple(word for port in ports for word in ("--filter", f"publish={port}"))


def listed(output: str) -> tuple[Container, ...]:
    """The rows of `docker ps --format '{{json .}}'`."""
    return tuple(_listed(row) for row in rows(output))


def _read_containers(about: About, output: str, state: State) -> State:
    found = [_container(row) for row in objects(output)]
    named = {name: _match(name, found) for name in about}
    return state._replace(containers={**state.containers, **named})


def _read_latest(_about: About, output: str, state: State) -> State:
    """The container made last; its row has no times but its creation, and status words."""
    found = listed(output)
    return state._replace(containers={**state.containers, found[0].name: found[0]}) if found else state


def _read_publishers(_about: About, output: str, state: State) -> State:
    return state._replace(publishers=(*state.publishers, *listed(output)))


def _read_users(about: About, output: str, state: State) -> State:
    return state._replace(users={**state.users, about[0]: listed(output)})


def _read_volume_users(about: About, output: str, state: State) -> State:
    return state._replace(volume_users={**state.volume_users, about[0]: listed(output)})


def _read_network_users(about: About, output: str, state: State) -> State:
    return state._replace(network_users={**state.network_users, about[0]: listed(output)})


def _match(name: str, found: list[Container]) -> Container | None:
    """Docker looks for the full id, then the exact name, then an id that starts so."""
    bare = name.removeprefix("/")
    exact = [one for one in found if bare in (one.name, one.id)]
    return next(iter(exact or [one for one in found if one.id.startswith(bare)]), None)


def _container(row: dict[str, Any]) -> Container:
    state, config, host = row["State"], row.get("Config") or {}, row.get("HostConfig") or {}
    mounts = [mount for mount in row.get("Mounts") or () if mount.get("Type") == "volume"]
    named = tuple(mount["Name"] for mount in mounts if not is_anonymous(mount["Name"]))
    return Container(
        row["Id"],
        row["Name"].removeprefix("/"),
        config.get("Image", ""),
        state["Status"],
        state.get("ExitCode", 0),
        seconds(row["Created"]),
        seconds(state["StartedAt"]),
        seconds(state["FinishedAt"]),
        tty=bool(config.get("Tty")),
        open_stdin=bool(config.get("OpenStdin")),
        auto_remove=bool(host.get("AutoRemove")),
        oom_killed=bool(state.get("OOMKilled")),
        restart=(host.get("RestartPolicy") or {}).get("Name") or "no",
        command=(row.get("Path", ""), *(row.get("Args") or ())),
        ports=_bindings(host),
        anonymous_volumes=tuple(
            (mount["Name"], mount.get("Destination", "")) for mount in mounts if is_anonymous(mount["Name"])
        ),
        named_volumes=named,
        networks=tuple((row.get("NetworkSettings") or {}).get("Networks") or ()),
    )


def _bindings(host: dict[str, Any]) -> tuple[Bind, ...]:
    """The host ports a container asks for whenever it starts; random ones (0) left out."""
    asked = (host.get("PortBindings") or {}).items()
    return tuple(
        Bind(one.get("HostIp", ""), int(one["HostPort"]), int(port.partition("/")[0]), port.partition("/")[2])
        for port, many in asked
        for one in many or ()
        if one.get("HostPort", "").isdecimal() and one["HostPort"] != "0"
    )


def _listed(row: dict[str, str]) -> Container:
    ports = tuple(found for text in row.get("Ports", "").split(", ") if (found := bind(text)))
    created = seconds(row["CreatedAt"]) if row.get("CreatedAt") else 0.0
    networks = tuple(filter(None, row.get("Networks", "").split(",")))
    return Container(
        row["ID"],
        row["Names"].split(",")[0],
        row["Image"],
        row.get("State", ""),
        created=created,
        ports=ports,
        networks=networks,
        mounts=tuple(filter(None, row.get("Mounts", "").split(","))),
        labels=labels(row.get("Labels", "")),
    )


def bind(text: str) -> Bind | None:
    """`0.0.0.0:80->80/tcp`; None for a port that is only exposed. A range (`80-81->80-81/tcp`) gives its first port."""
    outside, arrow, inside = text.partition("->")
    if not arrow:
        return None
    address, _, port = outside.rpartition(":")
    container, _, protocol = inside.partition("/")
    return Bind(address.strip("[]"), int(port.split("-")[0]), int(container.split("-")[0]), protocol)


ASKS: dict[str, Ask] = {
    "containers": Ask(lambda about: ("container", "inspect", "--", *about), _read_containers),
    "publishers": Ask(lambda about: _list(*_publishing(about)), _read_publishers),
    "latest": Ask(lambda about: _list("--latest"), _read_latest),
    "users": Ask(lambda about: _list("--all", "--filter", f"ancestor={about[0]}"), _read_users),
    "volume-users": Ask(lambda about: _list("--all", "--filter", f"volume={about[0]}"), _read_volume_users),
    "network-users": Ask(lambda about: _list("--all", "--filter", f"network={about[0]}"), _read_network_users),
}
