"""Images in words: which containers are made from each, and what is left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dockersh.afterwards.answers.row import Row, listed, size
from dockersh.engine import Listed, State
from dockersh.engine.api.sizes import familiar, short
from dockersh.finding import say
from dockersh.texts.ages import age

PRUNE = "docker image prune"


def rows(images: Sequence[Listed], state: State, now: float) -> Iterator[Row]:
    """A row an image; those without a name that nothing uses are one."""
    containers = state.lists.get("containers", ())
    nameless = [one for one in images if not one.name]
    users = {one.id: _users(one, containers) for one in nameless}
    left = [one for one in nameless if not users[one.id]]
    if left:
        total = size(sum(one.size for one in left))
        yield Row(say("answers.images-left", count=str(len(left)), size=total), odd=True, line=PRUNE)
    for one in nameless:
        if users[one.id]:
            yield Row(say("answers.image-renamed", id=short(one.id), users=listed(users[one.id])), odd=True)
    yield from _named([one for one in images if one.name], containers, now)


def _named(images: Iterable[Listed], containers: Iterable[Listed], now: float) -> Iterator[Row]:
    first: dict[str, str] = {}
    for one in images:
        if one.id in first:
            yield Row(say("answers.image-same", name=one.name, other=first[one.id]))
            continue
        first[one.id] = one.name
        users = _users(one, containers)
        key = "answers.image-used" if users else "answers.image-unused"
        more = {"users": listed(users)} if users else {}
        yield Row(say(key, name=one.name, size=size(one.size), age=age(now, one.created), **more))


def _users(image: Listed, containers: Iterable[Listed]) -> list[str]:
    """A container is told with the name of its image, or with the id where the name is another image's by now."""
    return [one.name for one in containers if _is(image, one.image)]


def _is(image: Listed, reference: str) -> bool:
    bare = reference.removeprefix("sha256:")
    if len(bare) >= len(short(image.id)) and image.id.startswith(bare):
        return True
    name = familiar(reference)
    return bool(image.name) and (name if ":" in name.rpartition("/")[2] else f"{name}:latest") == image.name
