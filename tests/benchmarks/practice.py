"""How quick the practice engine is: `python tests/benchmarks/practice.py`. Numbers to look at, not a test.

What it has to come to on an idle machine: 0.3 s for a start, 5 ms for an answer.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parents[1]))

from dockersh.practice import session
from dockersh.practice.session import Session
from support.programs import as_installed

STARTS, ANSWERS, CONTAINERS = 9, 500, 20
ASKED = ("/_ping", "/containers/json?all=1", "/containers/box0/json", "/images/json")


class Connection(http.client.HTTPConnection):
    """To the socket at a path; kept open, as the docker client keeps its own."""

    def __init__(self, path: str) -> None:
        super().__init__("docker", timeout=10)
        self.path = path

    def connect(self) -> None:
        """To the socket, not to a host."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(self.path)

    def answer(self, method: str, request: str, body: str | None = None) -> int:
        """Ask, and read to the end."""
        self.request(method, request, body, {"Content-Type": "application/json"} if body else {})
        answer = self.getresponse()
        answer.read()
        return answer.status


def started(env: dict[str, str]) -> tuple[Session, float]:
    """A session, and the seconds until its engine answers."""
    before = time.perf_counter()
    begun = session.begin(env)
    return begun, time.perf_counter() - before


def ended(begun: Session) -> None:
    """Leave it, and wait until its engine has gone."""
    begun.owned.close()
    while os.path.exists(begun.engine):
        time.sleep(0.01)


def bare() -> float:
    """Seconds that a Python takes to start and end."""
    before = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", "pass"], check=True)
    return time.perf_counter() - before


def answers(begun: Session) -> None:
    """A row a request, with some containers there."""
    connection = Connection(begun.engine)
    connection.answer("POST", "/images/create?fromImage=busybox&tag=latest")
    for number in range(CONTAINERS):
        assert connection.answer("POST", f"/containers/create?name=box{number}", '{"Image": "busybox"}') == 201
    for request in ASKED:
        taken = []
        for _ in range(ANSWERS):
            before = time.perf_counter()
            assert connection.answer("GET", request) == 200
            taken.append((time.perf_counter() - before) * 1000)
        parts = quantiles(taken, n=100)
        print(f"GET {request:26} p50 {parts[49]:6.2f} ms  p99 {parts[98]:6.2f} ms")


def main() -> None:
    """Print a row a measure."""
    with tempfile.TemporaryDirectory(prefix="dockersh-practice-bench-") as folder:
        os.environ.update(as_installed({}, os.path.join(folder, "bytecode")))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        env = {**os.environ, "XDG_STATE_HOME": os.path.join(folder, "state"), "XDG_CACHE_HOME": os.path.join(folder, "cache")}
        taken = []
        for number in range(STARTS + 1):
            begun, seconds = started(env)
            taken += [seconds] if number else []  # the first one compiles
            if number < STARTS:
                ended(begun)
        base = median(bare() for _ in range(STARTS)) * 1000
        half, most = median(taken) * 1000, max(taken) * 1000
        print(f"start of the engine: median {half:.0f} ms, slowest {most:.0f} ms; python's {base:.0f} ms")
        answers(begun)
        ended(begun)


if __name__ == "__main__":
    main()
