"""The history file: `$XDG_STATE_HOME/dockersh/history`, readable by its owner only.

Lines with a secret and lines with a leading space stay out.
"""

from __future__ import annotations

import os

from prompt_toolkit.history import FileHistory

from dockersh import syntax
from dockersh.invocation import read
from dockersh.secrets import has_secret
from dockersh.seen import state_folder


class PrivateHistory(FileHistory):
    """prompt_toolkit's file history, kept private; a folder that cannot be written costs the history, not the session."""

    def __init__(self) -> None:
        super().__init__(os.path.join(state_folder(), "history"))

    def store_string(self, string: str) -> None:
        """Append a line to the file, unless it is private."""
        if string.startswith(" ") or any(has_secret(read(call)) for call in syntax.parse(string).calls):
            return
        try:
            os.makedirs(state_folder(), mode=0o700, exist_ok=True)
            os.close(os.open(str(self.filename), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
            super().store_string(string)
        except OSError:
            return
