"""What starting costs, in starts of bare Python: `python tests/benchmarks/ratios.py [PYTHON] [--alone]`.

As root beside an engine, too; not with --alone, for engines of one network take turns, and another may be at work.

PYTHON is that of an environment in which dockersh is installed (default: this one); its console script is what runs. Each
round runs every row once, so that what else the machine does meets all of them; the least counts, the median stands beside it.
Numbers to look at, not a test.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.private_engine import PrivateEngine, private_engine, reason_against
from support.rows import ROWS

WORDS = [word for word in sys.argv[1:] if word != "--alone"]
PYTHON = WORDS[0] if WORDS else sys.executable
DOCKERSH = str(Path(PYTHON).with_name("dockersh"))
ROUNDS = 25
LINE = "docker run -it -p 80:80 --name web ubuntu:14.04"
BARE, PROMPT_TOOLKIT = "python -c pass", "import prompt_toolkit"
ALONE = {
    BARE: (PYTHON, "-c", "pass"),
    PROMPT_TOOLKIT: (PYTHON, "-c", PROMPT_TOOLKIT),
    "a plain line, no engine": (DOCKERSH, "-n", "--no-engine", "-c", LINE),
    "with quotes, no engine": (DOCKERSH, "-n", "--no-engine", "-c", f"{LINE} sh -c 'exit 3'"),
    "Tab: flags": (DOCKERSH, "--complete", "bash", "docker run --", "13", "--"),
}
WITH_ENGINE = {
    BARE: ALONE[BARE],
    "a line, with an engine": (DOCKERSH, "-n", "-c", LINE),
    "Tab: all names": (DOCKERSH, "--complete", "bash", "docker rm ", "10", ""),
    "Tab: names begun": (DOCKERSH, "--complete", "bash", "docker rm box1", "14", "box1"),
    "docker's own Tab": ("docker", "__complete", "rm", ""),
    "docker ps": ("docker", "ps"),
    "dockersh -c 'docker ps'": (DOCKERSH, "-c", "docker ps"),
}


def taken(rows: Mapping[str, Sequence[str]], env: Mapping[str, str]) -> dict[str, list[float]]:
    """Seconds of each row in each round; the first one, which writes bytecode, does not count."""
    found: dict[str, list[float]] = {name: [] for name in rows}
    for number in range(ROUNDS + 1):
        for name, argv in rows.items():
            before = time.perf_counter()
            subprocess.run(argv, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
            if number:
                found[name].append(time.perf_counter() - before)
    return found


def table(title: str, found: Mapping[str, Sequence[float]]) -> None:
    """Print a row a measure: the least and the median, in milliseconds and as how often bare Python's start fits in."""
    least, middle = min(found[BARE]), median(found[BARE])
    print(f"{title}\n{'':28} {'least':>9} {'':>7} {'median':>9}")
    for name, times in found.items():
        low, mid = min(times), median(times)
        print(f"  {name:26} {low * 1000:6.1f} ms {low / least:5.2f} × {mid * 1000:6.1f} ms {mid / middle:5.2f} ×")


def with_engine(engine: PrivateEngine, env: Mapping[str, str]) -> None:
    """Beside an engine with 50 containers, and with 1,000."""
    env = {**env, **{name: value for name, value in engine.env().items() if name.startswith("DOCKER")}}
    made = 0
    for wanted in (0, 50, 1000):
        for number in range(made, wanted):
            engine.docker("create", "--name", f"box{number}", "ubuntu:14.04", "true")
        made = max(made, wanted)
        found = taken(WITH_ENGINE, env)
        table(f"{wanted} containers", found)
        adds = min(found["dockersh -c 'docker ps'"]) - min(found["docker ps"])
        print(f"  {'we add to docker ps':26} {adds * 1000:6.1f} ms {adds / min(found[BARE]):5.2f} ×")


def main() -> None:
    """Print the tables. The home is new: its cache fills in the first round."""
    with tempfile.TemporaryDirectory(prefix="dockersh-home-") as home:
        env = {"PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8"}
        table("alone", taken(ALONE, env))
        if "--alone" in sys.argv[1:]:
            return
        if reason := reason_against(ROWS["installed"]):
            sys.exit(reason)
        with private_engine(Path(tempfile.mkdtemp(prefix="dockersh-engine-")), ROWS["installed"]) as engine:
            engine.reset()
            with_engine(engine, env)


if __name__ == "__main__":
    main()
