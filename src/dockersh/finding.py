"""The one shape for everything we tell people, from a typo to what happened afterwards.

Stages before `explain` speak codes and arguments only; the sentences live in `texts/`.
"""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.reading.syntax import Span
from dockersh.startup.typed import Literal, NamedTuple, Union

Severity = Literal["error", "danger", "warning", "tip"]
SEVERITIES: tuple[Severity, ...] = ("error", "danger", "warning", "tip")

# An argument of a text: a plain string, or another text to be looked up in the same language.
Arg = Union[str, "Say"]


class Say(NamedTuple):
    """A sentence by its key (`steps/pull.image-missing`, `notes.reads-only`) and the values to put into it."""

    key: str
    args: Mapping[str, Arg] = {}


class Finding(NamedTuple):
    """Something to mind.

    *code* is a kebab-case name for the pattern (`name-in-use`), the key of its texts.
    *severity* `error` means docker will refuse or fail; *span* is the stretch of the line it is about.
    """

    code: str
    severity: Severity
    span: Span | None = None
    args: Mapping[str, Arg] = {}


def say(key: str, /, **args: Arg) -> Say:
    """Short for `Say(key, {…})`."""
    return Say(key, args)


def conflict(span: Span, first: str, second: str) -> Finding:
    """Two options (or an option and its value) that cannot stand together; *span* is the later one's."""
    return finding("conflicting-options", "error", span, first=first, second=second)


def finding(code: str, severity: Severity, span: Span | None = None, /, **args: Arg) -> Finding:
    """Short for `Finding(code, severity, span, {…})`."""
    return Finding(code, severity, span, args)
