"""How long things take, as ratios within one run: `python tests/benchmarks/measure.py`. Numbers to look at, not a test."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from dockersh import explain
from support.cases import every
from support.programs import as_installed

RUNS = 15
LINE = "docker run -i -t --name mywebserver -p 80:80 ubuntu:14.04"
CACHE = tempfile.TemporaryDirectory(prefix="dockersh-bytecode-")
NOBODY = "unix:///nonexistent/dockersh.sock"
TAB = (sys.executable, "-m", "dockersh", "--complete", "bash")


def seconds(action: Callable[[], object], runs: int = RUNS) -> float:
    """The median of several runs, after one that does not count."""
    action()
    taken = []
    for _ in range(runs):
        before = time.perf_counter()
        action()
        taken.append(time.perf_counter() - before)
    return median(taken)


def process(argv: Sequence[str], **more: str) -> Callable[[], object]:
    """Run a program, its output thrown away."""
    env = as_installed({**os.environ, **more}, CACHE.name)
    return lambda: subprocess.run(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def lines_a_second() -> float:
    """How many lines of our cases one warm process explains as JSON in a second."""
    lines = [case.line for case in every()]
    return len(lines) / seconds(lambda: [explain(line).to_json() for line in lines])


def main() -> None:
    """Print one row a measure: milliseconds, and how often bare Python's start fits in."""
    bare = seconds(process([sys.executable, "-c", "pass"]))
    rows = {
        "python starts": bare,
        "import prompt_toolkit": seconds(process([sys.executable, "-c", "import prompt_toolkit"])),
        "dockersh -n -c LINE, no engine": seconds(process([sys.executable, "-m", "dockersh", "-n", "--no-engine", "-c", LINE])),
        "dockersh -n -c LINE with a quote": seconds(
            process([sys.executable, "-m", "dockersh", "-n", "--no-engine", "-c", f"{LINE} sh -c 'exit'"])
        ),
        "Tab: names of containers": seconds(process([*TAB, "docker logs ", "12", ""])),
        "Tab, engine down: names": seconds(process([*TAB, "docker logs ", "12", ""], DOCKER_HOST=NOBODY)),
        "Tab: flags of run": seconds(process([*TAB, "docker run --", "13", "--"])),
        "docker's own Tab: names": seconds(process(["docker", "__complete", "logs", ""])),
        "docker's own Tab: flags": seconds(process(["docker", "__complete", "run", "--"])),
        "docker --version": seconds(process(["docker", "--version"])),
        "one line explained, warm": seconds(lambda: explain(LINE), 200),
    }
    for name, value in rows.items():
        print(f"{name:36} {value * 1000:8.2f} ms  {value / bare:6.2f} × python's start")
    print(f"lines a second in one process: {lines_a_second():.0f}")
    for what in ("names", "flags"):
        ours = next(value for name, value in rows.items() if name.startswith(f"Tab: {what}"))
        theirs = rows[f"docker's own Tab: {what}"]
        print(f"Tab for {what}: {ours / theirs:.2f} × docker's own")


if __name__ == "__main__":
    main()
