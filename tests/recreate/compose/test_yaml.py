"""Our YAML as a YAML parser reads it: the same tree."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dockersh.recreate.compose.yaml import dumped

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cn", "Co")), max_size=10)
LEAVES = st.one_of(
    TEXT, st.integers(-(10**6), 10**6), st.booleans(), st.none(), st.sampled_from(["1e5", "0x1", "1:30", "=", "<<", "~"])
)
TREES = st.dictionaries(
    st.sampled_from(["a", "b-c", "d.e", "x y", "1", "no"]),
    st.one_of(LEAVES, st.lists(LEAVES, max_size=3), st.dictionaries(st.sampled_from(["k", "l"]), LEAVES, max_size=2)),
    max_size=4,
)


@settings(max_examples=150)
@given(TREES)
def test_a_parser_reads_the_same(tree: dict[str, Any]) -> None:
    """Whatever stands in the values."""
    assert yaml.safe_load(dumped({"top": tree})) == {"top": tree or {}}


ODD = (
    "2026-11-29",
    "12:30:45",
    "0o17",
    "017",
    "+1",
    ".5",
    "1_000",
    "Yes",
    "NULL",
    "!x",
    "&a",
    "*a",
    "|",
    ">",
    "%a",
    "@a",
    "`a`",
    "#",
    "a #b",
)


@pytest.mark.parametrize("text", ODD)
def test_what_yaml_would_read_as_something_else(text: str) -> None:
    """A string stays one."""
    assert yaml.safe_load(dumped({"a": text, "b": [text]})) == {"a": text, "b": [text]}
