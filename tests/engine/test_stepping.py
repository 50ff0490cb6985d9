"""`step`: the stages of a line on the real engine leave what the plain line leaves, and can be left in the middle."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.private_engine import PrivateEngine
from support.programs import DOCKERSH
from support.pty_terminal import Terminal

LINES = [
    "docker run -d --name it busybox sleep 600",
    "docker run -d --name it -p 127.0.0.1:8125:80 -v data:/data -e A=b --restart on-failure:2 nginx",
    "docker run --name it busybox sh -c 'exit 3'",
    "docker run --name it -e A=1 --entrypoint true busybox",
    "docker run -d --rm --name it busybox sleep 600",
]
# Ids, times, and what attaching leaves: a line with -d was never joined to anything, `docker create` is ready for it.
VARIES = re.compile(
    r"^(Id|Created|.*At|.*Path|Hostname|Pid|.*Id|.*ID|SandboxKey|MacAddress|Attach.*|StdinOnce|GraphDriver|IPAddress|LowerDir)$"
)


def settled(value: Any) -> Any:
    """What two containers made alike share."""
    if isinstance(value, dict):
        return {key: settled(item) for key, item in value.items() if not VARIES.match(key)}
    return [settled(item) for item in value] if isinstance(value, list) else value


def inspected(engine: PrivateEngine) -> Any:
    """The container called `it`, as it is now; it is gone afterwards."""
    (found,) = json.loads(engine.docker("inspect", "it"))
    engine.docker("rm", "-fv", "it")
    engine.docker("volume", "prune", "-f")
    return settled(found)


@pytest.mark.parametrize("line", LINES)
def test_the_end_is_the_plain_lines(engine: PrivateEngine, line: str) -> None:
    """Inspect compared, ids and times aside; the same status, and the same output."""
    plain = subprocess.run(["/bin/sh", "-c", line], env=engine.env(), capture_output=True, text=True, check=False)
    first = inspected(engine)
    done = subprocess.run([*DOCKERSH, "-c", f"step {line}"], env=engine.env(), capture_output=True, text=True, check=False)
    assert done.returncode == plain.returncode
    assert "step 1 of 2 · create: docker create --name it" in done.stderr.replace("create -d", "create").replace("--rm ", "")
    assert inspected(engine) == first


def test_a_missing_image_is_a_stage_of_its_own(engine: PrivateEngine) -> None:
    """pull, create, start; each state is shown, and `--step` is the same as `step`."""
    engine.docker("rmi", "busybox")
    argv = [*DOCKERSH, "--step", "docker", "run", "--name", "it", "busybox", "true"]
    said = subprocess.run(argv, env=engine.env(), capture_output=True, text=True, check=True).stderr
    told = [line for line in said.splitlines() if line.startswith(("step", "busybox is on", "it is now"))]
    assert told == [
        "step 1 of 3 · pull: docker pull busybox",
        "busybox is on this engine now",
        "step 2 of 3 · create: docker create --name it busybox true",
        "it is now created, never started",
        "step 3 of 3 · attach + start: docker start --attach it",
        "it is now stopped, exit status 0",
    ]


@pytest.fixture
def terminal(engine: PrivateEngine, tmp_path: Path) -> Terminal:
    """`step docker run -it` in a terminal."""
    return Terminal([*DOCKERSH, "-c", "step docker run -it --name it busybox"], engine.env(), tmp_path)


def test_it_can_be_left_in_the_middle(engine: PrivateEngine, terminal: Terminal) -> None:
    """Q says what exists by then."""
    with terminal:
        terminal.expect("Enter runs it")
        terminal.line("")
        terminal.expect("it is now created, never started")
        terminal.expect("Enter runs it")
        terminal.line("q")
        terminal.expect("container it exists")
        assert terminal.wait() == 130
    assert engine.status("it") == "created"


def test_the_terminal_is_handed_over(engine: PrivateEngine, terminal: Terminal) -> None:
    """The last stage joins it, as the plain line does; the status is the container's."""
    with terminal:
        for _ in range(2):
            terminal.expect("Enter runs it")
            terminal.line("")
        terminal.expect("# ")
        terminal.line("exit 7")
        terminal.expect("it is now stopped, exit status 7")
        assert terminal.wait() == 7
    assert engine.status("it") == "exited"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("docker ps", "this command is a single step"),
        ("docker run -d busybox | cat", "step takes one docker command"),
        ("docker run --nmae x busybox", "this command would fail"),
        ("docker start nothing", "this command would fail"),
    ],
)
def test_what_cannot_be_stepped_through_says_so(engine: PrivateEngine, line: str, said: str) -> None:
    """One line, status 1, nothing done."""
    done = subprocess.run([*DOCKERSH, "-c", f"step {line}"], env=engine.env(), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert said in done.stderr
    assert engine.docker("ps", "-aq") == ""


def test_skipping(engine: PrivateEngine, terminal: Terminal) -> None:
    """S leaves a stage out; what needs it then fails, and docker says why."""
    with terminal:
        terminal.expect("Enter runs it")
        terminal.line("s")
        terminal.expect("skipped")
        terminal.expect("Enter runs it")
        terminal.line("")
        terminal.expect("No such container")
        assert terminal.wait() == 1
    assert engine.docker("ps", "-aq") == ""
