"""Korean as a Korean engineer writes it: what a program can hold of it, in a table of patterns (`korean.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dockersh import texts

# Where a text is from, and the everyday words a topic is found by: said to nobody.
UNSAID = {"source", "words"}
RULES: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("korean.toml").read_text(encoding="utf-8"))
FOLDER = Path(texts.FOLDER) / "ko"
MANUAL = Path(texts.FOLDER).parent / "share" / "man" / "ko" / "dockersh.1"


def _flat(table: dict[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        elif isinstance(value, str) and key not in UNSAID:
            yield f"{before}{key}", value


def _said() -> dict[str, str]:
    """Every Korean text by its file and key."""
    files = (path for path in sorted(FOLDER.rglob("*.toml")) if path.name != "language.toml")
    tables = ((path.relative_to(FOLDER).with_suffix("").as_posix(), tomllib.loads(path.read_text("utf-8"))) for path in files)
    return {key: text for stem, table in tables for key, text in _flat(table, f"{stem} ")}


SAID = _said()


@pytest.mark.parametrize("name", RULES)
def test_no_text_breaks_the_rule(name: str) -> None:
    """The words and forms that CONTRIBUTING decides are the ones that are said."""
    pattern = re.compile(RULES[name]["pattern"], re.MULTILINE)
    assert {key: text for key, text in SAID.items() if pattern.search(text)} == {}


@pytest.mark.parametrize("name", RULES)
def test_the_rule_catches_its_example(name: str) -> None:
    """And leaves alone what is said instead."""
    rule = RULES[name]
    pattern = re.compile(rule["pattern"], re.MULTILINE)
    assert pattern.search(rule["bad"])
    assert not any(re.search(each["pattern"], rule["good"], re.MULTILINE) for each in RULES.values())


@pytest.mark.parametrize("name", RULES)
def test_the_manual_page_keeps_the_rule(name: str) -> None:
    """It is written from the texts, and has no words of its own."""
    assert not re.search(RULES[name]["pattern"], MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
