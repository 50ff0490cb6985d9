"""`how NAME with … without …`: the lines that change a container, which docker can only by making it anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dockersh.finding import Say, say
from dockersh.reading import catalogue, syntax
from dockersh.reading.invocation import Invocation, Part, read
from dockersh.reading.values.mounts import Mount
from dockersh.reading.values.ports import Port
from dockersh.reading.values.value import Bad
from dockersh.recreate import container
from dockersh.recreate.asked import Found
from dockersh.recreate.how import cannot, is_anonymous, own_changes, references
from dockersh.recreate.option import Option
from dockersh.recreate.seen import Seen
from dockersh.recreate.written import Line, joined
from dockersh.startup.typed import NamedTuple

WITH, WITHOUT = "with", "without"
OLD = "{}-old"
LETTERS = {"detach": "d", "interactive": "i", "tty": "t", "publish-all": "P"}
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


class Wanted(NamedTuple):
    """What shall be there, what shall not, as words of options; *wrong* is the first that docker does not read."""

    given: tuple[tuple[str, ...], ...] = ()
    gone: tuple[tuple[str, ...], ...] = ()
    wrong: str = ""


class Changed(NamedTuple):
    """The lines, in order, each run only if the one before it did its work; and what is kept, lost and still meanwhile."""

    lines: tuple[Line, ...]
    notes: tuple[Say, ...]


def wanted(words: Sequence[str]) -> Wanted:
    """The words behind a name: `with -p 8081:80 --restart always without -e DEBUG`."""
    sides: dict[str, list[str]] = {WITH: [], WITHOUT: []}
    side = WITH
    for word in words:
        if word in sides:
            side = word
        else:
            sides[side].append(word)
    given, gone = _read(sides[WITH]), _read(sides[WITHOUT])
    wrong = _wrong(sides[WITH]) or _wrong(sides[WITHOUT], values=False)
    return Wanted(tuple(_groups(given)), tuple(_groups(gone)), wrong)


def _line(words: Iterable[str]) -> str:
    return joined(("docker", "run", *words, "--", "image"))


def _read(words: Iterable[str]) -> Invocation:
    return read(syntax.parse(_line(words)).calls[0])


def _wrong(words: Sequence[str], *, values: bool = True) -> str:
    """The first stretch that docker does not read; behind `without` a value may be what an option is about, or missing."""
    invocation = _read(words)
    errors = [one for one in invocation.findings if one.severity == "error" and (values or one.code.startswith("unknown"))]
    spans = [one.span for one in errors if one.span]
    if spans:
        return _line(words)[slice(*spans[0])]
    bad = [part.text for part in invocation.parts if values and isinstance(part.answer, Bad)]
    images = [*bad, *(part.text for part in invocation.arguments("IMAGE"))]
    return next((image for image in images if image != "image"), "")


def _groups(invocation: Invocation) -> Iterator[tuple[str, ...]]:
    for part in invocation.parts:
        if part.kind == "flag" and part.canonical:
            yield _spelled(part)


def _parts(group: Sequence[str]) -> list[Part]:
    return [part for part in _read(group).parts if part.kind == "flag"]


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


def merged(groups: Iterable[tuple[str, ...]], what: Wanted) -> tuple[tuple[str, ...], ...]:
    """The options of a line, changed. A new one stands where the old one stood, else behind its kin, else last."""
    new = {key(part): group for group in what.given for part in _parts(group)}
    gone = [part for group in what.gone for part in _parts(group)]
    out: list[tuple[str, ...]] = []
    for group in groups:
        parts = _parts(group)
        kept = [part for part in parts if not any(_meant(part, one) for one in gone)]
        taken = [new.pop(key(part)) for part in kept if key(part) in new]
        left = [part for part in kept if not taken]
        out += taken or ([group] if len(left) == len(parts) else _cluster(left))
    return (*out, *(group for group in new.values() if not _is_off(group)))


def _is_off(group: tuple[str, ...]) -> bool:
    return group[1:] == ("false",)


def _spelled(part: Part) -> tuple[str, ...]:
    name = part.canonical or ""
    return _cluster([part])[0] if part.value is None and name in LETTERS else Option(name, part.value).words


def _cluster(parts: Sequence[Part]) -> list[tuple[str, ...]]:
    """What is left of `-dit`."""
    letters = "".join(LETTERS.get(part.canonical or "", "") for part in parts)
    return [Option("", cluster=letters).words] if letters else []


def _meant(part: Part, gone: Part) -> bool:
    """Whether `without` means an option: by its value, by what that is about, or by its name alone."""
    if gone.canonical in MOUNTS and part.canonical in MOUNTS:
        return gone.text in ("", part.text) or part.text.endswith(gone.text) or key(part) == key(gone)
    if part.canonical != gone.canonical:
        return False
    name, about = key(part)
    return not gone.text or gone.text in (part.text, about, about.partition("/")[0]) or (name, about) == key(gone)


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
    return Changed((*first, *moved, new, *others, *last), tuple(_notes(found, set(_mounted(groups)))))


def _remade(seen: Seen, what: Wanted) -> tuple[Line, ...]:
    """The lines that make it anew. None waits for its end: without `-d` it is made, and started if it runs now."""
    wants = any(part.canonical == "detach" for group in what.given for part in _parts(group))
    return container.lines(seen) if wants or seen.detached else container.kept(seen)


def _updates(what: Wanted) -> bool:
    command = catalogue.find("container update")
    return command is not None and all(part.canonical in command.flags for group in what.given for part in _parts(group))


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
    return [about for group in groups for part in _parts(group) for kind, about in [key(part)] if kind == "mount"]


def _notes(found: Found, mounted: set[str]) -> Iterator[Say]:
    seen = found.seen
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
        yield say("recreate.way-back", name=seen.name, old=OLD.format(seen.name))
    yield from references(found)
    yield from cannot(seen)
