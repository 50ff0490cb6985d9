"""What is kept of things before a line removes them: the lines that bring them back, without secrets, for a few days.

`$XDG_STATE_HOME/dockersh/recipes.json`, the newest 50 of the last seven days, for the person alone.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence

from dockersh.engine import Engine
from dockersh.engine.api.sizes import familiar
from dockersh.foresight.step import Step
from dockersh.machine import folders, limits, regular_files
from dockersh.recreate import container
from dockersh.recreate.asked import Found, find
from dockersh.recreate.how import again, typed
from dockersh.recreate.written import joined
from dockersh.startup.typed import NamedTuple

NEWEST = 50
OLDEST = 7 * 24 * 3600.0  # seconds
AT_ONCE = 20  # objects of a line that are asked about
# Step → the kind of thing it takes away.
TAKES = {
    "remove": "container",
    "remove-volume": "volume",
    "remove-network": "network",
    "delete-image": "image",
    "untag": "image",
    "rename": "container",
}
LOST = {"container": "layer", "volume": "data"}
TYPED = {
    "container": ("docker", "rm"),
    "volume": ("docker", "volume", "rm"),
    "network": ("docker", "network", "rm"),
    "image": ("docker", "rmi"),
}


class Recipe(NamedTuple):
    """One thing: when it was taken away, what it was, the lines that bring it back ('' where none do), what they cannot."""

    at: float
    kind: str
    name: str
    text: str
    lost: str = ""


def file(env: dict[str, str] | None = None) -> str | None:
    """Where they are kept; None where nothing can be."""
    return folders.place("state", "recipes.json", env=env)


def of(steps: Iterable[Step], engine: Engine, now: float) -> list[Recipe]:
    """What a line is about to take away. Asks the engine, which only tells."""
    things = {_called(*thing): thing for step in steps for thing in _things(step)}
    return [one for thing in list(things.values())[:AT_ONCE] if (one := _recipe(*thing, engine, now))]


def _called(kind: str, name: str, new: str) -> tuple[str, str, str]:
    """A thing by the name that it has once: `app` and `app:latest` are one image."""
    if kind == "image" and "@" not in name and ":" not in name.rpartition("/")[2]:
        return kind, f"{familiar(name)}:latest", new
    return kind, familiar(name) if kind == "image" else name, new


def _things(step: Step) -> Iterator[tuple[str, str, str]]:
    """Kind, name, and the new name where it gets one."""
    kind = TAKES.get(step.step)
    if kind is None or step.will == "no":
        return
    typed = tuple(word.text for word in step.command)
    start = TYPED[kind]
    if typed[: len(start)] == start:
        yield from ((kind, name, "") for name in typed[len(start) :] if not name.startswith("-"))
        return
    name, new = step.says.args.get("name"), step.says.args.get("new", "")
    name = step.says.args.get("image") if kind == "image" else name
    if isinstance(name, str) and isinstance(new, str) and "volumes" not in step.says.args:
        yield kind, name, new


def _recipe(kind: str, name: str, new: str, engine: Engine, now: float) -> Recipe | None:
    if new:
        return Recipe(now, kind, name, f"{joined(('docker', 'rename', new, name))}\n")
    found = find(engine, name, kind, changes=False)
    if not found.kind:
        return None
    return Recipe(now, kind, name, _text(found), _lost(found))


def _text(found: Found) -> str:
    if found.kind == "image":
        return "".join(f"{joined(words)}\n" for words in _image(found))
    if found.kind == "container":
        return typed(container.kept(found.seen), (), secrets=False).text
    return again(found).text


def _image(found: Found) -> Iterator[tuple[str, ...]]:
    """Another name of it is still there, or a registry has it: under the name that went, or under another."""
    name = familiar(found.name)
    others = [tag for tag in found.row.get("RepoTags") or () if tag not in (name, f"{name}:latest")]
    digests = {digest.partition("@")[0]: digest for digest in found.row.get("RepoDigests") or ()}
    if others:
        yield ("docker", "tag", others[0], found.name)
    elif _repository(name) in digests:
        yield ("docker", "pull", found.name)
    elif digests:
        digest = next(iter(digests.values()))
        yield ("docker", "pull", digest)
        yield ("docker", "tag", digest, found.name)


def _repository(name: str) -> str:
    """`nginx` of `nginx:1` and of `nginx@sha256:…`; a port is no tag."""
    bare = name.partition("@")[0]
    return bare.rpartition(":")[0] if ":" in bare.rpartition("/")[2] else bare


def _lost(found: Found) -> str:
    if found.kind == "image":
        return _lost_image(found)
    return LOST.get(found.kind, "")


def _lost_image(found: Found) -> str:
    """'image' where nobody has it, 'unsure-image' where containerd keeps the images: it has a digest of each, pulled or built.

    Source: moby 28, api/types/image: Descriptor is set by containerd's store alone.
    """
    lines = _text(found)
    if not lines:
        return "image"
    return "unsure-image" if "Descriptor" in found.row and lines.startswith("docker pull ") else ""


def in_order(recipes: Iterable[Recipe]) -> list[Recipe]:
    """Images, networks and volumes, then containers: what was removed last comes first, and none before one that it needs."""
    every = list(recipes)
    out = [one for one in every if one.kind != "container"]
    left = [one for one in reversed(every) if one.kind == "container"]
    while left:
        ready = next((one for one in left if not any(_needs(one, other) for other in left if other is not one)), left[0])
        left.remove(ready)
        out.append(ready)
    return out


def _needs(one: Recipe, other: Recipe) -> bool:
    """Whether a container's line names another container."""
    return bool(re.search(rf"(?:\bcontainer:|--volumes-from |--link ){re.escape(other.name)}(?![\w.-])", one.text))


def exports(text: str) -> list[str]:
    """The variables that lines take from the environment."""
    return list(dict.fromkeys(re.findall(r"(?<=\s)-e ([A-Za-z_]\w*)(?=\s)", text)))


def kept(path: str | None, now: float) -> list[Recipe]:
    """Those that are not too old, the newest first. A file that cannot be read holds none."""
    if path is None:
        return []
    import json  # noqa: PLC0415  lines that remove something, and `undo`

    try:
        rows = json.loads(regular_files.read(path, limits.OWN_FILE))
        found = [Recipe(float(row["at"]), *(str(row[name]) for name in Recipe._fields[1:])) for row in rows]
    except (OSError, ValueError, TypeError, KeyError):
        return []
    return [one for one in found if 0 <= now - one.at <= OLDEST]


def keep(path: str | None, new: Sequence[Recipe], now: float) -> None:
    """Add some. What cannot be written costs the way back only."""
    if path is None or not new:
        return
    import json  # noqa: PLC0415  as above

    rows = [one._asdict() for one in (*new, *kept(path, now))][:NEWEST]
    with contextlib.suppress(OSError, ValueError):
        folders.make(os.path.dirname(path))
        folders.write(path, json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogateescape"), private=True)
