"""Words of earlier lines come back as bash brings them back."""

from __future__ import annotations

import subprocess

import pytest

from dockersh.ways_in.repl.past_words import NotFoundError, expanded

PAST = ("docker ps -a", "echo 'a b' c", "docker rm -f web old")
LINES = [
    "!!",
    "sudo !!",
    "echo !$ end",
    "echo !^",
    "echo !*",
    "!-2",
    "!1",
    "!?ps?",
    "^web^new^",
    "^web^new",
    "echo '!!' \\!! x",
    "echo a! b",
    "echo !",
    "echo ! x",
    "docker images",
    "echo \"it's !! here\" 'not !! here'",
    "ls [!0-9]x [!1]",
    "echo ${!1} $!",
    "echo a=!$",
    "!!; !-2",
]


def bashs(line: str) -> str:
    """What bash makes of the line after those of PAST."""
    script = "\n".join(["set -o history -o histexpand", "history -c", *[f"history -s {quoted(past)}" for past in PAST]])
    asked = f"{script}\nhistory -p {quoted(line)}\n"
    return subprocess.run(["bash", "--norc", "-c", asked], capture_output=True, text=True, check=True).stdout.removesuffix("\n")


def quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


@pytest.mark.parametrize("line", LINES)
def test_bash_makes_the_same_of_it(line: str) -> None:
    """Bash itself is the judge."""
    assert expanded(line, PAST) == bashs(line)


@pytest.mark.parametrize("line", ["!99", "!-9", "!?nosuch?", "^nosuch^x"])
def test_what_is_not_there_is_said(line: str) -> None:
    """And nothing runs."""
    with pytest.raises(NotFoundError, match=r"nosuch|9"):
        expanded(line, PAST)
