"""The interactive shell in a real terminal: typed into, read from the screen."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.programs import DOCKERSH, environment, recording_docker
from support.pty_terminal import Terminal


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose docker prints the words it gets."""
    recording_docker(tmp_path)
    return tmp_path


@pytest.fixture
def shell(home: Path) -> Iterator[Terminal]:
    """A dockersh waiting for its first line."""
    with Terminal([*DOCKERSH, "--no-engine"], environment(home), home, rows=40) as terminal:
        terminal.expect("it is explained, then run")
        terminal.expect("dockersh>")
        yield terminal


def test_a_docker_line_is_explained_and_run(shell: Terminal) -> None:
    """The explanation, then docker's own words."""
    shell.line("docker run -it ubuntu:14.04")
    shell.expect("What will happen")
    shell.expect(r"\[run\]\n\[-it\]\n\[ubuntu:14.04\]")
    shell.expect("dockersh>")


def test_other_lines_are_the_shells(shell: Terminal) -> None:
    """Pipes, quotes and variables work; a status other than 0 stands in the prompt."""
    shell.line('x=5; echo "a $x" | tr a b')
    shell.expect("\nb 5\n")
    shell.line("exit_status() { return 3; }; exit_status")
    shell.expect(r"dockersh \[3\]>")


def test_cd_lasts(shell: Terminal, home: Path) -> None:
    """cd, cd -, cd to nowhere."""
    (home / "sub").mkdir()
    shell.line("cd sub")
    shell.expect("dockersh>")
    shell.line("pwd")
    shell.expect(f"\n{home}/sub\n")
    shell.line("cd -")
    shell.expect("dockersh>")
    shell.line("pwd")
    shell.expect(f"\n{home}\n")
    shell.line("cd nowhere")
    shell.expect("cd nowhere: No such file or directory")


def test_an_unfinished_line_goes_on(shell: Terminal) -> None:
    """Enter in an open quote, or behind a backslash, waits for more."""
    shell.line("echo 'one")
    shell.line("two'")
    shell.expect("\none\ntwo\n")
    shell.line("docker ps \\")
    shell.line("-a")
    shell.expect(r"\[ps\]\n\[-a\]")


def test_ctrl_c_drops_the_line_and_ctrl_d_leaves(shell: Terminal) -> None:
    """Ctrl-C never ends the shell; Ctrl-D on an empty line does, with the last status."""
    shell.send("garbage")
    shell.expect("garbage")
    shell.send("\x03")
    shell.expect("dockersh>")
    shell.line("false")
    shell.expect(r"dockersh \[1\]>")
    shell.send("\x04")
    assert shell.wait() == 1


@pytest.mark.parametrize(("line", "status"), [("exit", 0), ("exit 7", 7), ("quit", 0)])
def test_exit_leaves(shell: Terminal, line: str, status: int) -> None:
    """exit, exit N and quit."""
    shell.line(line)
    assert shell.wait() == status


def test_ctrl_c_in_a_command_comes_back(shell: Terminal) -> None:
    """The command ends, the shell stays."""
    shell.line("echo up; exec cat")
    shell.expect("\nup\n")
    shell.send("\x03")
    shell.expect(r"dockersh \[130\]>")


def test_what_was_seen_often_gets_shorter(shell: Terminal) -> None:
    """The same line is full three times, then one line."""
    for _ in range(3):
        shell.line("docker ps")
        shell.expect("What will happen")
        shell.expect("from-docker")
        shell.expect("dockersh>")
    before = len(shell.text)
    shell.line("docker ps")
    shell.expect("from-docker")
    assert "What will happen" not in shell.text[before:]


def test_history_is_private_and_knows_no_secrets(shell: Terminal, home: Path) -> None:
    """Mode 600; secrets and lines with a leading space stay out; Up brings the last line back."""
    shell.line("docker run -e DB_PASSWORD=hunter2 x")
    shell.expect("from-docker")
    shell.line(" echo hidden")
    shell.expect("\nhidden\n")
    shell.line("echo kept")
    shell.expect("\nkept\n")
    shell.send("\x1b[A\r")
    shell.expect("\nkept\n")
    file = home / ".local/state/dockersh/history"
    text = file.read_text(encoding="utf-8")
    assert ("hunter2" in text, "hidden" in text, "echo kept" in text) == (False, False, True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_unwritable_home_costs_the_history_only(home: Path) -> None:
    """A state folder that cannot be made is no reason to stop."""
    (home / "blocked").write_text("a file", encoding="utf-8")
    env = environment(home, XDG_STATE_HOME=str(home / "blocked"))
    with Terminal([*DOCKERSH, "--no-engine", "-q"], env, home) as terminal:
        terminal.expect("dockersh>")
        terminal.line("echo fine")
        terminal.expect("\nfine\n")


def test_korean(home: Path) -> None:
    """The shell speaks Korean, and reads it."""
    with Terminal([*DOCKERSH, "--no-engine", "--lang", "ko"], environment(home), home) as terminal:
        terminal.expect("설명한 뒤 실행합니다")
        terminal.line("echo 안녕")
        terminal.expect("\n안녕\n")
