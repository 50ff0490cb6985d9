"""What a rule about a refusal is: when it speaks, about which commands, what it must know, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dockersh.engine import Question, State
from dockersh.finding import Finding
from dockersh.foresight.step import Request
from dockersh.startup.typed import Literal, NamedTuple

# How far a line comes that a rule of this stage speaks of:
#   line     docker's client stops at the words themselves; nobody is asked anything, and nothing is planned
#   before   docker stops before its first step
#   create   nothing is made, or run
#   start    what was made does not start
Stage = Literal["line", "before", "create", "start"]
Refuses = Callable[[Request, State], Iterator[Finding]]
Asks = Callable[[Request], tuple[Question, ...]]


def nothing(_request: Request) -> tuple[Question, ...]:
    """For rules that need nobody's answer."""
    return ()


FLAGS = frozenset(("flag",))
WORDS = frozenset(("flag", "global-flag", "argument", "command-word"))


class Rule(NamedTuple):
    """One refusal, or a few of one kind.

    *commands*: those it is about, or the first word of a group's; none for any. *asks*: what it must know. *literal*: the
    kinds of parts of which the shell must decide none, or the rule says nothing. *even_with_help*: docker refuses it before it
    sees that help is asked for.
    """

    stage: Stage
    refuses: Refuses
    commands: tuple[str, ...] = ()
    asks: Asks = nothing
    literal: frozenset[str] = frozenset()
    even_with_help: bool = False
