"""The frozen result of reading one docker invocation, and the questions later stages ask it."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.catalogue import Command, Flag
from dockersh.finding import Finding
from dockersh.syntax import Call, Span
from dockersh.typed import Literal, NamedTuple

Kind = Literal["flag", "argument", "command-word", "global-flag"]

# strconv.ParseBool's words: what docker accepts behind `=` of a boolean flag.
TRUE = frozenset(["1", "t", "T", "TRUE", "true", "True"])
FALSE = frozenset(["0", "f", "F", "FALSE", "false", "False"])
HELP = Flag("help", "bool")  # every command has it


class Part(NamedTuple):
    """One explained piece: a flag (with its value) or an argument.

    *value* is None for a boolean flag without one; *span* covers the flag word and its value; *name* is the flag's long
    name or the argument's name in the usage. *literal* is False where the shell decides the value when it runs.
    *value_span* is the stretch of the value alone. *meant* is the flag that an unknown option was probably meant to be;
    *name* and *flag* are None then, and *value* is all that was typed.
    """

    kind: Kind
    name: str | None
    value: str | None
    span: Span
    flag: Flag | None = None
    literal: bool = True
    value_span: Span | None = None
    meant: Flag | None = None


class Invocation(NamedTuple):
    """One docker call, read. *command* is None where the catalogue does not know it; *typed* is the command as written.

    *help* is what the installed docker says of options the catalogue does not know; of the command itself under ''.
    """

    call: Call
    command: Command | None
    typed: str
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...] = ()
    uncertain: bool = False
    command_span: Span | None = None
    help: Mapping[str, str] = {}

    @property
    def name(self) -> str:
        """The canonical command name; '' when unknown or docker alone."""
        return self.command.name if self.command else ""

    def flags(self, name: str) -> tuple[Part, ...]:
        """Every use of a flag of the command, in the order typed."""
        return tuple([part for part in self.parts if part.name == name and part.kind == "flag"])

    def value(self, name: str) -> str | None:
        """The value of a flag: the last one wins, as in pflag."""
        found = self.flags(name)
        return found[-1].value if found else None

    def on(self, name: str) -> bool:
        """Whether a boolean flag is set and not set to false."""
        found = self.flags(name)
        return bool(found) and (found[-1].value is None or found[-1].value in TRUE)

    def arguments(self, name: str | None = None) -> tuple[Part, ...]:
        """The arguments called `name` in the usage, or all of them, the container's own words left out."""
        return tuple(part for part in self.parts if part.kind == "argument" and name in (None, part.name))

    def words(self) -> tuple[Part, ...]:
        """What stands behind the image or container and belongs to it."""
        return tuple(part for part in self.parts if part.kind == "command-word")
