"""The frozen result of reading one docker invocation, and the questions later stages ask it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dockersh.finding import Finding
from dockersh.reading.catalogue import Command, Flag
from dockersh.reading.syntax import Call, Span
from dockersh.startup.typed import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from dockersh.reading.values import Bad, Value

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
    *name* and *flag* are None then, and *value* is all that was typed. *answer* is what the value's grammar says of it: None
    where it has none, or the shell decides.
    """

    kind: Kind
    name: str | None
    value: str | None
    span: Span
    flag: Flag | None = None
    literal: bool = True
    value_span: Span | None = None
    meant: Flag | None = None
    answer: Value | Bad | None = None

    def __hash__(self) -> int:
        """Of what was typed where: what a value means may hold tables, which have none."""
        return hash((self.kind, self.name, self.value, self.span))

    @property
    def canonical(self) -> str | None:
        """The name that docker's own texts use: `network` for `--net`."""
        return self.flag.canonical if self.flag is not None else self.name

    @property
    def decoded(self) -> Any:
        """What the value means to docker (a `Port`, a `Mount`…); None where docker refuses it, or nothing is known of it."""
        from dockersh.reading.values.value import Value  # noqa: PLC0415  Tab has no use for it

        return self.answer.decoded if isinstance(self.answer, Value) else None

    @property
    def text(self) -> str:
        """The value as it was typed; '' where there is none."""
        return self.value or ""


class Invocation(NamedTuple):
    """One docker call, read. *command* is None where the catalogue does not know it; *typed* is the command as written.

    *help* is what the installed docker says of options the catalogue does not know; of the command itself under ''.
    *uses* are the flags of the command by their canonical names, *operands* its arguments by theirs, and all of them under
    '': made once, since a plan asks for them at each thing of a line (`by_name`, `by_argument`).
    """

    call: Call
    command: Command | None
    typed: str
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...] = ()
    uncertain: bool = False
    command_span: Span | None = None
    help: Mapping[str, str] = {}
    uses: Mapping[str, tuple[Part, ...]] = {}
    operands: Mapping[str, tuple[Part, ...]] = {}

    @property
    def name(self) -> str:
        """The canonical command name; '' when unknown or docker alone."""
        return self.command.name if self.command else ""

    def flags(self, name: str) -> tuple[Part, ...]:
        """Every use of a flag of the command, in the order typed, whichever of its names was typed (`--net`, `--network`).

        *name* is the canonical one.
        """
        return self.uses.get(name, ())

    def last(self, name: str) -> Part | None:
        """The last use of a flag, which is the one that counts in pflag; None where there is none, or the shell decides it."""
        found = self.flags(name)
        return found[-1] if found and found[-1].literal else None

    def decoded(self, name: str) -> tuple[Any, ...]:
        """What the values of a flag mean (`Port`, `Mount`…), of all uses that are literal and accepted, in the order typed."""
        return tuple([found for part in self.flags(name) if (found := part.decoded) is not None])

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
        return self.operands.get(name or "", ())

    def having(self, parts: tuple[Part, ...]) -> Invocation:
        """The same call with other parts."""
        return self._replace(parts=parts, uses=by_name(parts), operands=by_argument(parts))

    def words(self) -> tuple[Part, ...]:
        """What stands behind the image or container and belongs to it."""
        return tuple(part for part in self.parts if part.kind == "command-word")


def by_name(parts: Iterable[Part]) -> dict[str, tuple[Part, ...]]:
    """The uses of each flag of the command, by its canonical name, in the order typed."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        if part.kind == "flag" and part.name is not None:
            found.setdefault(part.canonical or part.name, []).append(part)
    return {name: tuple(uses) for name, uses in found.items()}


def by_argument(parts: Iterable[Part]) -> dict[str, tuple[Part, ...]]:
    """The arguments by their names in the usage, in the order typed, and all of them under ''."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        if part.kind == "argument":
            found.setdefault("", []).append(part)
            if part.name:
                found.setdefault(part.name, []).append(part)
    return {name: tuple(called) for name, called in found.items()}
