"""The grey line on an empty prompt: what comes next, never what takes something away."""

from __future__ import annotations

import pytest

from dockersh.engine.watcher import Snapshot
from dockersh.finding import Finding, Say
from dockersh.reading.syntax import Span
from dockersh.ways_in.repl.next_step import next_line
from dockersh.ways_in.spoken import Spoken, corrected

HERE = Snapshot(up=True, containers={"web": "running", "old": "exited"}, images=frozenset({"nginx:latest"}))
NEXT = [
    (Spoken(happened=(Say("aftermath.left-running", {"name": "web"}),)), "docker attach web"),
    (Spoken(happened=(Say("aftermath.stopped", {"name": "old"}),)), "docker start old"),
    (Spoken(happened=(Say("aftermath.removed", {"name": "web"}),)), ""),
    (Spoken(fixes=("docker stop web && docker rm web, or docker rm -f web",)), "docker stop web"),
    (Spoken(fixes=("docker rm old",)), ""),
    (Spoken(fixes=("docker unpause gone",)), ""),
    (Spoken(fixes=("docker run -e PASSWORD=hunter2 nginx",)), ""),
    (Spoken(fixes=("name it with -f FILE",)), ""),
    (Spoken(happened=(Say("aftermath.ended-at-once", {"name": "old"}),)), "docker logs old"),
    (Spoken(meant=("docker logs web",)), "docker logs web"),
    (Spoken(meant=("docker rm old",), fixes=("docker ps -a",)), "docker ps -a"),
    (Spoken(), ""),
]


@pytest.mark.parametrize(("spoken", "expected"), NEXT)
def test_what_comes_next(spoken: Spoken, expected: str) -> None:
    """The first that could run now."""
    assert next_line(spoken, HERE) == expected


MEANT = [
    (
        "docker logs wbe",
        Finding("no-such-container-near", "error", Span(12, 15), {"name": "wbe", "near": "web"}),
        "docker logs web",
    ),
    ("docker logs 'wbe' -f", Finding("x-near", "error", Span(12, 17), {"name": "wbe", "near": "web"}), "docker logs 'web' -f"),
    ("docker logs wbe", Finding("no-such-container", "error", Span(12, 15), {"name": "wbe", "near": ""}), None),
    ("docker logs $X", Finding("x-near", "error", Span(12, 14), {"name": "wbe", "near": "web"}), None),
    ("docker imges", Finding("x-near", "error", Span(7, 12), {"word": "imges", "near": "images"}), "docker images"),
    ("docker imges", Finding("x-near", "warning", Span(7, 12), {"word": "imges", "near": "images"}), None),
    ("docker logs wbe", Finding("x-near", "error", None, {"name": "wbe", "near": "web"}), None),
]


@pytest.mark.parametrize(("line", "found", "expected"), MEANT)
def test_a_near_name_is_put_in(line: str, found: Finding, expected: str | None) -> None:
    """Where the name stands as it was typed."""
    assert corrected(line, [found]) == ((expected,) if expected else ())
