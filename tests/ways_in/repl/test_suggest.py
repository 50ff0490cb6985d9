"""What is suggested from the history could still run, and the live line knows what the watcher saw."""

from __future__ import annotations

import pytest
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory

from dockersh.engine.watcher import Snapshot
from dockersh.ways_in.repl.live import live
from dockersh.ways_in.repl.snapshot_engine import KnownEngine
from dockersh.ways_in.repl.suggest import LivingSuggest, could_run

SEEN = Snapshot(True, "default", "28", {"web": "running", "old": "exited"}, frozenset(("nginx:latest",)))

LINES = [
    ("docker start old", True),
    ("docker logs -f web", True),
    ("docker rm -f web", True),
    ("docker rm 3f2a", True),
    ("docker --context far rm gone", True),
    ("docker run -d nginx", True),
    ("docker run --name new redis", True),
    ("git status", True),
    ("docker run --name web nginx", False),
    ("docker start gone", False),
    ("docker rm web", False),
    ("docker exec old ls", False),
    ("docker run --nmae x nginx", False),
    ("docker ps && docker rm gone", False),
]


@pytest.mark.parametrize(("line", "runs"), LINES, ids=[line for line, _ in LINES])
def test_what_could_run(line: str, runs: bool) -> None:
    """By docker's grammar, and by the names and statuses that the watcher knows."""
    assert could_run(line, SEEN) is runs


@pytest.mark.parametrize("snapshot", [None, Snapshot()])
def test_without_an_engine_only_the_grammar_counts(snapshot: Snapshot | None) -> None:
    """Nothing is known of names."""
    assert could_run("docker start gone", snapshot)
    assert not could_run("docker run --nmae x nginx", snapshot)


def suggested(typed: str, *history: str) -> str | None:
    """What stands grey behind what was typed."""
    buffer = Buffer(history=InMemoryHistory(list(history)))
    for line in history:
        buffer.history.append_string(line)
    found = LivingSuggest(lambda: SEEN).get_suggestion(buffer, Document(typed))
    return found.text if found else None


def test_the_newest_living_line_is_suggested() -> None:
    """A dead one is passed over."""
    assert suggested("docker st", "docker start old", "docker start gone") == "art old"
    assert suggested("docker start g", "docker start gone") is None
    assert suggested("", "docker ps") is None
    assert suggested("docker ps", "docker ps") is None


@pytest.mark.parametrize(
    ("line", "said", "wrong"),
    [
        ("docker run -it redis", "downloads redis", False),
        ("docker run -it nginx", "the image: docker.io/library/nginx", False),
        ("docker start gone now", "no container named gone", True),
        ("docker start old", "the container", False),
    ],
)
def test_the_live_line_knows_the_engine(line: str, said: str, wrong: bool) -> None:
    """A missing image is no mistake; a missing container is."""
    found = live(line, len(line), "en", KnownEngine(SEEN))
    assert found is not None
    assert said in found.text
    assert found.wrong is wrong
