"""How long things take beside a real engine, as ratios within one run: `python tests/benchmarks/engine.py` (as root).

Numbers to look at, not a test: Tab with 50 containers, the way of bytes through us, and what we say afterwards.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.private_engine import PrivateEngine, private_engine, reason_against
from support.programs import as_installed
from support.rows import ROWS

CACHE = tempfile.TemporaryDirectory(prefix="dockersh-bytecode-")
CONTAINERS = 50
CROWD = 1000
# Explained on an engine with few containers and on one with a crowd: what names one thing, and what has to list all.
ASKED = (
    "docker run -d --name x -p 80:80 nginx",
    "docker rm box1",
    "docker rmi nginx",
    "docker container prune",
    "docker system prune -a --volumes",
    "docker rm $(docker ps -aq)",
    "docker ps -aq",
)
LINE = "docker run -it -p 80:80 --name web ubuntu:14.04"
MEGABYTES = 1024
DOCKERSH = (sys.executable, "-m", "dockersh")
TAB = ("--complete", "bash", "docker rm ", "10", "")


def seconds(argv: tuple[str, ...], env: dict[str, str], runs: int = 15) -> float:
    """The median time of a program, after one run that does not count."""
    taken = []
    env = as_installed(env, CACHE.name)
    for _ in range(runs + 1):
        before = time.perf_counter()
        subprocess.run(argv, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        taken.append(time.perf_counter() - before)
    return median(taken[1:])


def tab(engine: PrivateEngine) -> Iterator[tuple[str, float]]:
    """Names for `docker rm`, from us and from docker itself."""
    env = engine.env()
    line = "docker rm "
    yield "Tab: names of 50 containers", seconds((*DOCKERSH, "--complete", "bash", line, str(len(line))), env)
    nobody = {**env, "DOCKER_HOST": "unix:///nonexistent/dockersh.sock"}
    yield "Tab, engine down", seconds((*DOCKERSH, "--complete", "bash", line, str(len(line))), nobody)
    yield "docker's own Tab: names", seconds(("docker", "__complete", "rm", ""), env)
    yield "dockersh -n -c LINE", seconds((*DOCKERSH, "-n", "-c", LINE), env)
    yield "docker ps", seconds(("docker", "ps"), env)
    yield "dockersh -c 'docker ps'", seconds((*DOCKERSH, "-c", "docker ps"), env)
    flags = "docker run --n"
    yield "Tab: flags of run", seconds((*DOCKERSH, "--complete", "bash", flags, str(len(flags))), env)


def afterwards(engine: PrivateEngine) -> Iterator[tuple[str, float]]:
    """A line that fails and one that succeeds, with and without us: the difference is the explanation and the aftermath."""
    env = engine.env()
    yield "docker run --rm true", seconds(("docker", "run", "--rm", "ubuntu:14.04", "true"), env, 7)
    yield "dockersh docker run --rm true", seconds((*DOCKERSH, "docker", "run", "--rm", "ubuntu:14.04", "true"), env, 7)


def crowded(engine: PrivateEngine) -> Iterator[str]:
    """How the time of an answer grows with the number of containers; last, docker's own list for comparison."""
    ways = [*((*DOCKERSH, "-n", "-c", line) for line in ASKED), (*DOCKERSH, *TAB), ("docker", "container", "ls", "-aq")]
    few = [seconds(way, engine.env(), 7) for way in ways]
    for number in range(CONTAINERS, CROWD):
        engine.docker("create", "--name", f"box{number}", "ubuntu:14.04", "true")
    for way, before in zip(ways, few, strict=True):
        now = seconds(way, engine.env(), 7)
        shown = " ".join(way).removeprefix(" ".join(DOCKERSH))
        yield f"{before * 1000:6.0f} → {now * 1000:6.0f} ms = {now / before:4.1f} × {shown}"


def stream(engine: PrivateEngine, *, inwards: bool) -> tuple[float, float]:
    """Seconds for a gigabyte through a container's output (or into its input): plain docker, and through us, in turns."""
    env, script = engine.env(), f"dd if=/dev/zero bs=1M count={MEGABYTES} 2>/dev/null"
    inside = ("-i", "ubuntu:14.04", "sh", "-c", "cat >/dev/null") if inwards else ("ubuntu:14.04", "sh", "-c", script)
    ways = {"plain": ("docker", "run", "--rm", *inside), "ours": (*DOCKERSH, "docker", "run", "--rm", *inside)}
    taken: dict[str, list[float]] = {"plain": [], "ours": []}
    for _ in range(3):
        for name, argv in ways.items():
            taken[name].append(_through(argv, env, script if inwards else None))
    return median(taken["plain"]), median(taken["ours"])


def _through(argv: tuple[str, ...], env: dict[str, str], feeder: str | None) -> float:
    source = subprocess.Popen(["/bin/sh", "-c", feeder], stdout=subprocess.PIPE) if feeder else None
    before = time.perf_counter()
    stdin = source.stdout if source else subprocess.DEVNULL
    subprocess.run(argv, env=env, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    taken = time.perf_counter() - before
    if source:
        source.wait()
    return taken


def main() -> None:
    """Print a row a measure."""
    if reason := reason_against(ROWS["installed"]):
        sys.exit(reason)
    with private_engine(Path(tempfile.mkdtemp(prefix="dockersh-engine-")), ROWS["installed"]) as engine:
        engine.reset()
        for number in range(CONTAINERS):
            engine.docker("create", "--name", f"box{number}", "ubuntu:14.04", "true")
        bare = seconds((sys.executable, "-c", "pass"), engine.env())
        rows = {"python starts": bare, **dict(tab(engine))}
        for name, taken in rows.items():
            print(f"{name:34} {taken * 1000:8.1f} ms {taken / bare:6.2f} × python's start")
        ours, theirs = rows["Tab: names of 50 containers"], rows["docker's own Tab: names"]
        print(f"Tab for names: {ours / theirs:.2f} × docker's own")
        for name, taken in afterwards(engine):
            print(f"{name:34} {taken * 1000:8.1f} ms")
        print(f"{CONTAINERS} → {CROWD} containers")
        for row in crowded(engine):
            print(f"  {row}")
        for inwards in (False, True):
            plain, ours = stream(engine, inwards=inwards)
            way = "in" if inwards else "out"
            print(f"1 GB {way}: docker {plain:.2f} s, through us {ours:.2f} s: {plain / ours:.0%} of its speed")


if __name__ == "__main__":
    main()
