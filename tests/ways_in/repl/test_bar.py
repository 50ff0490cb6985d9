"""What the bar shows of the engine, however long its address is, and however narrow the terminal."""

from __future__ import annotations

import os

import pytest

from dockersh import texts
from dockersh.engine.watcher import Snapshot
from dockersh.ways_in import config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.builtin.history import LONGEST, short
from dockersh.ways_in.repl.bar import bar
from dockersh.ways_in.shell import Settings, Shell

SHORT = [
    ("default", "default"),
    ("x" * LONGEST, "x" * LONGEST),
    ("unix:///home/somebody/.docker/run/docker.sock", "….docker/run/docker.sock"),
    ("tcp://build-server.example.com:2376", "…server.example.com:2376"),
]


@pytest.mark.parametrize(("context", "shown"), SHORT)
def test_a_long_address_leaves_room(context: str, shown: str) -> None:
    """Its end stays, behind an ellipsis."""
    assert short(context) == shown
    assert len(short(context)) <= LONGEST


STATES = {"web": "running", "db": "running", "job": "restarting", "old": "exited"}
BUSY = Snapshot(True, "unix:///run/user/1000/docker.sock", "28.5.2", STATES, frozenset(), frozenset({"db"}))


@pytest.mark.parametrize("lang", texts.complete())
@pytest.mark.parametrize("columns", [120, 80, 60, 40])
def test_the_keys_stay_and_the_address_goes_first(monkeypatch: pytest.MonkeyPatch, lang: str, columns: int) -> None:
    """Who needs somebody to look is named where there is room for more than the keys."""
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((columns, 24)))
    desk = Desk(Shell(Settings(lang, ask_engine=False)), config.Config(config.defaults()), interactive=True)
    drawn = "".join(part[1] for part in bar(desk, BUSY, "", 0)).rpartition("\n")[2]
    trouble = [desk.text(f"bar.{kind}", count="1") for kind in ("unhealthy", "restarting")]
    assert desk.text("bar.keys", detail="auto", editing="emacs") in drawn
    assert ("docker.sock" in drawn) == (columns == 120)
    assert [words in drawn for words in trouble] == [columns >= 80] * 2
    calm = BUSY._replace(containers={"web": "running"}, unhealthy=frozenset())
    assert not any(words in "".join(part[1] for part in bar(desk, calm, "", 0)) for words in trouble)
