"""What our modules want of `typing`, without its import, which takes a third of the time in which Python itself starts.

A type checker takes the names from `typing`. At run time no annotation is looked at (`from __future__ import
annotations`), so most of them are stand-ins without a meaning; a `NamedTuple` is a tuple with names, as typing's is, made
in a tenth of the time.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing's, whose value for a type checker is True
if TYPE_CHECKING:
    from typing import Any, ClassVar, Literal, NamedTuple, Protocol, Self, TextIO, TypeVar, Union, cast
else:
    from dockersh.startup.record import Record as NamedTuple

    class Any:
        """Stands in annotations, and in brackets: `dict[str, Any]`."""

    class Literal:
        """`Literal["on", "off"]` is the class itself."""

        def __class_getitem__(cls, item: object) -> type:
            return cls

    class Protocol:
        """What a protocol inherits: nothing."""

    ClassVar = Self = TextIO = Any
    Union = Literal

    class TypeVar:
        """Made with a name, stands in annotations."""

        def __init__(self, name: str) -> None: ...

    def cast(_kind: object, value: object) -> object:
        """The value as it came."""
        return value


__all__ = [
    "TYPE_CHECKING",
    "Any",
    "ClassVar",
    "Literal",
    "NamedTuple",
    "Protocol",
    "Self",
    "TextIO",
    "TypeVar",
    "Union",
    "cast",
]
