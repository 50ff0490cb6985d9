"""A line's words are those that bash makes of it."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockersh.reading.syntax import parse

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is the judge here")

TABLE = [
    "-v a`pwd`b:/x busybox",
    "--mount type=bind,source=`pwd`/x,target=/x busybox",
    "-v `pwd`:/a -v `pwd`:/b `echo image`:tag",
    "-v x`pwd``pwd`y",
    '-v "`pwd`":/x',
    "-e A=\\$HOME\\ x busybox",
    '"$V"\\$ x',
    "-e A=$V! b",
    '"a b"$V! b',
    "--name=web\\\n1 busybox",
    "--name web\\\n  busybox",
    "-d \\\n\\\n busybox",
    "-d \\ \n",
    "-d \\ # a remark\n",
    "\\ busybox",
    "-e A=1#2 1#'x y'",
    "busybox test a == b",
    "busybox expr a =~ 'b' ==",
    "-e DIR=~/x -v ~/x:/x",
    "-e A='it'\\''s' busybox",
    "-e $'A=\\t' busybox",
    "",
]
ATOMS = (
    *("a", "b=", "/c", ":d", ",", "-e", "1", "@", "%", "+", "#", "é", "~", "!", "^", "{x", "x}", "[ab]", "*zz", "?q"),
    *("'q r'", "'='", '"s t"', '"$V"', '"a${V}b"', "$'t\\n'", "\\ ", "\\$", "\\'", "''", '""', "\\\n"),
    *("`echo z`", "$(echo w)", "$V.", "$1", "${V}", "$((1+2))", '"`echo z`"', '"$(echo "n m")"'),
)
TELL = "V=v; set -- v\ndocker() { printf '%s\\0' \"$@\"; }\n"


def by_bash(line: str) -> list[str]:
    done = subprocess.run(["bash", "--norc", "-c", TELL + line], capture_output=True, check=False)
    return done.stdout.decode().split("\0")[:-1]


def agree(line: str) -> None:
    words = parse(line).calls[0].words[1:]
    theirs = by_bash(line)
    assert len(words) == len(theirs)
    assert [word.text for word in words if word.literal] == [
        their for word, their in zip(words, theirs, strict=True) if word.literal
    ]


@pytest.mark.parametrize("words", TABLE)
def test_as_bash_reads_them(words: str) -> None:
    """Substitutions within words, escaped blanks, words over two lines."""
    agree(f"docker run {words}")


@given(st.lists(st.lists(st.sampled_from(ATOMS), min_size=1, max_size=4).map("".join), min_size=1, max_size=4))
def test_any_words(words: list[str]) -> None:
    """Pieces of every kind, in any order. Left out: a line that goes on behind an escaped blank or at its end."""
    line = f"docker run {' '.join(words)}"
    if "\\ \\\n" not in line and not line.endswith("\\\n") and " \\\n" not in line:
        agree(line)
