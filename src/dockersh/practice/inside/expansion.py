"""Words of the small shell: variables, `$(…)`, arithmetic and names of files become what they stand for."""

from __future__ import annotations

import fnmatch
import posixpath
import re

from dockersh.practice.inside.grammar import Piece, Word
from dockersh.practice.inside.process import Process
from dockersh.practice.inside.syntax import Parser


class Words:
    """The part of a shell that knows values."""

    process: Process
    name: str
    status: int
    arguments: tuple[str, ...]
    variables: dict[str, str]

    def capture(self, text: str) -> str:
        """What a text prints; the shell knows."""
        raise NotImplementedError

    def path(self, path: str) -> str:
        """An absolute path."""
        return posixpath.normpath(posixpath.join(self.process.folder, path))

    def joined(self, word: Word) -> str:
        """A word as one text."""
        return "".join(self._value(piece) for piece in word)

    def expanded(self, word: Word) -> list[str]:
        """A word as the words it becomes: split where a value was not quoted, matched with names of files."""
        fields: list[str] = [""]
        whole = any(piece.quoted for piece in word)
        for piece in word:
            value = self._value(piece)
            if piece.kind == "text" or piece.quoted:
                fields[-1] += value
                continue
            parts = value.split()
            fields[-1] += parts[0] if parts else ""
            fields += parts[1:]
        kept = [field for field in fields if field or whole]
        return [found for field in kept for found in self._matched(field, quoted=whole)]

    def _matched(self, pattern: str, *, quoted: bool) -> list[str]:
        if quoted or not re.search(r"[*?\[]", pattern):
            home = self.process.env.get("HOME", "/root")
            return [re.sub(r"^~(?=/|$)", home, pattern)] if not quoted else [pattern]
        folder, _, last = pattern.rpartition("/")
        names = self.process.files.names(self.path(folder or ("/" if pattern.startswith("/") else ".")))
        found = [
            name for name in names if fnmatch.fnmatchcase(name, last) and (not name.startswith(".") or last.startswith("."))
        ]
        prefix = f"{folder}/" if "/" in pattern else ""
        return [prefix + name for name in found] or [pattern]

    def _value(self, piece: Piece) -> str:
        if piece.kind == "text":
            return piece.value
        if piece.kind == "variable":
            return self._variable(piece)
        if piece.kind == "arithmetic":
            return str(self._sum(piece.value))
        return self.capture(piece.value).rstrip("\n")

    def _variable(self, piece: Piece) -> str:
        special = {"?": str(self.status), "$": str(self.process.pid), "#": str(len(self.arguments[1:])), "!": ""}
        special |= {"@": " ".join(self.arguments[1:]), "*": " ".join(self.arguments[1:]), "0": (*self.arguments, self.name)[0]}
        special |= {str(number): value for number, value in enumerate(self.arguments) if number}
        found = special.get(piece.value, self.variables.get(piece.value, self.process.env.get(piece.value, "")))
        return found or (self.joined(Parser(piece.default).word()) if piece.default else "")

    def _sum(self, text: str) -> int:
        def number(found: re.Match[str]) -> str:
            return self._variable(Piece("variable", found.group(1))) or "0"

        plain = re.sub(r"\$?([A-Za-z_]\w*)", number, text)
        if not re.fullmatch(r"[\d\s+\-*/%()<>=!]+", plain) or "**" in plain or len(plain) > 100:
            return 0
        try:
            return int(eval(plain.replace("/", "//"), {"__builtins__": {}}))  # noqa: S307  digits and operators only
        except (ArithmeticError, SyntaxError, ValueError):
            return 0

    def assign(self, name: str, value: str) -> None:
        """A variable gets a value; programs see it where it was exported."""
        (self.process.env if name in self.process.env else self.variables)[name] = value
