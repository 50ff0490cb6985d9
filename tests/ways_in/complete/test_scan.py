"""The scanner of unfinished lines agrees with the shell's grammar, and never fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockersh.reading import syntax
from dockersh.ways_in.complete import suggest
from dockersh.ways_in.complete.scan import scan

FINISHED = [
    "docker run -it --rm ubuntu sh",
    "docker run 'a b' \"c d\" e\\ f",
    "docker run -e X='it'\"'\"'s' ubuntu",
    'docker run "a\\"b" \'c\\d\'',
    "sudo docker ps -a",
    "docker run \\\n  --name x ubuntu",
    "docker run $IMAGE *.txt ~/x",
    "docker exec web sh -c 'echo hi; exit 3'",
]


@pytest.mark.parametrize("line", FINISHED)
def test_the_words_are_those_of_the_grammar(line: str) -> None:
    """With a space behind it, every word of the line stands before the cursor."""
    (call,) = syntax.parse(line).calls
    ours = scan(line + " ", len(line) + 1).before
    assert [(word.text, word.span) for word in ours if word.literal] == [
        (word.text, word.span) for word in (*call.before, *call.words) if word.literal
    ]
    assert [word.literal for word in ours] == [word.literal for word in (*call.before, *call.words)]


@given(st.text(alphabet="dockeru n-pv:'\"\\$(){}|;&<>#`=/.\n이", max_size=40), st.integers(0, 40))
def test_anything_may_be_typed(line: str, cursor: int) -> None:
    """No line and no cursor makes it fail, and the span ends at the cursor."""
    found = suggest(f"docker {line}", 7 + min(cursor, len(line)))
    assert found.start <= found.end == 7 + min(cursor, len(line))
