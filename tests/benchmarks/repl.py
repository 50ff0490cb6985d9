"""How quick the interactive shell is, in a real terminal: `python tests/benchmarks/repl.py`. Numbers to look at, not a test."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.programs import DOCKERSH, environment, recording_docker, script
from support.pty_terminal import Terminal

LONG = "docker run -d " + " ".join(f"-e VARIABLE_{number}=value" for number in range(13)) + " --name web nginx:1.25"
LONG += " " * (300 - len(LONG) - 5) + "sleep"
CONTAINERS, LINES = 500, 20_000


def first_prompt(folder: Path, runs: int = 9, env: dict[str, str] | None = None) -> float:
    """Seconds from start to the prompt."""
    taken = []
    for _ in range(runs):
        before = time.perf_counter()
        with Terminal([*DOCKERSH, "--no-engine"], env or environment(folder), folder) as terminal:
            terminal.expect("dockersh>")
            taken.append(time.perf_counter() - before)
            terminal.send("\x04")
            terminal.wait()
    return median(taken)


def bare(runs: int = 9) -> float:
    """Seconds to import prompt_toolkit, in a process of its own."""
    taken = []
    for _ in range(runs):
        before = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import prompt_toolkit"], check=True)
        taken.append(time.perf_counter() - before)
    return median(taken)


def keys(terminal: Terminal) -> list[float]:
    """Seconds from each key of a long line until the terminal shows it; the last keys are on a line of 300 characters."""
    taken = []
    for char in LONG:
        seen = len(terminal.output)
        before = time.perf_counter()
        terminal.send(char)
        while len(terminal.output) == seen:
            terminal._read(time.monotonic() + 5)
        taken.append(time.perf_counter() - before)
    return taken[-100:]


def megabytes(terminal: Terminal) -> float:
    """Resident memory of the shell."""
    status = Path(f"/proc/{terminal.pid}/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def crowded(folder: Path) -> dict[str, str]:
    """A home with a long history, and a docker that knows many containers."""
    rows = "".join(f"box{number}\trunning\n" for number in range(CONTAINERS))
    (folder / "rows").write_text(rows, encoding="utf-8")
    answers = f'*events*) exec sleep 600;; *"ps -a"*) cat "{folder}/rows";; *version*) echo 28.2.2;; *) exit 0;;'
    script(folder / "docker", f'case "$*" in {answers} esac')
    state = folder / "state" / "dockersh"
    state.mkdir(parents=True)
    lines = "".join(f"\n# 2026-01-01 00:00:00\n+docker run --name web{number} nginx\n" for number in range(LINES))
    (state / "history").write_text(lines, encoding="utf-8")
    return environment(folder, XDG_STATE_HOME=str(folder / "state"))


def measure(title: str, env: dict[str, str], folder: Path, *options: str) -> None:
    """One shell: its memory, its keys, its Enter."""
    with Terminal([*DOCKERSH, *options], env, folder, columns=200, rows=40) as terminal:
        terminal.shows("dockersh>" if options else f"{CONTAINERS} running")
        print(f"{title}\n  resident memory at the prompt {megabytes(terminal):.1f} MB")
        taken = keys(terminal)
        last = quantiles(taken, n=100)[-1]
        print(f"  a key on a line of {len(LONG)} characters: median {median(taken) * 1000:.1f} ms, p99 {last * 1000:.1f} ms")
        terminal.send("\x15")
        empty = []
        for _ in range(30):
            before = time.perf_counter()
            terminal.line("")
            terminal.expect("dockersh>")
            empty.append(time.perf_counter() - before)
        print(f"  Enter on an empty line: median {median(empty) * 1000:.1f} ms")
        print(f"  resident memory afterwards {megabytes(terminal):.1f} MB")


def main() -> None:
    """Print a row a measure."""
    folder = Path(tempfile.mkdtemp())
    recording_docker(folder)
    prompt, base = first_prompt(folder), bare()
    print(f"first prompt {prompt * 1000:6.0f} ms = {prompt / base:.2f} × import prompt_toolkit ({base * 1000:.0f} ms)")
    measure("no engine", environment(folder), folder, "--no-engine")
    other = Path(tempfile.mkdtemp())
    env = crowded(other)
    measure(f"{CONTAINERS} containers, a history of {LINES} lines", env, other)
    prompt = first_prompt(other, env=env)
    print(f"  first prompt {prompt * 1000:6.0f} ms = {prompt / base:.2f} × import prompt_toolkit")


if __name__ == "__main__":
    main()
