"""What we say happened is about the line's own objects, while somebody else makes and removes their like without a pause."""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from support.private_engine import PrivateEngine
from support.programs import DOCKERSH
from support.pty_terminal import Terminal

# What the stranger does, again and again: the same images and commands as the lines below, names that we know again.
STRANGER = """
n=0
while :; do
    n=$((n + 1))
    docker run --name stranger-run-$n busybox true
    docker run -d --name stranger-sleeps-$n busybox sleep 1000
    docker run --rm --name stranger-rm-$n busybox true
    docker create --name stranger-made-$n busybox true
    docker run --name stranger-three-$n busybox sh -c 'exit 3'
    docker run --name stranger-late-$n busybox nosuchprogram
    docker start stranger-made-$n
    docker rm -f $(docker ps -aqf name=stranger-) &
done
"""
MADE_UP = r"(?m)^(?!stranger)[a-z]+_[a-z0-9]+"  # a name that docker makes up
STAYS = "was created before the failure and still exists"
RAN = "created → ran"


class Kind(NamedTuple):
    """A line, what must be told where nobody else is there (None: nothing), and whether it must be told beside a stranger."""

    line: str
    told: str | None
    certain: bool = False


KINDS = {
    "plain": Kind("docker run busybox true", f"{MADE_UP}: {RAN}"),
    "detached": Kind("docker run -d busybox sleep 1000", f"{MADE_UP} is running in the background", certain=True),
    "detached, late": Kind("docker run -d busybox nosuchprogram", f"{MADE_UP} {STAYS}", certain=True),
    "rm": Kind("docker run --rm busybox true", None),
    "named rm": Kind("docker run --rm --name own busybox true", rf"(?m)^own: {RAN} .*→ removed", certain=True),
    "named": Kind("docker run --name own busybox true", f"(?m)^own: {RAN}", certain=True),
    "another image": Kind("docker run ubuntu:14.04 true", f"{MADE_UP}: {RAN}", certain=True),
    "usage error": Kind("docker run --nope busybox true", None),
    "bad reference": Kind("docker run BUSYBOX true", None),
    "missing image": Kind("docker run --pull never nosuch:1 true", None),
    "name conflict": Kind("docker run --name taken busybox true", None),
    "port in use": Kind("docker run -p 127.0.0.1:8099:80 busybox true", f"{MADE_UP} {STAYS}", certain=True),
    "bad command": Kind("docker run busybox nosuchprogram", f"{MADE_UP} {STAYS}"),
    "no program": Kind("docker run --name own busybox /tmp", f"(?m)^own {STAYS}", certain=True),
    "exit 3": Kind("docker run busybox sh -c 'exit 3'", rf"{MADE_UP}: {RAN} .*exit status 3"),
    "create": Kind("docker create busybox true", f"{MADE_UP} is created but not running", certain=True),
    "start": Kind("docker start -a taken", "(?m)^taken: ran", certain=True),
    "stop": Kind("docker stop -t 0 holder2", "(?m)^holder2: ran .*137", certain=True),
    "exec": Kind("docker exec holder true", None),
    "remove": Kind("docker rm -f gone absent", "(?m)^gone is removed[^\\0]*^absent did not exist", certain=True),
}
TOLD = re.compile(
    r"→ ran|→ stopped|" + STAYS + r"|running in the background|is created but not|still running|is removed|did not exist"
)


@contextlib.contextmanager
def stranger(engine: PrivateEngine) -> Iterator[None]:
    """Somebody else on the same engine."""
    process = subprocess.Popen(
        ["/bin/sh", "-c", STRANGER],
        env=engine.env(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


@pytest.fixture
def held(engine: PrivateEngine) -> PrivateEngine:
    """An engine with a port that is taken and a container that has ended."""
    engine.docker("run", "-d", "--name", "holder", "-p", "127.0.0.1:8099:80", "nginx")
    engine.docker("run", "--name", "taken", "ubuntu:14.04", "true")
    return engine


def told(engine: PrivateEngine, kind: Kind) -> str:
    """All that is on the screen for a line, docker's own words too."""
    env = {**engine.env(), "COLUMNS": "200"}
    for name, word in {"gone": "create", "holder2": "run -d"}.items():
        if name in kind.line:
            engine.docker("rm", "-f", name)
            engine.docker(*word.split(), "--name", name, "ubuntu:14.04", "sleep", "1000")
    with Terminal([*DOCKERSH, "--detail", "brief", "-c", kind.line], env, rows=50, columns=200) as terminal:
        terminal.wait(60)
        screen = terminal.text
    if mine := engine.docker("ps", "-aq", "--filter", "name=^/own$"):
        engine.docker("rm", "-f", mine)
    return screen


def judged(kind: Kind, screen: str) -> str:
    """right, silent or wrong."""
    said = [line for line in screen.splitlines() if TOLD.search(line)]
    if "stranger" in screen or (said and kind.told is None):
        return "wrong"
    if kind.told is None:
        return "right"
    return "right" if re.search(kind.told, screen) else "wrong" if said else "silent"


@pytest.mark.parametrize("name", KINDS)
def test_alone_the_report_is_there(held: PrivateEngine, name: str) -> None:
    """Silence is no way to be right: nobody else is on the engine."""
    screen = told(held, KINDS[name])
    assert judged(KINDS[name], screen) == "right", screen


def test_nobody_elses_container_is_taken_for_the_lines_own(held: PrivateEngine, pytestconfig: pytest.Config) -> None:
    """No wrong name once; and where the line can be known for sure, at least 95 in 100 reports are there."""
    runs = int(pytestconfig.getoption("--strangers"))
    names = list(KINDS) if runs >= len(KINDS) else random.Random(runs).sample(list(KINDS), runs)
    counted: dict[str, Counter[str]] = {name: Counter() for name in names}
    with stranger(held):
        for number in range(runs):
            name = names[number % len(names)]
            screen = told(held, KINDS[name])
            verdict = judged(KINDS[name], screen)
            assert verdict != "wrong", f"{name}: {screen}"
            counted[name][verdict] += 1
    report = "\n".join(f"{name}: {dict(count)}" for name, count in counted.items())
    print(report)
    certain = Counter[str]()
    for name, count in counted.items():
        if KINDS[name].certain:
            certain += count
    assert certain["right"] >= 0.95 * certain.total(), report
