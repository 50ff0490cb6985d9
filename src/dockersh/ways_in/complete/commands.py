"""Command words: docker's own, a group's, and what plugins bring."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh import texts
from dockersh.reading import catalogue
from dockersh.reading.catalogue import Command
from dockersh.ways_in.complete.suggestion import Draft
from dockersh.ways_in.complete.world import World

# Plugins that the catalogue knows, and the commands that are there only with them.
BROUGHT = {"compose": "compose", "buildx": "buildx", "bake": "buildx"}
UNLISTED = frozenset(("remove",))  # docker takes it, and does not show it either


def drafts(group: Command, world: World) -> Iterator[Draft]:
    """The words that may follow a group: the usual ones first, then the rest, then the groups."""
    usual = catalogue.words("usual")["commands"]
    found: list[tuple[int, str, Draft]] = []
    for word in _words(group):
        command = catalogue.find(f"{group.name} {word}".strip())
        if command is None or command.hidden or not _here(group, word, command, world):
            continue
        rank = usual.index(word) if not group.name and word in usual else len(usual) + command.group
        kind = "group" if command.group else "command"
        found.append((rank, word, Draft(word, summary(world.lang, command), "usual" if rank < len(usual) else kind)))
    return (draft for _, _, draft in sorted(found))


def _here(group: Command, word: str, command: Command, world: World) -> bool:
    """Whether the program that brings the command is on this machine."""
    if group.name:
        return True
    brought = BROUGHT.get(word, word if command.plugin else None)
    return brought is None or world.installed(brought)


def _words(group: Command) -> Iterator[str]:
    """Canonical names; of docker itself the short forms (`ps`), too."""
    for word in catalogue.children(group.name):
        canonical = f"{group.name} {word}".strip() not in catalogue.aliases()
        if canonical or (not group.name and word not in UNLISTED):
            yield word


def summary(lang: str, command: Command) -> str:
    """What a command does, in one line."""
    return texts.short(texts.raw(lang, command.stems[0], "command") or "")
