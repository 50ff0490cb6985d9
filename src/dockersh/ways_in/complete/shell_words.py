"""What stands in a line beside docker: programs of PATH, folders behind `cd`, names of variables. Nothing is started."""

from __future__ import annotations

import itertools
import os
import re
import shutil
from collections.abc import Iterator

from dockersh.machine import limits
from dockersh.reading import catalogue
from dockersh.startup.lazy_regex import pattern
from dockersh.ways_in.complete.scan import Typed
from dockersh.ways_in.complete.suggestion import Draft, Suggestion, Suggestions
from dockersh.ways_in.complete.world import World, paths

FOLDERS = frozenset(("cd", "pushd", "rmdir"))
VARIABLES = {"export": False, "unset": True, "printenv": True, "readonly": False}  # whether the word is then finished
# What follows is a program again.
RUNNERS = frozenset(("sudo", "time", "nohup", "exec", "command", "xargs", "which", "type", "man", "watch"))
BEGUN = pattern(r"\$(\{?)([A-Za-z_]\w*)\Z")
MOST = 200  # programs that are offered


def drafts(typed: Typed, names: list[str], line: str, world: World) -> Iterator[Draft]:
    """Behind these *names* of a command that is not docker's; without any, the program itself."""
    if names and names[0] in FOLDERS:
        yield from paths(typed.text, folders=True)
    elif names and names[0] in VARIABLES:
        yield from (Draft(name, "", "variable", space=VARIABLES[names[0]]) for name in _names())
    elif "/" in typed.text or (names and not (world.prompt and names[-1] in RUNNERS)):
        yield from paths(typed.text)
    elif typed.text or names:
        yield Draft("docker", "", "command")
        yield from _programs(typed.text) if world.prompt else ()
    elif world.prompt and line[: typed.start].rstrip().endswith("|"):
        piped: list[str] = catalogue.words("inside")["piped"]
        yield from (Draft(name, world.say("piped", name), "program") for name in piped if shutil.which(name))


def _programs(begun: str) -> Iterator[Draft]:
    """The shell's own words and the programs of PATH that begin so."""
    found: set[str] = {word for word in catalogue.words("programs")["builtins"] if word.isalpha()} if begun else set()
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        found.update(_listed(folder, begun) if begun and folder else ())
    yield from (Draft(name, "", "program") for name in sorted(name for name in found if name.startswith(begun))[:MOST])


def _listed(folder: str, begun: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [one.name for one in itertools.islice(entries, limits.FOLDER_ENTRIES) if one.name.startswith(begun)]
    except OSError:
        return []


def _names() -> list[str]:
    return sorted(name for name in os.environ if re.fullmatch(r"[A-Za-z_]\w*", name))


def variables(line: str, typed: Typed) -> Suggestions | None:
    """The names behind a `$` or `${` at the cursor, which the shell would put a value for; None where there is none."""
    begun = BEGUN.search(line[: typed.cursor])
    if begun is None or typed.quote in ("'", "$'"):
        return None
    opened, start = begun[1], begun[2]
    names = [f"${opened}{name}{'}' if opened else ''}" for name in _names() if name.startswith(start)]
    items = tuple(Suggestion(name, name, name, kind="variable", space=False) for name in names)
    return Suggestions(begun.start(), typed.cursor, items, typed.quote)
