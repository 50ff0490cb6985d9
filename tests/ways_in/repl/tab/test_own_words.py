"""Tab behind our own words: the same words that docker's commands take."""

from __future__ import annotations

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from dockersh.engine import NoEngine
from dockersh.ways_in import config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.repl.tab.completer import LineCompleter, as_docker
from dockersh.ways_in.shell import Settings, Shell

LINES = [
    ("how we", "docker inspect we"),
    ("how web with -p ", "docker run -p "),
    ("how web with -p 80:80 without -e ", "dockersh how web with -p 80:80 without -e "),
    ("why we", "docker container inspect we"),
    ("to-compose docker run --n", "docker run --n"),
    ("to-compose run --n", "docker run --n"),
    ("explain docker ru", "docker ru"),
    ("step run --na", "docker run --na"),
    ("docker ps", "docker ps"),
    ("howl x", "howl x"),
]


@pytest.mark.parametrize(("typed", "meant"), LINES)
def test_what_a_line_is_completed_as(typed: str, meant: str) -> None:
    """With the cursor where it was, counted from the end."""
    assert as_docker(typed, len(typed)) == (meant, len(meant))


def offered(typed: str) -> list[tuple[str, int]]:
    """What Tab offers, and how far back it begins."""
    desk = Desk(Shell(Settings(ask_engine=False)), config.Config(config.defaults()), interactive=True)
    completer = LineCompleter(NoEngine, desk)
    found = completer.get_completions(Document(typed), CompleteEvent())
    return [(one.text.strip(), one.start_position) for one in found]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("ho", "how"),
        ("to-c", "to-compose"),
        ("und", "undo"),
        ("how web with --publ", "--publish"),
        ("to-compose run --publ", "--publish"),
    ],
)
def test_tab(typed: str, word: str) -> None:
    """The word in full, in the place of what was typed of it."""
    begun = typed.rpartition(" ")[2]
    assert (word, -len(begun)) in offered(typed)
