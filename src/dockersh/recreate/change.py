"""`how NAME with … without …`: the lines that change a container, which docker can only by making it anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dockersh.finding import Say, say
from dockersh.reading import catalogue
from dockersh.reading.invocation import Part
from dockersh.reading.values.mounts import Mount
from dockersh.reading.values.ports import Port
from dockersh.recreate import container
from dockersh.recreate.asked import Found
from dockersh.recreate.how import cannot, is_anonymous, own_changes, references
from dockersh.recreate.seen import Seen
from dockersh.recreate.wanted import Wanted, cluster, parts
from dockersh.recreate.written import Line, joined
from dockersh.startup.typed import NamedTuple

OLD = "{}-old"
MOUNTS = ("volume", "mount", "tmpfs")
# Options whose values have a name in front of a sign: a new value of a name takes the old one's place.
NAMED = {
    "env": "=",
    "label": "=",
    "sysctl": "=",
    "add-host": ":=",
    "ulimit": "=",
    "log-opt": "=",
    "annotation": "=",
    "storage-opt": "=",
}


class Changed(NamedTuple):
    """The lines, in order, each run only if the one before it did its work; and what is kept, lost and still meanwhile."""

    lines: tuple[Line, ...]
    notes: tuple[Say, ...]
    name: str = ""  # of the new one, where it gets another


def key(part: Part) -> tuple[str, str]:
    """What an option is about: a new one about the same takes the old one's place."""
    name, found = part.canonical or "", part.decoded
    if isinstance(found, Mount):
        return "mount", found.target
    if isinstance(found, Port):
        return name, f"{found.container_port}/{found.protocol}"
    if name in NAMED:
        return name, re.split(f"[{NAMED[name]}]", part.text, maxsplit=1)[0]
    many = part.flag is not None and part.flag.type in ("list", "map", "mount", "ulimit", "network")
    return name, part.text if many else ""


def _place(part: Part) -> tuple[str, str]:
    """The port of the host that is asked for: nobody can have it twice."""
    found = part.decoded
    if not isinstance(found, Port) or not found.host_port or found.host_port == "0":
        return key(part)
    return f"host-{part.canonical}", f"{found.host_ip or ''}:{found.host_port}/{found.protocol}"


def merged(groups: Iterable[tuple[str, ...]], what: Wanted) -> tuple[tuple[str, ...], ...]:
    """The options of a line, changed. A new one stands where the old one stood, else behind its kin, else last."""
    new = {key(part): group for group in what.given for part in parts(group)}
    places = {_place(part): key(part) for group in what.given for part in parts(group)}
    gone = [part for group in what.gone for part in parts(group)]
    asked = frozenset(new)
    out: list[tuple[str, ...]] = []
    for group in groups:
        now = parts(group)
        kept = [part for part in now if not any(_meant(part, one) for one in gone)]
        about = dict.fromkeys(one for part in kept for one in (key(part), places.get(_place(part), key(part))))
        replaced = [one for one in about if one in asked]
        taken = [new.pop(one) for one in replaced if one in new]
        left = [part for part in kept if not replaced]
        out += taken or ([group] if len(left) == len(now) else cluster(left))
    return (*out, *(group for group in new.values() if not _is_off(group)))


def _is_off(group: tuple[str, ...]) -> bool:
    return group[1:] == ("false",)


def _meant(part: Part, gone: Part) -> bool:
    """Whether `without` means an option: by its value, by what that is about, or by its name alone."""
    if gone.canonical in MOUNTS and part.canonical in MOUNTS:
        return gone.text in ("", part.text) or part.text.endswith(gone.text) or key(part) == key(gone)
    if part.canonical != gone.canonical:
        return False
    name, about = key(part)
    host = part.decoded.host_port if isinstance(part.decoded, Port) else None
    return not gone.text or gone.text in (part.text, about, about.partition("/")[0], host) or (name, about) == key(gone)


def absent(found: Found, what: Wanted) -> str:
    """The first option behind `without` that the container does not have; '' where it has them all."""
    there = [part for group in container.line(found.seen).options for part in parts(group)]
    missing = (group for group in what.gone for one in parts(group) if not any(_meant(part, one) for part in there))
    return joined(word for word in next(missing, ()) if word)


def changed(found: Found, what: Wanted) -> Changed:
    """The lines for a container; one line where docker can change it as it is."""
    if what.given and not what.gone and _updates(what):
        line = Line(("docker", "update"), what.given, (found.seen.name,))
        return Changed((line,), (say("recreate.update"),))
    seen = found.seen
    made, *others = _remade(seen, what)
    groups = merged(_with_data(found, made), what)
    name = seen.name
    first = [Line(("docker", "stop"), (), (name,))] if _alive(seen) else []
    moved = [] if _removes_itself(seen) else [Line(("docker", "rename"), (), (name, OLD.format(name)))]
    last = [] if _removes_itself(seen) else [Line(("docker", "rm"), (), (OLD.format(name),))]
    new = made._replace(options=groups)
    return Changed((*first, *moved, new, *others, *last), tuple(_notes(found, what, set(_mounted(groups)))), what.name)


def _remade(seen: Seen, what: Wanted) -> tuple[Line, ...]:
    """The lines that make it anew. None waits for its end: without `-d` it is made, and started if it runs now."""
    wants = any(part.canonical == "detach" for group in what.given for part in parts(group))
    return container.lines(seen) if wants or seen.detached else container.kept(seen)


def _updates(what: Wanted) -> bool:
    command = catalogue.find("container update")
    return command is not None and all(part.canonical in command.flags for group in what.given for part in parts(group))


def _alive(seen: Seen) -> bool:
    return (seen.row.get("State") or {}).get("Status") in ("running", "paused", "restarting")


def _removes_itself(seen: Seen) -> bool:
    return bool(seen.host.get("AutoRemove")) and _alive(seen)


def _with_data(found: Found, made: Line) -> tuple[tuple[str, ...], ...]:
    """Anonymous volumes by their names: the new container goes on with their data."""
    mounts = [mount for mount in found.row.get("Mounts") or () if is_anonymous(found.seen, mount)]
    empty = {("-v", mount["Destination"]) for mount in mounts}
    named = (("-v", f"{mount['Name']}:{mount['Destination']}") for mount in mounts)
    return (*(group for group in made.options if group not in empty), *named)


def _mounted(groups: Iterable[tuple[str, ...]]) -> list[str]:
    """Where something is mounted."""
    return [about for group in groups for part in parts(group) for kind, about in [key(part)] if kind == "mount"]


def _notes(found: Found, what: Wanted, mounted: set[str]) -> Iterator[Say]:
    seen = found.seen
    new = what.name or seen.name
    if _alive(seen):
        yield say("recreate.still", name=seen.name)
    volumes = [mount["Destination"] for mount in found.row.get("Mounts") or () if mount.get("Type") in ("volume", "bind")]
    volumes = [path for path in volumes if path in mounted]
    if volumes:
        yield say("recreate.kept", paths=", ".join(volumes))
    if count := own_changes(found):
        yield say("recreate.lost-layer", count=str(count), name=seen.name)
    if _removes_itself(seen):
        yield say("recreate.removes-itself", name=seen.name)
    else:
        yield say("recreate.way-back", name=seen.name, new=new, old=OLD.format(seen.name))
    yield from references(found)
    yield from cannot(seen)
