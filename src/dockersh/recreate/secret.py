"""Secrets of a line: a variable's goes by its name alone, every other one keeps the line from being printed. Never a mask."""

from __future__ import annotations

import re
import shlex

from dockersh.explaining.secrets import has_secret
from dockersh.recreate.written import Line
from dockersh.startup.typed import NamedTuple

ENV = ("-e", "--env")
EXPORTABLE = r"[A-Za-z_][A-Za-z0-9_]*"


class Safe(NamedTuple):
    """A line without secrets, the variables that have to be exported for it; *kept*: something in it is still a secret."""

    line: Line
    exports: tuple[str, ...] = ()
    kept: bool = False


def safe(line: Line) -> Safe:
    """The line as it may be printed."""
    named = [name for group in line.options if (name := _secret_variable(group))]
    groups = tuple(_by_name(group) for group in line.options)
    clean = line._replace(options=groups)
    return Safe(clean, tuple(dict.fromkeys(named)), has_secret(shlex.join(clean.words)))


def _secret_variable(group: tuple[str, ...]) -> str:
    """The variable's name, where its value is a secret and a shell can export it."""
    if group[0] not in ENV:
        return ""
    name, equals, _ = group[1].partition("=")
    exportable = equals and re.fullmatch(EXPORTABLE, name)
    return name if exportable and has_secret(shlex.join(("docker", "run", *group, "image"))) else ""


def _by_name(group: tuple[str, ...]) -> tuple[str, ...]:
    name = _secret_variable(group)
    return (group[0], name) if name else group
