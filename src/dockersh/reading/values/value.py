"""The two answers of every value grammar."""

from __future__ import annotations

from dockersh.finding import Arg, Say
from dockersh.startup.typed import Any, NamedTuple


class Value(NamedTuple):
    """A value docker accepts: what it means to docker (a `Port`, a `Mount`…), and what it does, in one sentence.

    *decoded* is a record, or JSON-able as it is. *says* is None where the flag's own text says enough; then *amount* is what
    the value comes to (`512 MiB`), if that helps.
    """

    decoded: Any
    says: Say | None = None
    amount: str = ""

    @property
    def shape(self) -> Any:
        """The decoded value as JSON has it (see the schema)."""
        return shape(self.decoded)


class Bad(NamedTuple):
    """A value docker refuses: why (a key of `bad-values.toml`) and the word at fault.

    *decoded* is what can be read of it all the same, where the client reads on; else None.
    """

    why: Say
    decoded: Any = None


def shape(decoded: Any) -> Any:
    """A decoded value as JSON has it: a record's own `shape`, or its fields by their names."""
    if hasattr(decoded, "shape"):
        return decoded.shape
    if not hasattr(decoded, "_asdict"):
        return decoded
    fields: dict[str, Any] = decoded._asdict()
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


def good(decoded: Any, key: str | None = None, /, **args: Arg) -> Value:
    """A Value whose sentence is `values.KEY`."""
    return Value(decoded, Say(f"values.{key}", args) if key else None)


def bad(key: str, /, **args: Arg) -> Bad:
    """A Bad whose reason is `bad-values.KEY`."""
    return Bad(Say(f"bad-values.{key}", args))
