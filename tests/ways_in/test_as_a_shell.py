"""dockersh takes what a shell takes: the switches of a login shell, a script with its arguments, a `#!` line."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.programs import DOCKERSH, environment, run, script
from support.pty_terminal import Terminal

SHELLS = [shell for shell in ("bash", "dash", "zsh") if shutil.which(shell)]
SCRIPT = 'echo "$0 $# $1"\nread answer\necho "got $answer"\ncd /\npwd\nexit 3\n'


@pytest.mark.parametrize("words", [["-ic"], ["-lc"], ["-ilc"], ["-i", "-c"], ["--login", "-c"]])
def test_switches_of_a_shell(words: list[str], tmp_path: Path) -> None:
    """Editors and ssh call $SHELL so."""
    done = run("--no-engine", *words, 'echo "$1"', "zero", "one", env=environment(tmp_path))
    assert (done.returncode, done.stdout) == (0, b"one\n")


def test_a_login_shell_reads_its_profile(tmp_path: Path) -> None:
    """With -l, as sh -l -c does."""
    (tmp_path / ".profile").write_text("FROM_PROFILE=yes\n")
    env = environment(tmp_path, SHELL=str(shutil.which("bash")))
    assert run("--no-engine", "-lc", "echo $FROM_PROFILE", env=env).stdout == b"yes\n"


def test_standard_input_with_arguments(tmp_path: Path) -> None:
    """`-s`, as `curl … | sh -s -- ARG`."""
    done = run("--no-engine", "-s", "one", "two", env=environment(tmp_path), stdin=b'echo "$# $2"\n')
    assert done.stdout == b"2 two\n"


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("called", [False, True])
def test_a_script(shell: str, tmp_path: Path, *, called: bool) -> None:
    """By its name or by its `#!` line: `$0`, arguments, standard input, status as the shell itself has them."""
    file = tmp_path / "a b.sh"
    dockersh = script(tmp_path / "dockersh", f'exec {sys.executable} -m dockersh --no-engine "$@"')
    file.write_text(f"#!{dockersh}\n{SCRIPT}")
    file.chmod(0o755)
    env = environment(tmp_path, SHELL=str(shutil.which(shell)))
    argv = [str(file), "o n e", "2"] if called else [*DOCKERSH, "--no-engine", str(file), "o n e", "2"]
    ours = subprocess.run(argv, env=env, input=b"typed\n", capture_output=True, check=False)
    theirs = subprocess.run([shell, str(file), "o n e", "2"], env=env, input=b"typed\n", capture_output=True, check=False)
    assert (ours.returncode, ours.stdout) == (theirs.returncode, theirs.stdout) == (3, ours.stdout)
    assert b"got typed" in ours.stdout


def test_a_script_is_explained(tmp_path: Path) -> None:
    """Its docker lines, with -n too."""
    (tmp_path / "x.sh").write_text("docker ps -a\n")
    done = run("--no-engine", "-n", str(tmp_path / "x.sh"), env=environment(tmp_path))
    assert b"lists" in done.stdout or b"shows" in done.stdout


# As the editing line writes blue or any other colour.
COLOUR = re.compile(rb"\x1b\[[0-9;]*[349][0-7](?:;[0-9;]*)?m")


@pytest.mark.parametrize("chosen", ["always", "never"])
def test_colour_on_the_line_being_edited(chosen: str, tmp_path: Path) -> None:
    """`--color never` reaches it; the name of the command is drawn in the same bold in both."""
    with Terminal([*DOCKERSH, "--no-engine", "--color", chosen], environment(tmp_path), tmp_path) as terminal:
        terminal.expect("dockersh>")
        terminal.send("docker run -it ubuntu")
        terminal.shows("docker run -it ubuntu")
        terminal.line("")
        terminal.expect("dockersh>")
        assert bool(COLOUR.search(terminal.output)) is (chosen == "always")
