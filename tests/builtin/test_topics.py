"""Topics: both languages, one screen each, and every command shown is a right one."""

from __future__ import annotations

import os
import re

import pytest

from dockersh import explain, texts
from dockersh.builtin.read import topic_names
from dockersh.render.cells import width

LINES = 22


@pytest.mark.parametrize("lang", texts.LANGUAGES)
@pytest.mark.parametrize("name", topic_names())
def test_a_topic_is_one_screen_of_true_commands(name: str, lang: str) -> None:
    """A title, a page that fits, docker lines that docker takes."""
    own = texts.load(lang, f"topics/{name}")
    assert own["title"]
    assert len(own["page"].splitlines()) <= LINES
    commands = [explain(line) for line in _commands(own["page"])]
    assert [found for one in commands for call in one.commands for found in call.findings if found.severity == "error"] == []


def _commands(page: str) -> list[str]:
    """Its docker lines, remarks behind them left out; a line of a drawing has an arrow, or more than one command."""
    lines = [line for line in page.splitlines() if line.startswith("    docker ")]
    return [line.strip().split("   ")[0] for line in lines if not set(line) & set("─▶◀") and line.count("docker ") == 1]


COLUMNS = 78


@pytest.mark.parametrize("lang", texts.LANGUAGES)
@pytest.mark.parametrize("name", topic_names())
def test_a_topic_is_as_wide_as_a_terminal(name: str, lang: str) -> None:
    """No line is wrapped and no drawing breaks."""
    page = texts.load(lang, f"topics/{name}")["page"]
    assert [line for line in page.splitlines() if width(line) > COLUMNS] == []


@pytest.mark.parametrize("name", topic_names())
def test_both_languages_have_the_topic(name: str) -> None:
    """Who reads Korean misses no page and no command of it."""
    english, korean = (texts.load(lang, f"topics/{name}") for lang in ("en", "ko"))
    assert english["title"] != korean["title"]
    assert _commands(english["page"]) == _commands(korean["page"])


PAGES = [
    name
    for name in sorted(os.listdir(os.path.join(texts.FOLDER, "en", "findings")))
    if texts.load("en", f"findings/{name[:-5]}").get("page")
]


def _shown(page: str) -> list[str]:
    """The docker lines of a page that are whole: no open place (`…`), no further line, small names."""
    lines = [line.strip().split("   ")[0] for line in page.splitlines() if line.startswith("    docker ")]
    return [re.sub(r"\b(?:NAME|ID)\b", "mine", line) for line in lines if "…" not in line and not line.endswith("\\")]


@pytest.mark.parametrize("name", PAGES)
def test_a_findings_page_is_the_same_in_both_languages_and_its_lines_are_right(name: str) -> None:
    """The same commands; docker takes each, except where the page shows what goes wrong."""
    english, korean = (str(texts.load(lang, f"findings/{name[:-5]}")["page"]) for lang in ("en", "ko"))
    assert _shown(english) == _shown(korean)
    assert len(english.split("\n\n")) == len(korean.split("\n\n"))
    wrong = {
        line for line in _shown(english) for call in explain(line).commands for one in call.findings if one.severity == "error"
    }
    assert wrong == set()
