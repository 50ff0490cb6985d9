"""A line that no program answers to, and the docker line that was meant: `images`, `dokcer ps`, `Docker ps`, `$ docker ps`."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from dockersh.reading import catalogue, syntax
from dockersh.reading.nearest import nearest
from dockersh.startup.lazy_regex import pattern

FIRST = pattern(r"\s*([^\s;&|<>()$`'\"=]+)(?=\s|$)")
PROGRAMS = ("docker", "docker-compose")
SHORTEST = 4  # letters of a command's name from which on a slip of the fingers is believed


def meant(line: str, is_known: Callable[[str], bool]) -> str | None:
    """The line without its copied prompts, with docker in front or docker spelled right; None where the first word is known.

    *is_known* says whether the shell finds something of that name, and is asked only about words that look like docker's.
    """
    copied = syntax.prompts(line)
    if copied:
        return _without(line, copied)
    first = FIRST.match(line)
    if first is None:
        return None
    found = _docker(first[1], line[first.end() :])
    return None if found is None or found == line.strip() or is_known(first[1]) else found


def _docker(word: str, rest: str) -> str | None:
    lower = word.lower()
    program = lower if lower in PROGRAMS else nearest(lower, PROGRAMS)
    if program is not None:
        return f"{program}{rest}"
    commands = (*catalogue.words("usual")["commands"], *catalogue.children(""))  # of equals the usual one
    command = nearest(lower, commands) if len(lower) >= SHORTEST else None
    command = lower if lower in commands else command
    return f"docker {command}{rest}" if command is not None else None


def _without(line: str, spans: tuple[syntax.Span, ...]) -> str:
    out, at = "", 0
    for span in spans:
        out += line[at : span.start]
        at = span.end
    return "\n".join(row.strip() for row in (out + line[at:]).split("\n"))


def implied(line: str) -> str:
    """With `set implicit on`, `images` is `docker images`, unless a program has that name."""
    first = line.split(maxsplit=1)[0]
    if first not in catalogue.children("") or shutil.which(first):
        return line
    return f"docker {line.lstrip()}"
