"""More cells of the hand-over: closed standard input, builds in a terminal, compose in the foreground."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.test_matrix import OURS, PLAIN, argv, same
from support import rows
from support.private_engine import PrivateEngine
from support.pty_terminal import Terminal

WAYS = pytest.mark.parametrize("way", [PLAIN, OURS], ids=["plain", "ours"])
CLOSED = [
    ("run --rm ubuntu:14.04 echo out", 0),
    ("run --rm -i ubuntu:14.04 cat", 0),
    ("exec web echo out", 0),
    ("exec -i web cat", 0),
    ("ps -aq", 0),
    ("rm nosuch", 1),
]


@pytest.mark.parametrize(("line", "status"), CLOSED, ids=[line for line, _ in CLOSED])
def test_standard_input_is_closed(engine: PrivateEngine, line: str, status: int) -> None:
    """As from a job without any input: nothing breaks, nothing is read."""
    engine.docker("run", "-d", "--name", "web", "nginx")
    assert same(engine, line, None)[0] == status


READS = [
    "logs web",
    "logs --tail 1 -t web",
    "events --since 1 --until 2",
    "inspect web",
    "port web",
]


@pytest.mark.parametrize("line", READS)
def test_what_only_reads(engine: PrivateEngine, line: str) -> None:
    """To a pipe, byte for byte."""
    engine.docker("run", "-d", "--name", "web", "nginx", "sh", "-c", "echo err >&2; echo out; sleep 100")
    deadline = time.monotonic() + 20
    while engine.docker("logs", "web") != "out":
        assert time.monotonic() < deadline
    assert same(engine, line)[0] == 0


SIZED = ["run -it --name box ubuntu:14.04 sh", "exec -it web sh", "attach shell", "start -ai old"]


@pytest.mark.parametrize("line", SIZED)
def test_the_window_and_its_changes(engine: PrivateEngine, line: str) -> None:
    """The size at the start and after a resize reach the program, whichever command joined it."""
    engine.docker("run", "-d", "--name", "web", "nginx")
    engine.docker("run", "-dit", "--name", "shell", "ubuntu:14.04", "sh")
    engine.docker("create", "-it", "--name", "old", "ubuntu:14.04", "sh")
    with Terminal(argv(OURS, line), engine.env(), rows=33, columns=91) as terminal:
        if line.startswith("attach"):
            terminal.line("")
        terminal.expect("# ")
        terminal.follows_the_window((33, 91), (40, 100))
        terminal.line("exit 7")
        assert terminal.wait() == 7


DOCKERFILE = "FROM ubuntu:14.04\nRUN echo working\nRUN exit {status}\n"


@pytest.mark.parametrize("status", [0, 3])
def test_a_build_in_a_terminal(engine: PrivateEngine, tmp_path: Path, status: int) -> None:
    """All that docker draws is drawn; the status is the build's.

    Standard output keeps its order. Where the warning on standard error falls in it is not promised: that goes through the
    stand-in terminal from which the error is read, and may be a line later.
    """
    (tmp_path / "Dockerfile").write_text(DOCKERFILE.format(status=status), encoding="utf-8")
    screens, statuses = [], []
    for way in (PLAIN, OURS):
        with Terminal([*way, "build", "--no-cache", "-t", "shop", "."], engine.env(DOCKER_BUILDKIT="0"), tmp_path) as terminal:
            statuses.append(terminal.wait(60))
        screens.append(re.sub(r"[0-9a-f]{12}", "ID", terminal.text))
    assert statuses == [status] * 2
    (plain, warned), (ours, told) = (re.subn(r"DEPRECATED: .*?\n\n", "", screen, flags=re.DOTALL) for screen in screens)
    assert warned == told == 1
    assert plain[plain.index("Sending build context") :].strip() in ours


COMPOSE = """\
name: shop
services:
  web:
    image: ubuntu:14.04
    command: sh -c "{trap}; echo up; while :; do sleep 0.1; done"
    stop_grace_period: {grace}
"""


@pytest.fixture
def project(engine: PrivateEngine, tmp_path: Path) -> Path:
    """A folder; and compose as a plugin of the engine's client."""
    rows.install_compose(engine.row, Path(engine.env()["DOCKER_CONFIG"]) / "cli-plugins")
    return tmp_path


@WAYS
@pytest.mark.parametrize("keys", [1, 2], ids=["Ctrl-C", "Ctrl-C twice"])
def test_compose_in_the_foreground(engine: PrivateEngine, project: Path, way: Sequence[str], keys: int) -> None:
    """Its output comes through; one Ctrl-C stops the containers in peace, and a second one does no harm.

    Whether compose hears the second one is its own matter, under plain docker as under us; one that does not listen is
    killed by then or at the end of its grace.
    """
    trap = "trap 'exit 0' TERM" if keys == 1 else "trap '' TERM"
    (project / "compose.yaml").write_text(COMPOSE.format(trap=trap, grace="60s" if keys == 1 else "3s"), encoding="utf-8")
    with Terminal([*way, "compose", "up"], engine.env(), project) as terminal:
        terminal.expect(r"web-1\s+\| up")
        terminal.send("\x03")
        if keys == 2:
            terminal.expect(r"shop-web-1\s+Stopping")  # compose 2 and 5 space it differently
            terminal.send("\x03")
        status = terminal.wait(40)
    assert status in (0, 130, 137)
    assert engine.status("shop-web-1") == "exited"
    code = engine.docker("container", "inspect", "--format", "{{.State.ExitCode}}", "shop-web-1")
    assert (code == "137") == (keys == 2)
