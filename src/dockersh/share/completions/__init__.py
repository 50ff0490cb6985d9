"""The scripts that bash, zsh and fish load: thin shims that ask `dockersh --complete` what fits."""

from __future__ import annotations

import os.path

FILES = {"bash": "dockersh.bash", "zsh": "_dockersh", "fish": "dockersh.fish"}


def script(shell: str) -> str:
    """The script of a shell, as the wheel installs it, too."""
    with open(os.path.join(os.path.dirname(__file__), FILES[shell]), encoding="utf-8") as file:
        return file.read()
