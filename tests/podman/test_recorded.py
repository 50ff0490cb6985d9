"""What podman said is known as the failure it is, and has a page; recorded in recorded.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dockersh import texts
from dockersh.afterwards.failures.known import known, recognise
from dockersh.execute.outcome import Outcome
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from dockersh.reading.syntax.made import run_by

RECORDED = tomllib.loads(Path(__file__).with_name("recorded.toml").read_text(encoding="utf-8"))["failure"]


def codes(line: str, said: str, status: int) -> list[str]:
    """The failures in what was said of a line, where docker is podman."""
    (call,) = run_by(syntax.parse(line), "podman").calls
    return [one.code for one in recognise(read(call), Outcome(status, errors=f"{said}\n"))]


@pytest.mark.parametrize("row", RECORDED, ids=lambda row: f"{row['code']}: {row['line']}")
def test_every_wording_is_known(row: dict[str, Any]) -> None:
    """By docker's name and by its own."""
    assert codes(row["line"], row["said"], row["status"]) == [row["code"]]
    assert codes(row["line"].replace("docker", "podman", 1), row["said"], row["status"]) == [row["code"]]


def test_the_catalogue_is_whole() -> None:
    """Each failure of podman has a wording and a page, in podman's words where docker's are not true."""
    assert set(known("podman")) <= {row["code"] for row in RECORDED}
    pages = {code: texts.raw("en-x-podman", f"findings/failed-{code}", "text") for code in known("podman")}
    assert [code for code, page in pages.items() if page is None] == []
    assert [code for code, page in pages.items() if re.search(r"docker(?!-compose)", page or "")] == []


def test_a_program_in_the_container_is_not_podman() -> None:
    """Its own `Error: ` with its own status says nothing of podman; docker's words are none of podman's."""
    assert codes("docker run busybox app", 'Error: no container with name or ID "x" found: no such container', 1) == []
    assert codes("docker stop x", "Error response from daemon: No such container: x", 1) == []
    assert codes("docker stop x", "Error: something new", 125) == ["unknown"]
