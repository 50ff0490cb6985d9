"""Whatever is tried in practice, the real engine hears nothing of it."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from support import escapes
from support.private_engine import PrivateEngine
from support.programs import DOCKERSH


def test_the_real_engine_hears_nothing(engine: PrivateEngine, tmp_path: Path) -> None:
    """Lines that lead away, ways in in turn, beside an engine that the person's own environment leads to."""
    since = time.time()
    env = engine.env(XDG_STATE_HOME=str(tmp_path))
    ways = (["-c"], ["-q", "-c"], ["-n", "-c"], ["--json", "-c"])
    kept = [line.replace("/var/run/docker.sock", engine.host.removeprefix("unix://")) for line in escapes.REFUSED]
    for number, line in enumerate((*kept, "docker run -d nginx", "docker volume create data")):
        argv = [*DOCKERSH, "--practice", *ways[number % len(ways)], line]
        result = subprocess.run(
            argv, env=env, capture_output=True, text=True, check=False, timeout=60, stdin=subprocess.DEVNULL
        )
        assert result.returncode == (1 if line in kept else 0), line
    assert engine.events(since, time.time()) == []


def test_a_script_cannot_reach_it_by_its_address(engine: PrivateEngine, tmp_path: Path) -> None:
    """What stands in a script nobody reads: there is another engine at that address, where the system allows it."""
    since = time.time()
    script = tmp_path / "script"
    docker = shutil.which("docker")
    script.write_text(
        f"unset DOCKER_HOST DOCKER_CONFIG\n{docker} -H {engine.host} run -d --name real nginx\n"
        f"{docker} -H {engine.host} volume create real\nDOCKER_HOST={engine.host} {docker} rm -f real\n",
        encoding="utf-8",
    )
    env = engine.env(XDG_STATE_HOME=str(tmp_path))
    argv = [*DOCKERSH, "--practice", "-q", "-c", f"sh {script}"]
    result = subprocess.run(argv, env=env, capture_output=True, text=True, check=False, timeout=60, stdin=subprocess.DEVNULL)
    assert result.returncode == 0, result.stderr
    assert engine.events(since, time.time()) == []
