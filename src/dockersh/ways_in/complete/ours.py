"""Our own commands: behind `dockersh` (`dockersh how web with -p …`) and at our prompt, as docker lines with the same words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence

from dockersh import texts
from dockersh.reading.syntax import Word
from dockersh.ways_in.complete.suggestion import Draft
from dockersh.ways_in.complete.world import World
from dockersh.ways_in.options import OPTIONS, takes_value

# What a line of each is completed as.
STANDS_FOR = (
    (r"(?:step )?how \S+ (?:.* )?with(?:out)? ", "docker run "),
    (r"(?:step )?how ", "docker inspect "),
    (r"why ", "docker container inspect "),
    (r"to-run ", "docker compose up "),
    (r"(?:to-compose|explain|step) (?!docker)", "docker "),
    (r"(?:to-compose|explain|step) ", ""),
)
# What else the first word of a line may be.
ALSO = ((r"explain (?=\S*$)", "docker container inspect "), (r"to-run (?=\S*$)", "ls "))
# Those that work behind `dockersh`, in the order in which they are offered.
WORDS = ("explain", "step", "how", "why", "undo", "to-compose", "to-run", "learn", "help", "topics")
UNDO = "undo"


def behind_options(words: Sequence[Word]) -> list[str]:
    """The words behind `dockersh` and its options, from our own command on; `--to run` is one, too."""
    rest = [word.text for word in words]
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if option == "--to" and rest:
            return [f"to-{rest[0]}", *rest[1:]]
        if "=" not in option and any(f"--{one.long}" == option and takes_value(one) for one in OPTIONS):
            rest = rest[1:]
        if option.startswith("--to="):
            return [f"to-{option.partition('=')[2]}", *rest]
    return rest


def docker_line(words: Sequence[Word], typed: str) -> str | None:
    """The docker line that takes the same words, up to the cursor; None where it is no line of ours."""
    rest = behind_options(words)
    if not rest or rest[0] not in WORDS or typed != shlex.quote(typed) * bool(typed):
        return None
    line = " ".join([*map(shlex.quote, rest), typed])
    found = ((re.match(begins, line), stands) for begins, stands in STANDS_FOR)
    return next((stands + line[match.end() :] for match, stands in found if match), None)


def first(world: World) -> Iterator[Draft]:
    """Our commands, each with what it does."""
    for name in WORDS:
        yield Draft(name, texts.short(texts.raw(world.lang, "builtins", "commands", name) or ""), "command")


def removed(world: World) -> Iterator[Draft]:
    """What `undo` can bring back, the newest first."""
    import time  # noqa: PLC0415  for `undo` alone

    from dockersh.recreate import recipes  # noqa: PLC0415  as above

    found = recipes.kept(recipes.file(), time.time())
    yield from (Draft(name) for name in dict.fromkeys(one.name for one in found if one.text))
    yield Draft("--list", texts.raw(world.lang, "complete", UNDO, "--list") or "")
