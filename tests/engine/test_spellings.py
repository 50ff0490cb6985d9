"""Values in docker's other spellings, on a real engine: our line and our file make what it makes, or say what they lack."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from engine import test_how, test_to_compose
from support import rows
from support.private_engine import PrivateEngine

LINES = """
--gpus all
--gpus 2
--gpus 0
--gpus -1
--gpus device=0
--gpus '"device=0,1",capabilities=utility'
--gpus driver=nvidia
--gpus '"capabilities=compute,utility",count=all'
--gpus '"options=a=b,c=d",count=1'
--gpus capabilities=gpu
--gpus 1 --gpus device=0
--use-api-socket
-p published=8080,target=80,protocol=udp
-p target=82
--expose 80-82/udp --expose 90
--health-cmd ''
--health-interval 0 --health-retries 2
--cpus 1/2
--device /dev/null:r
--network name=n1,driver-opt=a=b
--network name=n1,gw-priority=5
--network n1 --network-alias a --network-alias a
--volumes-from source:rw
--volumes-from source:z
--volume-driver local -v /anonymous
"""


@pytest.fixture(scope="module", name="world")
def fixture_world(real_engine: PrivateEngine) -> PrivateEngine:
    """An engine with what the lines name; where it runs in a folder of its own, also the socket that is to be mounted."""
    real_engine.reset()
    real_engine.docker("network", "create", "--subnet", "10.88.0.0/16", "n1")
    real_engine.docker("run", "-d", "--name", "source", "-v", "shared:/shared", "redis")
    if real_engine.row.current_engine:
        pid = (real_engine.folder / "dockerd.pid").read_text(encoding="utf-8").strip()
        subprocess.run(["nsenter", "-t", pid, "-m", "touch", "/var/run/docker.sock"], check=True)
    return real_engine


@pytest.mark.parametrize("line", LINES.strip().split("\n"))
def test_a_spelling(world: PrivateEngine, row: rows.Row, tmp_path: Path, line: str) -> None:
    """What this engine or this client does not know is left out."""
    words = [*shlex.split(line), "busybox"]
    own = rows.compose(row)
    composes = test_to_compose.Composes(own, tuple({own, Path(sys.executable).with_name("docker-compose")}))
    assert not test_how.remade(world, words)
    assert not test_to_compose.tried(world, composes, words, tmp_path)
