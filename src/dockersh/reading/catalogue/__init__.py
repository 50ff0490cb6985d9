"""What docker's commands and flags are: the only reader of `data/*.toml`.

One docker command a file (`container_run.toml`), shared flag sets in `data/sets/`, other spellings in `aliases.toml`.
Names, shorts, types and argument counts were read from docker 28.2.2, 29.7.2, compose 5.6.1 and buildx 0.36 themselves.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Mapping

from dockersh.startup import toml_cache
from dockersh.startup.typed import Any, NamedTuple

DATA = os.path.join(os.path.dirname(__file__), "data")
ROOT = ""  # the name of docker itself, as a command


class Flag(NamedTuple):
    """One flag of one command.

    *type* is pflag's value type; *value* names our grammar for the value (`port`, `image`…).
    *since* and *until* are docker's major versions, or `compose 5.3`; *builder* is the only builder that honours it;
    *system* the only operating system of an engine that does; *api* the first version of the engine's API that has it.
    *gone* is the version of docker that took it away; *replaced_by* is then what to write behind the two dashes today.
    """

    name: str
    type: str
    short: str | None = None
    value: str | None = None
    hidden: bool = False
    deprecated: bool = False
    replaced_by: str | None = None
    since: str | None = None
    until: str | None = None
    builder: str | None = None
    system: str | None = None
    api: str | None = None
    gone: str | None = None

    @property
    def takes_value(self) -> bool:
        """False for booleans, which never eat the next word."""
        return self.type != "bool"

    @property
    def canonical(self) -> str:
        """The name that docker's own texts use, where this is another spelling of it (`net` → `network`).

        One that is deprecated or gone is a flag of its own: docker keeps its value apart, or has none.
        """
        other = None if self.deprecated or self.gone else self.replaced_by
        return other or self.name


class Command(NamedTuple):
    """One docker command by its canonical name (`container run`, `image ls`, `compose up`; docker itself is '').

    *arguments* is the usage of its positional words, *maximum* None when there is no limit.
    *stops_at_first_argument*: every word behind the first positional one is an argument, whatever it looks like.
    *plugin*: a program of its own brings it, and the words behind it are that program's.
    *gone* is the version of docker that took it away, *replaced_by* the line to write today; *gone_flags* are those it lost.
    *needs* is the environment variable without which the client does not know the command.
    *parent*: the word behind it may be a command below it, or an argument of its own.
    """

    name: str
    arguments: str
    minimum: int
    maximum: int | None
    flags: Mapping[str, Flag]
    shorts: Mapping[str, Flag]
    stems: tuple[str, ...]
    group: bool = False
    stops_at_first_argument: bool = False
    hidden: bool = False
    until: str | None = None
    plugin: bool = False
    gone: str | None = None
    replaced_by: str | None = None
    needs: str | None = None
    gone_flags: Mapping[str, Flag] = {}
    parent: bool = False


@functools.cache
def _table(stem: str) -> dict[str, Any]:
    try:
        return toml_cache.load(os.path.join(DATA, f"{stem}.toml"))
    except (OSError, ValueError):  # no such command; a name with a NUL, or too long for a file
        return {}


def words(stem: str) -> Mapping[str, Any]:
    """A table of the words that may stand in a place, from `words/`: the choices of values, filters, fields, what is usual."""
    return _table(f"../words/{stem}")


@functools.cache
def aliases() -> Mapping[str, str]:
    """Other spellings of commands: `ps` → `container ls`, `container list` → `container ls`."""
    return dict(_table("aliases"))


@functools.cache
def names() -> frozenset[str]:
    """Every canonical command name; '' is docker itself."""
    stems = (name.removesuffix(".toml") for name in os.listdir(DATA) if name.endswith(".toml"))
    return frozenset(stem_name(stem) for stem in stems if stem != "aliases")


@functools.cache
def spellings() -> frozenset[str]:
    """Every way to write a command: canonical names and aliases."""
    return names() | aliases().keys()


def stem_name(stem: str) -> str:
    """The command of a facts file: `container_run` → `container run`, `docker` → ''."""
    return ROOT if stem == "docker" else stem.replace("_", " ")


def name_stem(name: str) -> str:
    """The facts file of a command: '' → `docker`."""
    return name.replace(" ", "_") or "docker"


def children(name: str) -> tuple[str, ...]:
    """The words that may follow a group, canonical and other spellings, sorted: `container` → attach, commit…"""
    prefix = f"{name} " if name else ""
    below = (spelling for spelling in spellings() if spelling.startswith(prefix) and spelling != name)
    words = {spelling[len(prefix) :].split(" ")[0] for spelling in below}
    return tuple(sorted(words - {""}))


def own_children(name: str) -> tuple[str, ...]:
    """The same without what only a plugin brings: what a slip of the fingers may have meant."""
    return tuple(word for word in children(name) if not (found := find(f"{name} {word}".strip())) or not found.plugin)


@functools.cache
def find(name: str) -> Command | None:
    """The command of a canonical name or other spelling; None when the catalogue has none."""
    name = aliases().get(name, name)
    table = _table(name_stem(name))
    if not table:
        return None
    return _command(name, table, table.get("uses", ()))


@functools.cache
def compose_alone() -> Command | None:
    """The program docker-compose: the command `compose` with docker's own global flags in front."""
    compose, docker = find("compose"), find(ROOT)
    if compose is None or docker is None:
        return None
    more = {name: docker.flags[name]._replace(short=letter or None) for name, letter in _table("compose")["alone"].items()}
    shorts = {flag.short: flag for flag in more.values() if flag.short}
    return compose._replace(flags={**compose.flags, **more}, shorts={**compose.shorts, **shorts})


def _command(name: str, table: Mapping[str, Any], uses: Iterable[str]) -> Command:
    sets = tuple(f"sets/{stem}" for stem in uses)
    facts = (*(_table(stem) for stem in sets), table)
    flags = _flags(facts, "flags")
    return Command(
        name,
        table.get("arguments", ""),
        table.get("min", 0),
        table.get("max"),
        flags,
        {flag.short: flag for flag in flags.values() if flag.short},
        (name_stem(name), *sets),
        group=table.get("group", False),
        stops_at_first_argument=table.get("stops_at_first_argument", False),
        hidden=table.get("hidden", False),
        until=table.get("until"),
        plugin=table.get("plugin", False),
        gone=table.get("gone"),
        replaced_by=table.get("replaced_by"),
        needs=table.get("needs"),
        gone_flags=_flags(facts, "gone_flags"),
        parent=table.get("parent", False),
    )


def _flags(facts: Iterable[Mapping[str, Any]], key: str) -> dict[str, Flag]:
    """The flags of several tables, the later ones over the earlier."""
    return {flag: Flag(flag, **keys) for table in facts for flag, keys in table.get(key, {}).items()}
