"""Lists that stand inside a line (`docker rm $(docker ps -aq)`): their words, and what docker would print of them.

Only what is read here in full is asked for: with any other word the client runs the list as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dockersh.engine.api import containers, images
from dockersh.engine.api.ask import Answers, Ask, natural
from dockersh.engine.api.endpoints import Get, filters
from dockersh.engine.api.sizes import short
from dockersh.engine.question import About
from dockersh.engine.state import State
from dockersh.startup.typed import Any, NamedTuple

COMMANDS: dict[tuple[str, ...], str] = {
    ("ps",): "containers",
    ("images",): "images",
    **{("container", verb): "containers" for verb in ("ls", "list", "ps")},
    **{(kind, verb): f"{kind}s" for kind in ("image", "volume", "network") for verb in ("ls", "list")},
}
SHORT = {"a": "all", "q": "quiet", "f": "filter", "n": "last", "l": "latest"}
SWITCHES: dict[str, frozenset[str]] = {
    "containers": frozenset(("all", "quiet", "no-trunc", "latest")),
    "images": frozenset(("all", "quiet", "no-trunc")),
    "volumes": frozenset(("quiet",)),
    "networks": frozenset(("quiet", "no-trunc")),
}
VALUES: dict[str, frozenset[str]] = {
    "containers": frozenset(("filter", "last", "format")),
    "images": frozenset(("filter",)),
    "volumes": frozenset(("filter", "format")),
    "networks": frozenset(("filter", "format")),
}


class Listing(NamedTuple):
    """A list as it was typed: what it lists, its switches, its flags with values in their order."""

    kind: str
    switches: frozenset[str]
    values: tuple[tuple[str, str], ...]

    def last(self, name: str) -> str:
        """The last value of a flag; '' without one."""
        return next((value for flag, value in reversed(self.values) if flag == name), "")


def listing(about: About) -> Listing | None:
    """The words behind `docker`, read; None where one of them is not among ours."""
    size = 1 if about[:1] in COMMANDS else 2
    kind = COMMANDS.get(about[:size])
    if kind is None:
        return None
    try:
        flags = tuple(_flags(kind, iter(about[size:])))
    except (KeyError, StopIteration, RuntimeError):  # not ours, or the end where a value should be
        return None
    switches = frozenset(name for name, value in flags if value is None)
    return Listing(kind, switches, tuple((name, value) for name, value in flags if value is not None))


def _flags(kind: str, words: Iterator[str]) -> Iterator[tuple[str, str | None]]:
    for word in words:
        if word.startswith("--"):
            yield _long(kind, word, words)
        elif word.startswith("-"):
            yield from _cluster(kind, word[1:], words)
        else:
            raise KeyError(word)


def _long(kind: str, word: str, words: Iterator[str]) -> tuple[str, str | None]:
    name, joined, value = word[2:].partition("=")
    if name in VALUES[kind]:
        return name, value if joined else next(words)
    if joined or name not in SWITCHES[kind]:
        raise KeyError(name)
    return name, None


def _cluster(kind: str, letters: str, words: Iterator[str]) -> Iterator[tuple[str, str | None]]:
    """`-aqf x`, `-fx`, `-f=x`."""
    for at, letter in enumerate(letters):
        name = SHORT[letter]
        if name in VALUES[kind]:
            yield name, letters[at + 1 :].removeprefix("=") or next(words)
            return
        if name not in SWITCHES[kind]:
            raise KeyError(name)
        yield name, None


def _gets(about: About) -> tuple[Get, ...] | None:
    found = listing(about)
    if found is None or _printer(found) is None:
        return None
    wanted: dict[str, tuple[str, ...]] = {}
    for name, value in found.values:
        key, equals, word = value.partition("=")
        if name == "filter" and not equals:
            return None
        if name == "filter":
            key = key.strip().lower()
            wanted[key] = (*wanted.get(key, ()), word.strip())
    limit = "1" if "latest" in found.switches else found.last("last")
    if limit and not (limit.isdecimal() and limit.isascii() and int(limit)):
        return None
    every = (("all", "1"),) if "all" in found.switches else ()
    most = (("limit", limit),) if limit else ()
    return (Get(found.kind, query=(*every, *most, *filters(wanted))),)


Printer = Callable[[dict[str, Any]], list[str]]
FIELDS: dict[tuple[str, str], Printer] = {
    ("containers", "{{.ID}}"): lambda row: [row["Id"]],
    ("containers", "{{.Names}}"): lambda row: [containers.own_name(row)],
    ("images", "{{.ID}}"): lambda row: [row["Id"] for _ in images.names(row)],
    ("volumes", "{{.Name}}"): lambda row: [row["Name"]],
    ("networks", "{{.ID}}"): lambda row: [row["Id"]],
    ("networks", "{{.Name}}"): lambda row: [row["Name"]],
}

QUIET = {"volumes": "{{.Name}}"}


def _printer(found: Listing) -> Printer | None:
    """What prints a row; None where it is not for us: with --no-trunc the names of a container are more than its own.

    Of --quiet and --format, the one wins for containers, the other for networks.
    """
    quiet = "quiet" in found.switches
    wanted = found.last("format") or (QUIET.get(found.kind, "{{.ID}}") if quiet else "")
    if (quiet and found.last("format")) or (wanted == "{{.Names}}" and "no-trunc" in found.switches):
        return None
    field = FIELDS.get((found.kind, wanted))
    cut = wanted == "{{.ID}}" and "no-trunc" not in found.switches
    return field if field is None or not cut else lambda row: [short(one) for one in field(row)]


def _read(about: About, answers: Answers, state: State) -> State:
    found = listing(about)
    printer = _printer(found) if found else None
    if found is None or printer is None:
        return state
    printed = tuple(word for row in _rows(found.kind, answers[0].json()) for word in printer(row))
    return state._replace(outputs={**state.outputs, about: printed})


def _rows(kind: str, found: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (found.get("Volumes") if kind == "volumes" else found) or []
    return rows if kind in ("containers", "images") else sorted(rows, key=lambda row: natural(row["Name"]))


ASKS: dict[str, Ask] = {"output": Ask(_gets, _read)}
