"""Comma-separated values are split as docker's client splits them."""

from __future__ import annotations

import pytest

from dockersh.reading.values.fields import fields


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a=1,b=2", ["a=1", "b=2"]),
        ("", [""]),
        ("a,", ["a", ""]),
        ('"a=1,2",b', ["a=1,2", "b"]),
        ('a,"b ""c"" d"', ["a", 'b "c" d']),
        ('"a"\n', ["a"]),
        ("a,b\nc", ["a", "b"]),
        ('a="1"', None),
        ('"a"b', None),
        ('"a', None),
    ],
)
def test_fields(text: str, found: list[str] | None) -> None:
    """A quote stands around a whole field, or nowhere."""
    assert fields(text) == found
