"""Whether the status of a line is docker's."""

from __future__ import annotations

import pytest

from dockersh.afterwards.aftermath.sure import sure
from dockersh.execute.outcome import Outcome
from dockersh.reading import syntax

TABLE = [
    ("docker run nginx", 1, True),
    ("docker run nginx sh -c 'exit 3'", 3, True),
    ("sudo docker run nginx", 3, True),
    ("docker run nginx > log 2>&1", 3, True),
    ("docker run nginx && echo done", 0, True),
    ("docker run nginx && echo done", 1, False),
    ("docker run nginx || true", 0, False),
    ("docker run nginx; true", 0, False),
    ("docker run nginx | cat", 0, False),
    ("docker run nginx &", 0, False),
    ("! docker run nginx", 0, False),
    ("if docker run nginx; then true; fi", 0, False),
    ("(docker run nginx)", 0, False),
]


@pytest.mark.parametrize(("line", "status", "answer"), TABLE, ids=[f"{line} {status}" for line, status, _ in TABLE])
def test_the_status_is_dockers(line: str, status: int, answer: bool) -> None:
    """Only where no other program can have made it."""
    assert sure(syntax.parse(line), Outcome(status)) == answer
