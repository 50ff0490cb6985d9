"""What the installed docker says of its own commands and options: `docker CMD --help`, asked where the catalogue fails.

The help is printed without an engine; DOCKER_HOST points to a socket that is not there, so that nothing else can happen.
"""

from __future__ import annotations

import functools
import os
import re
import time
from collections.abc import Mapping

from dockersh.machine import folders, limits
from dockersh.reading.catalogue import ROOT, Command, Flag, find
from dockersh.startup.lazy_module import Later
from dockersh.startup.typed import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from dockersh.machine import bounded_programs
else:
    bounded_programs = Later("dockersh.machine.bounded_programs")  # most lines ask for no help

NAME = r"[a-z][a-z0-9_-]*"
FLAG = r"^ {2,}(?:-(?P<short>\w), )? *--(?P<name>\w[\w-]*(?:\.[\w-]+)*)(?: (?P<type>[\w.<>\[\]-]+))?(?: {2,}(?P<text>\S.*)|$)"
COMMAND = r"^ {2,4}(?P<name>[a-z][\w-]*)\*? {2,}(?P<text>\S.*)$"


class Said(NamedTuple):
    """A command in docker's own words: its description, its options, and what is said of each (`flags`, `commands`)."""

    text: str
    options: tuple[Flag, ...] = ()
    flags: Mapping[str, str] = {}
    commands: Mapping[str, str] = {}


class Help(Protocol):
    """Somebody who can be asked for the help of a command."""

    def ask(self, command: str) -> Said | None:
        """What the help of `docker COMMAND` says; None where there is no such command."""


class InstalledHelp:
    """The help of one docker binary, kept in the cache folder until the binary changes."""

    def __init__(self, binary: str) -> None:
        self.binary = binary
        self.silent = False  # a docker that let us wait once is not asked again
        self.ask = functools.lru_cache(maxsize=256)(self._ask)

    def _ask(self, command: str) -> Said | None:
        if not all(re.fullmatch(NAME, word) for word in command.split()):
            return None
        kept = _kept_in(self.binary, command)
        text = _read(kept) if kept else None
        if text is None and not self.silent:
            text = run_help(self.binary, command)
            self.silent = text is None
            if text and kept:
                folders.keep(kept, text.encode("utf-8", "replace"))
        return parse_help(text) if text else None


def parse_help(text: str) -> Said:
    """The parts of a cobra help page."""
    blocks = [block.strip() for block in text.split("\n\n")]
    described = (block for block in blocks if not re.match(r"[\w ]+:|Flags|EXPERIMENTAL", block) and not block.startswith("-"))
    flags: dict[str, Flag] = {}
    said: dict[str, str] = {}
    commands: dict[str, str] = {}
    for line in text.split("\n"):
        if match := re.match(FLAG, line):
            name = match["name"]
            flags[name] = Flag(name, match["type"] or "bool", match["short"])
            said[name] = match["text"] or ""
        elif match := re.match(COMMAND, line):
            commands.setdefault(match["name"], match["text"])
    return Said(" ".join(next(described, "").split()), tuple(flags.values()), said, commands)


def run_help(binary: str, command: str) -> str | None:
    """The help page as printed; empty where docker has none, None where it does not answer. Reaches no engine."""
    env = {name: value for name, value in os.environ.items() if name not in ("DOCKER_CONTEXT", "DOCKER_HOST")}
    env |= {"DOCKER_HOST": "unix:///nonexistent/dockersh.sock", "DOCKER_CLI_HINTS": "false"}
    from dockersh.machine import bounded_programs  # noqa: PLC0415  only what the catalogue does not know costs this

    child = bounded_programs.start([binary, *command.split(), "--help"], env, time.monotonic() + limits.HELP)
    if child is None:
        return None
    bounded_programs.finish([child])
    if child.status is None:
        return None
    text = child.output.decode("utf-8", "replace")
    # For a word that is no command docker prints the help of the group above it: its usage line names another command.
    usage = re.search(r"^Usage:\s*(.*)$", text, re.MULTILINE)
    words = command.split()
    fits = usage is not None and (not words or re.search(rf"\b{re.escape(words[-1])}\b", usage[1]))
    return text if child.status == 0 and fits else ""


def _kept_in(binary: str, command: str) -> str | None:
    import hashlib  # noqa: PLC0415

    try:
        real = os.path.realpath(binary)
        about = os.stat(real)
    except OSError:
        return None
    key = f"{real}\0{about.st_size}\0{about.st_mtime_ns}\0{command}".encode("utf-8", "surrogateescape")
    return folders.place("cache", "help", hashlib.sha256(key).hexdigest()[:32])


def _read(path: str) -> str | None:
    data = folders.cached(path, limits.OWN_FILE)
    return data.decode("utf-8", "replace") if data else None


def learn(asked: Help, typed: tuple[str, ...], known: Command | None) -> tuple[dict[str, Command], dict[str, str]]:
    """Commands as the help has them, and docker's words for options (`''`: for the command itself).

    `typed` are the literal words behind `docker`; `known` is the catalogue's command, when only an option is new.
    """
    return _options(asked, known) if known is not None and not known.plugin else _commands(asked, typed)


def _options(asked: Help, known: Command) -> tuple[dict[str, Command], dict[str, str]]:
    """The command with the options that only the help has."""
    said = asked.ask(known.name)
    if said is None:
        return {}, {}
    new = {flag.name: flag for flag in said.options if flag.name not in known.flags}
    flags = {**known.flags, **new}
    shorts = {**{flag.short: flag for flag in new.values() if flag.short}, **known.shorts}
    return {known.name: known._replace(flags=flags, shorts=shorts)}, {name: said.flags[name] for name in new}


def _commands(asked: Help, typed: tuple[str, ...]) -> tuple[dict[str, Command], dict[str, str]]:
    """The commands that the words name, group by group, until one is no group."""
    commands: dict[str, Command] = {}
    words: dict[str, str] = {}
    name = ROOT
    for word in typed:
        name = f"{name} {word}".strip()
        fact = find(name)
        if fact is not None and not fact.plugin:
            continue
        said = asked.ask(name)
        if said is None:
            break
        flags = {flag.name: flag for flag in said.options}
        shorts = {flag.short: flag for flag in said.options if flag.short}
        group = bool(said.commands)
        commands[name] = Command(name, "[ARG...]", 0, None, flags, shorts, (), group=group)
        words = {**words, **said.flags, "": said.text}
        if not group:
            break
    return commands, words
