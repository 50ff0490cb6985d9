"""The words of a command, as far as the script itself says what they are: of its own variables, or what docker printed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dockersh.practice.foretell.job import UNKNOWN
from dockersh.reading.syntax.words import Word

HERE = "/here"  # the folder that the script is in, and the home folder
VARIABLE = re.compile(r"\$(?:(?P<bare>[A-Za-z_]\w*)|\{(?P<name>[A-Za-z_]\w*)\})")
OPEN = re.compile(r"\$\([^()]*\)|\$\{[^}]*\}|\$[\w@*#?!$-]|`[^`]*`")
FOLDER = re.compile(r"\$\(\s*pwd\s*\)|`\s*pwd\s*`")
FOLDERS = {"PWD": HERE, "HOME": HERE}
NOT_READ = frozenset("\\'`$*?[{")
BLANKS = " \t\n"


def expanded(word: Word, typed: str, variables: Mapping[str, str], printed: Mapping[int, str]) -> list[str]:
    """The words that a word becomes; UNKNOWN: only the shell knows. *printed*: what substitutions gave, by place."""
    if word.literal:
        return [word.text]
    return value(typed, word.span.start, variables, printed)


def value(typed: str, start: int, variables: Mapping[str, str], printed: Mapping[int, str]) -> list[str]:
    """The same for text as it was typed at a place."""
    quoted = len(typed) > 1 and typed[0] == typed[-1] == '"' and '"' not in typed[1:-1]
    bare = typed[1:-1] if quoted else typed
    whole = printed.get(start + quoted) if bare.startswith(("$(", "`")) and bare.endswith((")", "`")) else None
    text = whole if whole is not None else _filled(bare, variables)
    if quoted:
        return [text.rstrip("\n")]
    if text == bare or UNKNOWN in text:
        return [text]
    return text.split()


def _filled(text: str, variables: Mapping[str, str]) -> str:
    if text[:1] == "'" and text[-1:] == "'" and "'" not in text[1:-1]:
        return text[1:-1]
    known = {**FOLDERS, **variables}
    text = FOLDER.sub(HERE, text)
    text = VARIABLE.sub(lambda found: known.get(found["bare"] or found["name"], UNKNOWN), text)
    text = OPEN.sub(UNKNOWN, text).replace('"', "")
    if text.startswith("~/"):
        text = HERE + text[1:]
    return UNKNOWN if NOT_READ & set(text) else text
