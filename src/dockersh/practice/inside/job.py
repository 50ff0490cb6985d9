"""One program while it runs: its words, where it writes, what it reads."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from dockersh.practice.inside.files import Files
from dockersh.practice.inside.process import Process


class Job:
    """A call of a program in a process. *text* is its input, where a pipe or a file gives it one."""

    def __init__(
        self, process: Process, argv: list[str], out: Callable[[str], None], err: Callable[[str], None], text: str | None = None
    ) -> None:
        self.process, self.argv, self.out, self.err, self.text = process, argv, out, err, text

    @property
    def files(self) -> Files:
        """The files it sees."""
        return self.process.files

    def write(self, text: str) -> None:
        """To its standard output."""
        self.out(text)

    def prints(self, text: str) -> int:
        """A program that only prints: its status."""
        self.out(text)
        return 0

    def complain(self, text: str) -> None:
        """To its standard error."""
        self.err(text)

    def line(self) -> str:
        """The next line of its input, '' at the end."""
        if self.text is None:
            return self.process.read_line()
        head, newline, self.text = self.text.partition("\n")
        return head + newline

    def everything(self) -> str:
        """Its input to the end."""
        if self.text is None:
            return self.process.read_all()
        found, self.text = self.text, ""
        return found

    def path(self, path: str) -> str:
        """An absolute path."""
        return posixpath.normpath(posixpath.join(self.process.folder, path))

    def parted(self, takes_value: str = "") -> tuple[dict[str, str], list[str]]:
        """Its one-letter options with their values, and its operands."""
        options: dict[str, str] = {}
        rest = list(self.argv[1:])
        operands: list[str] = []
        while rest:
            word = rest.pop(0)
            if word == "--":
                return options, operands + rest
            if not word.startswith("-") or word == "-":
                operands.append(word)
                continue
            self._letters(word, rest, takes_value, options)
        return options, operands

    def _letters(self, word: str, rest: list[str], takes_value: str, options: dict[str, str]) -> None:
        if word.startswith("--"):
            name, _, value = word[2:].partition("=")
            options[name] = value
            return
        for at, letter in enumerate(word[1:], 1):
            if letter in takes_value:
                options[letter] = word[at + 1 :] or (rest.pop(0) if rest else "")
                return
            options[letter] = ""
