"""A picture of what an engine holds, in text: each container with its ports, volumes and networks, then what stands alone.

    + ● web  running  nginx
    +    8080 → 80/tcp
    +    data → /data
         shop: 172.18.0.2

It is drawn of an engine's answers, so that it is the same for every engine. In front stands what a line changed: `+` is new,
`~` otherwise, `-` gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dockersh import texts
from dockersh.practice.changes import Changes, Thing
from dockersh.practice.lessons.ask import Engine
from dockersh.render.cells import width
from dockersh.startup.typed import Any, NamedTuple

Row = dict[str, Any]
INDENT = "   "
KINDS = {"containers": "container", "images": "image", "volumes": "volume", "networks": "network"}
NEW, OTHERWISE, GONE, SAME = "+ ", "~ ", "- ", "  "
NOTHING = Changes()


class Entry(NamedTuple):
    """A thing: what it is known by, and its lines."""

    known: tuple[Thing, ...]
    lines: list[str]


def words(lang: str) -> dict[str, str]:
    """The headings in the reader's language."""
    return {name: texts.raw(lang, "builtins", "picture", name) or name for name in (*KINDS, "unused", "marks")}


def picture(engine: Engine, called: Mapping[str, str], columns: int, *, plain: bool, changed: Changes = NOTHING) -> str:
    """All of it, no line wider than *columns*. *called* are `words`; *plain*: ASCII only."""
    lines = []
    for section, entries in _sections(engine, called, plain=plain):
        line = "--" if plain else "──"
        lines += [f"{line} {called[section]} {line}", *_marked(section, entries, changed)]
    lines += [called["marks"]] if changed.any else []
    return "".join(_cut(line, columns) + "\n" for line in lines)


def only_changed(engine: Engine, called: Mapping[str, str], columns: int, *, plain: bool, changed: Changes) -> str:
    """The same, of that alone which a line changed; '' where that is nothing."""
    if not changed.any:
        return ""
    found = [line for section, entries in _sections(engine, called, plain=plain) for line in _marked(section, entries, changed)]
    return "".join(_cut(line, columns) + "\n" for line in found if not line.startswith(SAME))


def _marked(section: str, entries: list[Entry], changed: Changes) -> Iterator[str]:
    for entry in entries:
        mark = (_mark(entry, changed) or SAME) if changed.any else ""
        yield from (mark + line for line in entry.lines)
    yield from (f"{GONE}  {name}" for kind, name in changed.gone if kind == KINDS[section])


def _mark(entry: Entry, changed: Changes) -> str:
    if not changed.made.isdisjoint(entry.known):
        return NEW
    return "" if changed.otherwise.isdisjoint(entry.known) else OTHERWISE


def _sections(engine: Engine, called: Mapping[str, str], *, plain: bool) -> Iterator[tuple[str, list[Entry]]]:
    marks = ("-->", "*", "o") if plain else ("→", "●", "○")
    containers = engine.get("/containers/json?all=1") or []
    yield "containers", [_container(one, marks) for one in containers]
    yield "images", _images(engine)
    yield "volumes", _volumes(engine, containers, called)
    yield "networks", _networks(engine)


def _container(row: Row, marks: tuple[str, ...]) -> Entry:
    arrow, runs, rests = marks
    name = row["Names"][0].lstrip("/")
    mark = runs if row["State"] == "running" else rests
    lines = [f"{mark} {name}  {row['State']}  {row['Image']}"]
    ports = {(one.get("PublicPort"), one["PrivatePort"], one["Type"]) for one in row["Ports"]}
    lines += [f"{INDENT}{host} {arrow} {inside}/{kind}" for host, inside, kind in sorted(ports, key=str) if host]
    lines += [f"{INDENT}{one.get('Name') or one['Source']} {arrow} {one['Destination']}" for one in row["Mounts"]]
    networks = row["NetworkSettings"]["Networks"].items()
    lines += [f"{INDENT}{name}: {one['IPAddress']}" for name, one in networks if one["IPAddress"]]
    return Entry((("container", row.get("Id", "")),), lines)


def _images(engine: Engine) -> list[Entry]:
    rows = engine.get("/images/json") or []
    tags = [(tag, row.get("Id", "")) for row in rows for tag in row["RepoTags"] or ["<none>"]]
    return [Entry((("image", tag if tag != "<none>" else about),), [f"  {tag}"]) for tag, about in tags]


def _volumes(engine: Engine, containers: list[Row], called: Mapping[str, str]) -> list[Entry]:
    used = {one.get("Name") for row in containers for one in row["Mounts"]}
    unused = f"  ({called['unused']})"
    held = (engine.get("/volumes") or {}).get("Volumes") or []
    return [Entry((("volume", one["Name"]),), [f"  {one['Name']}{'' if one['Name'] in used else unused}"]) for one in held]


def _networks(engine: Engine) -> list[Entry]:
    found = []
    for one in engine.get("/networks") or []:
        config = (one["IPAM"]["Config"] or [{}])[0]
        line = f"  {one['Name']}  {config.get('Subnet', '')}".rstrip()
        found.append(Entry((("network", one.get("Id", "")), ("network", one["Name"])), [line]))
    return sorted(found, key=lambda entry: entry.lines)


def _cut(line: str, columns: int) -> str:
    while width(line) > columns:
        line = line[:-1]
    return line
