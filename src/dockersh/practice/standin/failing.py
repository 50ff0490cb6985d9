"""How a line of the stand-in ends where it does not succeed, and docker's words for it, from `words.toml`."""

from __future__ import annotations

import functools
import os

from dockersh.startup.toml_cache import load


class Failed(Exception):
    """The client gives up: *text* goes to standard error, *status* is the exit status."""

    def __init__(self, text: str, status: int = 1) -> None:
        super().__init__(text)
        self.text, self.status = text, status


class Answered(Failed):
    """The engine said no; *code* is the status of its answer."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(text("from-engine", message=message))
        self.message, self.code = message, code


def text(key: str, **values: object) -> str:
    """What docker says, by our own key."""
    return _words()[key].format(**values)


@functools.cache
def _words() -> dict[str, str]:
    return load(os.path.join(os.path.dirname(__file__), "words.toml"))


def failed(key: str, status: int = 1, **values: object) -> Failed:
    """The same as an exception to raise."""
    return Failed(text(key, **values), status)
