"""The names of a command's arguments, read from its usage line."""

from __future__ import annotations

import functools

from dockersh.reading import catalogue

# Usage words that stand for the program inside the container.
INSIDE = frozenset(("COMMAND", "ARG", "ARGS", "ps OPTIONS"))


@functools.lru_cache(maxsize=1024)
def argument_names(usage: str) -> tuple[str, ...]:
    """The names of the positional words in a usage: `IMAGE [COMMAND] [ARG...]` → IMAGE, COMMAND, ARG.

    Optional tails in brackets (`NAME[:TAG]`) are dropped; a repeated name (`CONTAINER [CONTAINER...]`) stands once.
    """
    if usage == "PATH | URL | -":
        return (usage,)
    found: list[str] = []
    for word in usage.replace("[ps OPTIONS]", "[ps\0OPTIONS]").split():
        bare = _without_tail(word).replace("\0", " ")
        if bare and bare not in found:
            found.append(bare)
    return tuple(found)


def _without_tail(word: str) -> str:
    optional = word.startswith("[")
    bare = word.removeprefix("[").removesuffix("]") if optional else word
    bare = bare.split("[", 1)[0] if not bare.startswith("[") else bare
    return bare.replace("...", "").strip("[]()")


def has_flag(group: str, flag: str) -> bool:
    """Whether a group has a flag, `--host` or `-H`; version is a command, too, and often meant otherwise."""
    command = catalogue.find(group)
    if command is None or flag in ("--version", "-v"):
        return False
    return flag.removeprefix("--") in command.flags if flag.startswith("--") else flag[1:] in command.shorts


def belongs_to_run(word: str) -> bool:
    """`docker -it …`: docker itself has no such options, but `docker run` has."""
    run = catalogue.find("container run")
    return run is not None and all(letter in run.shorts for letter in word[1:])
