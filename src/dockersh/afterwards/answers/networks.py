"""Networks in words: who can reach whom, and which are empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from dockersh.afterwards.answers.row import Row, listed
from dockersh.engine import Listed, Network, State
from dockersh.engine.state import ALIVE
from dockersh.finding import say
from dockersh.startup.typed import Any

PRUNE = "docker network prune"
OF_SWARM = ("ingress", "docker_gwbridge")  # docker's own, too


def rows(networks: Sequence[Listed], state: State, _now: float) -> Iterator[Row]:
    """A row a network; the empty ones that somebody made are one."""
    containers = state.lists.get("containers", ())
    users = {one.name: [held.name for held in containers if one.name in held.networks] for one in networks}
    alive = {held.name for held in containers if held.status in ALIVE}
    found = [held for one in networks if isinstance(held := state.network(one.name), Network)]
    own = [one for one in found if not one.predefined and one.name not in OF_SWARM]
    empty = [one.name for one in own if not (users[one.name] or one.joined)]
    if empty:
        yield Row(say("answers.networks-empty", names=listed(empty)), odd=True, line=PRUNE)
    yield from (_row(one, users[one.name] or one.joined, alive) for one in own if one.name not in empty)
    for one in found:
        if one.predefined:
            yield Row(say(f"answers.network-{one.name}", count=str(len(alive.intersection(users[one.name])))))


def _row(one: Network, users: Iterable[str], alive: AbstractSet[str]) -> Row:
    """Of a network that somebody made, and uses; *alive*: who runs, of all containers."""
    names = [name for name in users if name in alive] or list(one.joined)
    key = "answers.network-alone" if len(names) == 1 else "answers.network-joined"
    where = ", ".join(one.subnets) or one.driver
    if not names:
        return Row(say("answers.network-stopped", name=one.name, subnet=where, users=listed(users)))
    inside = "answers.no-way-out" if one.internal else "answers.with-way-out"
    return Row(say(key, name=one.name, subnet=where, users=listed(names), way=say(inside)))


def members(row: Mapping[str, Any]) -> Iterator[Row]:
    """The containers that run on one network, with their addresses there."""
    found = sorted((row.get("Containers") or {}).values(), key=lambda one: str(one.get("Name")))
    for one in found:
        address = str(one.get("IPv4Address") or one.get("IPv6Address") or "").partition("/")[0]
        yield Row(say("answers.network-member", name=str(one.get("Name")), address=address or "–"))
    if not found:
        yield Row(say("answers.network-nobody", name=str(row["Name"])), odd=True)
