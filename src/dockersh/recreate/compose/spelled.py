"""A word of a line as compose reads it: what the shell would put in, compose puts in itself where it can."""

from __future__ import annotations

import re

from dockersh.reading.invocation import Part
from dockersh.startup.lazy_regex import pattern

FOLDER = pattern(r"\$\(pwd\)|`pwd`|\$\{PWD\}|\$PWD(?![A-Za-z0-9_])")
HOME = pattern(r"^~(?=/|$|:)")
VARIABLE = pattern(r"\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)((?::?[-?+=])[^{}$`]*)?\})")
MORE = pattern(r"[$`*?\[]|\{[^}]*[,.]")
HERE = "\ue000"  # stands for a `$` of compose's own


def spelled(part: Part) -> str | None:
    """The part's value; None where only the shell knows it."""
    return literal(part.text) if part.literal else shells(part.text)


def literal(text: str) -> str:
    """Compose reads `$$` as a dollar."""
    return text.replace("$", "$$")


def shells(text: str) -> str | None:
    """A word with variables of the shell, whose names compose knows from its environment; None for what it cannot do."""
    if "'" in text or "\\" in text:
        return None
    text = HOME.sub(f"{HERE}{{HOME}}", text.replace('"', ""))
    text = FOLDER.sub(f"{HERE}{{PWD}}", text)
    text = VARIABLE.sub(lambda found: f"{HERE}{{{found[1] or found[2]}{found[3] or ''}}}", text)
    rest = re.sub(rf"{HERE}\{{[^}}]*\}}", "", text)
    return None if MORE.search(rest) else text.replace(HERE, "$")
