"""What would lead out of practice is refused in one line, whatever way it is written; nothing else is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dockersh.practice.rules import home_of, refused, words_refused
from dockersh.reading.syntax import parse
from dockersh.texts.wording import sentence
from support import escapes


@pytest.fixture(name="home", autouse=True)
def fixture_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the person stands."""
    home = tmp_path / "practice" / "home"
    home.mkdir(parents=True)
    monkeypatch.chdir(home)
    return str(home)


@pytest.mark.parametrize("line", escapes.REFUSED)
def test_a_line_that_leads_away_is_refused(line: str, home: str) -> None:
    """With a sentence of one line in both languages."""
    why = refused(parse(line), home)
    assert why is not None
    for lang in ("en", "ko"):
        assert sentence(lang, why).count("\n") == 0


@pytest.mark.parametrize("line", escapes.INNOCENT)
def test_a_line_that_stays_is_not(line: str, home: str) -> None:
    """Nothing is refused for a word that means something else here."""
    assert refused(parse(line), home) is None


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (["-H", "tcp://x", "ps"], "practice.leads-away"),
        (["context", "ls"], "practice.not-simulated"),
        (["compose", "up"], "practice.not-simulated"),
        (["cp", "web:/f", "/etc/f"], "practice.outside"),
    ],
)
def test_words_of_a_program_are_judged_alike(words: list[str], key: str, home: str) -> None:
    """A script or xargs calls docker with words, not with a line."""
    why = words_refused(words, home)
    assert why is not None
    assert why.key == key


def test_a_link_out_of_the_home_is_outside(home: str) -> None:
    """Where a path leads counts, not how it is written."""
    os.symlink("/etc", os.path.join(home, "inside"))
    assert refused(parse("docker cp web:/f inside/f"), home) is not None


def test_the_home_is_known_by_its_variable() -> None:
    """Programs of a session find it there."""
    assert home_of({"DOCKERSH_PRACTICE": "/somewhere"}) == "/somewhere"
    assert home_of({}) == ""
