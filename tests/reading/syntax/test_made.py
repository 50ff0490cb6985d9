"""A line made of words is the same words to a shell."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dockersh.reading import syntax
from dockersh.reading.syntax.made import line_of, made
from dockersh.reading.syntax.simple import simple

WORD = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=12) | st.sampled_from(
    ["", "it's", "a\nb", "\\", "$X", "`x`", "*", "~", "#", "!", "한글", "-", "--", "a=b", "{a,b}", "\x7f", "\u2028"]
)


@settings(max_examples=60)
@given(st.lists(WORD, max_size=6))
@example(["'", '"', "'\"'\"'", "\n\n"])
def test_a_shell_gives_the_words_back(words: list[str]) -> None:
    """The line's text, run by sh; and our own reading of it."""
    line = line_of(made("docker", "ps", *words))
    script = f"docker() {{ printf '%s\\0' \"$@\"; }}\n{line.text}"
    told = subprocess.run(["/bin/sh", "-c", script], capture_output=True, check=True).stdout.decode()
    assert told.split("\0")[:-1] == ["ps", *words]
    assert [word.text for word in line.calls[0].words] == ["docker", "ps", *words]
    assert all(line.text[slice(*word.span)] == (word.raw or word.text) for word in line.calls[0].words)


def test_what_the_shell_decides_stays_as_typed() -> None:
    """Quotes around a variable would make another word of it."""
    text = "docker run -e \"A=$B\" $IMAGE 'a b'"
    assert line_of(syntax.parse(text).calls[0].words).text == text


# Line → the word that is docker, what is assigned, whether programs run for its words, whether a word lives as long as it.
SIMPLE = [
    ("docker ps", ("docker", (), False, False)),
    ("A=b C='d e' docker ps", ("docker", ("A", "C"), False, False)),
    ("/usr/bin/docker ps $X *", ("/usr/bin/docker", (), False, False)),
    ("'do'cker ps", ("'do'cker", (), False, False)),
    ("\\docker ps", ("\\docker", (), False, False)),
    ("docker rm $(docker ps -aq)", ("docker", (), True, False)),
    ("docker rm `cat ids`", ("docker", (), True, False)),
    ("docker run --env-file <(env) x", ("docker", (), False, True)),
    ("docker run \\\n  -d x", ("docker", (), False, False)),
]


@pytest.mark.parametrize(("line", "expected"), SIMPLE)
def test_one_docker_command(line: str, expected: tuple[str, tuple[str, ...], bool, bool]) -> None:
    """Where its program stands, and what the shell does for it."""
    found = simple(line)
    assert found is not None
    assert (line[slice(*found.program)], found.assigned, found.runs, found.passing) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "ls",
        "docker ps | cat",
        "docker ps; ls",
        "docker ps &",
        "docker ps > f",
        "docker load < f",
        "sudo docker ps",
        "docker 'ps",
        "(docker ps)",
        "if docker ps; then :; fi",
        "docker - <<E\nE",
        "cd x && docker ps",
        "A=b",
        "$ docker ps",
        "! docker ps",
    ],
)
def test_more_than_one_docker_command(line: str) -> None:
    """Anything else of the shell makes it another kind of line."""
    assert simple(line) is None
