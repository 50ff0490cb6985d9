"""The flags people type most have more to say than their short form."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockersh import texts
from dockersh.reading import catalogue

LINES = (Path(__file__).parent / "most_used.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("lang", texts.complete())
def test_the_most_used_flags_have_a_long_form(lang: str) -> None:
    """`explain COMMAND FLAG` tells when to use each of them and what goes wrong, in both languages."""
    missing = []
    for line in LINES:
        name, flag = line.rsplit(" ", 1)
        command = catalogue.find(name)
        assert command is not None, line
        own = [texts.load(lang, stem).get("flags", {}).get(flag) for stem in command.stems]
        if not texts.long(next((text for text in own if text), "")):
            missing.append(line)
    assert missing == []
