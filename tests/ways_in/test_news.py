"""Detail `auto`: what is known folds, what is new opens, what is lost or refused is always said."""

from __future__ import annotations

import pytest

from dockersh.explaining.foresee import Situation, foresee
from dockersh.explaining.word import word
from dockersh.reading import syntax
from dockersh.render import Style, render
from dockersh.ways_in.seen import Seen
from support.state import WrittenEngine

HERE = {
    "containers": {"web": {"status": "running"}, "old": {"status": "exited"}},
    "images": {"nginx:1.27": {}, "busybox": {}},
}


class Reader:
    """Somebody who reads one line after the other."""

    def __init__(self, lang: str = "en") -> None:
        self.lang = lang
        self.seen = Seen()

    def __call__(self, line: str, times: int = 1) -> list[str]:
        """The rows of the last of so many readings, blank ones aside."""
        drawn = ""
        for _ in range(times):
            foreseen = foresee(syntax.parse(line), WrittenEngine(HERE), Situation(stdin_is_terminal=True))
            drawn = render(self.seen.news(word(foreseen, self.lang), foreseen), "auto", Style())
        return [row for row in drawn.splitlines() if row]


@pytest.mark.parametrize("line", ["docker ps", "docker images -q", "docker logs web", "docker exec web ls"])
def test_a_known_line_that_loses_nothing_is_silent(line: str) -> None:
    """After it was read three times."""
    reader = Reader()
    assert reader(line)
    assert reader(line, 3) == []


def test_a_new_option_opens_alone() -> None:
    """Among known ones, in four rows at most; the others are named in one."""
    reader = Reader()
    assert len(reader("docker run -it --name box busybox sh", 3)) == 1
    rows = reader("docker run -it --name tub -e A=1 busybox sh")
    assert len(rows) <= 4
    assert [row for row in rows if row.startswith("  -e A=1")]
    assert [row for row in rows if "--name tub" in row and "-i" in row and "busybox" in row]


@pytest.mark.parametrize("line", ["docker rm old", "docker rm -f web"])
def test_a_loss_is_always_said(line: str) -> None:
    """However often it was: with what goes."""
    assert "old" in "".join(Reader()("docker rm old", 9))
    assert Reader()(line, 9)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    "line", ["docker start nothing", "docker run --name web nginx:1.27", "docker frob", "docker run --nosuch x"]
)
def test_a_refusal_is_said_each_time_and_short(lang: str, line: str) -> None:
    """The cross, not the plan; in eight rows with what follows after the run."""
    reader = Reader(lang)
    for times in (1, 5):
        rows = reader(line, times)
        assert [row for row in rows if "✗" in row]
        assert len(rows) <= 6
        assert not [row for row in rows if row.lstrip().startswith("1 ")]


def test_a_tip_is_given_once() -> None:
    """Nobody wants to hear at each run that latest is not a version."""
    reader = Reader()
    assert [row for row in reader("docker run busybox true") if row.startswith("  ·")]
    assert not [row for row in reader("docker run busybox true") if row.startswith("  ·")]


def test_how_to_leave_stands_last() -> None:
    """Beside the prompt that it is about."""
    rows = Reader()("docker run -it busybox sh")
    assert rows[-1].startswith("  to leave") or rows[-2].startswith("  to leave")
