"""What `--env-file` names, judged by its shape: lines docker refuses, values that keep their quotes. None is kept.

    NAME=value      as it stands, quotes and blanks too
    NAME            taken from the environment
    # …             left out, as an empty line is
Blanks in front of a line are cut; a blank in NAME, or no NAME, is refused. Source: docker/cli 28.2.2 pkg/kvfile/kvfile.go.
"""

from __future__ import annotations

from dockersh.machine import limits, regular_files
from dockersh.startup.typed import NamedTuple

QUOTES = ('"', "'")


class EnvFile(NamedTuple):
    """The number of the first *broken* line (0: none), the first word of it; the names whose values are *quoted*."""

    broken: int = 0
    word: str = ""
    quoted: tuple[str, ...] = ()


def look(path: str) -> EnvFile | None:
    """The file, None where it cannot be read."""
    try:
        text = regular_files.text(path, limits.COMPOSE_FILE)
    except (OSError, ValueError):
        return None
    return judged(text)


def judged(text: str) -> EnvFile:
    """A file's text, by its shape."""
    quoted: list[str] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        name, sign, value = line.lstrip(" \t").partition("=")
        if not name.startswith("#") and (name or sign):
            if not name or any(blank in name for blank in " \t"):
                return EnvFile(number, name.split(" ")[0].split("\t")[0], tuple(quoted))
            if len(value) > 1 and value[0] in QUOTES and value[-1] == value[0]:
                quoted.append(name)
    return EnvFile(quoted=tuple(quoted))
