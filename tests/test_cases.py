"""Every golden case says what its document says. DOCKERSH_REWRITE_CASES=1 writes the documents anew, to be read in the diff."""

from __future__ import annotations

import os

import pytest

from support import cases
from support.cases import Case, answer


@pytest.mark.parametrize("case", cases.every(), ids=lambda case: case.path.stem)
def test_the_answer_is_the_documented_one(case: Case) -> None:
    """A golden case reads the same in each complete language as its document."""
    answers = {lang: answer(case, lang) for lang in case.answers}
    if os.environ.get("DOCKERSH_REWRITE_CASES"):
        cases.rewrite(case, answers)
    assert answers == case.answers
