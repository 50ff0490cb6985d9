"""What the shell fills in that we know without asking it: the folder it is in, the home folder, variables set on the line.

`$PWD`, `${PWD##*/}`, `$(pwd)`, `~/x`: a word of nothing else is read as what docker will get. What we do not know for certain
stays what only the shell knows; the values of other variables are not looked at.
Source: POSIX Shell Command Language, 2.6 Word Expansions; zsh splits no variable (zshexpn, Parameter Expansion).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dockersh.reading.syntax.words import Word
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

BLANKS = frozenset(" \t\n")
GLOBS = frozenset("*?[")
MOST = 4096  # characters of a word that is filled in
ASKED = r"\$\(\s*pwd(?:\s+-L)?\s*\)|`\s*pwd(?:\s+-L)?\s*`"
FOLDER = rf"\$PWD|\$\{{PWD\}}|{ASKED}"
EXPANSION = pattern(
    rf"(?P<pwd>{ASKED})"
    rf"|\$\(\s*(?P<part>basename|dirname)\s+(?P<quote>\"?)(?:{FOLDER})(?P=quote)\s*\)"
    r"|\$(?P<bare>[A-Za-z_]\w*)"
    r"|\$\{(?P<name>[A-Za-z_]\w*)(?P<cut>\#\#\*/|%/\*|:?[-?][^{}$`\"']*)?\}"
)
ONLY_ASKED = pattern(rf"(?:{ASKED})\Z")  # a substitution that asks for the folder and runs nothing
TILDE = pattern(r"~(?=/|:|$)")
# Assignments that a line begins with: `DIR=/srv/data; docker …`, `export A="$PWD/x" && docker …`.
VALUE = rf"(?:\"(?:[^\"\\$`]|{ASKED}|\$\w+|\$\{{\w+\}})*\"|'[^']*'|(?:[\w./:,@%+=~-]|{ASKED}|\$\w+|\$\{{\w+\}})*)"
ONE = rf"[A-Za-z_]\w*={VALUE}"
ASSIGNED = pattern(rf"\s*(?:export\s+)?({ONE}(?:[ \t]+{ONE})*)\s*(?:;|&&|\n)")
SETS = pattern(rf"(?P<name>[A-Za-z_]\w*)=(?P<value>{VALUE})")
OWN = frozenset(
    ("PWD", "HOME", "IFS")
)  # one that the line sets is another one than ours, and what it means to `pwd` is not known
# What may set any variable, or run any number of times.
UNSURE = pattern(
    r"(?:^|[\s;&|({])(?:read|eval|source|\.|unset|declare|typeset|local|mapfile|getopts|printf|for|while|until)\s|\|\|"
)


class Places(NamedTuple):
    """The folder and the home folder of the shell that will run the line; '' where they are not known (a document).

    *splits*: it takes an unquoted variable apart at blanks, as every POSIX shell does; zsh does not.
    """

    folder: str = ""
    home: str = ""
    splits: bool = True

    def variables(self, before: str, named: frozenset[str]) -> dict[str, str]:
        """The variables whose values are known behind the text *before*; *named* are those that the line sets anywhere."""
        known = {"PWD": self.folder, "HOME": self.home}
        found = {name: value for name, value in known.items() if value and name not in named}
        if not before or "IFS" in named or len(before) > MOST or UNSURE.search(before):
            return {} if "IFS" in named else found
        more, at = self._set_first(before, found)
        return {**found, **{name: value for name, value in more.items() if f"{name}=" not in before[at:] and name not in OWN}}

    def _set_first(self, before: str, found: Mapping[str, str]) -> tuple[dict[str, str], int]:
        """What a text begins with that sets variables, with the values that are known, and where it ends."""
        more: dict[str, str] = {}
        at = 0
        while match := ASSIGNED.match(before, at):
            at = match.end()
            for one in SETS.finditer(match[1]):
                value = self._assigned(one["value"], {**found, **more})
                more.pop(one["name"], None)
                more |= {one["name"]: value} if value is not None else {}
        return more, at

    def _assigned(self, typed: str, known: Mapping[str, str]) -> str | None:
        pieces = tuple(_pieces(typed, known, self.home))
        return None if None in pieces else "".join(piece.text for piece in pieces if piece)


class Piece(NamedTuple):
    """A stretch of a word as docker gets it; *splits*: the shell would take it apart at blanks."""

    text: str
    splits: bool = False


def filled(word: Word, known: Mapping[str, str], places: Places) -> Word | None:
    """The word as docker gets it, its *raw* as typed; None where something in it is not known.

    `filled` of the answer are the words that the shell makes of it: several, where a folder's name has blanks and stands in no
    quotes. A variable of the line's own that holds several words was meant so, and is left to the shell.
    """
    if word.literal or len(word.text) > MOST:
        return None
    pieces = tuple(_pieces(word.text, known, places.home))
    sure = [piece for piece in pieces if piece is not None]
    if len(sure) != len(pieces) or any(piece.splits and not GLOBS.isdisjoint(piece.text) for piece in sure):
        return None
    whole = "".join(piece.text for piece in sure)
    apart = _apart(sure) if places.splits or "$(" in word.text or "`" in word.text else (whole,)
    if len(apart) != 1 and not all(_is_place(piece.text, places) for piece in sure if piece.splits):
        return None
    return word._replace(text=whole, literal=True, splits=False, raw=word.text, filled=apart)


def _is_place(text: str, places: Places) -> bool:
    return bool(text) and (places.folder.startswith(text) or text in places.folder or text == places.home)


def _apart(pieces: list[Piece]) -> tuple[str, ...]:
    """The words after field splitting: only what was filled in, and stood in no quotes, is taken apart."""
    words = [""]
    for piece in pieces:
        for char in piece.text:
            if not (piece.splits and char in BLANKS):
                words[-1] += char
            elif words[-1]:
                words.append("")
    return tuple(word for word in words if word)


def _pieces(typed: str, known: Mapping[str, str], home: str) -> Iterator[Piece | None]:
    """The stretches of a word as typed; None for one that is not known."""
    at, quoted = 0, False
    tilde = TILDE.match(typed)
    if tilde:
        yield Piece(home) if home and known.get("HOME") == home else None
        at = 1
    while at < len(typed):
        char = typed[at]
        if char == '"':
            quoted, at = not quoted, at + 1
        elif char == "'" and not quoted:
            end = typed.find("'", at + 1)
            yield Piece(typed[at + 1 : end]) if end > 0 else None
            at = end + 1 if end > 0 else len(typed)
        elif char in "$`":
            match = EXPANSION.match(typed, at)
            yield _expanded(match, known, quoted=quoted) if match else None
            at = match.end() if match else len(typed)
        else:
            yield Piece(char) if _plain(char, quoted=quoted) else None
            at += 1


def _plain(char: str, *, quoted: bool) -> bool:
    """Whether a character stands for itself; escapes and what may be another word are left to the shell."""
    return char != "\\" and (quoted or char not in "*?[]{}()<>~|&;")


def _expanded(match: re.Match[str], known: Mapping[str, str], *, quoted: bool) -> Piece | None:
    name = "PWD" if match["pwd"] or match["part"] else match["bare"] or match["name"]
    value = known.get(name)
    if not value:
        return None
    if match["part"] and not match["quote"] and not BLANKS.isdisjoint(value):
        return None  # basename would get several words
    return Piece(_cut(value, match["part"] or match["cut"] or ""), not quoted)


def _cut(value: str, how: str) -> str:
    if how in ("##*/", "basename"):
        return value.rpartition("/")[2]
    if how in ("%/*", "dirname"):
        return value.rpartition("/")[0] or ("/" if how == "dirname" else "")
    return value
