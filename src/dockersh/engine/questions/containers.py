"""Questions about containers."""

from __future__ import annotations

from dockersh.engine.question import About
from dockersh.engine.questions.question import Ask, is_anonymous, labels, objects, seconds, unquoted
from dockersh.engine.state import Bind, Container, State
from dockersh.patterns import pattern
from dockersh.typed import Any

# What a list tells of a container. A row of these takes the client half the time of `{{json .}}`; labels may hold anything.
FIELDS = ("ID", "Names", "Image", "State", "Status", "CreatedAt", "Ports", "Networks", "Mounts")
ROW = "\t".join([*(f"{{{{.{field}}}}}" for field in FIELDS), "{{json .Labels}}"])
EXITED = pattern(r"Exited \((\d+)\)")
MANY = 50  # names from which on a list of all is quicker than to inspect each: the client asks for one after the other


def _list(*filters: str) -> tuple[str, ...]:
    return ("container", "ls", "--no-trunc", *filters, "--format", ROW)


def _publishing(ports: About) -> tuple[str, ...]:
    return tuple(word for port in ports for word in ("--filter", f"publish={port}"))


def listed(output: str) -> tuple[Container, ...]:
    """The rows of `docker ps --format ROW`."""
    return tuple(_listed(row) for row in output.splitlines() if row)


def _ask_containers(about: About) -> tuple[str, ...]:
    return ("container", "inspect", "--", *about) if len(about) <= MANY else _list("--all")


def _read_containers(about: About, output: str, state: State) -> State:
    found = [_container(row) for row in objects(output)] if len(about) <= MANY else [*listed(output)]
    exact = {name: one for one in found for name in (one.id, one.name)}
    by_id = sorted(found, key=lambda one: one.id)
    named = {name: exact.get(name.removeprefix("/")) or _begins(name.removeprefix("/"), by_id) for name in about}
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


def _begins(text: str, by_id: list[Container]) -> Container | None:
    """Behind the full id and the exact name docker looks for an id that starts so. The list is sorted by id."""
    from bisect import bisect_left  # noqa: PLC0415  only for what is not named in full

    at = bisect_left(by_id, text, key=lambda one: one.id)
    return by_id[at] if at < len(by_id) and by_id[at].id.startswith(text) else None


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
        ipc=host.get("IpcMode") or "",
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


def _listed(line: str) -> Container:
    *cells, labelled = line.split("\t")
    row = dict(zip(FIELDS, cells, strict=True))
    exited = EXITED.match(row["Status"])
    return Container(
        row["ID"],
        row["Names"].split(",")[0],
        row["Image"],
        row["State"],
        int(exited[1]) if exited else 0,
        created=seconds(row["CreatedAt"]),
        ports=tuple(found for text in row["Ports"].split(", ") if (found := bind(text))),
        networks=tuple(filter(None, row["Networks"].split(","))),
        mounts=tuple(filter(None, row["Mounts"].split(","))),
        labels=labels(unquoted(labelled)) if labelled != '""' else {},
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
    "containers": Ask(_ask_containers, _read_containers),
    "publishers": Ask(lambda about: _list(*_publishing(about)), _read_publishers),
    "latest": Ask(lambda about: _list("--latest"), _read_latest),
    "users": Ask(lambda about: _list("--all", "--filter", f"ancestor={about[0]}"), _read_users),
    "volume-users": Ask(lambda about: _list("--all", "--filter", f"volume={about[0]}"), _read_volume_users),
    "network-users": Ask(lambda about: _list("--all", "--filter", f"network={about[0]}"), _read_network_users),
}
