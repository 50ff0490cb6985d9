"""How the lines of a lesson's solution are carried out, with whichever client is there."""

from __future__ import annotations

import subprocess
from pathlib import Path

from dockersh.practice.lessons.levels import Key
from support.pty_terminal import Terminal

PATIENCE = 60.0  # seconds


def carried_out(step: Key, env: dict[str, str], folder: str) -> None:
    """A line of a solution; with keys it runs in a terminal that they are typed into."""
    if not step.keys:
        subprocess.run(["/bin/sh", "-c", step.line], env=env, cwd=folder, capture_output=True, check=False, timeout=PATIENCE)
        return
    with Terminal(["/bin/sh", "-c", step.line], env, Path(folder)) as terminal:
        terminal.expect("# ")
        terminal.send(step.keys)
        terminal.wait(PATIENCE)
