"""Pygments lexers for documents: `docker-cli` for command lines, `docker-cli-session` for prompts with their output.

What docker has not (a mistyped command or flag) is marked as an error; everything around docker's words is the shell's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pygments.lexer import Lexer
from pygments.lexers.shell import BashLexer, ShellSessionBaseLexer
from pygments.token import Error, Keyword, Name, String, _TokenType

from dockersh.reading.syntax.unfinished import logical, physical_lines
from dockersh.render.roles import Role, stretches

TOKENS: dict[Role, _TokenType] = {
    "docker": Name.Builtin,
    "command": Keyword,
    "flag": Name.Attribute,
    "value": String,
    "image": Name.Class,
    "container": Name.Variable,
    "argument": Name,
    "inside": String.Other,
    "unknown": Error,
}


class DockerLexer(Lexer):
    """Docker command lines, whatever else the shell does on them."""

    name = "Docker command line"
    aliases = ("docker-cli",)
    filenames = ()
    url = "https://docs.docker.com/reference/cli/docker/"

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """Line by logical line: docker's words by their role, the rest as the shell's lexer sees it."""
        shell = BashLexer(**self.options)
        for begin, line in _logical_lines(text):
            at = 0
            for one in stretches(line):
                yield from _shell(shell, begin + at, line[at : one.start])
                yield begin + one.start, TOKENS[one.role], line[one.start : one.end]
                at = one.end
            yield from _shell(shell, begin + at, line[at:])


def _shell(shell: Lexer, begin: int, text: str) -> Iterator[tuple[int, _TokenType, str]]:
    if text:
        yield from ((begin + at, token, value) for at, token, value in shell.get_tokens_unprocessed(text))


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each logical line, and where it begins."""
    begin = 0
    for line in logical(physical_lines(text)):
        yield begin, line
        begin += len(line)


class DockerSessionLexer(ShellSessionBaseLexer):
    """A terminal's screen: lines behind a prompt (`$`, `#`, `dockersh>`), and what they printed."""

    name = "Docker session"
    aliases = ("docker-cli-session",)
    filenames = ()
    url = DockerLexer.url
    _innerLexerCls = DockerLexer  # noqa: N815  Pygments' own name for it
    _ps1rgx = re.compile(r"^((?:dockersh(?: \[\d+\])?>|(?:\S+@[^$#%\n]*)?[$#%])[ ]?)(.*\n?)")
    _ps2 = "> "
