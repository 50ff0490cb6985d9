"""English: the patterns of translated sentences that a program can find, each with an example that it catches and its cure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dockersh import texts
from dockersh.texts import languages

# A pattern, an example that it catches, and what is written instead.
PATTERNS = {
    r"(?<!here )\b(?:is|are) no (?!longer\b|more\b)": ("web is no name for a network", "is not a valid …"),
    r"\bbehind (?:it\b|this|that|one\b|docker|=|AS\b|short|each|the (?!proxy|firewall))": (
        "a command behind the pipe",
        "after",
    ),
    r"\bin front of\b": ("the word in front of the colon", "before"),
    r"\ba (?:\w+ )?of (?:your|its|their) own\b|\ba \w+ of yours\b": (
        "use a network of your own",
        "user-defined, own, separate",
    ),
    r"\b(?:whoever|nobody|everybody|somebody)\b": ("whoever reaches the port", "anyone who, no one, someone"),
    r"\bone row an?\b|\bone (?:\S+ )?a (?:line|row|name|test|platform)\b|, one a\b": ("prints ids, one a line", "one per line"),
    r"\bt(?:akes?|ook) (?:\S+ ){1,4}away\b(?! from)|\bgo(?:es)? (?:along|with it)\b": ("takes the name away", "removes"),
    r"\b(?:is|are) refused\b": ("a second one is refused", "docker refuses …"),
    r"\b(?:anew|afresh|for good|all the same|for want of|upon|mends?|mended|rid of)\b": (
        "runs every step anew",
        "again, permanently, fix",
    ),
    r"\bthe usual (?:one|way|view|table|settings|default)\b|\bis usual\b": ("makes it the usual one", "the default"),
    r"\bmay not (?:use|be (?:made|fetched|built|run|given)|push|read|open|write)\b": ("you may not use the engine", "cannot"),
    r"\bwithout a (?:word|question)\b|\bin silence\b|\bunseen\b": (
        "it is overwritten without a question",
        "silently, without asking",
    ),
    r"\b(?:stands?|stood) (?:in|under|behind|before|on|first|still)\b|\blies? (?:in|outside|below|on)\b": (
        "what stands in the file",
        "is in, contains",
    ),
    r"\bolder spelling\b": ("older spelling of --yes", "older name"),
    r"\b(?:joins?|joined) your terminal\b|\byour terminal is joined\b": ("joins your terminal to it", "connects"),
    r"\bfr(?:eez(?:e|es|ing)|oze|ozen)\b": ("freezes every process", "pauses"),
    r"\bnotes a key\b": ("notes a key and a value on it", "adds a label"),
    r"\bcounts? from\b": ("the path counts from there", "is relative to"),
    r"(?<!run )(?<!this )\bthe line again\b(?! with)": ("docker start web, then the line again", "run the line again"),
    r"\b(?:wants|wishes|melts?|broom|carries files|piled from|is content)\b": (
        "the engine wants at least 1.24",
        "requires, needs",
    ),
}


def _flat(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, str):
            yield f"{prefix}{key}", value


def said() -> Iterator[tuple[str, str]]:
    """Every English text, by its file and key; the words that find a topic are not sentences."""
    folder = Path(texts.FOLDER) / texts.SOURCE
    for path in sorted(folder.rglob("*.toml")):
        if path.name != languages.FILE:
            yield from _flat(texts.load(texts.SOURCE, _stem(path.relative_to(folder))), f"{path.stem} ")


def _stem(path: Path) -> str:
    return path.with_suffix("").as_posix() if path.parts[0] in ("findings", "levels", "sets", "steps", "topics") else path.stem


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_text_reads_as_translated(pattern: str) -> None:
    """No text has the pattern; what to write instead stands beside it."""
    found = [(where, match[0]) for where, text in said() if (match := re.search(pattern, text))]
    assert found == [], f"write: {PATTERNS[pattern][1]}"


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_catches_its_example(pattern: str) -> None:
    """A pattern that finds nothing would hold nothing."""
    assert re.search(pattern, PATTERNS[pattern][0])


def test_all_texts_are_read() -> None:
    """Not some of the folders only."""
    assert len(list(said())) > 3500
