"""dockersh's own commands: explain, help, topics, why, set, alias… A line is one of them by its first word.

In the interactive shell all of them work; elsewhere (`-c`, a script) only those that no shell has under the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dockersh.startup.lazy_module import Later
from dockersh.startup.typed import TYPE_CHECKING, NamedTuple
from dockersh.ways_in.builtin import adjust, carry_out, keep, practise, read, record, remake, translate, undo
from dockersh.ways_in.builtin.desk import Desk

if TYPE_CHECKING:
    from dockersh.ways_in.builtin import history as _history
    from dockersh.ways_in.builtin import why as _why
else:
    _history = Later("dockersh.ways_in.builtin.history")  # the shell's own word outside of our prompt
    _why = Later("dockersh.ways_in.builtin.why")  # the failures, when something is asked about one

__all__ = ["BUILTINS", "Builtin", "Desk", "find"]


class Builtin(NamedTuple):
    """One of our own commands: what runs it (with the rest of the line; gives a status), and whether it works with -c too."""

    run: Callable[[Desk, str], int]
    everywhere: bool = False


# `set`, `alias`, `history`, `clear` and `exit` are the shell's own words outside of our prompt.
BUILTINS: Mapping[str, Builtin] = {
    "explain": Builtin(read.explain_line, everywhere=True),
    "step": Builtin(carry_out.step, everywhere=True),
    "why": Builtin(_why.why, everywhere=True),
    "help": Builtin(read.help_page, everywhere=True),
    "topics": Builtin(read.topics, everywhere=True),
    "how": Builtin(remake.how, everywhere=True),
    "undo": Builtin(undo.undo, everywhere=True),
    "to-compose": Builtin(translate.to_compose, everywhere=True),
    "to-run": Builtin(translate.to_run, everywhere=True),
    "practice": Builtin(practise.practice),
    "learn": Builtin(practise.learn),
    "picture": Builtin(carry_out.picture),
    "set": Builtin(adjust.set_keys),
    "keep": Builtin(keep.keep),
    "record": Builtin(record.record),
    "alias": Builtin(adjust.alias),
    "unalias": Builtin(adjust.unalias),
    "history": Builtin(_history.history),
    "clear": Builtin(adjust.clear),
    "exit": Builtin(adjust.leave),
    "quit": Builtin(adjust.leave),
}

# What fingers type that come from psql and from vi, and what people type who look for a way in.
OTHERS = {"\\q": "quit", ":q": "quit", "?": "help", "도움말": "help", "tutorial": "topics"}


# Words that came later: a program of that name, which somebody has, is meant instead.
GIVE_WAY = frozenset(("how", "undo", "to-compose", "to-run", "keep", "record", "practice"))


def find(line: str, *, interactive: bool, ours: bool = False) -> tuple[Builtin, str] | None:
    """The built-in of a line and the rest of it; None for every other line.

    *ours*: it was typed behind `dockersh`, and no program is meant. `set -e` and `alias x=…;…` with shell syntax are the
    shell's: ours take plain keys and values.
    """
    name, _, rest = line.strip().partition(" ")
    name = OTHERS.get(name, name) if interactive else name
    builtin = BUILTINS.get(name)
    if builtin is None or not (interactive or builtin.everywhere):
        return None
    if name in GIVE_WAY and not ours and _is_program(name):
        return None
    if name == "set" and rest.strip() and not adjust.is_ours(rest):
        return None
    return builtin, rest.strip()


def _is_program(name: str) -> bool:
    import shutil  # noqa: PLC0415  few lines begin with such a word

    return shutil.which(name) is not None
