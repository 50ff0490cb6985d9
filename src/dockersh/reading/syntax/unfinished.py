"""Is a logical line complete, or does the shell want more? Says what it waits for. Reads each character once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dockersh.startup.lazy_regex import pattern

# A word that opens a compound command, and the word that closes it. https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html
COMPOUND = {"if": "fi", "case": "esac", "for": "done", "while": "done", "until": "done", "{": "}"}
CLOSERS = frozenset(COMPOUND.values())
HEREDOC = pattern(r"(?<!<)<<(-?)\s*(['\"]?)(\\?)([A-Za-z_][A-Za-z0-9_]*)\2")
MARKS = frozenset("\\'\"`#")  # without them nothing is quoted and nothing is a comment
STRETCH = pattern(r"[^\\'\"`#]+")
# From behind a quote to its end: behind a backslash nothing ends it, but for a quote that knows none.
ENDS = {
    "'": pattern(r"[^']*'"),
    '"': pattern(r'(?s)[^\\"]*(?:\\.[^\\"]*)*"'),
    "`": pattern(r"(?s)[^\\`]*(?:\\.[^\\`]*)*`"),
}
LINES = pattern(r"[^\n]*\n|[^\n]+")
BLANKS = pattern(r"\s+")
# Behind a function's name stands the command that is its body.
COMMAND_WORD = pattern(
    r"(?:\bfunction [\w-]+(?: ?\( ?\))?|\( ?\)|^|[;&|\n(]|\b(?:do|then|else|elif)\b)\s?([a-z{}]+)(?=[\s;)]|$)"
)
NAMED_FUNCTION = pattern(r"(?:^|[;&|\n])\s*(?:function\s+[\w-]+\s*(?:\(\s*\))?|[\w-]+\s*\(\s*\))\s*$")


def unfinished(text: str) -> str | None:
    """What `text` waits for (quote, backslash, parenthesis, heredoc, operator, compound); None when it is complete."""
    waiting = Waiting()
    for line in physical_lines(text):
        waiting.feed(line)
    return waiting.waits()


def physical_lines(text: str) -> list[str]:
    """The lines of a text with their ends. To a shell only a newline ends one: no form feed, none of Unicode's separators."""
    return LINES.findall(text)


def logical(lines: Iterable[str], most: int | None = None, *, compounds: bool = True) -> Iterator[str]:
    """Physical lines with their newlines, put together until the shell would read no further, or *most* are.

    What is still open at the end comes as the last one. Without *compounds* a loop is not waited for, but each of its commands.
    """
    pending: list[str] = []
    waiting = Waiting()
    for line in lines:
        pending.append(line)
        waiting.feed(line)
        if len(pending) == most or waiting.waits() in (None, *(() if compounds else ("compound",))):
            yield "".join(pending)
            pending, waiting = [], Waiting()
    if pending:
        yield "".join(pending)


class Waiting:
    """A logical line that comes physical line by physical line; after each one, what the shell waits for."""

    def __init__(self) -> None:
        self.quote = ""  # the quote that is open
        self.continued = False  # the last line ended in a backslash
        self.bodies: list[
            tuple[str, bool]
        ] = []  # here-documents: the word each ends with, and whether tabs may stand before it
        self.coming: list[tuple[str, bool]] = []  # those whose bodies begin behind this command's line
        self.bare: list[str] = []  # of the commands' line that is under way, quotes and remarks blanked
        self.tail = ""  # the last two characters that are no blanks
        self.open_parentheses = 0
        self.has_case = False
        self.bodiless = False  # a function was named, and its body is still to come
        self.open_compounds = 0

    def feed(self, line: str) -> None:
        """The next physical line, with its newline where it has one."""
        if self.bodies:
            self._body(line.removesuffix("\n"))
            return
        bare = self._blanked(line)
        if "<<" in line:
            outside = {match.start() for match in HEREDOC.finditer(bare)}
            found = (match for match in HEREDOC.finditer(line) if match.start() in outside)
            self.coming += [(match[4], bool(match[1])) for match in found]
        self.bare.append(bare)
        if not self.quote and not self.continued:
            self._end_of_line("".join(self.bare))

    def waits(self) -> str | None:
        """What is missing behind the lines so far."""
        if self.bodies:
            return "heredoc"
        if self.quote or self.continued:
            return "quote" if self.quote else "backslash"
        if self.open_parentheses > 0 and not self.has_case:
            return "parenthesis"
        if self.tail.endswith("|") or self.tail == "&&":
            return "operator"
        return "compound" if self.bodiless or self.open_compounds > 0 else None

    def _body(self, line: str) -> None:
        mark, dashed = self.bodies[0]
        if (line.lstrip("\t") if dashed else line) == mark:
            self.bodies.pop(0)

    def _end_of_line(self, bare: str) -> None:
        """The newline is one to the shell, too: what was read counts, and the bodies of here-documents begin."""
        self.bodies, self.coming, self.bare = self.coming, [], []
        self.tail = bare.rstrip()[-2:] or self.tail
        self.open_parentheses += bare.count("(") - bare.count(")")
        self.has_case = self.has_case or "case" in bare
        short = BLANKS.sub(lambda match: "\n" if "\n" in match[0] else " ", bare)
        self.bodiless = bool(NAMED_FUNCTION.search(bare)) or (self.bodiless and not bare.strip())
        for word in COMMAND_WORD.findall(short):
            self.open_compounds += (word in COMPOUND) - (word in CLOSERS)

    def _blanked(self, line: str) -> str:
        """The line with quoted stretches and remarks blanked, character for character; notes what is left open."""
        self.continued = False
        if not self.quote and MARKS.isdisjoint(line):
            return line
        out: list[str] = []
        at = 0
        while at < len(line):
            piece = self._piece(line, at)
            out.append(piece)
            at += len(piece)
        return "".join(out)

    def _piece(self, line: str, at: int) -> str:
        """What stands for the next stretch of the line: as long as that."""
        char = line[at]
        if self.quote:
            return self._quoted(line, at)
        if char == "\\":
            self.continued = len(line) - at <= 2 and line[at + 1 :] in ("", "\n")
            return "  "[: len(line) - at]
        if char in ENDS:
            self.quote = char
            return "_"
        if char == "#" and (not at or line[at - 1] in " \t\n;&|("):
            return " " * (len(line.rstrip("\n")) - at)
        stretch = STRETCH.match(line, at)
        return stretch[0] if stretch else char  # a # inside a word

    def _quoted(self, line: str, at: int) -> str:
        end = ENDS[self.quote].match(line, at)
        if end is None:
            return "_" * (len(line) - at)
        self.quote = ""
        return "_" * (end.end() - at)
