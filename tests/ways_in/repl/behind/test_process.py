"""The shell behind the prompt: what it reports after a line, on every machine, and what is said where it cannot be started."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from dockersh.ways_in.repl.behind.process import LivingShell
from support.programs import script

SHELLS = [shell for shell in ("sh", "bash", "dash", "zsh") if shutil.which(shell)]
ODD = "a 'b' \"c\" \\n $x `y`\n\n=é\n"  # the value that is exported in each test


@pytest.fixture(autouse=True)
def _at_home() -> object:
    """A line of the shell may take us elsewhere."""
    before = os.getcwd()
    yield
    os.chdir(before)


def without(folder: Path, *broken: str) -> str:
    """A PATH where `env` has no `-0` as on older macOS, and each of *broken* only fails."""
    refuses = '[ "$1" = -0 ] && { echo "env: illegal option -- 0" >&2; exit 1; }'
    script(folder / "env", f'{refuses}\nexec {shutil.which("env")} "$@"')
    for name in broken:
        script(folder / name, "exit 1")
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def environment_after(shell: str, line: str, path: str) -> dict[str, str]:
    """The environment that is ours after a line."""
    given = {"PATH": path, "SHELL": str(shutil.which(shell)), "DOCKER_HOST": "unix:///x.sock", "ROWS": "a\nFAKE=b", "ODD": ODD}
    living = LivingShell({**given, "HOME": "/"})
    outcome, ended = living.run(line)
    living.close()
    assert (outcome.status, ended) == (3, False)
    return {name: value for name, value in living.env.items() if name in (*given, "NEW", "FAKE", "UNEXPORTED", "HOME")}


def test_the_shell_is_called_by_its_name(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`echo $0` tells which shell it is, as in any terminal."""
    living = LivingShell({"PATH": os.environ["PATH"], "SHELL": str(shutil.which("bash")), "HOME": str(tmp_path)})
    living.run("echo $0")
    living.close()
    assert capfd.readouterr().out == "bash\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_the_environment_without_env_0(shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same as with it: exported, changed and unset variables, values of many lines, nothing that is not exported."""
    line = 'export NEW="$ODD"; UNEXPORTED=1; unset HOME; DOCKER_HOST=tcp://y; (exit 3)'
    usual = environment_after(shell, line, os.environ["PATH"])
    assert usual["NEW"] == ODD
    assert usual["DOCKER_HOST"] == "tcp://y"
    path = without(tmp_path)
    monkeypatch.setenv("PATH", path)
    assert environment_after(shell, line, path) == {**usual, "PATH": path}


@pytest.mark.parametrize("shell", SHELLS)
def test_an_empty_report_takes_nothing_away(shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where neither `env -0` nor awk says anything, what was there stays."""
    path = without(tmp_path, "awk")
    monkeypatch.setenv("PATH", path)
    assert environment_after(shell, "(exit 3)", path)["DOCKER_HOST"] == "unix:///x.sock"


def test_a_name_that_no_shell_can_say_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bash hands `a.b` on to programs, and so do we."""
    path = without(tmp_path)
    monkeypatch.setenv("PATH", path)
    living = LivingShell({"PATH": path, "SHELL": str(shutil.which("bash")), "a.b": "1"})
    living.run("true")
    living.close()
    assert living.env["a.b"] == "1"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_line_without_a_folder(shell: str) -> None:
    """`unset PWD` ends neither the report nor the session."""
    living = LivingShell({**os.environ, "SHELL": str(shutil.which(shell))})
    assert living.run("unset PWD; (exit 4)")[0].status == 4
    assert living.run("(exit 5)")[0].status == 5
    living.close()


def test_a_shell_that_cannot_be_started(tmp_path: Path) -> None:
    """The system's reason, nothing raised, and the next line is tried again."""
    shell = tmp_path / "sh"
    shell.write_text("#!/no/such/program\n")
    shell.chmod(0o755)
    living = LivingShell({**os.environ, "SHELL": str(shell)})
    outcome, ended = living.run("true")
    assert (outcome.status, outcome.problem, ended) == (127, "No such file or directory", False)
    shell.unlink()
    assert living.run("(exit 6)")[0].status == 6
    living.close()
