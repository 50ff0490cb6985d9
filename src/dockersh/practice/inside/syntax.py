r"""The language of the small shell: what `sh` in a container is asked for most.

    list     = and-or { (";" | newline | "&") and-or }
    and-or   = pipeline { ("&&" | "||") pipeline }
    pipeline = [ "!" ] command { "|" command }
    command  = simple | "if" … "fi" | ("while" | "until") list "do" list "done" | "for" NAME "in" words ; "do" list "done"
             | "{" list "}" | "(" list ")"
    simple   = { NAME=word } { word | redirection }
    word     = plain | '…' | "…" | \\c | $NAME | ${NAME[:-word]} | $(list) | `list` | $((arithmetic))

Source: POSIX, Shell Command Language, of which this is a part; everything else is said to be no part of it.
"""

from __future__ import annotations

import re

from dockersh.practice.inside.grammar import AndOr, For, Group, If, Loop, Piece, Pipeline, Simple, Word

BLANKS, ENDS = " \t", "|&;<>()\n"
OPERATORS = ("&&", "||", ";;", ">>", "2>&1", ">&2", "1>&2", "2>>", "2>", "|", "&", ";", "<", ">", "(", ")", "\n")
REDIRECTIONS = frozenset((">", ">>", "<", "2>", "2>>", "2>&1", ">&2", "1>&2"))
ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
NAME = re.compile(r"[A-Za-z_]\w*|[?$#@*!0-9]")
CLOSERS = frozenset(("then", "else", "elif", "fi", "do", "done", "}", ")", ";;"))


class Wrong(Exception):
    """Not this language; the token in the way."""


class Unfinished(Exception):
    """More lines are needed."""


