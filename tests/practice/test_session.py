"""`dockersh --practice`: every way in, what is kept, what is said, and that nothing of it is left running."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest

from support.programs import DOCKERSH

PATIENCE = 60
needs_docker = pytest.mark.skipif(shutil.which("docker") is None, reason="no docker client")


@pytest.fixture(name="env")
def fixture_env(tmp_path: Path) -> dict[str, str]:
    """Somebody who never practised."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER")}
    return {**kept, "XDG_STATE_HOME": str(tmp_path / "state"), "HOME": str(tmp_path), "LANG": "C.UTF-8", "SHELL": "/bin/sh"}


def ours(env: dict[str, str], *words: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run dockersh in practice."""
    argv = [*DOCKERSH, "--practice", *words]
    return subprocess.run(argv, env=env, input=text, capture_output=True, text=True, check=False, timeout=PATIENCE)


@needs_docker
def test_what_was_made_is_there_in_the_next_session(env: dict[str, str]) -> None:
    """State is kept between calls; --reset forgets it."""
    made = ours(env, "-q", "-c", "docker volume create data; docker create --name web nginx")
    assert made.returncode == 0, made.stderr
    assert (
        ours(env, "-q", "-c", "docker ps -a --format '{{.Names}} {{.State}}'; docker volume ls -q").stdout
        == "web created\ndata\n"
    )
    assert ours(env, "--reset", "-q", "-c", "docker ps -aq; docker volume ls -q; docker images -q").stdout == ""


@needs_docker
def test_every_way_in(env: dict[str, str]) -> None:
    """A line, words, a script; explaining asks the practice engine, too."""
    ours(env, "-q", "-c", "docker create --name web nginx")
    assert ours(env, "-q", "docker", "ps", "-a", "--format", "{{.Names}}").stdout == "web\n"
    assert ours(env, "-q", text="docker ps -a --format '{{.Names}}'\necho done\n").stdout == "web\ndone\n"
    told = ours(env, "-n", "-c", "docker run --name web nginx")
    assert "web" in told.stdout
    assert told.returncode == 0
    found = json.loads(ours(env, "--json", "-c", "docker run --name web nginx").stdout)
    assert "name-in-use" in [one["code"] for command in found["commands"] for one in command["findings"]]


@needs_docker
def test_docker_is_the_practice_one_wherever_it_is_called_from(env: dict[str, str], tmp_path: Path) -> None:
    """By name, by path, by xargs, from a script, with sudo."""
    ours(env, "-q", "-c", "docker create --name web nginx")
    script = tmp_path / "script"
    script.write_text("docker ps -a --format '{{.Names}}'\n", encoding="utf-8")
    lines = (
        f"sh {script}",
        f"{shutil.which('docker')} ps -a --format '{{{{.Names}}}}'",
        "docker ps -aq | xargs docker inspect --format '{{.Name}}' | tr -d /",
        "sudo docker ps -a --format '{{.Names}}'",
        "sh -c 'docker ps -a --format \"{{.Names}}\"'",
        "echo $(docker ps -a --format '{{.Names}}')",
    )
    for line in lines:
        assert ours(env, "-q", "-c", line).stdout == "web\n", line


@needs_docker
def test_what_leads_away_is_refused_in_every_way_in(env: dict[str, str], tmp_path: Path) -> None:
    """One line on standard error, and status 1."""
    line = "docker -H tcp://127.0.0.1:1 ps"
    script = tmp_path / "script"
    script.write_text(line + "\n", encoding="utf-8")
    ways = ([("-c", line), ""], [("-n", "-c", line), ""], [("-q", "-c", line), ""], [("--json", "-c", line), ""])
    for words, text in (*ways, [tuple(line.split()), ""], [("-q",), line], [("-q", "-c", f"sh {script}"), ""]):
        result = ours(env, *words, text=str(text))
        assert result.returncode == 1, words
        assert result.stderr.count("\n") == 1, words
        assert "--host" in result.stderr
        assert result.stdout == ""


@needs_docker
def test_other_programs_that_lead_away_are_not_run(env: dict[str, str]) -> None:
    """They are found first, and say so."""
    for program in ("podman", "nerdctl", "su"):
        assert ours(env, "-q", "-c", f"{program} ps").returncode == 1
    assert ours(env, "-q", "-c", "sudo ls").returncode == 1


def engines(env: dict[str, str]) -> list[str]:
    """The practice engines of this state folder that run."""
    own = env["XDG_STATE_HOME"].encode()
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                line = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if b"dockersh.practice.serve" in line and own in line:
                found.append(folder.name)
    return found


@needs_docker
def test_the_engine_ends_with_its_session(env: dict[str, str]) -> None:
    """And its socket is the person's alone while it lives."""
    told = ours(env, "-q", "-c", 'echo "$DOCKER_HOST"; stat -c %a "$(echo $HOME)" >/dev/null')
    assert told.returncode == 1  # the address is none of the line's business
    process = subprocess.Popen(
        [*DOCKERSH, "--practice", "-q"], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("echo here\n")
    process.stdin.flush()
    assert process.stdout.readline() == "here\n"
    path = Path(env["XDG_STATE_HOME"], "dockersh", "practice", "socket").read_text(encoding="utf-8")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert len(engines(env)) == 1
    process.stdin.close()
    process.wait(PATIENCE)
    process.stdout.close()
    until = time.monotonic() + PATIENCE
    while engines(env):
        assert time.monotonic() < until
        time.sleep(0.02)
    assert not os.path.exists(path)


@needs_docker
def test_a_published_port_is_open_here(env: dict[str, str]) -> None:
    """On 127.0.0.1, with a page that names the container; closed when it stops."""
    line = "docker run -d --name web -p 18099:80 nginx >/dev/null 2>&1; {fetch}; docker stop web >/dev/null; {fetch}"
    fetch = "python3 -c \"import urllib.request as u; print(u.urlopen('http://127.0.0.1:18099').read().decode())\" 2>/dev/null"
    out = ours(env, "-q", "-c", line.format(fetch=fetch)).stdout
    assert out.count("Practice container web.") == 1


def test_reset_alone_is_no_option(env: dict[str, str]) -> None:
    """It could be taken for something that deletes real things."""
    result = subprocess.run([*DOCKERSH, "--reset"], env=env, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert result.returncode == 2
    assert "--practice" in result.stderr
