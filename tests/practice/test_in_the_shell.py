"""`practice` and `learn` in the interactive shell: there and back, with nothing of the session changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh.ways_in import builtin, config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.shell import Settings, Shell
from support.programs import DOCKERSH
from support.pty_terminal import Terminal
from support.twins import somebody, without_docker

PATIENCE = 60
INSIDE = r"dockersh practice(?: \[\d+\])?>"


@pytest.fixture(name="shell")
def fixture_shell(tmp_path: Path) -> Iterator[Terminal]:
    """The interactive shell of somebody without docker."""
    env = somebody(tmp_path, without_docker(tmp_path / "bin"))
    with Terminal([*DOCKERSH], env, tmp_path) as terminal:
        yield terminal


def test_there_and_back(shell: Terminal) -> None:
    """The greeting offers it; the prompt says where one is; what was made is gone after --reset."""
    shell.expect("type practice", PATIENCE)
    shell.expect("dockersh>", PATIENCE)
    shell.line("practice off")
    shell.expect("You are not practising", PATIENCE)
    shell.line("practice nonsense")
    shell.expect("practice off or practice --reset", PATIENCE)
    shell.line("practice")
    shell.expect(INSIDE, PATIENCE)
    shell.line("docker create --name web busybox")
    shell.expect("Downloaded newer image for busybox:latest", PATIENCE)
    shell.expect(INSIDE, PATIENCE)
    shell.line("practice")
    shell.expect("practising already", PATIENCE)
    shell.line("docker ps -a --format '<{{.Names}}>'")
    shell.expect("<web>", PATIENCE)
    shell.line("practice --reset")
    shell.expect("are empty", PATIENCE)
    shell.line("docker ps -aq | wc -l | sed 's/^/left: /'")
    shell.expect("left: 0", PATIENCE)
    shell.line("practice off")
    shell.expect("You have left practice", PATIENCE)
    shell.expect("dockersh>", PATIENCE)
    shell.line("exit")
    assert shell.wait(PATIENCE) == 0


def test_lessons_from_any_shell(shell: Terminal) -> None:
    """`learn` begins a session; `learn list` only prints."""
    shell.expect("dockersh>", PATIENCE)
    shell.line("learn list")
    shell.expect("34   clean-up|clean-up", PATIENCE)
    shell.line("learn publish")
    shell.expect("Level 17 of", PATIENCE)
    shell.expect(INSIDE, PATIENCE)
    shell.line("learn hint")
    shell.expect("Not yet", PATIENCE)
    shell.line("practice off")
    shell.expect("You have left practice", PATIENCE)
    shell.line("exit")
    shell.wait(PATIENCE)


@pytest.mark.parametrize(
    ("line", "told"),
    [("practice off", "not practising"), ("practice nonsense", "practice --reset"), ("practice off now", "practice --reset")],
)
def test_what_is_no_use(line: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Said, with status 1."""
    desk = Desk(Shell(Settings("en"), {"PATH": ""}), config.Config(config.defaults()), interactive=True)
    found = builtin.find(line, interactive=True)
    assert found is not None
    assert found[0].run(desk, found[1]) == 1
    assert told in capsys.readouterr().err


def test_a_program_of_that_name_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who has a program called practice runs it as ever."""
    (tmp_path / "practice").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "practice").chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert builtin.find("practice", interactive=True) is None
