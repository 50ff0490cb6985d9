"""The installed docker is compared with the facts: what came and what went is named, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dockersh.reading.catalogue import ROOT, children, find, names
from dockersh.reading.catalogue.compare import compare, major
from dockersh.reading.catalogue.installed import Said, parse_help
from support.client import reason_against

NO_CLIENT = reason_against()


class Shown:
    """The help that a docker exactly as the facts have it would print, with *changed* pages instead of some."""

    def __init__(self, changed: dict[str, str | None]) -> None:
        self.changed = changed

    def ask(self, command: str) -> Said | None:
        """The page of a command: a changed one, else one written from the facts."""
        if command in self.changed:
            page = self.changed[command]
            return parse_help(page) if page else None
        known = find(command)
        if known is None:
            return None
        flags = tuple(flag for flag in known.flags.values() if not flag.hidden)
        return Said("", flags, {}, dict.fromkeys(children(command), "") if known.group or command == ROOT else {})


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, []),
        ({"builder": None}, []),
        ({"builder": None, "buildx": None}, ["- docker builder"]),
        ({"rename": None, "container rename": None}, ["- docker container rename"]),
        ({"container rename": "Options:\n      --gently   Take care\n"}, ["+ docker container rename --gently"]),
        ({"container prune": "Options:\n  -f, --force   No question\n"}, ["- docker container prune --filter"]),
        (
            {"volume": "Commands:\n  polish      Make them shine\n", "volume polish": "Usage:  docker volume polish\n"},
            ["+ docker volume polish"],
        ),
        ({"volume": "Commands:\n  like        A line of prose, not a command\n"}, []),
    ],
)
def test_what_came_and_what_went(changed: dict[str, str | None], told: list[str]) -> None:
    """A difference is one line: `+` for what the facts lack, `-` for what docker lacks."""
    assert [str(difference) for difference in compare(Shown(changed), ROOT, 29)] == told


def test_what_another_version_has_is_not_missed() -> None:
    """Options that came with docker 29 are no difference on 28, and are one on 29."""
    old: dict[str, str | None] = {"container ls": "Options:\n"}
    gone = {str(difference) for difference in compare(Shown(old), ROOT, 28)}
    assert "- docker container ls --all" in gone
    known = find("service create")
    assert known is not None
    newer = [name for name, flag in known.flags.items() if flag.since == "29" and not flag.hidden]
    assert newer
    page = "Options:\n" + "".join(f"      --{name} string   x\n" for name in known.flags if name not in newer)
    differences = [[str(one) for one in compare(Shown({"service create": page}), ROOT, version)] for version in (28, 29)]
    assert differences == [[], [f"- docker service create --{name}" for name in sorted(newer)]]


def test_a_plugin_that_is_not_installed_is_not_gone() -> None:
    """Without compose, none of its commands is missed."""
    assert list(compare(Shown({"compose": None}), "compose", 28)) == []


@pytest.mark.parametrize(("line", "number"), [("Docker version 28.2.2, build e6534b4", 28), ("29.7.2", 29), ("", None)])
def test_the_major_version(line: str, number: int | None) -> None:
    """The first number with a point behind it."""
    assert major(line) == number


@pytest.mark.skipif(NO_CLIENT is not None, reason=NO_CLIENT or "")
def test_the_facts_are_those_of_the_real_client() -> None:
    """`python -m dockersh.reading.catalogue` finds no difference in the docker that is installed here."""
    done = subprocess.run([sys.executable, "-m", "dockersh.reading.catalogue"], capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in done.stdout.splitlines() if line.startswith("  ")]) == (0, [])
    assert done.stdout.startswith("docker: Docker version ")


def test_no_docker_is_said_in_one_line(tmp_path: Path) -> None:
    """A path where nothing is gives one line and status 2."""
    argv = [sys.executable, "-m", "dockersh.reading.catalogue", str(tmp_path / "docker")]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "docker: -\n")


def test_every_family_is_compared() -> None:
    """Every command of the facts belongs to docker itself, to buildx or to compose."""
    assert {name.split(" ")[0] for name in names() if name.startswith(("buildx", "compose"))} == {"buildx", "compose"}
