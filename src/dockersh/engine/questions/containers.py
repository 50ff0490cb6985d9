"""Questions about containers."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.engine.api.containers import MANY, by_name, exit_code, in_order, inspected, own_name
from dockersh.engine.question import About
from dockersh.engine.questions.question import Ask, labels, objects, seconds, unquoted
from dockersh.engine.state import Bind, Container, State

# What a list tells of a container. A row of these takes the client half the time of `{{json .}}`; labels may hold anything.
FIELDS = ("ID", "Names", "Image", "State", "Status", "CreatedAt", "Ports", "Networks", "Mounts")
ROW = "\t".join([*(f"{{{{.{field}}}}}" for field in FIELDS), "{{json .Labels}}"])


def _list(*filters: str) -> tuple[str, ...]:
    return ("container", "ls", "--no-trunc", *filters, "--format", ROW)


def _publishing(ports: About) -> tuple[str, ...]:
    return tuple(word for port in ports for word in ("--filter", f"publish={port}"))


def listed(output: str) -> tuple[Container, ...]:
    """The rows of `docker ps --format ROW`."""
    return tuple(_listed(row) for row in output.split("\n") if row)


def _ask_containers(about: About) -> tuple[str, ...]:
    return ("container", "inspect", "--", *about) if len(about) <= MANY else _list("--all")


def _read_containers(about: About, output: str, state: State) -> State:
    """What is found stands in the order that was asked for. With some missing, each is looked for by its own name."""
    found = tuple(inspected(row) for row in objects(output)) if len(about) <= MANY else listed(output)
    complete = len(about) <= MANY and len(found) == len(about)
    named = dict(zip(about, found, strict=True)) if complete else by_name(about, found)
    return state._replace(containers={**state.containers, **named})


def _read_publishers(_about: About, output: str, state: State) -> State:
    return state._replace(publishers=(*state.publishers, *listed(output)))


def _read_users(about: About, output: str, state: State) -> State:
    return state._replace(users={**state.users, about[0]: listed(output)})


def _read_volume_users(about: About, output: str, state: State) -> State:
    return state._replace(volume_users={**state.volume_users, about[0]: listed(output)})


def _read_network_users(about: About, output: str, state: State) -> State:
    return state._replace(network_users={**state.network_users, about[0]: listed(output)})


def _listed(line: str) -> Container:
    *cells, labelled = line.split("\t")
    row = dict(zip(FIELDS, cells, strict=True))
    return Container(
        row["ID"],
        own_name({"Names": row["Names"].split(",")}),
        row["Image"],
        row["State"],
        exit_code(row["Status"]),
        created=seconds(row["CreatedAt"]),
        ports=in_order([found for text in row["Ports"].split(", ") for found in binds(text)]),
        networks=tuple(sorted(filter(None, row["Networks"].split(",")))),
        mounts=tuple(sorted(filter(None, row["Mounts"].split(",")))),
        labels=labels(unquoted(labelled)) if labelled != '""' else {},
    )


def binds(text: str) -> Iterator[Bind]:
    """`0.0.0.0:80->80/tcp`; nothing of a port that is only exposed. A range (`80-81->80-81/tcp`) is its ports."""
    outside, arrow, inside = text.partition("->")
    if not arrow:
        return
    address, _, host = outside.rpartition(":")
    container, _, protocol = inside.partition("/")
    for host_port, container_port in zip(_range(host), _range(container), strict=True):
        yield Bind(address.strip("[]"), host_port, container_port, protocol)


def _range(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


ASKS: dict[str, Ask] = {
    "containers": Ask(_ask_containers, _read_containers),
    "publishers": Ask(lambda about: _list(*_publishing(about)), _read_publishers),
    "users": Ask(lambda about: _list("--all", "--filter", f"ancestor={about[0]}"), _read_users),
    "volume-users": Ask(lambda about: _list("--all", "--filter", f"volume={about[0]}"), _read_volume_users),
    "network-users": Ask(lambda about: _list("--all", "--filter", f"network={about[0]}"), _read_network_users),
}
