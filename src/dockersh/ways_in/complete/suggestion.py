"""What Tab offers: frozen values, the same for every shell."""

from __future__ import annotations

from dockersh.startup.typed import NamedTuple


class Suggestion(NamedTuple):
    """One thing to put in the word's place.

    *value* is what to write into the line, quoted where the shell needs it; *name* is the word as docker gets it, and
    *shown* what a menu shows of it.
    *kind* groups it (`command`, `usual`, `flag`, `given`, `destructive`, `container`, `image`, `path`, `choice`…).
    *space*: the word is finished, and a space may follow; an open quote is then closed in *value*.
    """

    value: str
    name: str
    shown: str
    description: str = ""
    kind: str = "choice"
    destructive: bool = False
    space: bool = True


class Suggestions(NamedTuple):
    """What fits between `start` and `end` of the line, the likeliest first.

    *quote* is the quote open at `end`, or ''. *outer*: the line itself is a word of another line (`dockersh -c '…'`), and
    this is its text before `start`.
    """

    start: int
    end: int
    items: tuple[Suggestion, ...] = ()
    quote: str = ""
    outer: str | None = None


class Draft(NamedTuple):
    """A suggestion before it is matched with what was typed and quoted; *name* is the whole word as docker gets it."""

    name: str
    description: str = ""
    kind: str = "choice"
    destructive: bool = False
    space: bool = True
    shown: str = ""
