"""Sizes, ages, ids and quotes as docker writes them; what Go prints was asked of docker's client."""

from __future__ import annotations

import pytest

from dockersh.practice.standin.shown import measures, ports, tables


@pytest.mark.parametrize(
    ("number", "digits", "shown"),
    [
        (0, 3, "0B"),
        (1, 3, "1B"),
        (999, 3, "999B"),
        (1000, 3, "1kB"),
        (1234, 3, "1.23kB"),
        (1234, 4, "1.234kB"),
        (12345, 3, "12.3kB"),
        (123456, 3, "123kB"),
        (999499, 3, "999kB"),
        (999950, 3, "1e+03kB"),
        (1000000, 3, "1MB"),
        (1980000, 3, "1.98MB"),
        (196700000, 4, "196.7MB"),
        (196700000, 3, "197MB"),
        (5000000000, 3, "5GB"),
    ],
)
def test_sizes(number: int, digits: int, shown: str) -> None:
    """Thousands, and so many digits that count."""
    assert measures.size(number, digits) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0B"), (1023, "1023B"), (1024, "1KiB"), (458752, "448KiB"), (2097152, "2MiB"), (2147483648, "2GiB")],
)
def test_sizes_of_memory(number: int, shown: str) -> None:
    """In units of 1024."""
    assert measures.binary(number) == shown


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("short", 20, "short"),
        ("exactly twenty chars", 20, "exactly twenty chars"),
        ("more than twenty chars", 20, "more than twenty ch…"),
        ("한글한글한글", 12, "한글한글한글"),
        ("한글한글한글", 11, "한글한글한…"),
        ("한글한글한글", 10, "한글한글…"),
        ("", 5, ""),
    ],
)
def test_ellipsis(text: str, most: int, shown: str) -> None:
    """Cut to columns, of which Hangul takes two."""
    assert measures.ellipsis(text, most) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sh", '"sh"'),
        ('a "b"', '"a \\"b\\""'),
        ("a\\b", '"a\\\\b"'),
        ("a\tb\n", '"a\\tb\\n"'),
        ("\x01", '"\\x01"'),
        ("한글…", '"한글…"'),
        ("\u200b", '"\\u200b"'),
        ("\U000e0001", '"\\U000e0001"'),
    ],
)
def test_quotes(text: str, shown: str) -> None:
    """As Go's `%q`."""
    assert measures.quoted(text) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("sha256:0123456789abcdef", "0123456789ab"),
        ("0123456789abcdef", "0123456789ab"),
        ("0123", "0123"),
        ("", ""),
    ],
)
def test_ids(name: str, shown: str) -> None:
    """Twelve digits, without the algorithm."""
    assert measures.short(name) == shown


def port(inside: int, outside: int = 0, address: str = "", kind: str = "tcp") -> dict[str, object]:
    """A port as the API tells it."""
    found: dict[str, object] = {"PrivatePort": inside, "Type": kind}
    return {**found, "IP": address, "PublicPort": outside} if address else found


ANY, SIX = "0.0.0.0", "::"


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        ([], ""),
        ([port(80)], "80/tcp"),
        ([port(8080), port(8081)], "8080-8081/tcp"),
        ([port(8080), port(8081, kind="udp")], "8080/tcp, 8081/udp"),
        ([port(80), port(82)], "80/tcp, 82/tcp"),
        ([port(80, 8080, ANY)], "0.0.0.0:8080->80/tcp"),
        ([port(80, 8080, ANY), port(80, 8080, SIX)], "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp"),
        ([port(80, 80, ANY)], "0.0.0.0:80->80/tcp"),
        ([port(81, 81, ANY), port(80, 80, ANY), port(82, 82, ANY)], "0.0.0.0:80-82->80-82/tcp"),
        ([port(80, 8080, ANY), port(81, 8081, ANY)], "0.0.0.0:8080->80/tcp, 0.0.0.0:8081->81/tcp"),
        ([port(443), port(80, 80, ANY)], "0.0.0.0:80->80/tcp, 443/tcp"),
    ],
)
def test_ports(held: list[dict[str, object]], shown: str) -> None:
    """Ranges where host and container have the same numbers."""
    assert ports.shown(held) == shown


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ([], ""),
        (["a"], "a\n"),
        (["a\tb"], "a         b\n"),
        (["a\tb", "longer than ten\tc"], "a                 b\nlonger than ten   c\n"),
        (["a\tb\tc", "d\t\te"], "a         b         c\nd                   e\n"),
        (["한글한글한글\tb"], "한글한글한글   b\n"),
        (["a\tb", "no columns here", "c\td"], "a         b\nno columns here\nc         d\n"),
        (["a\tb", "no columns here", "long enough\td"], "a         b\nno columns here\nlong enough   d\n"),
    ],
)
def test_columns(lines: list[str], shown: str) -> None:
    """As wide as the longest cell and three blanks, ten at least; a line without the column ends it."""
    assert tables.aligned(lines) == shown
