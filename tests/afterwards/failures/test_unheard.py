"""`docker exec` of a program that is not there: docker says it where we do not hear, and the engine knows."""

from __future__ import annotations

import pytest

from dockersh.afterwards.failures.found import found
from dockersh.engine import NoEngine
from dockersh.execute.outcome import Outcome
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from support.state import WrittenEngine

# The engine's containers have /bin/sh, and nothing else.
LINES = [
    ("docker exec -it web bash", 127, "shell-not-found"),
    ("docker exec -it web psql -U me", 127, "program-not-found"),
    ("docker exec -it web zsh", 126, "shell-not-found"),
    ("docker exec web /opt/tool", 127, "program-not-found"),
    ("docker exec web sh -c nosuch", 127, ""),
    ("docker exec web ./tool", 127, ""),
    ("docker exec web bash", 1, ""),
    ("docker exec $WEB bash", 127, ""),
]


@pytest.mark.parametrize(("line", "status", "code"), LINES)
def test_what_is_not_there_was_not_found(line: str, status: int, code: str) -> None:
    """And where it is there, or nobody can tell, nothing is claimed."""
    calls = [read(call) for call in syntax.parse(line).dockers]
    told = found(calls, Outcome(status, errors=""), WrittenEngine({"containers": {"web": {}}}))
    assert [one.code for one in told] == ([code] if code else [])
    assert not code or found(calls, Outcome(status, errors=""), NoEngine()) == ()
