"""Questions about containers. One that is inspected tells more of itself than a row of the list."""

from __future__ import annotations

from dockersh.engine.api.ask import Answers, Ask, held, named
from dockersh.engine.api.endpoints import Get, filters
from dockersh.engine.api.moments import seconds, since
from dockersh.engine.api.volumes import is_anonymous
from dockersh.engine.question import About
from dockersh.engine.setup import setup
from dockersh.engine.state import Bind, Container, State
from dockersh.startup.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dockersh.engine.project import Member

MANY = 50  # names from which on a list of all is quicker than to inspect each
ALL = (("all", "1"),)
COMPOSE = "com.docker.compose."


def inspected(row: dict[str, Any]) -> Container:
    """A container as `inspect` describes it."""
    state, config, host = row["State"], row.get("Config") or {}, row.get("HostConfig") or {}
    volumes = _volumes(row)
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
        anonymous_volumes=tuple((name, place) for name, place in volumes if is_anonymous(name)),
        named_volumes=tuple(name for name, _ in volumes if not is_anonymous(name)),
        networks=tuple((row.get("NetworkSettings") or {}).get("Networks") or ()),
        error=state.get("Error") or "",
        setup=setup(config, host),
        restarts=row.get("RestartCount") or 0,
        pid=state.get("Pid") or 0,
        health=(state.get("Health") or {}).get("Status", ""),
    )


def _volumes(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and place inside of each volume, in the engine's order."""
    return [(one["Name"], one.get("Destination", "")) for one in row.get("Mounts") or () if one.get("Type") == "volume"]


def _bindings(host: dict[str, Any]) -> tuple[Bind, ...]:
    """The host ports a container asks for whenever it starts; random ones (0) left out."""
    asked = (host.get("PortBindings") or {}).items()
    return tuple(
        Bind(one.get("HostIp", ""), int(one["HostPort"]), int(port.partition("/")[0]), port.partition("/")[2])
        for port, many in asked
        for one in many or ()
        if one.get("HostPort", "").isdecimal() and one["HostPort"] != "0"
    )


def listed(row: dict[str, Any]) -> Container:
    """A container as the list has it: no times but its creation, and of its exit what the words of its status say."""
    networks = (row.get("NetworkSettings") or {}).get("Networks") or {}
    mounts = (mount.get("Name") or mount.get("Source", "") for mount in row.get("Mounts") or ())
    return Container(
        row["Id"],
        own_name(row),
        row.get("Image") or "<no image>",
        row["State"],
        exit_code(row.get("Status", "")),
        created=since(row["Created"]),
        ports=in_order(_published(row)),
        networks=tuple(sorted(networks)),
        mounts=tuple(sorted(filter(None, mounts))),
        labels=row.get("Labels") or {},
    )


def own_name(row: dict[str, Any]) -> str:
    """A container that others link to is listed under theirs, too (`web/db`)."""
    names = [name.removeprefix("/") for name in row.get("Names") or ()]
    return next((name for name in names if "/" not in name), "".join(names[:1]))


def exit_code(status: str) -> int:
    """`Exited (137) 2 hours ago`."""
    number = status.removeprefix("Exited (").partition(")")[0]
    return int(number) if status.startswith("Exited (") and number.lstrip("-").isdecimal() else 0


def in_order(ports: list[Bind]) -> tuple[Bind, ...]:
    """Ports by address and number: the engine lists them in an order of its own each time."""
    return tuple(sorted(ports))


def _published(row: dict[str, Any]) -> list[Bind]:
    ports = (port for port in row.get("Ports") or () if port.get("PublicPort"))
    return [Bind(port.get("IP", ""), port["PublicPort"], port["PrivatePort"], port["Type"]) for port in ports]


def rows(answers: Answers) -> tuple[Container, ...]:
    """The containers of a list."""
    return tuple(listed(row) for row in answers[0].json() or ())


def _gets(about: About) -> tuple[Get, ...]:
    return named("container", about) if len(about) <= MANY else (Get("containers", query=ALL),)


def _read(about: About, answers: Answers, state: State) -> State:
    if len(about) <= MANY:
        found = {name: inspected(row) if (row := held(one)) else None for name, one in zip(about, answers, strict=True)}
    else:
        found = by_name(about, rows(answers))
    return state._replace(containers={**state.containers, **found})


def by_name(about: About, found: tuple[Container, ...]) -> dict[str, Container | None]:
    """Which of the containers each word means: an id or a name in full, else the start of an id."""
    exact = {name: one for one in found for name in (one.id, one.name)}
    by_id = sorted(found, key=lambda one: one.id)
    words = {name: name.removeprefix("/") for name in about}
    return {name: exact.get(word) or _begins(word, by_id) for name, word in words.items()}


def _begins(text: str, by_id: list[Container]) -> Container | None:
    """The container whose id starts so. The list is sorted by id."""
    from bisect import bisect_left  # noqa: PLC0415  only for what is not named in full

    at = bisect_left(by_id, text, key=lambda one: one.id)
    return by_id[at] if at < len(by_id) and by_id[at].id.startswith(text) else None


def _read_publishers(_about: About, answers: Answers, state: State) -> State:
    return state._replace(publishers=(*state.publishers, *rows(answers)))


def _using(kind: str, about: About) -> tuple[Get, ...]:
    """The containers of any status that have something: an image, a volume, a network."""
    return (Get("containers", query=(*ALL, *filters({kind: about[:1]}))),)


def _read_users(about: About, answers: Answers, state: State) -> State:
    return state._replace(users={**state.users, about[0]: rows(answers)})


def _read_volume_users(about: About, answers: Answers, state: State) -> State:
    return state._replace(volume_users={**state.volume_users, about[0]: rows(answers)})


def _read_network_users(about: About, answers: Answers, state: State) -> State:
    return state._replace(network_users={**state.network_users, about[0]: rows(answers)})


def _member(row: dict[str, Any]) -> Member:
    from dockersh.engine.project import Member  # noqa: PLC0415  for compose only

    labels = row.get("Labels") or {}
    return Member(
        own_name(row),
        labels.get(f"{COMPOSE}project", ""),
        labels.get(f"{COMPOSE}service", ""),
        row["State"],
        labels.get(f"{COMPOSE}config-hash", ""),
        labels.get(f"{COMPOSE}image", "").removeprefix("sha256:"),
        labels.get(f"{COMPOSE}oneoff", "") == "True",
    )


def _read_members(_about: About, answers: Answers, state: State) -> State:
    return state._replace(members=tuple(_member(row) for row in answers[0].json() or ()))


OF_COMPOSE = (Get("containers", query=(*ALL, *filters({"label": (f"{COMPOSE}project",)}))),)
ASKS: dict[str, Ask] = {
    "containers": Ask(_gets, _read, absent=True),
    "publishers": Ask(lambda about: (Get("containers", query=filters({"publish": about})),), _read_publishers),
    "users": Ask(lambda about: _using("ancestor", about), _read_users),
    "volume-users": Ask(lambda about: _using("volume", about), _read_volume_users),
    "network-users": Ask(lambda about: _using("network", about), _read_network_users),
    "compose-members": Ask(lambda _: OF_COMPOSE, _read_members),
}
