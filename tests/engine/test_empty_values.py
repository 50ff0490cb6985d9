"""An empty value is refused by us where docker refuses it, and only there: every option that takes a word is asked."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from dockersh import explain
from dockersh.engine import DockerEngine
from dockersh.reading import catalogue
from support.private_engine import PrivateEngine

# Command → the words in front of and behind the option, and what takes away again what it made.
LINES: dict[str, tuple[str, str, str]] = {
    "container create": ("create", "busybox true", ""),
    "container run": ("run", "busybox true", ""),
    "container exec": ("exec", "holder true", ""),
    "container commit": ("commit", "ended", ""),
    "container update": ("update", "holder", ""),
    "container ls": ("ps", "", ""),
    "container logs": ("logs", "ended", ""),
    "volume create": ("volume create", "", ""),
    "network create": ("network create", "tried", "network rm tried"),
    "network connect": ("network connect", "other holder", "network disconnect -f other holder"),
}
ONCE = frozenset(("container run", "container update"))  # asked with '' only: slow, or the same grammar as create
# Refused or taken for what the engine is, not for the value.
ELSEWHERE = {
    ("container create", "ipc"): "20.10 looks at it when it starts",
    ("container create", "link-local-ip"): "28 looks at it when it is made, 20.10 when it starts",
    ("network create", "scope"): "a swarm's",
    **{("volume create", flag): "a swarm's" for flag in ("availability", "group", "scope", "sharing", "type")},
}


@pytest.mark.parametrize("command", LINES)
def test_what_docker_takes_we_take(
    engine: PrivateEngine, command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Foreseen to fail, or not, as the real client and engine do it."""
    monkeypatch.chdir(tmp_path)  # `--cidfile ' '` writes a file
    env = engine.env()
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    engine.docker("run", "-d", "--name", "holder", "busybox", "sleep", "1000")
    engine.docker("run", "--name", "ended", "busybox", "true")
    engine.docker("network", "create", "other")
    facts = catalogue.find(command)
    assert facts is not None
    flags = [flag.name for flag in facts.flags.values() if flag.type != "bool" and (command, flag.name) not in ELSEWHERE]
    values = ("",) if command in ONCE else ("", " ")
    wrong = [told for flag in flags for value in values if (told := _differs(engine, command, flag, value))]
    assert wrong == []


def _differs(engine: PrivateEngine, command: str, flag: str, value: str) -> str | None:
    """How we and docker disagree; None where we agree."""
    before, behind, undo = LINES[command]
    words = ["docker", *before.split(), f"--{flag}={value}", *behind.split()]
    explained = explain(shlex.join(words), engine=DockerEngine("docker", 20.0))
    findings = [one for each in explained.commands for one in each.findings]
    told = [one.code for one in (*explained.findings, *findings) if one.severity == "error"]
    real = subprocess.run(words, env=engine.env(), capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if undo:
        engine.docker(*undo.split(), check=False)
    return (
        f"{shlex.join(words)}: {told}, {real.returncode} {real.stderr[:120]}" if bool(told) != bool(real.returncode) else None
    )
