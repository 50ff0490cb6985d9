"""What may follow `how NAME without`: the options that the container was made with, and their values."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.startup.lazy_regex import pattern
from dockersh.ways_in.complete.suggestion import Draft
from dockersh.ways_in.complete.world import World

BEGINS = pattern(r"^(?:step )?how (?:container )?(?P<name>[\w.-]+) (?:.* )?without (?P<said>.*)$")
VARIABLES = ("-e", "--env", "-l", "--label")  # told by their names: a value may be a secret


def drafts(line: str, world: World) -> list[Draft] | None:
    """*line*: ours, up to the cursor. None where it is another, or the container is not known."""
    match = BEGINS.match(line)
    if match is None or " with " in f" {match['said']}":
        return None
    groups = _groups(match["name"], world)
    *before, _ = match["said"].split(" ")
    found = list(dict.fromkeys(_words(groups, before[-1] if before else "")))
    return [Draft(word, kind="given") for word in found] or None


def _groups(name: str, world: World) -> tuple[tuple[str, ...], ...]:
    """The options of the line that makes it, each with its value."""
    from dockersh.recreate import container  # noqa: PLC0415  for this line alone
    from dockersh.recreate.asked import find  # noqa: PLC0415  as above

    found = find(world.engine, name, "container", changes=False)
    return container.line(found.seen).options if found.kind else ()


def _words(groups: tuple[tuple[str, ...], ...], after: str) -> Iterator[str]:
    """The values of the option that stands in front, else the options."""
    valued = [group[1] for group in groups if len(group) == 2 and group[0] == after]
    if valued:
        yield from (value.partition("=")[0] if after in VARIABLES else value for value in valued)
        return
    yield from (group[0].partition("=")[0] for group in groups if group[0] != "--name")
