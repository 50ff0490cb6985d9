"""The same questions in podman's words, where podman answers to docker's name or is what was typed.

Recorded from podman 5.8: its rows of containers are docker's but for mounts and labels, its images, networks and events have
fields of their own, and it has no filter by published port. What is not here is not asked of it.
"""

from __future__ import annotations

from collections.abc import Callable

from dockersh.client.list_ahead import LISTS
from dockersh.engine.api.containers import MANY, by_name
from dockersh.engine.api.moments import seconds
from dockersh.engine.question import About
from dockersh.engine.questions import containers, lists, objects, raw
from dockersh.engine.questions.question import Ask, is_anonymous, rows
from dockersh.engine.questions.question import objects as listed
from dockersh.engine.rows import of_container
from dockersh.engine.state import Container, Event, Listed, Machine, Network, State
from dockersh.startup.typed import Any

OF_HOST = ("CPUs", "MemTotal", "OS", "Arch", "Hostname", "ServiceIsRemote", "Security.Rootless")
HOST = " ".join(f"{{{{.Host.{field}}}}}" for field in OF_HOST)
HERE = "unix://"  # its engine is on this machine: it has no socket that it needs
# What docker calls it; an image that is gone it has deleted.
WORDS = {"died": "die", "remove": "destroy"}


def _read_host(_about: About, output: str, state: State) -> State:
    cpus, memory, system, architecture, name, remote, rootless = output.split()
    host = Machine(int(cpus), int(memory), system, architecture, name)
    return state._replace(host=host, endpoint="" if remote == "true" else HERE, rootless=rootless == "true")


def _containers(output: str) -> tuple[Container, ...]:
    """`podman ps --format ROW`: mounts are `[/data /x]`, their places in the container; labels are a map, or null."""
    plain = (row.rpartition("\t")[0] + '\t""' for row in output.split("\n") if row)
    return tuple(one._replace(mounts=()) for one in containers.listed("\n".join(plain)))


def _read_containers(about: About, output: str, state: State) -> State:
    if len(about) <= MANY:
        return containers.ASKS["containers"].read(about, output, state)
    return state._replace(containers={**state.containers, **by_name(about, _containers(output))})


def _read_publishers(about: About, output: str, state: State) -> State:
    """Those of the running ones that publish a port we asked about: podman cannot be asked for them alone."""
    wanted = {port.partition("/")[0] for port in about}
    found = [one for one in _containers(output) if any(str(bind.host_port) in wanted for bind in one.ports)]
    return state._replace(publishers=(*state.publishers, *found))


def _read_users(about: About, output: str, state: State) -> State:
    return state._replace(users={**state.users, about[0]: _containers(output)})


def _read_volume_users(about: About, output: str, state: State) -> State:
    return state._replace(volume_users={**state.volume_users, about[0]: _containers(output)})


def _read_network_users(about: About, output: str, state: State) -> State:
    return state._replace(network_users={**state.network_users, about[0]: _containers(output)})


def _network(row: dict[str, Any]) -> Network:
    joined = tuple(one.get("name", "") for one in (row.get("containers") or {}).values())
    subnets = tuple(one.get("subnet", "") for one in row.get("subnets") or ())
    return Network(
        row["id"], row["name"], row.get("driver", ""), seconds(row["created"]), joined, subnets, bool(row.get("internal"))
    )


def _read_networks(about: About, output: str, state: State) -> State:
    found = [_network(row) for row in listed(output)]
    named = {name: next((one for one in found if name == one.name or one.id.startswith(name)), None) for name in about}
    return state._replace(networks={**state.networks, **named})


def _images(output: str) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            row["Id"],
            "" if "<none>" in (row["repository"], row["tag"]) else f"{row['repository']}:{row['tag']}",
            size=row.get("Size", 0),
            created=float(row.get("Created", 0)),
        )
        for row in rows(output)
    )


def _volumes(output: str) -> tuple[Listed, ...]:
    return tuple(
        Listed(row["Name"], row["Name"], anonymous=is_anonymous(row["Name"]), labels=row.get("Labels") or {})
        for row in rows(output)
    )


def _networks(output: str) -> tuple[Listed, ...]:
    return tuple(
        Listed(row["id"], row["name"], created=seconds(row["created"]), labels=row.get("labels") or {}) for row in rows(output)
    )


def _listed_containers(output: str) -> tuple[Listed, ...]:
    return tuple(of_container(one) for one in _containers(output))


READERS: dict[str, Callable[[str], tuple[Listed, ...]]] = {
    "containers": _listed_containers,
    "images": _images,
    "dangling-images": _images,
    "volumes": _volumes,
    "networks": _networks,
}


def _read_list(about: About, output: str, state: State) -> State:
    return state._replace(lists={**state.lists, " ".join(about): READERS[about[0]](output)})


def _event(row: dict[str, Any]) -> Event:
    """`{"ID", "Name", "Status", "Type", "Attributes", "timeNano"}`; docker's words for what happened."""
    attributes = {**(row.get("Attributes") or {}), "name": row.get("Name", "")}
    if "ContainerExitCode" in row:
        attributes["exitCode"] = str(row["ContainerExitCode"])
    action = str(row.get("Status", ""))
    action = "delete" if (row["Type"], action) == ("image", "remove") else WORDS.get(action, action)
    return Event(row["Type"], action, row.get("ID", ""), attributes, row.get("timeNano", 0) / 1e9)


def _read_events(_about: About, output: str, state: State) -> State:
    return state._replace(events=tuple(_event(row) for row in rows(output)))


def _of_docker(kind: str) -> Ask:
    """What podman is asked, and answers, as docker does."""
    families: tuple[dict[str, Ask], ...] = (containers.ASKS, objects.ASKS, lists.ASKS, raw.ASKS)
    return next(family[kind] for family in families if kind in family)


ASKS: dict[str, Ask] = {
    "host": Ask(lambda _: ("info", "--format", HOST), _read_host),
    "events": Ask(lambda about: ("events", "--since", about[0], "--until", about[1], "--format", "{{json .}}"), _read_events),
    "containers": _of_docker("containers")._replace(read=_read_containers),
    "publishers": Ask(lambda _: ("container", "ls", "--no-trunc", "--format", containers.ROW), _read_publishers),
    "users": _of_docker("users")._replace(read=_read_users),
    "volume-users": _of_docker("volume-users")._replace(read=_read_volume_users),
    "network-users": _of_docker("network-users")._replace(read=_read_network_users),
    "networks": _of_docker("networks")._replace(read=_read_networks),
    "list": _of_docker("list")._replace(read=_read_list),
    **{kind: _of_docker(kind) for kind in ("image", "volumes", "names", "output", "parents", "raw", "log")},
}
# Lists that podman has; of an image's history and the like it tells what docker tells, of the rest nothing.
HAS = {
    "list": frozenset(READERS),
    "names": frozenset(("containers", "images", "volumes", "networks")) & frozenset(LISTS),
    "raw": frozenset(("container", "image", "volume", "history", "changes")),
}


def answers(kind: str, about: About) -> bool:
    """Whether podman has an answer to a question."""
    return kind in ASKS and (kind not in HAS or about[0] in HAS[kind])
