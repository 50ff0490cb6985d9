"""Standard error is copied as it passes: nothing changes for the command, and its end is known afterwards."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.programs import DOCKERSH, environment, script
from support.pty_terminal import Terminal

QUESTIONS = 'case "$*" in *--format*|*inspect*) exit 1;; esac\n'
MISSING = "Error response from daemon: No such container: wbe"
LINE = "docker stop wbe"
NO_ENGINE = (*DOCKERSH, "--no-engine", "--detail", "brief")


def docker(folder: Path, body: str) -> dict[str, str]:
    """An environment whose docker is a script."""
    script(folder / "docker", QUESTIONS + body)
    return environment(folder)


def python(code: str) -> str:
    """A line of sh that runs Python code."""
    return f"exec {shlex.quote(sys.executable)} -c {shlex.quote(code)}"


@pytest.mark.parametrize("redirect", ["", "2>/dev/null", "2>&-", "2>file", "2>&1", ">&2", "2>&1 | cat"])
def test_docker_sees_the_standard_error_it_would_see(tmp_path: Path, redirect: str) -> None:
    """A terminal where ours is one, none where it is none, closed where it is closed; in a terminal."""
    kinds = "os.isatty(fd)\n  except OSError: k = 'closed'"
    code = f"import os\nfor fd in 1, 2:\n  try: os.fstat(fd); k = {kinds}\n  os.write(9, f'{{k}} '.encode())"
    env = docker(tmp_path, f"exec 9>>seen\n{python(code)}")
    plain = f"{tmp_path}/docker ps"
    ours = f"{' '.join(NO_ENGINE)} -c 'docker ps'"
    for line in (plain, ours):
        with Terminal(["/bin/sh", "-c", f"{line} {redirect}"], env, tmp_path) as terminal:
            assert terminal.wait() == 0
    half = (tmp_path / "seen").read_text(encoding="utf-8").split()
    assert half[:2] == half[2:]


def test_the_window_is_the_real_one(tmp_path: Path) -> None:
    """Its size at the start and after a resize; progress is drawn by it."""
    code = (
        "import os, sys, time\n"
        "show = lambda: os.write(2, f'<{os.get_terminal_size(2).columns}x{os.get_terminal_size(2).lines}>'.encode())\n"
        "show()\n"
        "while os.get_terminal_size(2).columns == 91: time.sleep(0.01)\n"
        "show()"
    )
    with Terminal([*NO_ENGINE, "-c", "docker ps"], docker(tmp_path, python(code)), rows=33, columns=91) as terminal:
        terminal.expect("<91x33>")
        terminal.resize(20, 60)
        terminal.expect("<60x20>")
        assert terminal.wait() == 0


@pytest.mark.parametrize("terminal", [True, False])
def test_every_byte_passes(tmp_path: Path, terminal: bool) -> None:
    """Binary, long, without a newline at its end: as it was written."""
    data = bytes(range(256)) * 1000 + b"end"
    (tmp_path / "data").write_bytes(data)
    env = docker(tmp_path, "cat data >&2")
    if not terminal:
        result = subprocess.run(
            [*DOCKERSH, "--no-engine", "-c", "docker ps"], env=env, cwd=tmp_path, capture_output=True, check=False
        )
        assert result.stderr.endswith(data)
        return
    line = f"stty raw -echo; {' '.join(NO_ENGINE)} -c 'docker ps'"
    with Terminal(["/bin/sh", "-c", line], env, tmp_path) as screen:
        assert screen.wait() == 0
        assert screen.output.endswith(data)


@pytest.mark.parametrize("merged", [True, False])
def test_the_failure_is_explained_behind_dockers_own_words(tmp_path: Path, merged: bool) -> None:
    """In a pipe too, since an error is worth it; the status stays."""
    env = docker(tmp_path, f"echo out; echo {shlex.quote(MISSING)} >&2; exit 1")
    result = subprocess.run(
        [*DOCKERSH, "--no-engine", "-c", LINE],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if merged else subprocess.PIPE,
        check=False,
    )
    text = (result.stdout if merged else result.stderr).decode()
    assert result.returncode == 1
    assert text.index(MISSING) < text.index("✗ there is no container named wbe on this engine")


def test_order_on_one_screen(tmp_path: Path) -> None:
    """A line with other programs is not listened to where its two outputs meet: their order stays."""
    env = docker(tmp_path, "true")
    line = "docker ps; for i in 1 2 3 4 5 6 7 8 9; do echo out$i; echo err$i >&2; done"
    result = subprocess.run([*NO_ENGINE, "-c", line], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    expected = "".join(f"out{i}\nerr{i}\n" for i in range(1, 10))
    assert result.stdout.decode().endswith(expected)


def test_logs_keep_their_order(tmp_path: Path) -> None:
    """The two streams of logs come interleaved, and stay so."""
    env = docker(tmp_path, "for i in 1 2 3 4 5 6 7 8 9; do echo out$i; echo err$i >&2; done")
    result = subprocess.run(
        [*NO_ENGINE, "-c", "docker logs web"], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    assert result.stdout.decode().endswith("".join(f"out{i}\nerr{i}\n" for i in range(1, 10)))


def test_what_runs_on_in_the_background_still_speaks(tmp_path: Path) -> None:
    """`docker … &`: its standard error goes on to where it went, after dockersh has ended."""
    env = docker(tmp_path, 'case "$1" in run) sleep 0.4; echo late >&2;; esac')
    with (tmp_path / "errors").open("wb") as errors:
        result = subprocess.run(
            [*NO_ENGINE, "-c", "docker run x & docker ps"], env=env, stdout=subprocess.DEVNULL, stderr=errors, check=False
        )
    assert result.returncode == 0
    deadline = time.monotonic() + 10
    while not (tmp_path / "errors").read_text(encoding="utf-8").endswith("late\n"):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_reader_that_left_is_felt(tmp_path: Path) -> None:
    """Nobody reads standard error any more: the command gets the broken pipe, as without us, and nothing hangs."""
    env = docker(tmp_path, "while echo more; do :; done >&2 2>/dev/null; while echo more >&2; do :; done; exit 7")
    line = f"{' '.join(NO_ENGINE)} -q -c 'docker ps' 2>&1 >/dev/null | head -1"
    ours = f"{' '.join(NO_ENGINE)} -c 'docker ps' 2>&1 >/dev/null | head -1"
    for each in (line, ours):
        assert subprocess.run(["/bin/sh", "-c", each], env=env, capture_output=True, check=False, timeout=20).returncode == 0


@pytest.mark.parametrize("inside", [False, True])
def test_a_killed_docker_leaves_a_sane_terminal(tmp_path: Path, inside: bool) -> None:
    """Raw mode does not outlive it, alone or inside a line."""
    env = docker(tmp_path, "stty raw -echo; kill -9 $$")
    line = "docker run 'x'" if inside else "docker run x"
    with Terminal(["/bin/sh", "-c", f'{" ".join(NO_ENGINE)} -c "{line}"; stty -a'], env, tmp_path, columns=200) as terminal:
        terminal.expect(r"(?<!-)icanon")
        terminal.expect(r"(?<!-)echo ")
        terminal.wait()


def test_ctrl_z_and_fg(tmp_path: Path) -> None:
    """Stopped and continued like any job, with nothing lost."""
    env = docker(tmp_path, "echo star''ted >&2; read x; echo got $x >&2")
    with Terminal(["/bin/bash", "--norc", "-i"], {**env, "PS1": "bash> "}, tmp_path) as terminal:
        terminal.expect("bash> ")
        terminal.line(f"{' '.join(NO_ENGINE)} -c 'docker run x'")
        terminal.expect("started\n")
        terminal.send("\x1a")
        terminal.expect(r"Stopped.*\n.*bash> ")
        time.sleep(0.5)  # bash throws away what is typed while it takes the terminal back
        terminal.line("fg")
        terminal.expect("docker run x'\n")
        time.sleep(0.5)  # bash gives the terminal back a moment later
        terminal.line("hello")
        terminal.expect("got hello")
        terminal.expect("bash> ")
        terminal.line("exit")
        terminal.wait()


def test_no_pty_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine out of descriptors is no reason not to run."""
    from dockersh.execute import foreground

    def none_left() -> tuple[int, int]:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(os, "openpty", none_left)
    monkeypatch.setattr(os, "pipe", none_left)
    script(tmp_path / "x", "exit 3")
    monkeypatch.setattr(subprocess, "Popen", lambda *_args, **_more: type("Process", (), {"wait": lambda _self: 3})())
    assert foreground.run([str(tmp_path / "x")], listen=True).status == 3
