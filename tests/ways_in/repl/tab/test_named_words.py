"""Tab behind the name of a kept line: as in the place where the word will stand."""

from __future__ import annotations

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from dockersh.ways_in import config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.repl.tab.completer import LineCompleter
from dockersh.ways_in.shell import Settings, Shell
from support.state import WrittenEngine

ENGINE = {
    "containers": {"web": {"status": "running"}, "old": {"status": "exited"}},
    "images": {"nginx:latest": {"exposed": ["80/tcp"]}},
    "lists": {"networks": ["bridge", "shop"]},
}
KEPT = {
    "tail-of": "docker logs --tail ${2:-10} $1",
    "on": "docker run --network=$1 -p $2:80 nginx:latest",
    "all": "docker stop $@",
    "sh-in": 'docker exec -it "$1" ${2:-sh}',
}
OFFERED = [
    ("tail", ["tail-of "]),
    ("tail-of ", ["web ", "old "]),
    ("tail-of w", ["web "]),
    ("tail-of web 1", ["100 "]),
    ("tail-of web 100 ", []),
    ("on sh", ["shop "]),
    ("on shop 80", ["8080 "]),
    ("all we", ["web "]),
    ("all web ", []),
    ("sh-in ", ["web "]),
    ("sh-in web | gre", ["grep "]),
]


@pytest.mark.parametrize(("typed", "expected"), OFFERED)
def test_what_is_offered(typed: str, expected: list[str]) -> None:
    """Only what is to be typed, without what stands in the line already."""
    desk = Desk(Shell(Settings(ask_engine=False)), config.Config(config.defaults()), interactive=True)
    desk.lines = dict(KEPT)
    completer = LineCompleter(lambda: WrittenEngine(ENGINE), desk)
    found = list(completer.get_completions(Document(typed), CompleteEvent()))
    named = [one for one in found if not one.text.startswith("tail ")]  # the program
    assert [one.text for one in named][: len(expected) or 1] == expected
    assert all(-one.start_position == len(typed.rpartition(" ")[2]) for one in named)
