"""A shell script as far as secrets need it: its commands' words, what is fed to them, and where each character stands.

Not a parser: `syntax` is. This one reads broken and half-typed lines, scripts in words of other scripts, and remarks alike,
in one pass, and knows of every character which one of the outer line it is, so that a mask covers just that.
"""

from __future__ import annotations

from collections.abc import Sequence

from dockersh.startup.typed import NamedTuple

LITERAL = "\ue000"  # stands for a `$` or a backtick that the shell leaves alone: '$ecret' is no variable
BLANK = " \t\r"
ENDS = "|&;()\n"
LONGEST_FILLER = 40  # characters


class Text(NamedTuple):
    """Characters, and the place of each in the line that is shown."""

    chars: str
    places: Sequence[int]

    def cut(self, start: int, end: int | None = None) -> Text:
        """A stretch of it."""
        return Text(self.chars[start:end], self.places[start:end])


class Command(NamedTuple):
    """One simple command: its words, the texts it reads (`<<< word`, here-documents), and whether what is before feeds it."""

    words: list[Text]
    reads: list[Text]
    files: list[tuple[str, str]]  # `<` or `>`, and the file's name
    piped: bool = False
    since: int = -1  # of a group, `(…) |` or `{ …; } |`: where the group begins; else the command before alone feeds it
    at: int = 0
    within: Command | None = None  # the command with `<(` or `NAME=(` that this one stands in