class Parser:
    """Reads a text once, from the front."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def program(self) -> tuple[AndOr, ...]:
        """All of it. Raises Wrong, Unfinished."""
        found = self._list()
        if self._peek():
            raise Wrong(self._peek())
        return found

    # tokens

    def _peek(self) -> str:
        """The operator or the plain word that comes next; '' at the end."""
        self._blanks()
        operator = next((one for one in OPERATORS if self.text.startswith(one, self.at)), None)
        if operator:
            return operator
        found = re.compile(r"[^\s|&;<>()]+").match(self.text, self.at)
        return found.group() if found else ""

    def _blanks(self) -> None:
        while self.at < len(self.text):
            if self.text[self.at] in BLANKS:
                self.at += 1
            elif self.text.startswith("\\\n", self.at):
                self.at += 2
            elif self.text[self.at] == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                return

    def _take(self, token: str) -> bool:
        if self._peek() != token:
            return False
        self.at += len(token)
        return True

    def _expect(self, token: str) -> None:
        self._newlines()
        if not self._take(token):
            raise Wrong(self._peek()) if self._peek() else Unfinished

    def _newlines(self) -> None:
        while self._take("\n"):
            pass

    # grammar

    def _list(self) -> tuple[AndOr, ...]:
        found = []
        self._separators()
        while (token := self._peek()) and token not in CLOSERS:
            items = self._and_or()
            found.append(AndOr(items, background=self._take("&")))
            if self._peek() not in (";", "\n") and not found[-1].background and self._peek() not in (*CLOSERS, ""):
                raise Wrong(self._peek())
            self._separators()
        return tuple(found)

    def _separators(self) -> None:
        while self._take(";") or self._take("\n"):
            pass

    def _and_or(self) -> tuple[tuple[str, Pipeline], ...]:
        items = [("", self._pipeline())]
        while (operator := self._peek()) in ("&&", "||"):
            self._take(operator)
            self._newlines()
            items.append((operator, self._pipeline()))
        return tuple(items)

    def _pipeline(self) -> Pipeline:
        negated = self._take("!")
        commands = [self._command()]
        while self._peek() == "|":
            self._take("|")
            self._newlines()
            commands.append(self._command())
        return Pipeline(tuple(commands), negated)

    def _command(self) -> object:
        if not self._peek():
            raise Unfinished
        compound = {
            "if": self._if,
            "while": self._loop,
            "until": self._loop,
            "for": self._for,
            "{": self._group,
            "(": self._group,
        }
        word = self._peek()
        return compound[word](word) if word in compound else self._simple()

    def _if(self, word: str) -> If:
        branches = []
        while self._take(word) or self._take("elif"):
            condition = self._list()
            self._expect("then")
            branches.append((condition, self._list()))
            word = "elif"
        otherwise = self._list() if self._take("else") else ()
        self._expect("fi")
        return If(tuple(branches), otherwise)

    def _loop(self, word: str) -> Loop:
        self._take(word)
        condition = self._list()
        return Loop(condition, self._body(), until=word == "until")

    def _body(self) -> tuple[AndOr, ...]:
        self._expect("do")
        body = self._list()
        self._expect("done")
        return body

    def _for(self, word: str) -> For:
        self._take(word)
        name = self._peek()
        self._take(name)
        self._expect("in")
        words = []
        while self._peek() and self._peek() not in (";", "\n"):
            words.append(self.word())
        self._separators()
        return For(name, tuple(words), self._body())

    def _group(self, opener: str) -> Group:
        self._take(opener)
        body = self._list()
        self._expect("}" if opener == "{" else ")")
        return Group(body, subshell=opener == "(")

    def _simple(self) -> Simple:
        assigned: list[tuple[str, Word]] = []
        words: list[Word] = []
        redirected: list[tuple[str, Word]] = []
        while (token := self._peek()) and (token in REDIRECTIONS or token not in OPERATORS):
            if token in REDIRECTIONS:
                self._take(token)
                redirected.append((token, () if "&" in token else self.word()))
            elif not words and ASSIGNMENT.match(token):
                name = token.partition("=")[0]
                self.at += len(name) + 1
                assigned.append((name, self.word()))
            else:
                words.append(self.word())
        if not (assigned or words or redirected):
            raise Wrong(token)
        return Simple(tuple(assigned), tuple(words), tuple(redirected))

    # words

    def word(self) -> Word:
        """A word, from here on."""
        self._blanks() if self.at and self.text[self.at - 1 : self.at] != "=" else None
        pieces: list[Piece] = []
        while self.at < len(self.text) and self.text[self.at] not in BLANKS + ENDS:
            pieces += self._piece()
        return tuple(pieces)

    def _piece(self) -> list[Piece]:
        character = self.text[self.at]
        if character == "'":
            return [Piece("text", self._until("'"), quoted=True)]
        if character == '"':
            return self._double()
        if character == "\\":
            self.at += 2
            return [Piece("text", self.text[self.at - 1 : self.at], quoted=True)]
        if character in "$`":
            return [self._dollar(quoted=False)]
        found = re.compile(r"[^\s|&;<>()'\"\\$`]+").match(self.text, self.at)
        assert found is not None
        self.at = found.end()
        return [Piece("text", found.group())]

    def _until(self, mark: str) -> str:
        end = self.text.find(mark, self.at + 1)
        if end < 0:
            raise Unfinished
        found = self.text[self.at + 1 : end]
        self.at = end + 1
        return found

    def _double(self) -> list[Piece]:
        self.at += 1
        pieces = [Piece("text", "", quoted=True)]
        while True:
            if self.at >= len(self.text):
                raise Unfinished
            character = self.text[self.at]
            if character == '"':
                self.at += 1
                return pieces
            if character in "$`":
                pieces.append(self._dollar(quoted=True))
                continue
            if character == "\\" and self.text[self.at + 1 : self.at + 2] in tuple('"\\$`'):
                self.at += 1
            pieces.append(Piece("text", self.text[self.at], quoted=True))
            self.at += 1

    def _dollar(self, *, quoted: bool) -> Piece:
        if self.text[self.at] == "`":
            return Piece("command", self._until("`"), quoted)
        for opener, closer, kind in (("$((", "))", "arithmetic"), ("$(", ")", "command"), ("${", "}", "variable")):
            if self.text.startswith(opener, self.at):
                inner = self._nested(opener, closer)
                name, dash, default = inner.partition(":-")
                return Piece(kind, name, quoted, default) if kind == "variable" and dash else Piece(kind, inner, quoted)
        found = NAME.match(self.text, self.at + 1)
        self.at += 1 + len(found.group() if found else "")
        return Piece("variable", found.group(), quoted) if found else Piece("text", "$", quoted)

    def _nested(self, opener: str, closer: str) -> str:
        start, depth, at = self.at + len(opener), 1, self.at + len(opener)
        while at < len(self.text):
            depth += (self.text[at] == opener[-1]) - (self.text[at] == closer[0])
            if not depth and self.text.startswith(closer, at):
                self.at = at + len(closer)
                return self.text[start:at]
            depth += not depth and len(closer) > 1
            at += 1
        raise Unfinished
