"""Which drafts fit what was typed: those that begin so; at our own prompt, where none does, those that hold it."""

from __future__ import annotations

from collections.abc import Iterable

from dockersh.machine.screen import hides
from dockersh.ways_in.complete.suggestion import Draft

# Names that people choose: they are found by any part, also where another name begins so.
NAMED = frozenset(("container", "image", "volume", "network", "context", "service", "stack", "secret", "config", "node"))
ENOUGH = 2  # letters from which on a part is looked for beside a beginning
JOINTS = "=:,/"  # what stands in front of them is no part of a name, and stays


def matching(drafts: Iterable[Draft], typed: str, *, anywhere: bool) -> list[Draft]:
    """The drafts that fit, once each; no name that a terminal would obey or not show.

    *anywhere*: behind those that begin as typed also names that hold it; without either, what holds its letters in this order.
    Nothing that deletes is found so.
    """
    known = {draft.name: draft for draft in reversed([draft for draft in drafts if not hides(draft.name)])}
    every = list(reversed(known.values()))
    begin = [draft for draft in every if draft.name.startswith(typed)]
    if not anywhere:
        return begin
    head = typed[: max(typed.rfind(joint) for joint in JOINTS) + 1]
    part = typed[len(head) :].lstrip("-").lower()
    others = [draft for draft in every if draft not in begin and draft.name.startswith(head) and not draft.destructive]
    if begin:
        return [*begin, *(one for one in others if one.kind in NAMED and len(part) >= ENOUGH and _holds(one, head, part))]
    return [one for one in others if part and _holds(one, head, part)] or _scattered(others, head, part)


def _holds(draft: Draft, head: str, part: str) -> bool:
    return part in draft.name[len(head) :].lower()


def _scattered(drafts: Iterable[Draft], head: str, part: str) -> list[Draft]:
    """Those with the letters in this order, the closest together first."""
    if len(part) < ENOUGH:
        return []
    spans = [(span, draft) for draft in drafts if (span := _span(draft.name[len(head) :].lower(), part))]
    return [draft for _, draft in sorted(spans, key=lambda one: one[0])]


def _span(name: str, letters: str) -> int:
    """How far apart they stand; 0 where they do not."""
    at = start = -1
    for letter in letters:
        at = name.find(letter, at + 1)
        if at < 0:
            return 0
        start = at if start < 0 else start
    return at - start + 1
