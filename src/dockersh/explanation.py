"""The explanation of a line: frozen, typed, worded. Imports nothing of substance, so that anything can use it alone.

`to_dict` gives the contract `dockersh.explanation/1`; its JSON Schema is `explanation.schema.json` beside this file.
"""

from __future__ import annotations

import functools

from dockersh.startup.typed import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from json import JSONEncoder

SCHEMA = "dockersh.explanation/1"

Severity = Literal["error", "danger", "warning", "tip"]
Kind = Literal["flag", "argument", "command-word", "global-flag"]
Source = Literal["catalogue", "help", "none"]
Will = Literal["yes", "no", "maybe"]
Span = tuple[int, int]


class Piece(NamedTuple):
    """One piece of a docker invocation and what it means here.

    *name* is a flag's long name, or an argument's name in docker's usage; None where docker knows no such thing.
    *shown* is the piece for people (`-p 80:80`), taken out of its cluster; *value* is masked where it looks like a secret.
    """

    span: Span
    kind: Kind
    name: str | None
    value: str | None
    text: str
    source: Source
    shown: str
    decoded: Any = None


Part = Piece  # as the library has called it


class Step(NamedTuple):
    """One thing the engine will do, in the order the engine sees it. *same_as* is the docker command for just this step.

    *before* and *after* are the states of the thing it is done to: `absent`, `present`, or a container's status as
    `docker inspect` has it; None where we do not know.
    """

    step: str
    will: Will
    reason: str
    text: str
    same_as: str | None = None
    before: str | None = None
    after: str | None = None


class Note(NamedTuple):
    """Something to know about the line as a whole: how to leave, what stays, how to read the result."""

    note: str
    text: str


class Finding(NamedTuple):
    """Something to mind; *fix* is what to type or do instead."""

    code: str
    severity: Severity
    span: Span | None
    text: str
    fix: str | None = None


class Effects(NamedTuple):
    """What a command does, for programs. *changes*: None where nobody knows the command.

    *loses* are steps behind which something is gone; *exposes* and *fails* are codes of findings.
    """

    changes: bool | None = None
    loses: tuple[str, ...] = ()
    exposes: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()


class CommandExplanation(NamedTuple):
    """One docker invocation explained. *command* is docker's canonical name (`container run`), *typed* as written.

    *program* is what was called: `docker`, or one that is explained by docker's grammar.
    """

    span: Span
    command: str
    typed: str
    known: bool
    text: str
    parts: tuple[Piece, ...] = ()
    steps: tuple[Step, ...] = ()
    notes: tuple[Note, ...] = ()
    findings: tuple[Finding, ...] = ()
    program: str = "docker"
    effects: Effects = Effects()

    @property
    def refused(self) -> bool:
        """Whether docker will refuse the line or fail."""
        return any(found.severity == "error" for found in self.findings)


class Explanation(NamedTuple):
    """A whole line explained: its docker invocations in the order typed, and findings about the line itself."""

    line: str
    lang: str
    commands: tuple[CommandExplanation, ...] = ()
    findings: tuple[Finding, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The contract's object, ready for `json.dumps`."""
        return {
            "schema": SCHEMA,
            "line": self.line,
            "lang": self.lang,
            "commands": [_command(command) for command in self.commands],
            "findings": [_plain(found) for found in self.findings],
        }

    def to_json(self) -> str:
        """The contract as one line of JSON; what would steer a terminal is escaped in it."""
        from dockersh.machine.screen import in_json  # noqa: PLC0415  only those who want JSON pay for it

        return in_json(_encoder().encode(self.to_dict()))


@functools.cache
def _encoder() -> JSONEncoder:
    from json import JSONEncoder  # noqa: PLC0415  only those who want JSON pay for it

    return JSONEncoder(ensure_ascii=False)


def _command(command: CommandExplanation) -> dict[str, Any]:
    shape = _plain(command)
    shape["parts"] = [_piece(piece) for piece in command.parts]
    for key in ("steps", "notes", "findings"):
        shape[key] = [_plain(item) for item in getattr(command, key)]
    shape["effects"] = command.effects._asdict()
    return shape


def _piece(piece: Piece) -> dict[str, Any]:
    """A flag names itself under `flag`, an argument under `name`, as the contract has it."""
    shape = _plain(piece)
    del shape["shown"]
    if piece.kind in ("flag", "global-flag"):
        shape["flag"] = shape.pop("name")
    return shape


def _plain(item: Any) -> dict[str, Any]:
    shape: dict[str, Any] = item._asdict()
    if shape.get("span") is not None:
        shape["span"] = list(shape["span"])
    return shape
