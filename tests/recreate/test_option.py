"""How values are spelled: sizes, durations, decimals, fields with commas, and options that begin with a dash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockersh.reading.values.fields import fields as read_fields
from dockersh.reading.values.quantities import rate
from dockersh.recreate.option import Option, cpus, duration, fields, size

SIZES = [
    (0, "0"),
    (1, "1"),
    (1023, "1023"),
    (1024, "1k"),
    (1536, "1536"),
    (1 << 20, "1m"),
    (64 << 20, "64m"),
    (1 << 30, "1g"),
    (3 << 29, "1536m"),
    (1_000_000, "1000000"),
]


@pytest.mark.parametrize(("number", "wanted"), SIZES)
def test_sizes(number: int, wanted: str) -> None:
    """The largest unit that leaves nothing over."""
    assert size(number) == wanted


@given(st.integers(1, 1 << 40))
def test_docker_reads_the_same_size(number: int) -> None:
    """By its own grammar."""
    assert rate(size(number)) == number


DURATIONS = [
    (0, "0s"),
    (1, "1ns"),
    (1_500, "1us500ns"),
    (1_000_000, "1ms"),
    (1_500_000_000, "1s500ms"),
    (90_000_000_000, "1m30s"),
    (3_600_000_000_000, "1h"),
    (90_061_000_000_000, "25h1m1s"),
]


@pytest.mark.parametrize(("nanoseconds", "wanted"), DURATIONS)
def test_durations(nanoseconds: int, wanted: str) -> None:
    """As Go's time.ParseDuration reads them."""
    assert duration(nanoseconds) == wanted


CPUS = [(10**9, "1"), (5 * 10**8, "0.5"), (1_250_000_000, "1.25"), (1, "0.000000001"), (16 * 10**9, "16")]


@pytest.mark.parametrize(("nano", "wanted"), CPUS)
def test_cpus(nano: int, wanted: str) -> None:
    """Without zeros at the end."""
    assert cpus(nano) == wanted


TEXTS = st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), min_size=1, max_size=8)


@given(st.lists(st.tuples(st.just("key"), TEXTS), min_size=1, max_size=4))
def test_fields_are_read_back(pairs: list[tuple[str, str]]) -> None:
    """Commas, quotes and blanks stand in CSV's quotes."""
    assert read_fields(fields(pairs)) == [f"{name}={value}" for name, value in pairs]


def test_a_switch_among_fields() -> None:
    """It has no equals sign."""
    assert fields([("type", "bind"), ("readonly", "")]) == "type=bind,readonly"


WORDS = [
    (Option("rm"), ("--rm",)),
    (Option("name", "web"), ("--name", "web")),
    (Option("publish", "80"), ("-p", "80")),
    (Option("entrypoint", ""), ("--entrypoint=",)),
    (Option("memory-swap", "-1"), ("--memory-swap=-1",)),
    (Option("env", "-x=1"), ("--env=-x=1",)),
    (Option("", cluster="it"), ("-it",)),
]


@pytest.mark.parametrize(("option", "words"), WORDS)
def test_words(option: Option, words: tuple[str, ...]) -> None:
    """What a reader could take for another option is joined to its own."""
    assert option.words == words
