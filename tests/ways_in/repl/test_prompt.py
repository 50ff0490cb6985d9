"""The prompt as the person shaped it."""

from __future__ import annotations

import pytest

from dockersh.engine.watcher import Snapshot
from dockersh.machine.folders import shortened
from dockersh.ways_in.repl.prompt import prompt

UP = Snapshot(up=True, context="lab", version="28", containers={"a": "running", "b": "exited"})
PROMPTS = [
    ("{folder} dockersh{status}> ", 0, None, "~/app dockersh> "),
    ("{folder} dockersh{status}> ", 7, None, "~/app dockersh [7]> "),
    ("{context}:{running}$ ", 0, UP, "lab:1$ "),
    ("{context}:{running}$ ", 0, None, ":$ "),
    ("{nothing} {{folder}} > ", 0, None, "{nothing} {~/app} > "),
]


@pytest.mark.parametrize(("shape", "status", "snapshot", "expected"), PROMPTS)
def test_a_prompt(shape: str, status: int, snapshot: Snapshot | None, expected: str) -> None:
    """What is known is filled in, the rest stays as it was written."""
    assert prompt(shape, status, "/home/me/app", snapshot, {"HOME": "/home/me"}) == expected


@pytest.mark.parametrize(
    ("folder", "home", "expected"),
    [
        ("/home/me", "/home/me", "~"),
        ("/home/me", "/home/me/", "~"),
        ("/home/met", "/home/me", "/home/met"),
        ("/", "/", "/"),
        ("/srv", "", "/srv"),
        ("/home/me/a-long-name/and-another-one/src", "/home/me", "…/and-another-one/src"),
    ],
)
def test_a_folder_is_short(folder: str, home: str, expected: str) -> None:
    """The home folder is ~, a deep one its end."""
    assert shortened(folder, home) == expected
