"""The stand-in prints what the real client prints: two practice engines, the same lines, one with each of them."""

from __future__ import annotations

import pytest

from dockersh.practice.lessons.levels import Level, levels
from support import recorded
from support.twins import Twins


@pytest.mark.parametrize("name", recorded.NAMES)
def test_a_recorded_session(both: Twins, name: str) -> None:
    """Every line of it: output, errors, status; and what is there at the end."""
    for one in both:
        one.empty()
    wrong = [found for line in recorded.typed(name) if (found := both.differ(line))]
    assert wrong == []
    assert both.states_differ() == ""


@pytest.mark.parametrize("level", levels(), ids=lambda level: level.name)
def test_the_lines_of_a_level(both: Twins, level: Level) -> None:
    """How it is prepared and solved, as far as it needs no keys, and what one looks at afterwards."""
    for one in both:
        one.empty()
    lines = [*level.start, *(step.line for step in level.solution if not step.keys)]
    look = ("docker ps -a", "docker images", "docker volume ls", "docker network ls")
    wrong = [found for line in (*lines, *look) if (found := both.differ(line))]
    assert wrong == []
    assert both.states_differ() == ""
