"""Reading a line as far as secrets need it: bash agrees on the words; nothing is too odd, and nothing takes long."""

from __future__ import annotations

import subprocess
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockersh.explaining.secrets import has_secret, lines, mask
from dockersh.explaining.secrets.script import commands, whole

WORDS = [
    "a b  c",
    "a 'b c' \"d e\" f\\ g",
    "a 'it'\\''s' \"say \\\"hi\\\"\" b\\\"c",
    "a \"b\\nc\" 'd\\ne' f\\\ng",
    "a -p\"b c\"d --x='y z'",
    "a '' \"\" b",
]


@pytest.mark.parametrize("line", WORDS)
def test_words_are_the_shells(line: str) -> None:
    """As bash hands them to a program, each character from its place in the line."""
    told = subprocess.run(["bash", "-c", f"printf '%s\\0' {line}"], capture_output=True, text=True, check=True).stdout
    (command,) = commands(whole(line))
    assert [word.chars for word in command.words] == told.split("\0")[:-1]
    for word in command.words:
        assert "".join(line[place] for place in word.places) == word.chars


ODD = (
    "docker |run |-e |PW=|login -p |x|'|\"|$(|)|`|<<E\n|E\n|;|\\|\n| |<|>|{|}|#|=|:|@|://|mysql -p|sh -c |--|"
    "한|\ue000|\x00|eyJ|${a:-|DSN=|,"
)
PIECES = st.lists(st.sampled_from([*ODD.split("|"), "|", "echo "]), max_size=30).map("".join)


@given(PIECES)
def test_no_line_is_too_odd(line: str) -> None:
    """A mask has the length of the line, keeps its line breaks, and masking again changes nothing that was shown."""
    shown = mask(line)
    assert len(shown) == len(line)
    assert all(new in (old, "•") for old, new in zip(line, shown, strict=True))
    assert shown.count("\n") == line.count("\n")


HOSTILE = [
    "PASSWORD=",
    "DSN=",
    "KEY=",
    "a://b:",
    "eyJ-",
    "\nENV ",
    "-token: ",
    "$(",
    "`",
    "'a b ",
    "echo a|",
    "docker ps;",
    "${a:-",
]
HOSTILE += [
    "cat <<E\npw=x\nE\n",
    "sh -c '",
    "login <(echo a) ",
    "{ echo a; } | ",
    "(echo a) | ",
    "a=$a ",
    "$a ",
    "u:p@",
    '["a", ',
    "1:1:",
    "${a_token:-",
    "auth('a', ",
    "docker run x -p ",
    "DSN=a;password=b;",
    "mysql -pX ",
    "a",
    "a-",
    "bearer ",
    "$a$b",
]


# Each is inside the one before; every value of docker's may be a script again, and so may every word.
NESTED = ["docker run x $(", "docker run -e a='b ", 'docker run --health-cmd "x ', "sh -c 'docker run x sh -c "]


@pytest.mark.parametrize("piece", NESTED)
def test_docker_in_docker_is_followed_so_deep(piece: str) -> None:
    """Twice as deep costs no more than four times: it was twice the time for each level."""
    taken = []
    for deep in (12, 24):
        line = f"{piece * deep} -e PASSWORD=hunter2 {')' * deep * piece.endswith('$(')}"
        lines.stretches.cache_clear()
        before = time.process_time()
        mask(line)
        taken.append(time.process_time() - before)
    assert taken[1] < 4 * max(taken[0], 0.05)


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_length(piece: str) -> None:
    """Ten times the line costs at most thirty times the time, and never hangs: a square would be a hundred."""
    taken = []
    for size in (10_000, 100_000):
        line = "pass @ :// " + piece * (size // len(piece))
        lines.stretches.cache_clear()
        before = time.process_time()
        mask(line)
        taken.append(time.process_time() - before)
    assert taken[1] < 6  # seconds of the processor, where each line is counted, too
    assert taken[1] < 30 * max(taken[0], 0.03)


def test_an_ordinary_line_costs_next_to_nothing() -> None:
    """Less than a twentieth of what its explanation costs: a look for words that make it suspicious."""
    from dockersh import explain

    line = "docker run -i -t --name mywebserver -p 80:80 -v data:/data ubuntu:14.04"

    def cost(action: object, times: int) -> float:
        before = time.process_time()
        for number in range(times):
            action(f"{line}{number}")  # type: ignore[operator]
        return (time.process_time() - before) / times

    explain(line)
    has_secret(line)
    assert cost(has_secret, 500) < cost(explain, 50) / 20
