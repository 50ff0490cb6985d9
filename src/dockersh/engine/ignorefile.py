r"""The patterns of a .dockerignore, and which paths they leave out, in time linear in the length of both.

    *  anything but a slash      **  any number of folders      ?  one character      [a-z]  one of them
    \  the next as it is         !  takes back what a line before it left out        #  a remark, at the very start of a line

As https://github.com/moby/patternmatcher has it (Pattern.compile, MatchesOrParentMatches), and its ignorefile.ReadAll.
A pattern is followed along a path with all the places at once that it may have come to: a bit for each, in one number.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator

from dockersh.machine import limits, regular_files
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

STAR, FOLDERS, REST, ONE = "*", "**/", "**", "?"  # what a pattern has besides plain text (`=text`) and classes (`[…]`)
TOKEN = pattern(r"(\*\*/?)|(\*+)|(\?)|(\[\^?(?:\\\W|[^\]\\*?])+\])|\\(.)|([^*?\[\\]+|.)", re.DOTALL)
RANGE = pattern(r"(\\\W|[^\\-])(?:-(\\\W|[^\\-]))?")
SPECIAL = pattern(r"[*?\[\]\\]")


class Pattern(NamedTuple):
    """One line. *back*: it takes back; *tokens*: what a path must have one after the other, *text* the longest of it."""

    tokens: tuple[str, ...]
    back: bool
    text: str = ""


class Path:
    """A path of the context, `a/b.txt`, as sets of places: bit *i* of a set stands for the place before character *i*."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = 1 << len(text)
        self.found: dict[str, int] = {}
        slashes = self.places("=/")
        self.inside = (self.end - 1) & ~slashes  # before a character that is no slash
        self.folders = slashes << 1  # behind a slash
        self.ends = slashes | self.end  # where the path ends, or that of a folder it is in

    def places(self, token: str) -> int:
        """Before each character that a token means."""
        if token not in self.found:
            self.found[token] = _places(token, self.text)
        return self.found[token]

    def fits(self, tokens: tuple[str, ...]) -> bool:
        """Whether it, or a folder it is in, is what the tokens say."""
        at = 1
        for token in tokens:
            if token == STAR:  # the sum carries a one through the characters up to the next slash
                at |= ((at & self.inside) + self.inside) ^ self.inside
            elif token == FOLDERS:
                at |= self.folders & -((at & -at) << 1)
            elif token == REST:
                at = -(at & -at) & (2 * self.end - 1)
            else:
                length = len(token) - 1 if token.startswith("=") else 1
                at = (at & (self.inside if token == ONE else self.places(token))) << length
            if not at:
                return False
        return bool(at & self.ends)


def _places(token: str, text: str) -> int:
    if token.startswith("="):
        return _before(token[1:], text)
    # `\\d` is a class of regular expressions, which docker hands on to Go's
    fits = _class(token[1:-1]) if token.startswith("[") else re.compile(token, re.ASCII).fullmatch
    return sum(1 << at for at, char in enumerate(text) if fits(char))


def _before(wanted: str, text: str) -> int:
    found, at = 0, text.find(wanted)
    while at >= 0:
        found |= 1 << at
        at = text.find(wanted, at + 1)
    return found


def _class(inside: str) -> Callable[[str], object]:
    """Whether a character is one of `a-z_`, or with `^` none of them, a slash included."""
    without = inside.startswith("^")
    ranges = _ranges(inside[without:])
    return lambda char: any(first <= char <= last for first, last in ranges) != without


def _ranges(inside: str) -> list[tuple[str, str]]:
    """First and last character of each range. Raises ValueError for what docker does not take as one."""
    found = list(RANGE.finditer(inside))
    ranges = [(one[1][-1], (one[2] or one[1])[-1]) for one in found]
    if sum(len(one[0]) for one in found) != len(inside) or any(first > last for first, last in ranges):
        raise ValueError(inside)
    return ranges


def read(folder: str, until: float) -> tuple[Pattern, ...] | None:
    """The patterns of a folder's .dockerignore, none where there is no such file.

    None: they cannot be known: the file is not a regular one, docker does not take it, or reading it takes too long.
    """
    try:
        text = regular_files.text(os.path.join(folder, ".dockerignore"), limits.IGNORE_FILE)
    except (regular_files.NotRegularError, regular_files.TooLargeError):
        return None
    except OSError:
        return ()
    found: list[Pattern] = []
    for line in text.removeprefix("\ufeff").split("\n"):
        if len(line) >= limits.IGNORE_LINE or time.monotonic() > until:
            return None
        try:
            found += parse(line)
        except ValueError:
            return None
    return tuple(found)


def parse(line: str) -> Iterator[Pattern]:
    """The pattern of a line; nothing for an empty one and a remark. Raises ValueError for one docker refuses or takes oddly."""
    glob = line.strip()
    if line.startswith("#") or not glob:
        return
    back = glob.startswith("!")
    glob = glob[1:].strip() if back else glob
    if back and not glob:
        raise ValueError(line)
    if glob:
        glob = os.path.normpath(glob)  # keeps two slashes at the start
        tokens = tuple(_tokens(glob.lstrip("/") or glob))
        yield Pattern(tokens, back, max((one[1:] for one in tokens if one.startswith("=")), key=len, default=""))


def _tokens(glob: str) -> Iterator[str]:
    """Neighbours that say the same are one; `**` at the start of what is otherwise plain may end within a name."""
    last = ""
    plain = glob.startswith("**") and not SPECIAL.search(glob, 2)
    for match in TOKEN.finditer(glob):
        token = _token(match, plain=plain and match.start() == 0, last=match.end() == len(glob))
        if token != last or token not in (STAR, FOLDERS, REST):
            yield token
        last = token


def _token(match: re.Match[str], *, plain: bool, last: bool) -> str:
    folders, star, one, several, escaped, char = match.groups()
    if folders:
        return REST if last or (plain and folders == REST) else FOLDERS
    if star or one:
        return STAR if star else ONE
    if several:
        _ranges(several[1:-1].removeprefix("^"))
        return several
    if char in ("[", "\\"):  # a class without an end, an escape of nothing
        raise ValueError(char)
    if escaped and escaped in "dDsSwW":
        return f"\\{escaped}"
    if escaped and escaped.isascii() and escaped.isalnum():  # other letters mean something to Go's regular expressions
        raise ValueError(escaped)
    return f"={escaped or char}"


def is_ignored(path: str, patterns: tuple[Pattern, ...]) -> bool:
    """Whether a file stays behind: the last pattern that fits it, or a folder it is in, decides."""
    near = [one for one in patterns if one.text in path]
    known = Path(path) if near else None
    return known is not None and next((not one.back for one in reversed(near) if known.fits(one.tokens)), False)
