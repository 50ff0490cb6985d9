"""Each question: the docker command that asks it, and how its answer is read. Every one of them only reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from dockersh.engine import names
from dockersh.engine.state import Bind, Container, Image, State

Kind = Literal["version", "image", "containers", "publishers", "users", "latest", "names"]


class Question(NamedTuple):
    """A kind of question and what it is about: a reference, names, or ports like `80/tcp`."""

    kind: Kind
    about: tuple[str, ...] = ()


def command(question: Question) -> tuple[str, ...]:
    """The docker command, without `docker`, that asks the question."""
    return COMMANDS[question.kind](question.about)


def read(question: Question, output: str, state: State) -> State:
    """`state` with the answer added. An answer that cannot be read adds nothing."""
    try:
        return READERS[question.kind](question.about, output, state)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return state


def _list_rows(output: str) -> tuple[Container, ...]:
    return tuple(_listed(json.loads(line)) for line in output.splitlines() if line.strip())


def _read_version(_about: tuple[str, ...], output: str, state: State) -> State:
    return state._replace(version=output.strip())


def _read_image(about: tuple[str, ...], output: str, state: State) -> State:
    found = json.loads(output or "[]")
    return state._replace(images={**state.images, about[0]: _image(found[0]) if found else None})


def _read_containers(about: tuple[str, ...], output: str, state: State) -> State:
    found = [_container(row) for row in json.loads(output or "[]")]
    named = {name: _match(name, found) for name in about}
    return state._replace(containers={**state.containers, **named})


def _read_latest(_about: tuple[str, ...], output: str, state: State) -> State:
    """The container made last; its row has no times but its creation, and status words."""
    rows = _list_rows(output)
    return state._replace(containers={**state.containers, rows[0].name: rows[0]}) if rows else state


def _read_publishers(_about: tuple[str, ...], output: str, state: State) -> State:
    return state._replace(publishers=(*state.publishers, *_list_rows(output)))


def _read_users(about: tuple[str, ...], output: str, state: State) -> State:
    return state._replace(users={**state.users, about[0]: _list_rows(output)})


def _read_names(about: tuple[str, ...], output: str, state: State) -> State:
    return state._replace(names={**state.names, about: names.read(about, output)})


def _match(name: str, found: list[Container]) -> Container | None:
    """Docker looks for the full id, then the exact name, then an id that starts so."""
    bare = name.removeprefix("/")
    exact = [one for one in found if bare in (one.name, one.id)]
    return next(iter(exact or [one for one in found if one.id.startswith(bare)]), None)


def seconds(text: str) -> float:
    """Seconds since 1970 of an engine's time; 0 for none (`0001-01-01T00:00:00Z`)."""
    when = datetime.fromisoformat(text[:19]).replace(tzinfo=UTC)
    return when.timestamp() if when.year > 1 else 0.0


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
    )


def _container(row: dict[str, Any]) -> Container:
    state, config, host = row["State"], row.get("Config") or {}, row.get("HostConfig") or {}
    mounts = [mount for mount in row.get("Mounts") or () if mount.get("Type") == "volume"]
    named = tuple(mount["Name"] for mount in mounts if not _is_anonymous(mount["Name"]))
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
        anonymous_volumes=len(mounts) - len(named),
        named_volumes=named,
    )


def _is_anonymous(name: str) -> bool:
    return len(name) == 64 and all(char in "0123456789abcdef" for char in name)


def _listed(row: dict[str, str]) -> Container:
    """A row of `docker ps --format '{{json .}}'`."""
    ports = tuple(bind for text in row.get("Ports", "").split(", ") if (bind := _bind(text)))
    return Container(row["ID"], row["Names"].split(",")[0], row["Image"], row.get("State", ""), ports=ports)


def _bind(text: str) -> Bind | None:
    """`0.0.0.0:80->80/tcp`; None for a port that is only exposed. A range (`80-81->80-81/tcp`) gives its first port."""
    outside, arrow, inside = text.partition("->")
    if not arrow:
        return None
    address, _, port = outside.rpartition(":")
    container, _, protocol = inside.partition("/")
    return Bind(address.strip("[]"), int(port.split("-")[0]), int(container.split("-")[0]), protocol)


def _ps(*filters: str) -> tuple[str, ...]:
    return ("container", "ls", "--no-trunc", *filters, "--format", "{{json .}}")


COMMANDS: dict[Kind, Callable[[tuple[str, ...]], tuple[str, ...]]] = {
    "version": lambda _about: ("version", "--format", "{{.Server.Version}}"),
    "image": lambda about: ("image", "inspect", "--", *about),
    "containers": lambda about: ("container", "inspect", "--", *about),
    "publishers": lambda about: _ps(*(word for port in about for word in ("--filter", f"publish={port}"))),
    "latest": lambda _about: _ps("--latest"),
    "users": lambda about: _ps("--all", "--filter", f"ancestor={about[0]}"),
    "names": names.command,
}
READERS: dict[Kind, Callable[[tuple[str, ...], str, State], State]] = {
    "version": _read_version,
    "image": _read_image,
    "containers": _read_containers,
    "publishers": _read_publishers,
    "latest": _read_latest,
    "users": _read_users,
    "names": _read_names,
}
