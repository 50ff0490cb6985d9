"""The words of the one command in which the cursor stands, in a line that is not finished yet.

`syntax.parse` needs a whole line, and 15 ms for one with a quote; here every quote, parenthesis and word may be open.
For finished lines of docker both agree (`tests/ways_in/complete/test_scan.py`).
"""

from __future__ import annotations

from dockersh.reading.syntax.words import Span, Word
from dockersh.startup.typed import NamedTuple

# Behind these words a command begins.
RESERVED = frozenset(("if", "then", "else", "elif", "while", "until", "do", "!", "{", "time"))


class Typed(NamedTuple):
    """The command at the cursor: its words before and behind the current one, and the current one up to the cursor.

    *text* is that word with its quotes removed, *start* where it begins, *quote* the quote that is open at the cursor.
    *redirect*: the word names the file of a redirection. *comment*: the cursor stands in a comment.
    """

    before: tuple[Word, ...]
    text: str
    start: int
    cursor: int
    quote: str = ""
    literal: bool = True
    redirect: bool = False
    comment: bool = False
    behind: tuple[Word, ...] = ()


class _Command:
    """A command being read: finished words, and the word that is under way."""

    def __init__(self, closer: str = "") -> None:
        self.closer = closer
        self.restart()

    def restart(self) -> None:
        self.words: list[Word] = []
        self.redirect = False
        self.clear()

    def clear(self) -> None:
        self.text = ""
        self.start: int | None = None
        self.literal = True

    def add(self, text: str, at: int) -> None:
        self.start = at if self.start is None else self.start
        self.text += text

    def finish(self, at: int) -> None:
        """The word ends here; the file of a redirection is none of the command's words."""
        if self.start is None:
            return
        if not self.redirect:
            self.words.append(Word(self.text, Span(self.start, at), self.literal))
        self.redirect = False
        self.clear()


class _Scanner:
    """Walks the line once. `at` the cursor it takes note, and goes on for the words behind it."""

    def __init__(self, line: str, cursor: int) -> None:
        self.line, self.cursor = line, cursor
        self.stack = [_Command()]
        self.quotes: list[str] = [""]  # the open quote of each command on the stack
        self.noted: Typed | None = None
        self.owner: _Command | None = None

    def scan(self) -> Typed:
        at = 0
        while at < len(self.line):
            if at >= self.cursor and self.noted is None:
                self.note()
            if self.noted is not None and self.owner is None:
                break
            at += self.step(at)
        if self.noted is None:
            self.note()
        if self.owner is not None:
            self.owner.finish(len(self.line))
            self.leave(self.owner)
        assert self.noted is not None
        return self.noted

    def note(self, *, comment: bool = False) -> None:
        command, quote = self.stack[-1], self.quotes[-1]
        start = self.cursor if command.start is None else command.start
        before = tuple(command.words)
        while before and before[0].text in RESERVED:
            before = before[1:]
        self.noted = Typed(before, command.text, start, self.cursor, quote, command.literal, command.redirect, comment)
        self.owner = command

    def leave(self, command: _Command) -> None:
        """The command at the cursor ends: what stands behind the current word is now known."""
        if self.noted is not None and command is self.owner:
            behind = (word for word in command.words if word.span.start >= self.cursor and word.span.start > self.noted.start)
            self.noted = self.noted._replace(behind=tuple(behind))
            self.owner = None

    def step(self, at: int) -> int:
        """Read from `at`; how many characters were read."""
        quote = self.quotes[-1]
        if quote in ("'", "$'"):
            return self.in_single(at)
        char = self.line[at]
        if char == "\\":
            return self.escape(at)
        if self.line.startswith("$(", at):
            return self.open(at, ")", 2)
        if char == "`":
            return self.backtick(at)
        if quote == '"':
            return self.in_double(at)
        return self.bare(at)

    def in_single(self, at: int) -> int:
        command, char = self.stack[-1], self.line[at]
        if char == "'":
            self.quotes[-1] = ""
        else:
            command.add(char, at)
        return 1

    def in_double(self, at: int) -> int:
        command, char = self.stack[-1], self.line[at]
        if char == '"':
            self.quotes[-1] = ""
        else:
            command.literal = command.literal and char != "$"
            command.add(char, at)
        return 1

    def escape(self, at: int) -> int:
        """A backslash: before a new line it joins lines, and within double quotes it keeps most characters as they are."""
        command = self.stack[-1]
        following = self.line[at + 1 : at + 2]
        if following == "\n":
            return 2
        kept = self.quotes[-1] == '"' and following not in '$`"\\'
        command.add("\\" + following if kept else following, at)
        return 2

    def open(self, at: int, closer: str, length: int) -> int:
        command = self.stack[-1]
        command.add(self.line[at : at + length], at)
        command.literal = False
        self.stack.append(_Command(closer))
        self.quotes.append("")
        return length

    def close(self, at: int) -> int:
        inner = self.stack.pop()
        inner.finish(at)
        self.leave(inner)
        self.quotes.pop()
        self.stack[-1].add(self.line[at], at)
        return 1

    def backtick(self, at: int) -> int:
        inside = any(command.closer == "`" for command in self.stack)
        return self.close(at) if inside and self.stack[-1].closer == "`" else self.open(at, "`", 1)

    def bare(self, at: int) -> int:
        command, char = self.stack[-1], self.line[at]
        if char in "'\"":
            command.start = at if command.start is None else command.start
            self.quotes[-1] = char
        elif char in " \t":
            command.finish(at)
        elif char == ")" and len(self.stack) > 1 and command.closer == ")":
            return self.close(at)
        elif char in "|&;\n()":
            self.end_command(at)
        elif char in "<>":
            self.redirection(at)
        elif char == "#" and command.start is None:
            return self.comment(at)
        else:
            command.literal = command.literal and char not in "$*?[" and not (char == "~" and command.start is None)
            command.add(char, at)
        return 1

    def end_command(self, at: int) -> None:
        command = self.stack[-1]
        if command.redirect and self.line[at] == "&" and command.start is None:  # 2>&1
            return
        command.finish(at)
        self.leave(command)
        command.restart()

    def redirection(self, at: int) -> None:
        command = self.stack[-1]
        if command.start is not None and command.text.isdecimal():
            command.clear()
        command.finish(at)
        command.redirect = True

    def comment(self, at: int) -> int:
        end = self.line.find("\n", at)
        end = len(self.line) if end < 0 else end
        if self.noted is None and self.cursor <= end and self.cursor > at:
            self.note(comment=True)
        return end - at


def scan(line: str, cursor: int) -> Typed:
    """The command at the cursor of a line. Never raises."""
    return _Scanner(line, max(0, min(cursor, len(line)))).scan()
