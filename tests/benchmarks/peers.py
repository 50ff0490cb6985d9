"""dockersh beside other programs that one lives in, on this machine: `python tests/benchmarks/peers.py [FOLDER…]`.

Of each: the first prompt, resident memory there, a key on a line of 300 characters, and what Tab (or the last key, where the
list opens by itself) takes until the list is on the screen. The folders hold programs that are not on PATH (the `bin` of an
environment with `pip install litecli pgcli ipython xonsh`); pgcli gets a PostgreSQL of its own, where its server is installed.
What is not there is left out. Numbers to look at, not a test.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import pyte

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.programs import DOCKERSH, environment, recording_docker
from support.pty_terminal import Terminal

RUNS, LENGTH, LAST = 9, 300, 100
QUIET, PATIENCE = 2.0, 20.0  # seconds without output after which a program has said all; for a prompt
SQL, PYTHON, SHELL = (
    "SELECT name, age FROM people WHERE id = 1 ",
    "value = [1, 2, 'three', len('four')]; ",
    "echo one two three ",
)
DOCKER = "docker run -d -e A=1 -e B=2 -p 8080:80 --name web nginx "


class Peer(NamedTuple):
    """A program: its words, what its prompt has, what is typed again and again, what before Tab, and what Tab then lists."""

    argv: tuple[str, ...]
    prompt: str
    typed: str
    begun: str
    listed: str
    opens: bool = False  # the list opens while one types


PEERS = {
    "litecli": Peer(("litecli", "people.db"), r"people\.db> ?", SQL, "SEL", "SELECT", opens=True),
    "pgcli": Peer(("pgcli", "-h", "{folder}", "-U", "postgres", "postgres"), r"postgres> ?", SQL, "SEL", "SELECT", opens=True),
    "ipython": Peer(("ipython", "--no-banner"), r"In \[1\]: ?", PYTHON, "isi", "isinstance"),
    "xonsh": Peer(("xonsh", "--no-rc"), r"[#@\$] ?$", PYTHON, "isi", "isinstance"),
    "fish": Peer(("fish", "--no-config"), r"[>#] ?$", SHELL, "printe", "printenv"),
    "zsh": Peer(("zsh", "-f"), r"[#%] ?$", SHELL, "printe", "printenv"),
    "bash": Peer(("bash", "--norc"), r"[#$] ?$", SHELL, "printe", "printenv"),
}


def first_prompt(peer: Peer, env: dict[str, str], folder: Path) -> float:
    """Seconds from start to the prompt, the middle of some runs."""
    taken = []
    for _ in range(RUNS):
        before = time.perf_counter()
        with Terminal(peer.argv, env, folder) as terminal:
            terminal.expect(peer.prompt, PATIENCE)
            taken.append(time.perf_counter() - before)
    return median(taken)


def moments(terminal: Terminal, typed: str) -> list[tuple[float, int]]:
    """When something was drawn after a key, in seconds, and how much had been by then, until nothing more comes."""
    before = time.perf_counter()
    terminal.send(typed)
    found: list[tuple[float, int]] = []
    while terminal._read(time.monotonic() + QUIET):
        found.append((time.perf_counter() - before, len(terminal.output)))
    return found


def key(terminal: Terminal, peer: Peer) -> list[float]:
    """Seconds until the first answer to each of the last keys of a long line."""
    line = (peer.typed * LENGTH)[:LENGTH]
    taken = []
    for char in line:
        seen, before = len(terminal.output), time.perf_counter()
        terminal.send(char)
        while len(terminal.output) == seen:
            terminal._read(time.monotonic() + PATIENCE)
        taken.append(time.perf_counter() - before)
    return taken[-LAST:]


def tab(terminal: Terminal, peer: Peer) -> float | None:
    """Seconds until the list, or the only word, is on the screen; None where it never is."""
    if peer.opens:
        moments(terminal, peer.begun[:-1])
        drawn = moments(terminal, peer.begun[-1])
    else:
        moments(terminal, peer.begun)
        drawn = moments(terminal, "\t")
    for when, length in drawn:
        screen = pyte.Screen(terminal.columns, terminal.rows)
        pyte.ByteStream(screen).feed(terminal.output[:length])
        if any(peer.listed in line for line in screen.display):
            return when
    return None


def megabytes(terminal: Terminal) -> float:
    """Resident memory."""
    status = Path(f"/proc/{terminal.pid}/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def row(name: str, peer: Peer, env: dict[str, str], folder: Path) -> str:
    """A program's row."""
    prompt = first_prompt(peer, env, folder)
    with Terminal(peer.argv, env, folder, rows=40) as terminal:
        terminal.expect(peer.prompt, PATIENCE)
        moments(terminal, "")
        memory, listed = megabytes(terminal), tab(terminal, peer)
    with Terminal(peer.argv, env, folder, rows=40, columns=200) as terminal:
        terminal.expect(peer.prompt, PATIENCE)
        moments(terminal, "")
        keys = key(terminal, peer)
    shown = f"{listed * 1000:6.0f} ms" if listed is not None else "        –"
    last = quantiles(keys, n=100)[-1]
    return f"{name:10} {prompt * 1000:6.0f} ms {memory:6.1f} MB {median(keys) * 1000:7.1f} {last * 1000:7.1f} ms {shown}"


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The folder of a private server's socket; '' where none can be started."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs or os.geteuid() != 0 or shutil.which("runuser") is None:
        yield ""
        return
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="pg") as name:
        folder = Path(name)
        folder.chmod(0o777)
        mine = ["runuser", "-u", "postgres", "--"]
        control = [*mine, str(programs[-1] / "pg_ctl"), "-D", f"{name}/data"]
        _run([*mine, str(programs[-1] / "initdb"), "-A", "trust", "-D", f"{name}/data"], folder)
        _run([*control, "-w", "-o", f"-k {name} -c listen_addresses=", "-l", f"{name}/log", "start"], folder)
        try:
            yield name
        finally:
            _run([*control, "-m", "immediate", "stop"], folder)


def _run(argv: list[str], folder: Path) -> None:
    nowhere = subprocess.DEVNULL
    subprocess.run(argv, check=True, stdin=nowhere, stdout=nowhere, stderr=nowhere, cwd=folder)


def main() -> None:
    """Print a row a program."""
    path = os.pathsep.join([*sys.argv[1:], os.environ.get("PATH", os.defpath)])
    folder = Path(tempfile.mkdtemp())
    recording_docker(folder)
    env = environment(folder)
    print("           prompt     memory     key p50     p99      Tab")
    ours = Peer((*DOCKERSH, "--no-engine"), "dockersh>", DOCKER, "docker run --n", "--network")
    print(row("dockersh", ours, env, folder), flush=True)
    with postgres() as server:
        for name, peer in PEERS.items():
            program = shutil.which(peer.argv[0], path=path)
            if program is None or (name == "pgcli" and not server):
                continue
            words = (program, *(word.format(folder=server) for word in peer.argv[1:]))
            print(row(name, peer._replace(argv=words), {**env, "PATH": path}, folder), flush=True)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
