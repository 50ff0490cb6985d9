"""Each session recorded from a real engine, foretold as a script: what is called a failure was one, in docker's words."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from dockersh.practice.foretell import verdicts
from dockersh.practice.foretell.engine import take
from dockersh.practice.foretell.following import Foreteller
from dockersh.practice.foretell.scene import Scene
from dockersh.practice.foretell.verdicts import Verdict
from support import recorded

LEAST = 80  # refusals that are foretold, of all sessions
STATE = re.compile(
    r"from daemon: .*(?:No such|no such volume|network \S+ not found|already|is not running|in use|is using|running: stop"
    r"|paused)"
)


class Said(NamedTuple):
    """A recorded line, what docker printed on standard error, and its status."""

    line: str
    errors: list[str]
    status: int


def said(name: str) -> list[Said]:
    """The lines of a session."""
    found: list[Said] = []
    for row in recorded.recording(name).split("\n"):
        if row.startswith("$ "):
            found.append(Said(row[2:], [], 0))
        elif row.startswith("! ") and found:
            found[-1].errors.append(row[2:])
        elif row.startswith("= ") and found:
            found[-1] = found[-1]._replace(status=int(row[2:]))
    return found


def foretold(lines: list[str]) -> dict[int, list[Verdict]]:
    """The verdicts by line, from 0, on an engine that has the images of the recordings."""
    scene = Scene()
    for image in recorded.IMAGES:
        take(scene, image)
    text = "\n".join(lines)
    found: dict[int, list[Verdict]] = {}
    for one in Foreteller(scene, apart=False).follow(text, lambda at: text.count("\n", 0, at) + 1):
        found.setdefault(text.count("\n", 0, one.span[0]), []).append(one)
    return found


def normal(text: str) -> str:
    """Without what differs from run to run."""
    for pattern, instead in recorded.NORMAL:
        text = re.sub(pattern, instead, text, flags=re.MULTILINE)
    return " ".join(text.split())


def alone(line: str) -> bool:
    """Whether the status of the line is docker's."""
    return line.startswith("docker ") and not set("|;&$") & set(line)


@pytest.mark.parametrize("name", recorded.NAMES)
def test_a_foretold_failure_is_one(name: str) -> None:
    """No line that worked is called a failure, and one that is called so failed with the words that are foretold."""
    session = said(name)
    told = foretold([one.line for one in session])
    for number, found in told.items():
        one = session[number]
        fails = [verdict for verdict in found if verdict.kind == verdicts.FAILS]
        if fails and alone(one.line):
            assert one.status != 0, one.line
            errors = [row for row in one.errors if not row.startswith("WARNING")]
            assert normal("\n".join(errors)) == normal(fails[0].said), one.line


def test_most_refusals_are_foretold() -> None:
    """Of what the engine refused because of what there was, each is foretold, or said to be possible."""
    refused = missed = 0
    for name in recorded.NAMES:
        session = said(name)
        told = foretold([one.line for one in session])
        for number, one in enumerate(session):
            if one.status and alone(one.line) and STATE.search("\n".join(one.errors)):
                refused += 1
                missed += not told.get(number)
    assert refused >= LEAST
    assert missed == 0
