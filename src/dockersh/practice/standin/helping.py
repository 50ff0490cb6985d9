"""`docker run --help` where docker's own is not there: our own words for a command and its options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dockersh import texts
from dockersh.practice.standin.shown.tables import out
from dockersh.practice.standin.usage import line
from dockersh.reading import catalogue
from dockersh.reading.catalogue import Command, Flag
from dockersh.reading.invocation import Invocation

INDENT, BETWEEN = "  ", 2


def help_of(invocation: Invocation, env: Mapping[str, str]) -> int:
    """Print it."""
    lang = texts.language(None, env)
    command = invocation.command or catalogue.find(catalogue.ROOT)
    assert command is not None
    rows = list(_commands(lang, command) if command.group else _options(lang, command))
    width = max((len(name) for name, _ in rows), default=0) + BETWEEN
    lines = [f"{INDENT}{name:<{width}}{told}" for name, told in rows]
    about = _about(lang, command)
    out("\n".join([f"Usage:  {line(invocation)}", "", *([about, ""] if about else []), *lines]) + "\n")
    return 0


def _about(lang: str, command: Command) -> str:
    return texts.short(texts.raw(lang, command.stems[0], "command") or "")


def _commands(lang: str, group: Command) -> Iterator[tuple[str, str]]:
    for name in catalogue.own_children(group.name):
        below = catalogue.find(f"{group.name} {name}".strip())
        if below is not None and not below.hidden and not below.gone:
            yield name, _about(lang, below)


def _options(lang: str, command: Command) -> Iterator[tuple[str, str]]:
    for flag in command.flags.values():
        if not flag.hidden:
            told = texts.flag_text(lang, command.stems, flag.name) or ""
            yield _spelled(flag), texts.short(texts.fill(told, {"value": flag.name.upper()}))


def _spelled(flag: Flag) -> str:
    short = f"-{flag.short}, " if flag.short else " " * 4
    return f"{short}--{flag.name}"
