"""Volumes in words: who uses each, and which are left over from containers that are gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dockersh.afterwards.answers.row import Row, listed, size
from dockersh.engine import Listed, State
from dockersh.finding import Arg, say

PRUNE = "docker volume prune"
LOOK = "docker volume ls --filter dangling=true"
NAMED_STAY = 23  # the engine from which on `docker volume prune` leaves volumes with a name


def rows(volumes: Sequence[Listed], state: State, _now: float) -> Iterator[Row]:
    """A row a volume; those without a name that nothing uses are one."""
    users = {one.name: [held.name for held in state.lists.get("containers", ()) if one.name in held.mounts] for one in volumes}
    left = [one for one in volumes if one.anonymous and not users[one.name]]
    if left:
        sizes = [state.sizes.get(one.name) for one in left]
        total = size(None if None in sizes else sum(found or 0 for found in sizes))
        yield Row(say("answers.volumes-left", count=str(len(left)), size=total), odd=True, line=_line(state.version))
    for one in volumes:
        if one not in left:
            yield _row(one, users[one.name], size(state.sizes.get(one.name)))


def _line(version: str) -> str:
    """What to type about those that are left over: an older engine would delete the data of volumes with a name, too."""
    major = version.partition(".")[0]
    return PRUNE if major.isdecimal() and int(major) >= NAMED_STAY else LOOK


def _row(one: Listed, users: list[str], weight: Arg) -> Row:
    if one.anonymous:
        return Row(say("answers.volume-anonymous", size=weight, users=listed(users)))
    if users:
        return Row(say("answers.volume-used", name=one.name, size=weight, users=listed(users)))
    return Row(say("answers.volume-unused", name=one.name, size=weight))
