"""The table and what the code does are one."""

from __future__ import annotations

from typing import cast

import pytest

from dockersh import permissions
from dockersh.client.list_ahead import LISTS
from dockersh.engine import questions
from dockersh.engine.question import Kind, Question
from dockersh.machine import limits

CHANGING = ("run", "rm", "create", "pull", "push", "build", "exec", "start", "stop", "prune", "login", "cp", "import", "tag")


def test_every_question_has_its_row() -> None:
    """Each kind with what it may be about."""
    about = {
        "output": ("ps", "-aq"),
        "events": ("1", "2"),
        "plugin": ("buildx",),
        "names": ("containers",),
        "list": ("volumes",),
        "raw": ("container", "x"),
    }
    for kind in questions.FAMILIES:
        command = questions.command(Question(cast("Kind", kind), about.get(kind, ("x",))))
        assert permissions.words(command), (kind, command)
    for command in LISTS.values():
        assert permissions.words(command)


@pytest.mark.parametrize("word", CHANGING)
def test_no_row_changes_anything(word: str) -> None:
    """Neither alone nor behind a group."""
    for group in ((), ("container",), ("image",), ("volume",), ("network",), ("system",), ("compose",), ("context",)):
        assert not permissions.words((*group, word, "x"))


def test_the_seconds_are_those_of_the_code() -> None:
    """Each has one row."""
    kept = permissions.table()["seconds"]
    assert kept == {
        "round": limits.TIME_BOX,
        "compose": limits.COMPOSE,
        "help": limits.HELP,
        "afterwards": limits.AFTER,
        "started": limits.STARTED,
        "asked": limits.ASKED,
    }
