"""Options whose value is told as it was given: a table says where."""

from __future__ import annotations

import functools
import os.path
from collections.abc import Iterator, Mapping

from dockersh.recreate.option import Option, size
from dockersh.recreate.seen import Row, Seen
from dockersh.startup import toml_cache
from dockersh.startup.typed import Any

# Those that others of the line depend on, and that stand elsewhere in it.
ELSEWHERE = frozenset(
    ("rm", "publish-all", "volumes-from", "log-opt", "memory", "pid", "dns", "dns-search", "dns-option", "add-host")
)


@functools.cache
def table() -> dict[str, Mapping[str, str]]:
    """The options of `fields.toml`, by how their values are spelled."""
    found: dict[str, Mapping[str, str]] = _loaded()["options"]
    return found


@functools.cache
def _loaded() -> dict[str, Any]:
    return toml_cache.load(os.path.join(os.path.dirname(os.path.dirname(__file__)), "fields.toml"))


def unsaid(seen: Seen) -> list[str]:
    """What the engine was told and no option says, by the field's name."""
    told = {path for rows in table().values() for path in rows.values()}
    known = {f"{part}.{name}" for part, names in _loaded()["known"].items() for name in names} | told
    given = [f"{part}.{name}" for part in ("Config", "HostConfig") for name, value in seen.row[part].items() if value]
    return [name for name in given if name not in known]


def at(row: Row, path: str) -> Any:
    """What stands at `Config.User`; None where nothing does."""
    found: Any = row
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def one(seen: Seen, name: str) -> Iterator[Option]:
    """The option of the table, where it was given."""
    for kind, rows in table().items():
        if name in rows and (found := at(seen.row, rows[name])):
            yield from _spelled(kind, name, found)


def _spelled(kind: str, name: str, found: Any) -> Iterator[Option]:
    if kind == "switches":
        yield Option(name)
    elif kind == "sizes":
        yield Option(name, size(found))
    elif kind == "lists":
        yield from (Option(name, str(one)) for one in found)
    elif kind == "maps":
        yield from (Option(name, f"{key}={value}") for key, value in sorted(found.items()))
    else:
        yield Option(name, str(found))


def rest(seen: Seen) -> Iterator[Option]:
    """All of the table that stands nowhere else."""
    for rows in table().values():
        for name in rows:
            if name not in ELSEWHERE:
                yield from one(seen, name)