class _Reader:
    """One walk from left to right."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.chars = text.chars
        self.at = 0
        self.commands = [Command([], [], [])]
        self.groups: list[int] = []  # where those that are open begin
        self.closed = -1  # where the one begins that ended just now
        self.unclosed = False  # a `$(` without an end was met: nobody looks for the ends of more
        self.waiting: list[tuple[str, Command]] = []  # here-documents whose bodies come behind the line's end

    def read(self) -> list[Command]:
        while self.at < len(self.chars):
            char = self.chars[self.at]
            if char in BLANK or self.chars.startswith("\\\n", self.at):
                self.at += 1 + (char == "\\")
            elif char in ENDS:
                self._end(char)
            elif char in "<>" and not self._filler():
                self._redirect()
            elif char == "#":
                self._remark()
            else:
                self._next_word()
        return [command for command in self.commands if command.words]

    def _next_word(self) -> None:
        start, word = self.at, self._word()
        first = not self.commands[-1].words
        self.commands[-1].words.append(word)
        if first and word.chars == "{":
            self.groups.append(start)
        self.closed = self.groups.pop() if first and word.chars == "}" and self.groups else -1

    def _end(self, char: str) -> None:
        double = char not in "()" and self.chars.startswith(char * 2, self.at)
        pipe = char == "|" and not double
        before, within = self.chars[self.at - 1 : self.at], None
        if char == "(":
            self.groups.append(self.at)
            within = self.commands[-1] if before in ("<", "=") and self.commands[-1].words else None
        elif char == ")":
            self.closed = self.groups.pop() if self.groups else -1
        self.at += 2 if double and char != "\n" else 1
        if pipe or self.commands[-1].words:
            since = self.closed if pipe else -1
            self.commands.append(Command([], [], [], piped=pipe, since=since, at=self.at, within=within))
        if char == "\n" and self.waiting:
            self._bodies()

    def _redirect(self) -> None:
        command, way = self.commands[-1], self.chars[self.at]
        mark = next((one for one in ("<<<", "<<") if self.chars.startswith(one, self.at)), "")
        self.at += len(mark) or 1 + (self.chars[self.at + 1 : self.at + 2] in (">", "&", "|"))
        if mark == "<<" and self.chars.startswith("-", self.at):
            self.at += 1
        while self.at < len(self.chars) and self.chars[self.at] in BLANK:
            self.at += 1
        if self.at < len(self.chars) and self.chars[self.at] not in ENDS and (mark or self.chars[self.at] != "<"):
            word = self._word()
            if not mark:  # a file is no word of the command
                command.files.append((way, word.chars))
                return
            command.reads.append(word) if mark == "<<<" else self.waiting.append((word.chars, command))

    def _bodies(self) -> None:
        """The here-documents of the line that ended, each up to a line of its tag alone."""
        for tag, command in self.waiting:
            start = self.at
            while self.at < len(self.chars):
                end = self.chars.find("\n", self.at)
                end = len(self.chars) if end < 0 else end
                line, here = self.chars[self.at : end].strip(), self.at
                self.at = min(end + 1, len(self.chars))
                if line == tag:
                    command.reads.append(self.text.cut(start, here))
                    break
            else:
                command.reads.append(self.text.cut(start, self.at))
        self.waiting = []

    def _remark(self) -> None:
        """The words of a remark: what stands there is shown like the rest, but a quote in it opens nothing."""
        end = self.chars.find("\n", self.at)
        end = len(self.chars) if end < 0 else end
        self.commands.append(Command([], [], [], at=self.at))
        while self.at < end:
            start = self.at
            while self.at < end and self.chars[self.at] not in BLANK:
                self.at += 1
            if self.at > start and self.chars[start] != "#":
                self.commands[-1].words.append(self.text.cut(start, self.at))
            self.at += 1
        self.at = end

    def _word(self) -> Text:
        out: list[str] = []
        places: list[int] = []
        quote, start = "", self.at
        while self.at < len(self.chars):
            char = self.chars[self.at]
            if not quote and (char in BLANK or char in ENDS or (char in "<>" and not self._filler())):
                break
            end = self._substitution() if quote != "'" else self.at
            end = self._filler() if char == "<" and not quote else end
            if end > self.at:
                out += self.chars[self.at : end]
                places += self.text.places[self.at : end]
                self.at = end
                continue
            if char in "'\"" and quote in ("", char):
                quote = "" if quote else char
            elif char == "$" and not quote and self.chars[self.at + 1 : self.at + 2] in ("'", '"'):
                pass  # $'…' and $"…"
            elif char == "\\" and quote != "'" and self.at + 1 < len(self.chars) and self._escapes(quote):
                self.at += 1
                if self.chars[self.at] != "\n":  # the word goes on in the next line
                    out.append(_literal(self.chars[self.at]))
                    places.append(self.text.places[self.at])
            else:
                out.append(_literal(char) if quote == "'" else char)
                places.append(self.text.places[self.at])
            self.at += 1
        self.at += self.at == start
        return Text("".join(out), places)

    def _escapes(self, quote: str) -> bool:
        return not quote or self.chars[self.at + 1] in '$`"\\\n'

    def _filler(self) -> int:
        """The end of `<your password>`, something to fill in; 0 for a redirection."""
        end = self.chars.find(">", self.at, self.at + LONGEST_FILLER)
        inside = self.chars[self.at + 1 : end] if self.chars[self.at] == "<" and end > 0 else ""
        plain = inside.replace("-", "").replace("_", "").replace(" ", "")
        return end + 1 if plain.isalnum() and inside[0].isalpha() and inside[-1] != " " else 0

    def _substitution(self) -> int:
        """The end of `$(…)`, `${…}` or `…` in backticks that begins here; else where we are."""
        chars, at = self.chars, self.at
        if self.unclosed or chars[at] not in "$`":
            return at
        if chars[at] == "`":
            end = chars.find("`", at + 1)
            self.unclosed = end < 0
            return end + 1 if end > 0 else at
        if chars[at + 1 : at + 2] not in ("(", "{"):
            return at
        opens, closes = (chars[at + 1], ")" if chars[at + 1] == "(" else "}")
        depth = 0
        for index in range(at + 1, len(chars)):
            depth += (chars[index] == opens) - (chars[index] == closes)
            if depth == 0:
                return index + 1
        self.unclosed = True
        return at


def _literal(char: str) -> str:
    return LITERAL if char in "$`" else char


def commands(text: Text) -> list[Command]:
    """Every simple command of a script, in the order typed; inside of `$(…)` nobody looks yet."""
    return _Reader(text).read()


def whole(line: str) -> Text:
    """A line as it is typed."""
    return Text(line, range(len(line)))
