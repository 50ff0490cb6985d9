"""Options whose value the shell fills in, written together with it: `--name=$NAME`, `-p$PORT:80`, `"--name=$NAME"`.

Which option it is stands there, so it is read as one; the value alone is what only the shell knows.
"""

from __future__ import annotations

from dockersh.reading.catalogue import Command
from dockersh.reading.syntax import Word
from dockersh.startup.lazy_regex import pattern

# Up to where the value begins; letters may be several options, and the beginning of a value.
HEAD = pattern(r"--[a-z][a-z0-9-]*=|-[A-Za-z]+")


def option(command: Command, word: Word) -> Word | None:
    """The word where it is an option, without the double quotes around the whole of it; None where it is none, or may be any.

    `-$X` and `-it$X` may be any option: the letters that the shell adds decide.
    """
    if word.literal:
        return word if len(word.text) > 1 and word.text.startswith("-") else None
    if word.splits and "@" in word.text:  # `--opt="${all[@]}"` is several words
        return None
    bare = _unquoted(word.text)
    head = HEAD.match(bare)
    if head is None or not (head[0].endswith("=") or _takes_a_value(command, head[0][1:])):
        return None
    return word if bare == word.text else word._replace(text=bare, raw=word.text)


def _unquoted(text: str) -> str:
    inside = text[1:-1]
    return inside if len(text) > 2 and text[0] == text[-1] == '"' and '"' not in inside else text


def _takes_a_value(command: Command, letters: str) -> bool:
    """Whether one of the letters takes what follows as its value; those in front of it take none."""
    flags = (command.shorts.get(letter) for letter in letters)
    return next((flag is not None and flag.takes_value for flag in flags if flag is None or flag.takes_value), False)
