"""Which engine a line goes to, by docker's own order of what counts."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from dockersh import explain
from dockersh.engine import DockerEngine
from dockersh.engine.where import elsewhere
from support.client import reason_against
from support.programs import script

# Options of the line, assignments, environment, currentContext, and where it goes.
CASES = [
    ((), {}, {}, "", None),
    ((), {}, {}, "default", None),
    ((), {}, {}, "far", "far"),
    ((), {}, {"DOCKER_CONTEXT": "other"}, "far", "other"),
    ((), {"DOCKER_CONTEXT": "mine"}, {"DOCKER_CONTEXT": "other"}, "far", "mine"),
    ((), {}, {"DOCKER_HOST": "tcp://10.0.0.5:2375"}, "far", "tcp://10.0.0.5:2375"),
    ((), {}, {"DOCKER_HOST": "unix:///run/x.sock"}, "far", None),
    (("--context=near",), {}, {"DOCKER_HOST": "tcp://10.0.0.5:2375"}, "", "near"),
    (("--context=default",), {}, {}, "far", None),
    (("--context=default",), {}, {"DOCKER_HOST": "tcp://10.0.0.5:2375"}, "far", "tcp://10.0.0.5:2375"),
    (("--host=ssh://me@server",), {}, {"DOCKER_CONTEXT": "other"}, "far", "ssh://me@server"),
]


@pytest.mark.parametrize(("options", "assigned", "env", "current", "where"), CASES)
def test_where(
    tmp_path: Path, options: tuple[str, ...], assigned: dict[str, str], env: dict[str, str], current: str, where: str | None
) -> None:
    """None is this machine's own."""
    (tmp_path / "config.json").write_text(json.dumps({"currentContext": current} if current else {}), encoding="utf-8")
    assert elsewhere(options, assigned, {**env, "DOCKER_CONFIG": str(tmp_path)}) == where


def test_a_broken_config_names_no_context(tmp_path: Path) -> None:
    """Nor does one that is not there."""
    assert elsewhere((), {}, {"DOCKER_CONFIG": str(tmp_path)}) is None
    (tmp_path / "config.json").write_text("[", encoding="utf-8")
    assert elsewhere((), {}, {"DOCKER_CONFIG": str(tmp_path)}) is None


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
@pytest.mark.parametrize(
    ("host", "far"), [("unix:///run/other.sock", False), ("ssh://me@server", True), ("tcp://10.0.0.9:1", True)]
)
def test_a_context_that_is_a_socket_is_this_machine(tmp_path: Path, host: str, far: bool) -> None:
    """As the real client keeps it: Docker Desktop's context is no other machine."""
    config = {"DOCKER_CONFIG": str(tmp_path), "PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    made = ["docker", "context", "create", "desktop", "--docker", f"host={host}"]
    subprocess.run(made, env=config, capture_output=True, check=True)
    assert elsewhere(("--context=desktop",), {}, config) == ("desktop" if far else None)


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
@pytest.mark.parametrize("env", [{}, {"DOCKER_CONTEXT": "other"}, {"DOCKER_HOST": "tcp://10.0.0.5:2375"}])
def test_the_client_has_the_same_context_in_mind(tmp_path: Path, env: dict[str, str]) -> None:
    """`docker context show` of the real client; with an address it says default, and means the address."""
    config = {"DOCKER_CONFIG": str(tmp_path), "PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    for name in ("far", "other"):
        made = ["docker", "context", "create", name, "--docker", "host=tcp://10.0.0.9:2375"]
        subprocess.run(made, env=config, capture_output=True, check=True)
    subprocess.run(["docker", "context", "use", "far"], env=config, capture_output=True, check=True)
    shown = subprocess.run(["docker", "context", "show"], env={**config, **env}, capture_output=True, text=True, check=True)
    ours = elsewhere((), {}, {**config, **env})
    assert (ours if "DOCKER_HOST" not in env else "default") == shown.stdout.strip()


BEHIND_SSH = 'error during connect: Get "http://docker.example.com/v1.50/info": command [ssh -l me -- far docker] has exited'


@pytest.mark.parametrize("line", ["docker ps", "docker -H ssh://me@far ps", "DOCKER_HOST=ssh://me@far docker ps"])
def test_an_engine_behind_ssh_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """The client speaks of docker.example.com, which nobody typed. It is the person's own engine: others are not asked."""
    monkeypatch.setenv("DOCKER_HOST", "ssh://me@far")
    docker = script(tmp_path / "docker", f"echo '{BEHIND_SSH}' >&2; exit 1")
    (command,) = explain(line, engine=DockerEngine(str(docker), 20)).commands
    assert [(found.code, found.fix) for found in command.findings] == [
        ("engine-unreachable-ssh", "ssh me@far docker version shows which of the two is missing")
    ]
    assert "ssh://me@far" in command.findings[0].text
