"""Lines as bash reads them: the same words."""

from __future__ import annotations

import subprocess

from hypothesis import given, settings
from hypothesis import strategies as st

from dockersh.machine.screen import drawn
from dockersh.recreate.written import Line, written

WORDS = st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=12), max_size=5)


def read_by_bash(text: str) -> list[str]:
    """The words that a command gets."""
    script = f"docker() {{ printf '%s\\0' \"$@\"; }}\n{text}\n"
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"})
    return done.stdout.decode("utf-8").split("\0")[:-1]


@settings(max_examples=60)
@given(st.lists(WORDS.filter(bool), max_size=4), WORDS)
def test_bash_reads_the_same_words(groups: list[list[str]], tail: list[str]) -> None:
    """On one line or on several, with every character that a word can have."""
    line = Line(("docker", "run"), tuple(map(tuple, groups)), tuple(tail))
    for width in (0, 80):
        assert read_by_bash(written(line, width)) == list(line.words[1:])


@settings(max_examples=60)
@given(WORDS)
def test_what_is_printed_has_the_same_words(words: list[str]) -> None:
    """Tabs, blanks of other scripts and invisible marks, too: nothing is spelled out that a shell would not read back."""
    text = written(Line(("docker", "run"), (), ("image", "a\tb", "\xa0", "\u200b", *words)), 0)
    if "::" not in text and "##" not in text:  # commands to a CI run, which no line may give
        assert drawn(text) == text
    assert read_by_bash(text) == ["run", "image", "a\tb", "\xa0", "\u200b", *words]
