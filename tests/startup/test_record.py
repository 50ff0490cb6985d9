"""Our named tuples do what those of `typing` do."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from dockersh.startup.record import Record


class Ours(Record):
    """Declared with ours."""

    number: int
    protocol: str = "tcp"

    @property
    def shown(self) -> str:
        """A property beside the fields."""
        return f"{self.number}/{self.protocol}"


class Theirs(NamedTuple):
    """Declared with typing's."""

    number: int
    protocol: str = "tcp"


ALIKE: tuple[Callable[[Any], object], ...] = (
    lambda kind: tuple(kind(80)),
    lambda kind: kind(80, "udp") == (80, "udp"),
    lambda kind: kind(number=80).protocol,
    lambda kind: tuple(kind(80)._replace(protocol="udp")),
    lambda kind: kind(80)._asdict(),
    lambda kind: tuple(kind._make([1, "x"])),
    lambda kind: (kind._fields, kind._field_defaults, kind.__match_args__),
    lambda kind: repr(kind(80)).partition("(")[2],
    lambda kind: hash(kind(80)),
    lambda kind: tuple(copy.deepcopy(kind(80))),
    lambda kind: tuple(pickle.loads(pickle.dumps(kind(80)))),
    lambda kind: hasattr(kind(80), "__dict__"),
)


@pytest.mark.parametrize("what", ALIKE)
def test_both_say_the_same(what: Callable[[Any], object]) -> None:
    """Made, compared, read, replaced, copied, shown."""
    assert what(Ours) == what(Theirs)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (lambda kind: kind(), TypeError),
        (lambda kind: kind(1, "tcp", 3), TypeError),
        (lambda kind: kind(1, port=2), TypeError),
        # typing raises ValueError up to Python 3.12, TypeError since
        (lambda kind: kind(1)._replace(port=2), (TypeError, ValueError)),
        (lambda kind: setattr(kind(1), "number", 2), AttributeError),
        (lambda kind: setattr(kind(1), "other", 2), AttributeError),
    ],
)
def test_both_refuse_the_same(wrong: Callable[[Any], object], error: type[Exception] | tuple[type[Exception], ...]) -> None:
    """Missing, superfluous and unknown fields, and changes."""
    for kind in (Ours, Theirs):
        with pytest.raises(error):
            wrong(kind)


def test_what_a_class_has_besides() -> None:
    """A property, a type of its own, each class its own constructor."""

    class Other(Record):
        only: str

    assert Ours(80).shown == "80/tcp"
    assert isinstance(Ours(80), Ours)
    assert Other("x").only == "x"
    assert Ours(81).number == 81
