"""What the small shell reads lines into."""

from __future__ import annotations

from dockersh.startup.typed import NamedTuple


class Piece(NamedTuple):
    """A part of a word: *kind* is text, variable, command or arithmetic."""

    kind: str
    value: str
    quoted: bool = False
    default: str | None = None


Word = tuple[Piece, ...]


class Simple(NamedTuple):
    """A command of words, with its assignments and `(operator, word)` redirections."""

    assigned: tuple[tuple[str, Word], ...]
    words: tuple[Word, ...]
    redirected: tuple[tuple[str, Word], ...]


class Pipeline(NamedTuple):
    """Commands joined by pipes."""

    commands: tuple[object, ...]
    negated: bool = False


class AndOr(NamedTuple):
    """Pipelines with `&&` or `||` in front (the first: with nothing), and whether it goes to the background."""

    items: tuple[tuple[str, Pipeline], ...]
    background: bool = False


class If(NamedTuple):
    """Conditions with what they lead to, and the else."""

    branches: tuple[tuple[tuple[AndOr, ...], tuple[AndOr, ...]], ...]
    otherwise: tuple[AndOr, ...] = ()


class Loop(NamedTuple):
    """`while`, or `until`."""

    condition: tuple[AndOr, ...]
    body: tuple[AndOr, ...]
    until: bool


class For(NamedTuple):
    """`for NAME in words`."""

    name: str
    words: tuple[Word, ...]
    body: tuple[AndOr, ...]


class Group(NamedTuple):
    """`{ … }`, or `( … )`."""

    body: tuple[AndOr, ...]
    subshell: bool
