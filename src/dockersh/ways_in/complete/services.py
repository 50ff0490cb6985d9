"""Compose's services: what `docker compose config --services` says, kept until a compose file changes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from dockersh.machine import folders, limits, regular_files
from dockersh.ways_in.complete.place import Place
from dockersh.ways_in.complete.suggestion import Draft
from dockersh.ways_in.complete.world import World

# The names compose looks for, in its order, in this folder and those above.
FILES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
LONGEST = 1_000_000  # characters of a file, bytes of a list
OPTIONS = frozenset(("file", "project-directory", "env-file", "profile", "project-name"))


def services(here: Place, world: World) -> Iterator[Draft]:
    """The services of the line's compose files that are not named on it yet."""
    parts = [part for part in here.whole.parts if part.kind == "global-flag" and part.name in OPTIONS and part.literal]
    words = tuple(f"--{part.name}={part.value}" for part in parts if part.value)
    named = [part.value for part in parts if part.name == "file" and part.value]
    given = {part.value for part in here.whole.parts if part.kind == "argument" and part.span.start != here.typed.start}
    files = tuple(os.path.abspath(os.path.expanduser(name)) for name in named) or _found(os.getcwd())
    if files:
        yield from (Draft(name, "", "service") for name in _known(files, words, world) if name not in given)


def _found(folder: str) -> tuple[str, ...]:
    while True:
        for name in FILES:
            if os.path.isfile(path := os.path.join(folder, name)):
                return (path,)
        if folder == os.path.dirname(folder):
            return ()
        folder = os.path.dirname(folder)


def _known(files: tuple[str, ...], words: tuple[str, ...], world: World) -> tuple[str, ...]:
    """From the cache, else from compose, else from the file's own lines (no plugin, no answer in time)."""
    path = _cache(files, words)
    if (kept := folders.cached(path, LONGEST)) is not None:
        return tuple(filter(None, kept.decode("utf-8", "replace").split("\n")))
    answered = tuple(one.name for one in world.answers("services", *words))
    found = answered or tuple(name for file in files for name in names_in(_read(file) or ""))
    folders.keep(path, "\n".join(found).encode("utf-8", "replace"))  # without an answer, too: there will be none next time
    return found


def names_in(text: str) -> tuple[str, ...]:
    """The keys right below `services:`, without a YAML reader: enough for a menu."""
    block = re.search(r"(?m)^services:[^\n]*\n((?:[ \t#\n][^\n]*\n?|\n)*)", text)
    found = re.findall(r"(?m)^([ \t]+)([\w.-]+|'[^']+'|\"[^\"]+\"):", block[1]) if block else []
    return tuple(name.strip("'\"") for indent, name in found if indent == found[0][0])


def _cache(files: tuple[str, ...], words: tuple[str, ...]) -> str | None:
    """A file named by the compose files and their times; None where one of them cannot be read."""
    import hashlib  # noqa: PLC0415  for compose only

    try:
        facts = [(file, os.stat(file).st_mtime_ns, os.stat(file).st_size) for file in files]
    except OSError:
        return None
    key = hashlib.sha256(repr((facts, words)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return folders.place("cache", f"services-{key}")


def _read(path: str) -> str | None:
    try:
        return regular_files.text(path, limits.COMPOSE_FILE)
    except OSError:
        return None
