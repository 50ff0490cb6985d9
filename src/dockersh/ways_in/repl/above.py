"""What is told from another thread while somebody types: above the prompt, or before the next one."""

from __future__ import annotations

import sys

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.application.current import set_app

from dockersh.ways_in.streams import write


class AbovePrompt:
    """Prints above the prompt of a session, which stays as it is."""

    def __init__(self, session: PromptSession[str]) -> None:
        self.session = session
        self.waiting: list[str] = []  # while no prompt was there

    def tell(self, text: str) -> None:
        """Print it now, from any thread; where there is no prompt, before the next one."""
        app = self.session.app
        if app.is_running and app.loop is not None:
            app.loop.call_soon_threadsafe(self._print, text)
        else:
            self.waiting.append(text)

    def catch_up(self) -> None:
        """Print what waited."""
        while self.waiting:
            write(sys.stderr, self.waiting.pop(0))

    def _print(self, text: str) -> None:
        with set_app(self.session.app):
            run_in_terminal(lambda: write(sys.stderr, text))
