"""Several lines as one compose file."""

from __future__ import annotations

from collections.abc import Iterable

from dockersh.finding import Say
from dockersh.reading.invocation import Invocation
from dockersh.recreate.compose.draft import Draft, World
from dockersh.recreate.compose.service import COMMANDS, service
from dockersh.recreate.compose.yaml import dumped
from dockersh.startup.typed import Any, NamedTuple


class File(NamedTuple):
    """A compose file as text, its tree, and what it cannot say of the lines."""

    text: str
    tree: dict[str, Any]
    notes: tuple[Say, ...] = ()


def file(invocations: Iterable[Invocation], volumes: frozenset[str] = frozenset()) -> File | None:
    """One service for each line of `run` or `create`; None where there is none. *volumes*: those that the engine has."""
    lines = [one for one in invocations if one.name in COMMANDS and one.arguments("IMAGE")]
    if not lines:
        return None
    first = [service(one, World()) for one in lines]
    names = _distinct([draft.name for draft in first])
    known = {draft.keys.get("container_name", ""): name for draft, name in zip(first, names, strict=True)}
    world = World({container: name for container, name in known.items() if container}, volumes)
    drafts = [service(one, world) for one in lines]
    for draft, name in zip(drafts, names, strict=True):
        draft.name = name
    tree = _tree(drafts)
    return File(dumped(tree), tree, tuple(dict.fromkeys(note for draft in drafts for note in _told(draft))))


def _told(draft: Draft) -> Iterable[Say]:
    return (note._replace(args=_Frozen(note.args)) for note in draft.notes)


class _Frozen(dict[str, Any]):
    """Arguments of a sentence, told apart by what they are."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted((key, str(value)) for key, value in self.items())))


def _tree(drafts: list[Draft]) -> dict[str, Any]:
    tree: dict[str, Any] = {"services": {draft.name: draft.keys for draft in drafts}}
    for key in ("networks", "volumes"):
        found = {name: row for draft in drafts for name, row in getattr(draft, key).items()}
        tree |= {key: found} if found else {}
    return tree


def _distinct(names: list[str]) -> list[str]:
    """`nginx`, `nginx-2`."""
    found: list[str] = []
    for name in names:
        count = 1
        while (wanted := name if count == 1 else f"{name}-{count}") in found:
            count += 1
        found.append(wanted)
    return found
