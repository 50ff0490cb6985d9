"""`history`: what is chosen, what is told of each line, and what stays the shell's."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dockersh import texts
from dockersh.execute.outcome import Outcome
from dockersh.ways_in import builtin, config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.builtin.history import Ran
from dockersh.ways_in.shell import Settings, Shell

Printed = pytest.CaptureFixture[str]
NOW = 1_700_000_000.0


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clock that stands still, and a folder to stand in."""
    monkeypatch.setattr(time, "time", lambda: NOW)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def past(here: Path) -> tuple[Ran, ...]:
    """Lines of every kind."""
    return (
        Ran("docker ps"),
        Ran("docker compose up -d web", NOW - 7200, 0, 12.4, str(here), "default"),
        Ran("docker run -p 80:80 nginx", NOW - 3600, 125, 0.3, "/home/me/shop", "lab"),
        Ran("docker compose logs WEB", NOW - 60, 130, 61.0, str(here), "default"),
    )


def asked(here: Path, rest: str, lang: str = "en", carry: Callable[[str], Outcome] | None = None) -> int:
    """The status of `history REST`."""
    desk = Desk(Shell(Settings(lang, ask_engine=False)), config.Config(config.defaults()), interactive=True)
    desk.shell.env = {**desk.shell.env, "HOME": "/home/me"}
    desk.past = lambda: past(here)
    desk.carry = carry
    found = builtin.find(f"history {rest}", interactive=True)
    assert found is not None
    return found[0].run(desk, found[1])


CHOSEN = [
    ("", "1234"),
    ("2", "34"),
    ("-2", "34"),
    ("0", ""),
    ("99", "1234"),
    ("--failed", "34"),
    ("--failed 1", "4"),
    ("--here", "24"),
    ("--here --failed", "4"),
    ("web", "24"),
    ("compose web", "24"),
    ("'up -d'", "2"),
    ("nosuch", ""),
]


@pytest.mark.parametrize(("rest", "numbers"), CHOSEN)
def test_what_is_chosen(here: Path, capsys: Printed, rest: str, numbers: str) -> None:
    """Each keeps the number that `!14` takes."""
    assert asked(here, rest) == 0
    assert "".join(row.split()[0] for row in capsys.readouterr().out.splitlines()) == numbers


TOLD = {
    "en": [
        "    1  docker ps",
        "    2  docker compose up -d web   # 2 hours ago · took 12 seconds",
        "    3  docker run -p 80:80 nginx   # exit 125 · 1 hour ago · ~/shop · lab",
        "    4  docker compose logs WEB   # exit 130 · 1 minute ago · took 1 minute",
    ],
    "ko": [
        "    1  docker ps",
        "    2  docker compose up -d web   # 2시간 전 · 12초 걸림",
        "    3  docker run -p 80:80 nginx   # 종료 코드 125 · 1시간 전 · ~/shop · lab",
        "    4  docker compose logs WEB   # 종료 코드 130 · 1분 전 · 1분 걸림",
    ],
}


@pytest.mark.parametrize("lang", texts.complete())
def test_what_is_told(here: Path, capsys: Printed, lang: str) -> None:
    """As a remark of the shell, so that a row can be copied; what goes without saying is not said."""
    assert asked(here, "", lang) == 0
    assert lang not in TOLD or capsys.readouterr().out.splitlines() == TOLD[lang]


@pytest.mark.parametrize(
    "rest", ["-c", "--nosuch", "'web", "; docker rm web", "| xargs docker rm", "&& ls", "|| ls", "| sh & ls"]
)
@pytest.mark.parametrize("lang", texts.complete())
def test_what_it_cannot(here: Path, capsys: Printed, lang: str, rest: str) -> None:
    """One line says what can be written; a docker line behind it is never run unexplained."""
    assert asked(here, rest, lang, carry=lambda _: pytest.fail("handed on")) == 1
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)


@pytest.mark.parametrize(
    ("rest", "onward"), [("| grep docker", "| grep docker"), ("--failed >out", ">out"), ("'a|b' | wc", "| wc")]
)
def test_a_pipe_is_the_shells(here: Path, rest: str, onward: str) -> None:
    """It gets the rows that would be printed."""
    ran: list[str] = []

    def carry(line: str) -> Outcome:
        ran.append(line)
        file = line.split()[1]
        ran.append(Path(file).read_text(encoding="utf-8"))
        return Outcome(3)

    assert asked(here, rest, carry=carry) == 3
    assert ran[0].startswith("cat /")
    assert ran[0].endswith(f" {onward}")
    assert ran[1].count("\n") == {"| grep docker": 4, "--failed >out": 2, "'a|b' | wc": 0}[rest]
    assert not os.path.exists(ran[0].split()[1])


def test_a_line_steers_no_terminal(capsys: Printed) -> None:
    """Nor does a folder or a context."""
    desk = Desk(Shell(Settings("en", ask_engine=False)), config.Config(config.defaults()), interactive=True)
    desk.past = lambda: (Ran("echo \x1b[31m\n\u202e", NOW, 1, 0.0, "/a\x1b[2J\n\udcff", "b\x07"),)
    found = builtin.find("history", interactive=True)
    assert found is not None
    assert found[0].run(desk, "") == 0
    told = capsys.readouterr().out
    assert told.count("\n") == 1
    assert told.rstrip("\n").isprintable()
