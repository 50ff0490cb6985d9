"""dockersh in the places where docker lines run by themselves: make, xargs, watch, cron, a log."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.programs import environment, recording_docker, script
from support.pty_terminal import Terminal


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A PATH with a docker that records its words, and our command."""
    recording_docker(tmp_path)
    script(tmp_path / "dockersh", f'exec {sys.executable} -m dockersh "$@"')
    return environment(tmp_path)


def run(argv: list[str], env: dict[str, str], folder: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a program in a folder."""
    return subprocess.run(argv, env=env, cwd=folder, input=stdin, capture_output=True, text=True, check=False)


@pytest.mark.skipif(shutil.which("make") is None, reason="not installed: make")
def test_make_with_dockersh_as_its_shell(env: dict[str, str], tmp_path: Path) -> None:
    """Docker lines are explained, others run as ever, and the status of a recipe ends make."""
    (tmp_path / "Makefile").write_text("all:\n\t@docker ps -a\n\t@echo built > done; cat done\n\t@exit 3\n", encoding="utf-8")
    done = run(["make", f"SHELL={tmp_path / 'dockersh'}"], env, tmp_path)
    assert (done.returncode, done.stdout) == (2, "[ps]\n[-a]\nbuilt\n")
    assert "docker ps: lists the running containers" in done.stderr
    assert "Error 3" in done.stderr
    assert done.stderr.count("only reads") == 1


def test_xargs_in_front_of_the_wrapper(env: dict[str, str], tmp_path: Path) -> None:
    """Every word xargs brings is explained and handed on."""
    done = run(["xargs", "dockersh", "docker", "rm"], env, tmp_path, "web\ndb\n")
    assert (done.returncode, done.stdout) == (0, "[rm]\n[web]\n[db]\n")
    assert "deletes container web" in done.stderr
    assert "deletes container db" in done.stderr


@pytest.mark.skipif(shutil.which("watch") is None, reason="not installed: watch")
def test_watch_shows_docker_and_can_be_silent(env: dict[str, str], tmp_path: Path) -> None:
    """`watch dockersh -q docker ps` shows what docker shows."""
    script(tmp_path / "docker", "echo THE LIST")
    with Terminal(["watch", "-n", "9", "dockersh", "-q", "docker", "ps"], {**env, "TERM": "xterm"}) as terminal:
        terminal.expect("THE LIST")
        terminal.send("\x03")
        assert "lists containers" not in terminal.text


def test_cron_and_a_log(env: dict[str, str], tmp_path: Path) -> None:
    """Without a terminal, in an empty environment: docker's output is untouched, the log is plain text with no colours."""
    bare = {"PATH": env["PATH"], "HOME": str(tmp_path)}
    script(tmp_path / "docker", "echo out; echo problem >&2; exit 4")
    with open(tmp_path / "log", "w", encoding="utf-8") as log:
        done = subprocess.run(
            ["/bin/sh", "-c", "dockersh docker start web"],
            env=bare,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            check=False,
        )
    text = (tmp_path / "log").read_text(encoding="utf-8")
    assert (done.returncode, done.stdout) == (4, "out\n")
    assert "docker start: " in text
    assert "problem\n" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("option", ["-q", "--detail=off"])
def test_silence(env: dict[str, str], tmp_path: Path, option: str) -> None:
    """One option, and only docker speaks."""
    script(tmp_path / "docker", "echo out; echo problem >&2; exit 4")
    done = run(["dockersh", option, "docker", "start", "web"], env, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (4, "out\n", "problem\n")


def test_the_link_named_docker_is_for_people_only(env: dict[str, str], tmp_path: Path) -> None:
    """Installed under docker's name and called by a program, it is the real docker and nothing else."""
    real = tmp_path / "real"
    real.mkdir()
    script(real / "docker", "echo real $*")
    script(
        tmp_path / "docker",
        f'exec {sys.executable} -c \'import sys; sys.argv[0] = "docker"; from dockersh.__main__ import main; main()\' "$@"',
    )
    path = f"{tmp_path}{os.pathsep}{real}{os.pathsep}{env['PATH']}"
    done = run(["docker", "ps"], {**env, "PATH": path}, tmp_path)
    assert (done.stdout, done.stderr) == ("real ps\n", "")


MAKEFILE = """\
all:
\t@docker build -t app .
\t@echo "made $(shell echo by) make"
\t@docker ps | cat
fails:
\t@false | true; docker ps; exit 3
"""
FLAGS = [[], [".SHELLFLAGS=-ec"], [".SHELLFLAGS=-eu -c"], [".SHELLFLAGS=-qc"]]


@pytest.mark.skipif(shutil.which("make") is None, reason="not installed: make")
@pytest.mark.parametrize("flags", FLAGS, ids=str)
def test_make_with_its_own_flags(env: dict[str, str], tmp_path: Path, flags: list[str]) -> None:
    """Options of sh in front of -c, `$(shell …)` and pipes: recipes do what they did, and docker lines are explained."""
    (tmp_path / "Makefile").write_text(MAKEFILE, encoding="utf-8")
    done = run(["make", "-s", "SHELL=dockersh", *flags], env, tmp_path)
    assert (done.returncode, done.stdout) == (0, "[build]\n[-t]\n[app]\n[.]\nmade by make\n[ps]\n")
    explained = [line for line in done.stderr.splitlines() if line.startswith(("docker build: ", "docker ps: "))]
    assert len(explained) == (0 if "-qc" in str(flags) else 2)


@pytest.mark.skipif(shutil.which("make") is None, reason="not installed: make")
def test_make_sees_the_status(env: dict[str, str], tmp_path: Path) -> None:
    """A recipe that fails stops make; with pipefail, where the shell has it, sooner."""
    (tmp_path / "Makefile").write_text(MAKEFILE, encoding="utf-8")
    done = run(["make", "-s", "SHELL=dockersh", "fails"], env, tmp_path)
    assert "Error 3" in done.stderr
    bash = {**env, "SHELL": shutil.which("bash") or ""}
    done = run(["make", "-s", "SHELL=dockersh", ".SHELLFLAGS=-e -o pipefail -c", "fails"], bash, tmp_path)
    assert (done.stdout, "Error 1" in done.stderr) == ("", True)


def test_xargs_with_names_that_have_spaces(env: dict[str, str], tmp_path: Path) -> None:
    """`xargs dockersh docker rm`: names with spaces stay one word, in the explanation and for docker."""
    done = run(["xargs", "-d", "\n", "dockersh", "docker", "rm"], env, tmp_path, "one\ntwo words\n")
    assert done.stdout == "[rm]\n[one]\n[two words]\n"
    assert "'two words': the container" in done.stderr


@pytest.mark.usefixtures("env")
def test_cron_can_be_told_to_be_silent(tmp_path: Path) -> None:
    """No terminal, next to no environment; DOCKERSH_DETAIL=off at the top of the crontab leaves docker's words alone."""
    bare = {"PATH": f"{tmp_path}:/usr/bin:/bin", "SHELL": "/bin/sh", "LOGNAME": "me"}
    line = ["/bin/sh", "-c", "dockersh docker system prune -f"]
    done = run(line, bare, tmp_path)
    assert (done.returncode, done.stdout) == (0, "[system]\n[prune]\n[-f]\n")
    assert done.stderr.startswith("docker system prune: deletes")
    assert run(line, {**bare, "DOCKERSH_DETAIL": "off"}, tmp_path).stderr == "from-docker\n"
    assert run(line, {**bare, "DOCKERSH_DETAIL": "nonsense"}, tmp_path).stderr == done.stderr


def test_a_log_of_ci(env: dict[str, str], tmp_path: Path) -> None:
    """Both outputs in one file: the explanation stands above what docker prints, in plain lines without colours."""
    done = run(["/bin/sh", "-c", "dockersh --detail brief docker pull nginx 2>&1"], {**env, "CI": "true"}, tmp_path)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("docker pull: pull")
    assert lines[-3:] == ["[pull]", "[nginx]", "from-docker"]
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(("options", "out", "status"), [(["-e"], "a\n", 1), ([], "a\nb\n", 0), (["-eu"], "a\n", 1)])
def test_a_script_with_the_shells_own_options(
    env: dict[str, str], tmp_path: Path, options: list[str], out: str, status: int
) -> None:
    """`dockersh -e < FILE` ends at the first line that fails, as `sh -e` does."""
    done = run(["dockersh", *options], env, tmp_path, "echo a\nfalse\necho b\n")
    assert (done.stdout, done.returncode) == (out, status)
