"""The line that makes a container again, from what `inspect` tells of it."""

from __future__ import annotations

from dockersh.engine.state import ALIVE
from dockersh.recreate.options import network, options
from dockersh.recreate.options.process import command
from dockersh.recreate.seen import Seen
from dockersh.recreate.written import Line

ID = "sha256:"


def line(seen: Seen) -> Line:
    """`docker run …` or, for one that was made and never started, `docker create …`."""
    made = "run" if seen.started or seen.detached else "create"
    groups = tuple(option.words for option in options(seen))
    return Line(("docker", made), groups, (reference(seen), *command(seen)))


def lines(seen: Seen) -> tuple[Line, ...]:
    """The line, and those that join further networks where the engine cannot do that at once."""
    return (line(seen), *(Line(words) for words in network.connects(seen)))


def kept(seen: Seen) -> tuple[Line, ...]:
    """The lines that bring it back as it is: what does not run now is not run, and no line waits for what does."""
    first, *others = lines(seen)
    alive = str((seen.row.get("State") or {}).get("Status")) in ALIVE
    if alive and seen.detached:
        return (first, *others)
    groups = (
        option._replace(cluster=option.cluster.replace("d", "")) if option.cluster else option for option in options(seen)
    )
    made = Line(("docker", "create"), tuple(one.words for one in groups if one.cluster or one.name), first.tail)
    start = (Line(("docker", "start"), (), (seen.name,)),) if alive else ()
    return (made, *others, *start)


def reference(seen: Seen) -> str:
    """The image by its name; by its id where the name stands for another image by now, or for none."""
    name = str(seen.config.get("Image") or "")
    mine = str(seen.row.get("Image") or "")
    there = str(seen.tagged.get("Id") or "")
    if not mine or there == mine or not seen.image:
        return name or mine
    return mine


def moved(seen: Seen) -> bool:
    """Whether the image's name stands for another one by now."""
    return reference(seen) != seen.config.get("Image")
