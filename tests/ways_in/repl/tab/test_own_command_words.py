"""Tab after our own commands."""

from __future__ import annotations

import pytest

from dockersh.ways_in import config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.repl.tab.own_words import words
from dockersh.ways_in.shell import Settings, Shell

OFFERED = [
    ("help por", "ports"),
    ("help ru", "run-vs-create"),
    ("help se", "set"),
    ("set ", "detail"),
    ("set det", "detail"),
    ("set detail f", "failures"),
    ("set toolbar o", "off"),
    ("unalias d", "dps"),
    ("history ", "--failed"),
    ("history --failed --h", "--here"),
]


@pytest.fixture(name="desk")
def fixture_desk() -> Desk:
    settings = config.Config(config.defaults(), {"dps": "docker ps -a"})
    return Desk(Shell(Settings(ask_engine=False)), settings, interactive=True)


@pytest.mark.parametrize(("line", "word"), OFFERED)
def test_a_word_is_offered(desk: Desk, line: str, word: str) -> None:
    """With its meaning, and nothing that was not begun so."""
    found = words(desk, line) or []
    assert word in [one.text for one in found]
    assert all(one.text.startswith(line.rpartition(" ")[2]) for one in found)


@pytest.mark.parametrize("line", ["docker ps ", "ls ", "hel", "explain docker ru", "how we"])
def test_other_lines_are_not_ours(desk: Desk, line: str) -> None:
    """Docker's and the shell's are completed as everywhere."""
    assert words(desk, line) is None


@pytest.mark.parametrize("line", ["history x", "clear ", "set nosuch ", "help ports "])
def test_nothing_is_made_up(desk: Desk, line: str) -> None:
    """Where nothing can follow, nothing is offered, no file either."""
    assert words(desk, line) == []
