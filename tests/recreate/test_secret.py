"""What of a line's secrets may be printed: names of variables, never a value, never a mask."""

from __future__ import annotations

import shlex

import pytest

from dockersh.explaining.secrets import DOT, MASK
from dockersh.recreate.secret import safe
from dockersh.recreate.written import Line, written

# Words of an option, what is printed of them, what has to be exported; None: the line is not printed.
OPTIONS: list[tuple[str, str | None, tuple[str, ...]]] = [
    ("-e A=1", "-e A=1", ()),
    ("-e DB_PASSWORD=hunter22", "-e DB_PASSWORD", ("DB_PASSWORD",)),
    ("-e API_TOKEN=ghp_0123456789abcdefghijklmnopqrstuvwxyz", "-e API_TOKEN", ("API_TOKEN",)),
    ("-e URL=postgres://u:hunter22@db/x", "-e URL", ("URL",)),
    ("-e DB_PASSWORD", "-e DB_PASSWORD", ()),
    ("-e DB_PASSWORD=", "-e DB_PASSWORD=", ()),
    ("-e DB_PASSWORD_FILE=/run/secrets/db", "-e DB_PASSWORD_FILE=/run/secrets/db", ()),
    ("-e db.password=hunter22", None, ()),
    ("-l token=ghp_0123456789abcdefghijklmnopqrstuvwxyz", None, ()),
    ("--health-cmd 'curl -u me:hunter22 localhost'", None, ()),
    ("--log-opt splunk-token=176fcebf-4cf5-4edf-91bc-703796522d20", None, ()),
    ("-v /a:/b", "-v /a:/b", ()),
]


@pytest.mark.parametrize(("option", "printed", "exports"), OPTIONS)
def test_options(option: str, printed: str | None, exports: tuple[str, ...]) -> None:
    """A variable that a shell can export goes by its name; any other secret keeps the line."""
    found = safe(Line(("docker", "run"), (tuple(shlex.split(option)),), ("nginx",)))
    assert found.kept == (printed is None)
    if printed is not None:
        assert written(found.line) == f"docker run {printed} nginx"
        assert found.exports == exports


@pytest.mark.parametrize(
    "words", [("nginx", "--password=hunter22"), ("nginx", "mysql", "-phunter22"), ("nginx", "PGPASSWORD=hunter22")]
)
def test_words_of_the_program(words: tuple[str, ...]) -> None:
    """They have no name to go by."""
    found = safe(Line(("docker", "run"), (), words))
    assert found.kept or written(found.line).endswith(" ".join(words))  # kept, or none that we know
    assert DOT not in written(found.line)
    assert MASK not in written(found.line)


def test_a_variable_is_named_once() -> None:
    """Given twice, it is exported once."""
    groups = (("-e", "TOKEN=abcdefgh12345678"), ("-e", "TOKEN=hgfedcba87654321"))
    assert safe(Line(("docker", "run"), groups, ("nginx",))).exports == ("TOKEN",)
