"""On the narrowest terminal nothing runs over its edge, in either language."""

from __future__ import annotations

import pytest

from dockersh import explain, texts
from dockersh.explaining.pipeline import Situation
from dockersh.render import Style, render
from dockersh.render.cells import width
from support import cases
from support.state import WrittenEngine


@pytest.mark.parametrize("lang", texts.complete())
@pytest.mark.parametrize("columns", [20, 21, 40])
def test_no_row_is_wider_than_the_terminal(lang: str, columns: int) -> None:
    """Every golden case, in full and in brief."""
    for case in cases.every():
        found = explain(case.line, lang=lang, engine=WrittenEngine(case.engine), situation=Situation(True, 1.7e9))
        text = render(found, "full", Style(columns)) + render(found, "brief", Style(columns))
        assert [row for row in text.split("\n") if width(row) > columns] == [], case.line


def test_cells_of_letters_written_apart() -> None:
    """Hangul letter by letter takes the cells of its syllable; a selector takes none."""
    assert [width(text) for text in ("\ud55c", "\u1112\u1161\u11ab", "e\u0301", "\u2764\ufe0f")] == [2, 2, 1, 1]
