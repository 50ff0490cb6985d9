"""Whole lines: each secret is masked, character for character, and nothing else is."""

from __future__ import annotations

import pytest

from dockersh.explaining.secrets import has_secret, mask
from support.secret_lines import lines, marked

SEEDS = (1, 2, 3)


@pytest.mark.parametrize("line", lines("forms.txt"))
def test_a_secret_is_masked_and_the_rest_is_shown(line: str) -> None:
    """The whole secret, and only the secret."""
    for seed in SEEDS:
        one = marked(line, seed)
        assert mask(one.text) == one.shown
        assert has_secret(one.text)


@pytest.mark.parametrize("line", lines("innocent.txt"))
def test_what_is_no_secret_is_shown(line: str) -> None:
    """A false mask hides what people want to read, and keeps their line out of the history."""
    assert mask(line) == line
    assert not has_secret(line)
