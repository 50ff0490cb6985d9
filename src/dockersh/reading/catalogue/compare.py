"""The installed docker against the facts: which commands and options came, and which went.

What is asked is the `--help` of every command, with no engine reachable: docker hides what an engine is too old for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockersh.reading.catalogue import ROOT, Command, aliases, children, find, names
from dockersh.reading.catalogue.installed import Help, Said
from dockersh.startup.typed import NamedTuple

PLUGINS = ("buildx", "compose")  # command groups of the facts that a program of their own brings
TAKEN_OVER = {"builder": "buildx"}  # where the plugin is installed, docker's own command is the plugin's
GLOBAL = ("help", "version")  # cobra adds them to every page


class Difference(NamedTuple):
    """*came*: the installed docker has it, the facts do not; else the other way round. *flag* None: the whole command."""

    came: bool
    command: str
    flag: str | None = None

    def __str__(self) -> str:
        words = [word for word in ("docker", self.command, self.flag and f"--{self.flag}") if word]
        return f"{'+' if self.came else '-'} {' '.join(words)}"


def compare(ask: Help, family: str, version: int | None = None) -> Iterator[Difference]:
    """What came and went in one family of commands: a plugin's name, or '' for docker's own.

    *version* is docker's major version: what is new in a later one, or gone since an earlier one, is not missed.
    A plugin that is not installed differs in nothing.
    """
    said = ask.ask(family)
    if said is None:
        return
    for name in sorted(_of_family(family)):
        command = find(name)
        page = said if name == family else ask.ask(name)
        if command is None or command.plugin or (page is None and command.hidden) or _elsewhere(command, version):
            continue
        if page is None:
            if not (name in TAKEN_OVER and ask.ask(TAKEN_OVER[name])):
                yield Difference(False, name)
            continue
        yield from _flags(command, page, version)
        yield from _commands(name, page, ask)


def _of_family(family: str) -> Iterator[str]:
    for name in names():
        first = name.split(" ")[0]
        if (first if first in PLUGINS else ROOT) == family:
            yield name


def _flags(command: Command, page: Said, version: int | None) -> Iterator[Difference]:
    listed = {flag.name for flag in page.options} - set(GLOBAL)
    yield from (Difference(True, command.name, flag) for flag in sorted(listed - command.flags.keys()))
    for name, flag in sorted(command.flags.items()):
        silent = flag.hidden or flag.deprecated or flag.builder or name in GLOBAL
        if not silent and name not in listed and not _elsewhere(flag, version):
            yield Difference(False, command.name, name)


def _commands(group: str, page: Said, ask: Help) -> Iterator[Difference]:
    """Commands that the page of a group lists and the facts do not have; plugins that are installed besides count, too."""
    for word in sorted(page.commands.keys() - set(children(group)) - {"help"}):
        name = f"{group} {word}".strip()
        if name not in aliases() and ask.ask(name) is not None:
            yield Difference(True, name)


def _elsewhere(fact: object, version: int | None) -> bool:
    """Whether a command or flag belongs to another docker than this: newer (`since`), or older (`until`)."""
    since, until = getattr(fact, "since", None), getattr(fact, "until", None)
    if since and not since.isdecimal():  # a plugin's version, which its own pages do not tell
        return True
    if version is None or not (since or until):
        return bool(since or until)
    return (since is not None and version < int(since)) or (until is not None and version > int(until))


def major(version_line: str) -> int | None:
    """`Docker version 28.2.2, build …` → 28; None where there is no number."""
    found = re.search(r"(\d+)\.\d+", version_line)
    return int(found[1]) if found else None
