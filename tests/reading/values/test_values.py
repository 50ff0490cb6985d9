"""Every value grammar takes what docker takes, refuses what docker refuses, and says what the value does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockersh import texts
from dockersh.finding import Arg, Say
from dockersh.reading import values
from dockersh.reading.values import Bad, Value
from dockersh.reading.values.images import parse
from dockersh.reading.values.quantities import human_size
from support.values_table import BAD, GOOD


@pytest.mark.parametrize(("kind", "text", "decoded"), GOOD, ids=[f"{kind} {text}"[:40] for kind, text, _ in GOOD])
def test_accepted(kind: str, text: str, decoded: Any) -> None:
    """Docker accepts it, and this is what it means."""
    found = values.decode(kind, text)
    assert isinstance(found, Value)
    assert found.shape == decoded


@pytest.mark.parametrize(("kind", "text", "why"), BAD, ids=[f"{kind} {text}"[:40] for kind, text, _ in BAD])
def test_refused(kind: str, text: str, why: str) -> None:
    """Docker refuses it, for this reason."""
    found = values.decode(kind, text)
    assert isinstance(found, Bad)
    assert found.why.key == f"bad-values.{why}"


def keys(says: Arg | None) -> set[str]:
    """The keys of a sentence and of those within it."""
    if not isinstance(says, Say):
        return set()
    return {says.key}.union(*(keys(one) for one in says.args.values()))


def test_every_sentence_and_reason_of_a_value_is_tested() -> None:
    """No entry of values.toml or bad-values.toml is without an example here."""
    decoded = (values.decode(kind, text) for kind, text, _ in GOOD)
    said = set().union(*(keys(found.says) for found in decoded if isinstance(found, Value)))
    reasons = {f"bad-values.{why}" for _, _, why in BAD}
    declared = {f"values.{key}" for key in texts.load("en", "values")}
    unsaid = {"values.pull-always", "values.network-default", "values.mount-volume-readonly"}
    assert declared - said - unsaid == set()
    assert {f"bad-values.{key}" for key in texts.load("en", "bad-values")} - reasons == set()


def test_a_kind_without_a_grammar_is_left_alone() -> None:
    """The flag's own text is enough then."""
    assert values.decode("string", "x") is None
    assert values.decode(None, "x") is None


@given(st.sampled_from(sorted(values.KINDS)), st.text(max_size=30))
def test_any_text_gets_an_answer(kind: str, text: str) -> None:
    """No text breaks a grammar."""
    assert isinstance(values.decode(kind, text), (Value, Bad))


FAMILIAR = [("ubuntu", "ubuntu:latest"), ("docker.io/library/ubuntu:1", "ubuntu:1"), ("ghcr.io/a/b:2", "ghcr.io/a/b:2")]


@pytest.mark.parametrize(("text", "familiar"), FAMILIAR)
def test_familiar_names(text: str, familiar: str) -> None:
    """A reference is shown as docker shows it."""
    found = parse(text)
    assert not isinstance(found, Bad)
    assert found.familiar == familiar


SIZES = [(0, "0 B"), (999, "999 B"), (1_996_000, "2.0 MB"), (123_456_789, "123 MB"), (5 * 10**12, "5.0 TB")]


@pytest.mark.parametrize(("count", "shown"), SIZES)
def test_human_sizes(count: int, shown: str) -> None:
    """Sizes are shown in steps of 1000, as `docker images` does."""
    assert human_size(count) == shown
