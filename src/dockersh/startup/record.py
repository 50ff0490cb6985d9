"""Tuples with named fields, declared as with `typing.NamedTuple` and used as one.

`dockersh.startup.typed` gives them out by that name.

    class Port(Record):
        number: int
        protocol: str = "tcp"

    Port(80) == (80, "tcp"); Port(80).protocol == "tcp"; Port(80)._replace(number=81) == Port(81)

The standard library compiles a constructor for each class when it is declared. One line needs few of our classes, so here
the constructor is compiled when the first tuple of a class is made.
"""

from __future__ import annotations

from collections import _tuplegetter  # type: ignore[attr-defined]  # what the fields of a namedtuple are

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Self


class _Declared(type):
    """Makes fields of a class's annotations: places in the tuple, in the order written; their values are the defaults."""

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> _Declared:
        fields = tuple(body.get("__annotations__", ()))
        body |= {"__slots__": (), "__match_args__": fields, "_fields": fields}
        body["_field_defaults"] = {field: body[field] for field in fields if field in body}
        body |= {field: _tuplegetter(place, "A field.") for place, field in enumerate(fields)}
        return type.__new__(cls, name, bases, body)


class Record(tuple, metaclass=_Declared):  # type: ignore[type-arg]  # of whatever the fields are
    """Inherit to declare one."""

    __slots__ = ()

    if TYPE_CHECKING:
        _fields: tuple[str, ...]
        _field_defaults: dict[str, Any]

    def __new__(cls, *args: Any, **more: Any) -> Self:
        """The first of its class; from then on the class has a constructor of its own."""
        cls.__new__ = staticmethod(_constructor(cls))  # type: ignore[method-assign]
        return cls(*args, **more)

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        return tuple.__new__(cls, values)

    def _replace(self, **new: Any) -> Self:
        """The same with other values in these fields."""
        made = self._make(map(new.pop, self._fields, self))
        if new:
            raise ValueError(f"got unexpected field names: {list(new)!r}")
        return made

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        """For copies."""
        return tuple(self)


def _constructor(cls: type[Record]) -> Any:
    """`lambda _cls, number, protocol=…: tuple.__new__(_cls, (number, protocol))`: Python itself then says what is missing."""
    names = "".join(f"{field}, " for field in cls._fields)
    made = eval(f"lambda _cls, {names}: _tuple_new(_cls, ({names}))", {"_tuple_new": tuple.__new__})  # noqa: S307  our own names
    made.__name__ = "__new__"
    made.__qualname__ = f"{cls.__name__}.__new__"
    made.__defaults__ = tuple(cls._field_defaults.values())
    return made
