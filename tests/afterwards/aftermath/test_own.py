"""Which container is the line's own: known by id, by name, or the only one that can be; in doubt none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dockersh.afterwards.aftermath.own import Case, Own, find
from dockersh.engine.setup import Setup
from dockersh.execute.outcome import Outcome
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from support.state import NOW, WrittenEngine

MINE, OTHER = "a" * 64, "b" * 64
ERROR = "driver failed programming external connectivity on endpoint mine"
REFUSED = "docker: Error response from daemon: "


def trail(key: str, *actions: str, image: str = "nginx", code: str = "0", at: float = NOW) -> list[dict[str, Any]]:
    """The events of one container."""
    attributes = {"name": f"n{key[0]}", "image": image, "exitCode": code}
    return [{"type": "container", "action": one, "id": key, "attributes": attributes, "at": at} for one in actions]


RAN = ("create", "attach", "start", "die")
HELD = {"status": "exited", "tty": False, "hours": 0, "image": "nginx"}
Found = str | int | None


def found(
    line: str, events: list[dict[str, Any]], held: dict[str, dict[str, Any]], outcome: Outcome, *, sure: bool = True
) -> Found:
    """The id of the container, the status of one that is gone, or nothing."""
    containers = {key: {**HELD, "id": key, **facts} for key, facts in held.items()}
    (call,) = syntax.parse(line).calls
    own: Own = find(Case(read(call), outcome, WrittenEngine({"events": events, "containers": containers}), sure))
    return own.held.id if own.held else own.ended


def after(status: int = 0, errors: str | None = None, printed: str | None = None) -> Outcome:
    """A command that took five seconds."""
    return Outcome(status, None, NOW - 5, 5.0, None, errors, printed)


PODMANS = "docker.io/library/nginx:latest"
BOTH: dict[str, dict[str, Any]] = {MINE: {}, OTHER: {}}
ALONE: dict[str, dict[str, Any]] = {MINE: {}}
RUN = "docker run nginx true"
TABLE: list[tuple[str, list[dict[str, Any]], dict[str, dict[str, Any]], Outcome, Found]] = [
    (RUN, trail(MINE, *RAN), ALONE, after(), MINE),
    (RUN, [*trail(MINE, *RAN), *trail(OTHER, *RAN)], BOTH, after(), None),
    (RUN, [*trail(MINE, *RAN), *trail(OTHER, *RAN, image="redis")], BOTH, after(), MINE),
    (RUN, [*trail(MINE, *RAN), *trail(OTHER, "create", "start", "die")], BOTH, after(), MINE),
    (RUN, [*trail(MINE, *RAN), *trail(OTHER, *RAN, code="3")], BOTH, after(), MINE),
    (RUN, [*trail(MINE, *RAN), *trail(OTHER, *RAN, "destroy")], ALONE, after(), None),
    (RUN, trail(MINE, *RAN, code="3"), {MINE: {"exit_code": 3}}, after(), None),
    (RUN, trail(MINE, *RAN), {MINE: {"setup": Setup(words=("false",))}}, after(), None),
    (RUN, trail(MINE, *RAN), {MINE: {"setup": Setup(words=("true",))}}, after(), MINE),
    (RUN, trail(MINE, *RAN), {MINE: {"hours": 1}}, after(), None),
    (RUN, trail(MINE, *RAN, image=PODMANS), {MINE: {"image": PODMANS}}, after(), MINE),
    (RUN, trail(MINE, *RAN, image="nginx:1"), {MINE: {"image": "nginx:1"}}, after(), None),
    (RUN, trail(MINE, *RAN), ALONE, after(125, "unknown flag: --x\nSee 'docker run --help'.\n"), None),
    (RUN, trail(MINE, *RAN, code="127"), {MINE: {"exit_code": 127}}, after(127, "/bin/sh: 1: docker: not found\n"), None),
    (RUN, trail(MINE, "create", "attach"), {MINE: {"status": "created", "error": ERROR}}, after(125, REFUSED + ERROR), MINE),
    (RUN, trail(MINE, "create", "attach"), {MINE: {"status": "created", "error": ERROR}}, after(125, f"{REFUSED}x"), None),
    (RUN, trail(MINE, *RAN) * 60, ALONE, after(), MINE),
    ("docker run -d nginx", [], BOTH, after(printed=OTHER), OTHER),
    ("docker run -d nginx", trail(MINE, "create", "start"), BOTH, after(125, printed=""), None),
    ("docker run -d nginx", [*trail(MINE, "create", "start"), *trail(OTHER, *RAN)], BOTH, after(), MINE),
    ("docker create nginx", trail(MINE, "create"), {MINE: {"status": "created"}}, after(1), None),
    ("docker run --rm nginx", trail(MINE, *RAN, "destroy"), {}, after(), 0),
    ("docker run --rm nginx", [*trail(MINE, *RAN, "destroy"), *trail(OTHER, *RAN, "destroy")], {}, after(), None),
    ("docker run --rm --name nb nginx", [*trail(MINE, *RAN, "destroy"), *trail(OTHER, *RAN, "destroy")], {}, after(), 0),
]


@pytest.mark.parametrize(("line", "events", "held", "outcome", "own"), TABLE, ids=range(len(TABLE)))
def test_the_own_one(
    line: str, events: list[dict[str, Any]], held: dict[str, dict[str, Any]], outcome: Outcome, own: Found
) -> None:
    """Another image, another end, another setup tell a stranger apart; a twin does not."""
    assert found(line, events, held, outcome) == own


def test_a_status_of_another_program_proves_nothing() -> None:
    """Without a name, an id or docker's own status nobody is named."""
    assert found(RUN, trail(MINE, *RAN), ALONE, after(), sure=False) is None
    assert found("docker run -d nginx", [], BOTH, after(printed=MINE), sure=False) == MINE


def test_the_id_that_docker_wrote_down(tmp_path: Path) -> None:
    """`--cidfile`, unless it is older than the command."""
    file = tmp_path / "cid"
    file.write_text(OTHER, encoding="ascii")
    line = f"docker run --cidfile {file} nginx"
    assert found(line, [], BOTH, after()) == OTHER
    late = Outcome(0, None, file.stat().st_mtime + 5, 1.0)
    assert found(line, [], BOTH, late) is None
