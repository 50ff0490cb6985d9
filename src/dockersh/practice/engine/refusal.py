"""What the engine says no to: the status of the answer and docker's own words, from `refusals.toml`."""

from __future__ import annotations

import functools
import os
import tomllib

from dockersh.startup.typed import Any


class Refused(Exception):
    """A request that the engine refuses; *code* is a table of `refusals.toml`, *values* fill its text."""

    def __init__(self, code: str, **values: object) -> None:
        row = _table()[code]
        super().__init__(row["text"].format(**values))
        self.code, self.values = code, values
        self.status: int = row["status"]

    @property
    def message(self) -> str:
        """Docker's words."""
        return str(self.args[0])


@functools.cache
def _table() -> dict[str, Any]:
    with open(os.path.join(os.path.dirname(__file__), "refusals.toml"), "rb") as file:
        return tomllib.load(file)
