"""Everything that shows or keeps a line obeys: screens, JSON, the live line, Tab, reports, history, settings, errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dockersh import explain, texts
from dockersh.render import Style, render
from dockersh.ways_in.complete import suggest
from dockersh.ways_in.documents.check import check
from dockersh.ways_in.documents.reports import FORMATS, report
from dockersh.ways_in.repl.history import PrivateHistory
from dockersh.ways_in.repl.live import live
from support.secret_lines import Marked, lines, marked

FORMS_OF_LINES = [marked(line, seed=7) for line in lines("forms.txt")]
STYLES = (Style(), Style(columns=40, colour=True), Style(ascii=True), Style(layout=False))
# A secret this short may well be part of a word that we say; the line itself is compared with what it should be.
LONG_ENOUGH = 5


def shows(text: str, one: Marked) -> list[str]:
    """The secrets of a line that a text shows, wherever it breaks its lines."""
    joined = "".join(text.split())
    return [secret for secret in one.secrets if len(secret) >= LONG_ENOUGH and "".join(secret.split()) in joined]


@pytest.mark.parametrize("one", FORMS_OF_LINES, ids=lambda one: one.shown)
def test_no_secret_is_shown(one: Marked) -> None:
    """In no language and style, in brief and in full, in no key of the JSON, and at no place of the cursor."""
    for lang in texts.complete():
        explanation = explain(one.text, lang=lang)
        assert explanation.line == one.shown
        assert shows(explanation.to_json(), one) == []
        assert json.loads(explanation.to_json())["line"] == one.shown
        screens = [render(explanation, detail, style) for style in STYLES for detail in ("full", "brief")]
        assert shows("".join(screens), one) == []
    for cursor in range(0, len(one.text) + 1, 9):
        found = live(one.text, cursor, "en")
        assert found is None or shows(found.text, one) == []


@pytest.mark.parametrize("one", FORMS_OF_LINES, ids=lambda one: one.shown)
def test_no_secret_is_in_a_report(one: Marked) -> None:
    """A script with the line in it."""
    found = list(check("x.sh", one.text + "\n", explain))
    for form in FORMATS:
        assert shows("\n".join(report(form, found, "en")), one) == []


def test_tab_offers_no_secret_that_stands_on_the_line() -> None:
    """Behind each line a further word; no menu repeats a secret."""
    for one in FORMS_OF_LINES:
        for tail in (" ", " -", " --env "):
            items = suggest(one.text + tail).items
            assert shows("\n".join(f"{item.name}{item.shown}{item.description}" for item in items), one) == []


def test_no_secret_is_in_the_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line with one is not kept at all, and one without is kept as it stands."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    history = PrivateHistory(lambda: 1000)
    for one in FORMS_OF_LINES:
        history.store_string(one.text)
    assert not (tmp_path / "dockersh" / "history").exists()
    for line in lines("innocent.txt"):
        history.store_string(line)
    assert list(reversed(list(history.load_history_strings()))) == lines("innocent.txt")


@pytest.mark.parametrize("line", lines("innocent.txt"))
def test_innocent_words_are_shown_everywhere(line: str) -> None:
    """No mask in the explanation, neither in the line nor in a sentence."""
    assert "••" not in explain(line).to_json()
