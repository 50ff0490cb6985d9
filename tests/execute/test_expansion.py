"""The words of a line are the shell's own, made once."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dockersh.execute import foreground
from dockersh.execute.expansion import Expanded, expand
from dockersh.execute.outcome import Outcome
from dockersh.reading.syntax.simple import simple
from dockersh.ways_in.repl.behind.process import LivingShell

SHELLS = [shell for shell in ("sh", "bash", "dash", "zsh") if shutil.which(shell)]
LINES = [
    "docker run -e A='b  c' \"$V\" $V x",
    'docker run "$@" $# $0',
    "docker run *.txt 'n*' ~ ~/x {a,b} $((1+2)) $(printf 'a b') \"`echo \\\"q  r\\\"`\"",
    "docker run ${V#v} ${NOT_SET:-d  e} '' \"\" \\$V $'a\\tb'",
    "A=1 B='2  3' docker run \"$V\"",
    "'do'cker run \\\n  -d x",
    "docker",
]


def asked(shell: str, line: str, folder: Path) -> tuple[list[str], dict[str, str]]:
    """What a docker that is there in earnest is given: its words and its environment."""
    program = folder / "bin" / "docker"
    program.parent.mkdir(exist_ok=True)
    program.write_text('#!/bin/sh\nfor word; do printf "%s\\0" "$word"; done\necho\nexec env -0\n', encoding="utf-8")
    program.chmod(0o755)
    env = environment(folder)
    done = subprocess.run([shell, "-c", line, "zero", "o n e", "two"], env=env, cwd=folder, capture_output=True, check=True)
    words, _, pairs = done.stdout.decode().partition("\n")
    return words.split("\0")[:-1], dict(pair.split("=", 1) for pair in pairs.split("\0")[:-1])


def environment(folder: Path) -> dict[str, str]:
    """What the lines use."""
    return {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "V": "v  w", "HOME": "/home dir"}


def expanded(shell: str, line: str, folder: Path) -> Expanded | Outcome:
    """Our own answer."""
    found = simple(line)
    assert found is not None
    argv = [str(shutil.which(shell)), "-c"]
    return expand(line, found.program, lambda text: foreground.run([*argv, text, "zero", "o n e", "two"], environment(folder)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files for `*`, in which we are."""
    for name in ("one.txt", "two words.txt"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("line", LINES)
def test_what_docker_would_be_given(shell: str, line: str, folder: Path) -> None:
    """The same words and the same environment, in each shell by its own rules."""
    words, env = asked(shell, line, folder)
    found = expanded(shell, line, folder)
    assert isinstance(found, Expanded)
    assert list(found.words) == words
    own = {"_", "SHLVL", "PWD", "OLDPWD"}  # the script in the other way is a shell itself
    assert {name: value for name, value in found.env.items() if name not in own} == {
        name: value for name, value in env.items() if name not in own
    }


@pytest.mark.parametrize("shell", SHELLS)
def test_it_is_done_once(shell: str, folder: Path) -> None:
    """What stands in `$(…)` runs a single time, and nothing is left in the temporary folder."""
    found = expanded(shell, "docker run $(echo x >> count; wc -l < count)", folder)
    assert isinstance(found, Expanded)
    assert [word.strip() for word in found.words] == ["run", "1"]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_line_that_the_shell_gives_up(shell: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Its status and its own words."""
    found = expanded(shell, "docker run ${NOT_SET:?is missing}", folder)
    assert isinstance(found, Outcome)
    assert found.status
    assert "is missing" in capfd.readouterr().err


def test_the_shell_behind_the_prompt(folder: Path) -> None:
    """Its variables count that are not exported, and what a line sets in it stays."""
    living = LivingShell({**environment(folder), "SHELL": str(shutil.which("sh"))})
    living.run("mine='a  b'")
    line = 'docker run "$mine" ${kept:=q}'
    found = simple(line)
    assert found is not None
    got = expand(line, found.program, lambda text: living.run(text)[0])
    assert isinstance(got, Expanded)
    assert got.words == ("run", "a  b", "q")
    assert living.run('test "$kept" = q')[0].status == 0
    living.close()
