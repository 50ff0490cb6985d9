"""How one call of docker ends on a scene."""

from __future__ import annotations

from dockersh.practice.engine.refusal import Refused
from dockersh.startup.typed import NamedTuple


class Outcome(NamedTuple):
    """*status*: None where nobody knows it. *said* are docker's words, *refused* what the engine said no to.

    *note*: why it is open, where that is to be told: `shell`, `assumed`, or `image` with its name in *about*.
    """

    status: int | None = 0
    said: str = ""
    refused: tuple[Refused, ...] = ()
    printed: str = ""
    note: str = ""
    about: str = ""
