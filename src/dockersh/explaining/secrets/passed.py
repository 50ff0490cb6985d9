"""What one command of a script hands to another: through a pipe, a group, `<(…)`, a file, or `read`."""

from __future__ import annotations

import os.path
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from dockersh.explaining.secrets import names, programs
from dockersh.explaining.secrets.script import Command, Text

LONGEST = 8  # commands between the secret and what reads it


def fed(commands: Iterable[Command]) -> Iterator[tuple[Command, tuple[Command, ...]]]:
    """Each command with those whose output it reads, be it through other commands or a file."""
    before: deque[Command] = deque(maxlen=LONGEST)
    feeding: list[Command] = []
    for command in commands:
        if command.since >= 0:
            feeding = [one for one in before if one.at >= command.since]
        feeding = [*feeding[-LONGEST:], command] if command.piped else [command]
        files = {name for way, name in command.files if way == "<"}
        written = [one for one in before if files and any(way == ">" and name in files for way, name in one.files)]
        yield command, (*feeding[:-1], *written)
        before.append(command)


def reads_secret(words: Sequence[str]) -> bool:
    """Whether a command takes a secret from its standard input: `login --password-stdin`, `secret create NAME -`."""
    if "secret" in words and "create" in words and words[-1] in ("-", "/dev/stdin"):
        return True
    if os.path.basename(words[0]) == "read":
        return any(names.kind(word) == "secret" for word in words[1:])
    return programs.reads_secret(words)


def takes_file(words: Sequence[str]) -> bool:
    """Whether a command takes a secret from a file that would stand behind these words."""
    if reads_secret(words) or ("secret" in words and "create" in words):
        return True
    option = words[-2] if len(words) > 1 and not words[-1].startswith("-") and words[-1].endswith("=") else words[-1]
    return option.partition("=")[0] == "--secret" or names.means_secret(option.partition("=")[0])


def printed(command: Command) -> Iterator[tuple[Text, int, int]]:
    """What a command prints that prints its own words, and what it is fed itself."""
    for index, start, end in programs.printed([word.chars for word in command.words]):
        yield command.words[index], start, end
    for text in command.reads:
        yield from every_line(text)


def every_line(text: Text) -> Iterator[tuple[Text, int, int]]:
    """Each line of what is fed, from its first to its last character."""
    at = 0
    for line in text.chars.split("\n"):
        bare = line.strip()
        start = at + len(line) - len(line.lstrip())
        yield from ((text, start + found[1], start + found[2]) for found in programs.value(0, bare)) if bare else ()
        at += len(line) + 1
