"""What Tab puts on a line is one word, the name itself: bash is asked about thousands of names."""

from __future__ import annotations

import random
import subprocess

import pytest

from dockersh.ways_in.complete import quoting

LETTERS = "ab~=-_.:/ $`\"'\\!*?[]{}()<>|&;#^%@,+é한\u00a0"
PLAIN = frozenset("ab-_.:/é한")  # may stand before the cursor within any quote


@pytest.mark.parametrize("quote", ["", "'", '"', "$'"])
def test_bash_reads_the_name(quote: str) -> None:
    """From the start of a word, and behind an open quote with some of the name in it."""
    chance = random.Random(quote)
    names, lines = [], []
    for _ in range(2000):
        name = "".join(chance.choices(LETTERS, k=chance.randint(1, 8)))
        typed = name[: chance.randint(0, len(name))] if quote else ""
        if PLAIN.issuperset(typed):
            names.append(name)
            lines.append(quoting.put(name, typed, quote + typed, quote, finished=True))
    script = "".join(f"printf '%s\\0' {line}\n" for line in lines)
    read = subprocess.run(["bash"], input=script.encode(), capture_output=True, check=True).stdout.decode().split("\0")[:-1]
    assert len(names) > 500
    assert [(name, line) for name, got, line in zip(names, read, lines, strict=True) if name != got] == []
