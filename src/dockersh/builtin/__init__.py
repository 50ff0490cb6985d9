"""dockersh's own commands: explain, help, topics, why, set, alias… A line is one of them by its first word.

In the interactive shell all of them work; elsewhere (`-c`, a script) only those that no shell has under the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dockersh.builtin import adjust, carry_out, read
from dockersh.builtin.desk import Desk
from dockersh.typed import NamedTuple

__all__ = ["BUILTINS", "Builtin", "Desk", "find"]


class Builtin(NamedTuple):
    """One of our own commands: what runs it (with the rest of the line; gives a status), and whether it works with -c too."""

    run: Callable[[Desk, str], int]
    everywhere: bool = False


# `set`, `alias`, `history`, `clear` and `exit` are the shell's own words outside of our prompt.
BUILTINS: Mapping[str, Builtin] = {
    "explain": Builtin(read.explain_line, everywhere=True),
    "step": Builtin(carry_out.step, everywhere=True),
    "why": Builtin(read.why, everywhere=True),
    "help": Builtin(read.help_page, everywhere=True),
    "topics": Builtin(read.topics, everywhere=True),
    "set": Builtin(adjust.set_keys),
    "alias": Builtin(adjust.alias),
    "unalias": Builtin(adjust.unalias),
    "history": Builtin(adjust.history),
    "clear": Builtin(adjust.clear),
    "exit": Builtin(adjust.leave),
    "quit": Builtin(adjust.leave),
}

# What fingers type that come from psql and from vi.
LEAVING = {"\\q": "quit", ":q": "quit"}


def find(line: str, *, interactive: bool) -> tuple[Builtin, str] | None:
    """The built-in of a line and the rest of it; None for every other line.

    `set -e` and `alias x=…;…` with shell syntax are the shell's: ours take plain keys and values.
    """
    name, _, rest = line.strip().partition(" ")
    name = LEAVING.get(name, name) if interactive else name
    builtin = BUILTINS.get(name)
    if builtin is None or not (interactive or builtin.everywhere):
        return None
    if name == "set" and rest.strip() and not adjust.is_ours(rest):
        return None
    return builtin, rest.strip()
