"""Lines whose secrets are marked, as `tests/explaining/secrets/*.txt` has them.

Each time they come with other secrets of the same characters.
"""

from __future__ import annotations

import random
import re
import string
from typing import NamedTuple

from support.paths import TESTS

FOLDER = TESTS / "explaining" / "secrets"
MARKED = re.compile("«([^»]*)(?:»|$)|‹([^›]*)›")
KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)


class Marked(NamedTuple):
    """A line as typed, what of it must never be seen, and the line as it may be shown."""

    text: str
    secrets: tuple[str, ...]
    shown: str


def lines(name: str) -> list[str]:
    """The lines of a file, without its remarks."""
    found = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("⏎", "\n") for line in found if line and not line.startswith("#")]


def another(secret: str, chance: random.Random) -> str:
    """Another secret of the same kind of characters, one with no word of the language in it."""
    kinds = [next((kind for kind in KINDS if char in kind), "") for char in secret]
    hexadecimal = re.fullmatch(r"[0-9a-f]{8,}", secret)
    return "".join(
        chance.choice(kind[:6] if hexadecimal and kind.isalpha() else kind) if kind else char
        for kind, char in zip(kinds, secret, strict=True)
    )


def marked(line: str, seed: int) -> Marked:
    """The line with fresh secrets in its marks."""
    chance = random.Random(f"{seed} {line}")
    text, shown, secrets, at = "", "", [], 0
    for match in MARKED.finditer(line):
        before = line[at : match.start()]
        inside = match[2] if match[1] is None else another(match[1], chance)
        secrets += [inside] if match[1] is not None else []
        text, shown = text + before + inside, shown + before + re.sub(r"[^\n]", "•", inside)
        at = match.end()
    return Marked(text + line[at:], tuple(secrets), shown + line[at:])
