"""The history file: `$XDG_STATE_HOME/dockersh/history`, readable by its owner only.

Lines with a secret and lines with a leading space stay out.
"""

from __future__ import annotations

import os
from pathlib import Path

from prompt_toolkit.history import FileHistory

from dockersh import syntax
from dockersh.invocation import read
from dockersh.secrets import has_secret


def state_folder() -> Path:
    """Where things that are remembered live: `$XDG_STATE_HOME/dockersh`, or `~/.local/state/dockersh`."""
    base = os.environ.get("XDG_STATE_HOME") or ""
    return (Path(base) if base.startswith("/") else Path.home() / ".local/state") / "dockersh"


class PrivateHistory(FileHistory):
    """prompt_toolkit's file history, kept private; a folder that cannot be written costs the history, not the session."""

    def __init__(self) -> None:
        folder = state_folder()
        super().__init__(str(folder / "history"))

    def store_string(self, string: str) -> None:
        """Append a line to the file, unless it is private."""
        if string.startswith(" ") or any(has_secret(read(call)) for call in syntax.parse(string).calls):
            return
        try:
            state_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(str(self.filename), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
            super().store_string(string)
        except OSError:
            return
