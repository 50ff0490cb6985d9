"""One shell for a whole script, whichever POSIX shell it is."""

from __future__ import annotations

import os
import shutil

import pytest

from dockersh.execute.script_shell import ShellSession

SHELLS = [shell for shell in ("sh", "bash", "dash", "zsh", "busybox") if shutil.which(shell) and shell != "busybox"]


@pytest.mark.parametrize("shell", SHELLS)
def test_state_lives_on_from_line_to_line(shell: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Variables, the folder, functions and `$?`."""
    with ShellSession({**os.environ}, str(shutil.which(shell))) as session:
        assert session.run("x=3; cd /").status == 0
        assert session.run("f() { return $1; }").status == 0
        assert session.run("f 7").status == 7
        assert session.run('echo "$? $x $PWD"').status == 0
        assert session.run("cat <<EOF\n$x\nEOF").status == 0
        assert session.ended is None
    assert capfd.readouterr().out == "7 3 /\n3\n"


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(("line", "status"), [("exit 5", {5}), ("echo 'open", {1, 2, 126, 127}), ("kill -9 $$", {137})])
def test_a_line_that_ends_the_shell(shell: str, line: str, status: set[int]) -> None:
    """exit, a syntax error, a signal: the shell's own status, and no more lines."""
    with ShellSession({**os.environ}, str(shutil.which(shell))) as session:
        outcome = session.run(line)
        if session.ended is None:  # bash goes on behind a syntax error in eval
            assert outcome.status in status
            return
        assert outcome.status == session.ended
        assert outcome.status in status
        assert session.run("true").status == session.ended


def test_descriptors_of_two_digits() -> None:
    """A process with many open files works all the same."""
    opened = [os.open("/dev/null", os.O_RDONLY) for _ in range(12)]
    try:
        with ShellSession({**os.environ}, "/bin/sh") as session:
            assert session.run("(exit 4)").status == 4
    finally:
        for descriptor in opened:
            os.close(descriptor)
