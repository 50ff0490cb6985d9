"""Every renderer shows the same things, within its width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockersh import Explanation, Situation, explain, texts
from dockersh.render import Style, render
from dockersh.render.cells import ascii_marks, pad, width, wrap
from dockersh.render.choose import style
from support import cases
from support.cases import Case
from support.state import NOW, WrittenEngine


def explained(case: Case, lang: str) -> Explanation:
    """A golden case, explained."""
    situation = Situation(case.engine.get("terminal", True), NOW)
    return explain(case.line, lang=lang, engine=WrittenEngine(case.engine), situation=situation)


EVERY = [(case, lang) for case in cases.every() for lang in texts.complete()]


@pytest.mark.parametrize("columns", [80, 60, 40])
def test_no_line_is_wider_than_the_window(columns: int) -> None:
    """80, 60 and 40 columns, Hangul counted as two cells."""
    for case, lang in EVERY:
        text = render(explained(case, lang), "full", Style(columns=columns))
        assert [line for line in text.splitlines() if width(line) > columns] == [], case.path.stem


def test_colour_adds_nothing_but_colour() -> None:
    """Without its codes the coloured text is the plain one."""
    import re

    for case, lang in EVERY:
        plain = render(explained(case, lang), "full", Style())
        coloured = render(explained(case, lang), "full", Style(colour=True))
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain, case.path.stem


def test_ascii_marks_for_english() -> None:
    """A terminal without UTF-8 gets every English case in ASCII, but for what the line itself holds."""
    for case, lang in EVERY:
        if lang == "en" and case.line.isascii() and "••" not in case.answers["en"]:
            for layout in (True, False):
                assert render(explained(case, lang), "full", Style(ascii=True, layout=layout)).isascii(), case.path.stem


def test_the_linear_form_says_what_the_terminal_says() -> None:
    """Every sentence of an explanation stands in both forms."""
    for case, lang in EVERY:
        explanation = explained(case, lang)
        linear = render(explanation, "full", Style(layout=False))
        for command in explanation.commands:
            said = (
                [step.text for step in command.steps]
                + [note.text for note in command.notes]
                + [one.text for one in command.findings]
            )
            assert [text for text in said if text not in linear] == [], case.path.stem


def test_brief_and_off() -> None:
    """Brief is the steps and what to mind; off is nothing."""
    explanation = explain("docker run -d -p 80:80 nginx")
    for layout in (True, False):
        brief = render(explanation, "brief", Style(layout=layout))
        assert "pull ? → create → start" in brief
        assert "port 80 opens" in brief
        assert "latest is not a version" not in brief
        assert render(explanation, "off", Style(layout=layout)) == ""
    assert render(explain("docker pull $X"), "brief", Style()).startswith("docker pull")
    assert render(explain("ls"), "full", Style()) == ""


WIDTHS = [("abc", 3), ("한글", 4), ("e\u0301", 1), ("→", 1), ("", 0), ("Ａ", 2)]


@pytest.mark.parametrize(("text", "cells"), WIDTHS)
def test_width(text: str, cells: int) -> None:
    """Wide characters are two cells, combining ones none."""
    assert width(text) == cells


@given(st.text(alphabet="ab한 →", max_size=60), st.integers(min_value=2, max_value=20))
def test_wrapping_keeps_everything_within_the_width(text: str, columns: int) -> None:
    """No line too wide, no character lost."""
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_padding_and_marks() -> None:
    """Columns line up by cells; marks have an ASCII form."""
    assert pad("한", 4) == "한  "
    assert ascii_marks("a → b ✗ …") == "a -> b x ..."


def test_a_stream_that_is_no_terminal() -> None:
    """Files and closed descriptors get the linear form on 80 columns."""
    assert style(99, "auto", {}) == Style(80, colour=False, ascii=False, layout=False)
    assert style(99, "always", {"COLUMNS": "40"}) == Style(40, colour=True, ascii=False, layout=True)
    assert style(99, "auto", {"LC_ALL": "C"}).ascii


MANY = {"containers": {f"box{number}": {"status": "running"} for number in range(1000)}}
LINE = "docker rm -f " + " ".join(MANY["containers"])


@pytest.mark.parametrize(("lang", "more"), [("en", "and {} more: "), ("ko", "그 밖에 {}개: ")])
@pytest.mark.parametrize("layout", [True, False])
def test_a_thousand_things_fit_on_a_screen(lang: str, more: str, layout: bool) -> None:
    """The first dozen steps and findings, and how many more; all of them in the explanation itself."""
    explanation = explain(LINE, lang=lang, engine=WrittenEngine(MANY), situation=Situation(stdin_is_terminal=False, now=NOW))
    command = explanation.commands[0]
    assert (len(command.steps), len(command.findings)) == (2000, 1000)
    shown = render(explanation._replace(commands=(command._replace(parts=()),)), "full", Style(layout=layout))
    assert more.format(1988) + "kill ×994, remove ×994" in shown
    assert more.format(988) + "force-remove" in shown
    assert shown.count("\n") < 120


def test_equal_steps_are_counted_on_one_line() -> None:
    """Brief: `kill → remove`, or `remove ×3`."""
    engine = WrittenEngine({"containers": {name: {"status": "exited"} for name in ("a", "b", "c")}})
    brief = render(explain("docker rm a b c", engine=engine), "brief", Style())
    assert "remove ×3" in brief
