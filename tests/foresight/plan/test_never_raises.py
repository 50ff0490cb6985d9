"""A line with too few words, or with words that only the shell knows, gets an answer all the same."""

from __future__ import annotations

import itertools

import pytest

from dockersh import explain
from dockersh.reading import catalogue
from support.state import WrittenEngine

WORDS = ("$X", "`cat x`", "x", "x:y", "-", "$X:y", "$(docker ps -q)")
LINES = tuple(
    f"{before}docker {name} {' '.join(words)}"
    for name in sorted(catalogue.names())
    for before, count in (("", 0), ("", 1), ("", 2), ("ls | xargs ", 0), ("ls | xargs ", 1))
    for words in itertools.product(WORDS, repeat=count)
)


@pytest.mark.parametrize("table", [{}, {"status": "down"}], ids=["up", "down"])
def test_any_command_with_any_words(table: dict[str, str]) -> None:
    """Whatever the shell may make of `$X`: none, one, or several words."""
    for line in LINES:
        assert explain(line, engine=WrittenEngine(table)).commands, line


@pytest.mark.parametrize(
    "line", ["docker $X push x", "docker image push$X", "docker $X $Y", "docker image $X push", "docker $X cp y"]
)
def test_the_command_may_be_unknown_too(line: str) -> None:
    """`$X` may stand where docker looks for a command, or for options."""
    assert explain(line, engine=WrittenEngine()).commands
