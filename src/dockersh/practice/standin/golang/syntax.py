"""The tree of a template. A node is a named tuple; a pipeline is a list of commands, a command a list of operands."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from dockersh.practice.standin.golang.functions import FUNCTIONS, SPECIAL
from dockersh.practice.standin.golang.lexer import Token, tokens, wrong
from dockersh.startup.typed import Any, NamedTuple

COMMAND, PARENTHESIZED = "command", "parenthesized pipeline"
CONSTANTS = {"true": True, "false": False, "nil": None}


class Operand(NamedTuple):
    """*kind*: `dot`, `variable`, `function`, `literal`, `pipe`; *fields* are taken of it one after the other.

    *at* is where Go says that it stands, *start* and *end* where it does.
    """

    kind: str
    value: Any
    fields: tuple[str, ...]
    at: int
    start: int
    end: int


class Pipe(NamedTuple):
    """Commands, each with the last one's value behind its words; *names* are variables that it sets."""

    names: tuple[str, ...]
    commands: tuple[tuple[Operand, ...], ...]


class Text(NamedTuple):
    """Text as it is."""

    text: str


class Action(NamedTuple):
    """A pipeline whose value is printed."""

    pipe: Pipe


class Block(NamedTuple):
    """`if`, `range` or `with`, and what else."""

    kind: str
    pipe: Pipe
    body: tuple[Any, ...]
    other: tuple[Any, ...]


class Leave(NamedTuple):
    """`break` or `continue`."""

    kind: str


def parse(text: str) -> tuple[Any, ...]:
    """The nodes of a template. Raises TemplateError."""
    reader = _Reader(text)
    found, ended = reader.nodes(top=True)
    assert ended == "end"
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: Sequence[Token] = list(tokens(text))
        self.at = 0
        self.within = COMMAND  # what Go calls the pipeline that is read

    def peek(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def blank(self) -> bool:
        """Whether a space stood here; it is passed."""
        found = self.peek().kind == "space"
        self.at += found
        return found

    def nodes(self, *, top: bool = False) -> tuple[tuple[Any, ...], str]:
        """Nodes up to an `end` or `else`, and which it was."""
        found: list[Any] = []
        while True:
            token = self.take()
            if token.kind == "end":
                if top:
                    return tuple(found), "end"
                raise wrong(self.text, token.at, "unexpected EOF")
            if token.kind == "text":
                found.append(Text(token.text))
                continue
            self.blank()
            word = self.peek()
            if word.kind == "word" and word.text in ("end", "else"):
                if top:
                    raise wrong(self.text, word.at, f"unexpected {{{{{word.text}}}}}")
                self.take()
                self.blank()
                return tuple(found), word.text
            found.append(self.node(word))

    def node(self, word: Token) -> Any:
        """What one action is."""
        if word.kind == "word" and word.text in ("if", "range", "with"):
            self.take()
            return self.block(word.text)
        if word.kind == "word" and word.text in ("break", "continue"):
            self.take()
            self.close()
            return Leave(word.text)
        pipe = self.pipe("close")
        return Action(pipe)

    def block(self, kind: str) -> Block:
        """An `if` and its kind, up to its end."""
        self.within = kind
        pipe = self.pipe("close")
        self.within = COMMAND
        body, ended = self.nodes()
        other: tuple[Any, ...] = ()
        if ended == "else":
            word = self.peek()
            if word.kind == "word" and word.text in ("if", "with"):
                self.take()
                return Block(kind, pipe, body, (self.block(word.text),))
            self.close()
            other, ended = self.nodes()
        self.close()
        return Block(kind, pipe, body, other)

    def close(self) -> None:
        """The end of an action."""
        self.blank()
        token = self.take()
        if token.kind != "close":
            raise wrong(self.text, token.at, f"unexpected {_shown(token)} in action")

    def pipe(self, until: str) -> Pipe:
        """A pipeline with what it sets; *until* is the kind, or the sign, that ends it."""
        self.blank()
        names = self.names()
        commands = [self.command(until)]
        while self.peek().text == "|":
            self.take()
            commands.append(self.command(until))
        self.take()
        return Pipe(names, tuple(commands))

    def names(self) -> tuple[str, ...]:
        """`$a :=`, `$k, $v :=`."""
        begun, found = self.at, []
        while self.peek().kind == "variable":
            found.append(self.take().text)
            self.blank()
            sign = self.take()
            self.blank()
            if sign.text in (":=", "="):
                return tuple(found)
            if sign.text != ",":
                break
        self.at = begun
        return ()

    def command(self, until: str) -> tuple[Operand, ...]:
        """Operands with blanks between them."""
        found: list[Operand] = []
        while True:
            self.blank()
            token = self.peek()
            if until in (token.kind, token.text) or token.text == "|":
                if not found:
                    raise wrong(self.text, token.at, f"missing value for {self.within}")
                return tuple(found)
            found.append(self.operand())

    def operand(self) -> Operand:
        """One of them, with the fields behind it."""
        first = self.take()
        kind, value, fields = self.term(first)
        where = first.at
        while self.peek().kind == "field":
            token = self.take()
            if first.kind == "field" and len(fields) == 1:
                where = token.at  # Go counts from the second field on
            fields = (*fields, token.text[1:])
        last = self.tokens[self.at - 1]
        return Operand(kind, value, fields, where, first.at, last.at + len(last.text))

    def term(self, token: Token) -> tuple[str, Any, tuple[str, ...]]:
        """What stands in front of the fields."""
        if token.kind == "field":
            return "dot", None, (token.text[1:],)
        if token.kind in ("dot", "variable"):
            return token.kind, token.text, ()
        if token.kind == "word":
            return self.word(token)
        if token.text == "(":
            before, self.within = self.within, PARENTHESIZED
            pipe = self.pipe(")")
            self.within = before
            return "pipe", pipe, ()
        if token.kind in LITERALS:
            return "literal", LITERALS[token.kind](token.text), ()
        raise wrong(self.text, token.at, f"unexpected {_shown(token)} in operand")

    def word(self, token: Token) -> tuple[str, Any, tuple[str, ...]]:
        """A function or a constant."""
        if token.text in CONSTANTS:
            return "literal", CONSTANTS[token.text], ()
        if token.text not in FUNCTIONS and token.text not in SPECIAL:
            raise wrong(self.text, token.at, f'function "{token.text}" not defined')
        return "function", token.text, ()


def _number(text: str) -> Any:
    try:
        return int(text.replace("_", ""), 0)
    except ValueError:
        return float(text)


def _string(text: str) -> str:
    return text[1:-1] if text[0] == "`" else str(json.loads(text.replace("\\'", "'")))


def _char(text: str) -> int:
    return ord(text[1:-1].encode().decode("unicode_escape"))


LITERALS: dict[str, Callable[[str], Any]] = {"number": _number, "string": _string, "char": _char}


def _shown(token: Token) -> str:
    return "EOF" if token.kind == "end" else f"<{token.text}>"
