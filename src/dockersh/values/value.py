"""The two answers of every value grammar."""

from __future__ import annotations

from dockersh.finding import Arg, Say
from dockersh.typed import Any, NamedTuple


class Value(NamedTuple):
    """A value docker accepts: its decoded shape (JSON-able, see the schema) and what it does, in one sentence.

    *says* is None where the flag's own text says enough; then *amount* is what the value comes to (`512 MiB`), if that helps.
    """

    decoded: Any
    says: Say | None = None
    amount: str = ""


class Bad(NamedTuple):
    """A value docker refuses: why (a key of `bad-values.toml`) and the word at fault."""

    why: Say


def good(decoded: Any, key: str | None = None, /, **args: Arg) -> Value:
    """A Value whose sentence is `values.KEY`."""
    return Value(decoded, Say(f"values.{key}", args) if key else None)


def bad(key: str, /, **args: Arg) -> Bad:
    """A Bad whose reason is `bad-values.KEY`."""
    return Bad(Say(f"bad-values.{key}", args))
