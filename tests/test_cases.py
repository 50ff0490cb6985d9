"""Every golden case says what its document says. DOCKERSH_REWRITE_CASES=1 writes the documents anew, to be read in the diff."""

from __future__ import annotations

import os

import pytest
from support import cases
from support.cases import Case
from support.state import NOW, WrittenEngine

from dockersh import Situation, explain
from dockersh.render import Style, render


def answer(case: Case, lang: str) -> str:
    """The explanation of a case on 80 columns without colours."""
    terminal = case.engine.get("terminal", True)
    explanation = explain(case.line, lang=lang, engine=WrittenEngine(case.engine), situation=Situation(terminal, NOW))
    return render(explanation, "full", Style())


@pytest.mark.parametrize("case", cases.every(), ids=lambda case: case.path.stem)
def test_the_answer_is_the_documented_one(case: Case) -> None:
    """A golden case reads the same in both languages as its document."""
    answers = {lang: answer(case, lang) for lang in ("en", "ko")}
    if os.environ.get("DOCKERSH_REWRITE_CASES"):
        cases.rewrite(case, answers)
    assert answers == case.answers
