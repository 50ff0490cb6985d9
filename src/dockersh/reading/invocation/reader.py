"""Reads words by the rules of pflag and cobra: one walk from left to right, findings instead of errors."""

from __future__ import annotations

import os.path
import re
from collections.abc import Mapping

from dockersh.finding import Finding, finding
from dockersh.reading import catalogue
from dockersh.reading.catalogue import Command, Flag
from dockersh.reading.invocation import arguments, filled_values, mistakes
from dockersh.reading.invocation.parts import FALSE, HELP, TRUE, Invocation, Kind, Part
from dockersh.reading.syntax import Call, Span, Word

# One expansion and nothing around it, whose name does not say that it is an image or a container.
MAYBE_FLAGS = r"(?is)\$(?!\{?\w*(?:image|img|name|container|repo|tag)\w*\}?$)(?:\w+|\{[^{}]*\}|\(.*\)|[@*])|`[^`]*`"


class Reader:
    """Walks the words once, from left to right. Everything it learns ends in the Invocation."""

    def __init__(self, call: Call, extra: Mapping[str, Command] | None = None) -> None:
        self.call = call
        self.extra = extra or {}
        self.words = call.words
        self.at = 1
        self.parts: list[Part] = []
        self.findings: list[Finding] = []
        self.positional: list[Word] = []
        self.uncertain = False
        self.typed: list[Word] = []

    def read(self) -> Invocation:
        """The command, its flags and its arguments, each with its place in the line."""
        command = self._command()
        if command is None or command.plugin:
            self._leave(command)
        else:
            self._flags_and_arguments(command, "flag")
            self._arguments(command)
        typed = self.spelled().partition(" ")[2]
        where = Span(self.typed[0].span.start, self.typed[-1].span.end) if self.typed else self.words[0].span
        parts = tuple(sorted(self.parts, key=lambda part: part.span.start))
        if self.call.foreign and self.findings:
            self.uncertain = True
            parts = tuple(map(_unnamed, parts))
        # Behind a variable that may hold options nothing is certain enough to be called wrong.
        findings = () if self.uncertain else tuple(self.findings)
        return Invocation(self.call, command, typed, (), findings, self.uncertain, where).having(parts)

    def spelled(self) -> str:
        """The command as the person wrote it: `docker run`, `docker container run`."""
        return " ".join((os.path.basename(self.words[0].text), *(word.text for word in self.typed)))

    def _command(self) -> Command | None:
        """Follow group names down to a command; each level's own flags may stand before the next name."""
        compose = os.path.basename(self.words[0].text) == "docker-compose"
        command = catalogue.compose_alone() if compose else catalogue.find(catalogue.ROOT)
        while command is not None and command.group:
            self._flags_and_arguments(command, "global-flag")
            if self.at >= len(self.words) or self.helps():
                return command
            word = self.words[self.at]
            if command.name == catalogue.ROOT and word.literal and word.text == "help":
                return self._help(command, word)
            if not word.literal:
                if word.splits and self.at + 1 < len(self.words):
                    self._maybe_flags(word)
                    continue
                return self._chosen_later(command)
            below = self._below(command, word)
            if below is None:
                return None
            command = below
        return command

    def _chosen_later(self, group: Command) -> Command:
        """`docker compose "$@"`: which command it is, only the shell knows."""
        self.uncertain = True
        self._leftovers("argument")
        return group

    def _below(self, command: Command, word: Word) -> Command | None:
        """The command that a word names in its group, or is a slip of the fingers for."""
        below = self._find(f"{command.name} {word.text}".strip())
        if below is None:
            found = mistakes.unknown_command(command, word)
            self.findings.append(found)
            meant = mistakes.meant_command(command, found)
            below = self._find(meant) if meant else None
        if below is None:
            return None
        self.at += 1
        self.typed.append(word)
        behind = self.words[self.at] if below.parent and self.at < len(self.words) else None
        named = behind and behind.literal and self._find(f"{below.name} {behind.text}")
        return self._below(below, behind) if behind and named else below

    def _help(self, command: Command, word: Word) -> Command | None:
        """`docker help container ls`: the words behind it name what the help is about."""
        self.parts.append(Part("global-flag", "help", None, word.span, HELP))
        self.at += 1
        found: Command | None = command
        while found is not None and found.group and self.at < len(self.words):
            found = self._below(found, self.words[self.at])
        return found

    def _find(self, name: str) -> Command | None:
        found = catalogue.find(name)
        return self.extra.get(found.name if found else name) or found

    def helps(self) -> bool:
        """Whether `--help` was given: docker then only prints its help."""
        return any(part.name == "help" for part in self.parts)

    def _leave(self, command: Command | None) -> None:
        """Words of a command that docker does not have, or that a plugin would have to bring."""
        if command is not None:
            self.findings.append(mistakes.no_command(command, self.typed[0].span))
        behind = self.words[self.at :]
        prints = mistakes.only_prints(behind, at_root=command is not None or self.spelled() == "docker")
        self._leftovers("command-word" if command else "argument", helps=prints)
        if prints:
            self.findings[-1] = mistakes.printed_instead(self.findings[-1])

    def _leftovers(self, kind: Kind, *, helps: bool = False) -> None:
        """Every word is passed on as it is; *helps*: docker takes those that ask for help as its own."""
        for word in self.words[self.at :]:
            if helps and word.text in mistakes.HELPS:
                self.parts.append(Part("flag", "help", None, word.span, HELP))
            else:
                self.parts.append(Part(kind, None, word.text, word.span, None, word.literal))
        self.at = len(self.words)

    def _flags_and_arguments(self, command: Command, kind: Kind) -> None:
        """Flags until they end; in a group the first plain word ends them, and is the next name."""
        while self.at < len(self.words):
            word = self.words[self.at]
            if word.literal and word.text == "--":
                self.at += 1
                if not command.group:
                    self._rest()
                return
            if option := filled_values.option(command, word):
                self.at += 1
                self._flag(command, option, kind)
            elif command.group:
                return
            else:
                self._argument(command, word)

    def _arguments(self, command: Command) -> None:
        """The positional words by their names, and whether their count is wrong; after another mistake nobody counts."""
        self.parts += arguments.named(command, self.positional)
        wrong = self.uncertain or self.call.more or any(found.severity == "error" for found in self.findings)
        if not wrong and not command.group and not self.helps():
            swallowed = arguments.swallowed(self.parts, self.words)
            self.findings += arguments.miscounted(command, self.positional, self.spelled(), self.call.span, swallowed)

    def _argument(self, command: Command, word: Word) -> None:
        if command.stops_at_first_argument and self._may_hold_flags(command, word):
            self._maybe_flags(word)
            return
        if command.stops_at_first_argument:
            self._rest()
            return
        self.positional.append(word)
        self.at += 1

    def _maybe_flags(self, word: Word) -> None:
        """A variable that may hold options, or nothing: from here on nothing is certain."""
        self.uncertain = True
        self.parts.append(Part("argument", None, word.text, word.span, None, literal=False))
        self.at += 1

    def _may_hold_flags(self, command: Command, word: Word) -> bool:
        """`$OPTIONS`, `"${options[@]}"` with enough words behind it: people keep flags there, and the image comes later."""
        behind = len(self.words) - self.at - 1
        return word.splits and behind >= command.minimum and re.fullmatch(MAYBE_FLAGS, word.text.strip('"')) is not None

    def _rest(self) -> None:
        self.positional.extend(self.words[self.at :])
        self.at = len(self.words)

    def _flag(self, command: Command, word: Word, kind: Kind) -> None:
        if word.text.startswith("--"):
            self._long(command, word, kind)
        else:
            self._cluster(command, word, kind)

    def _long(self, command: Command, word: Word, kind: Kind) -> None:
        name, equals, value = word.text[2:].partition("=")
        if name == "help":
            self.parts.append(Part(kind, "help", None, word.span, HELP))
            return
        flag = command.flags.get(name) or command.gone_flags.get(name)
        if flag is None:
            self._unknown_flag(command, word, f"--{name}", kind)
        elif equals:
            self._add(kind, flag, value, word.span, word.behind(len(word.text) - len(value)), literal=word.literal)
        elif flag.takes_value:
            self._separate_value(flag, f"--{name}", word, kind)
        else:
            self._add(kind, flag, None, word.span)

    def _cluster(self, command: Command, word: Word, kind: Kind) -> None:
        """`-itp 80:80`: letters from left to right; the first that takes a value swallows the rest, or the next word."""
        letters = word.text[1:]
        self.findings += mistakes.one_dash(command, word)
        for index, letter in enumerate(letters):
            flag = command.shorts.get(letter) or mistakes.gone_short(command, letter)
            if flag is None:
                self._unknown_letter(command, word, letter, letters[index:], kind)
                return
            if letters.startswith("=", index + 1) and index + 2 < len(letters):
                self._attached(kind, flag, letters[index + 2 :], word)
                return
            if not flag.takes_value:
                self._add(kind, flag, None, word.span)
            elif index + 1 < len(letters):
                self._attached(kind, flag, letters[index + 1 :], word)
                return
            else:
                self._separate_value(flag, f"'{letter}' in -{letters}", word, kind)

    def _attached(self, kind: Kind, flag: Flag, value: str, word: Word) -> None:
        self._add(kind, flag, value, word.span, word.behind(len(word.text) - len(value)), literal=word.literal)

    def _separate_value(self, flag: Flag, shown: str, word: Word, kind: Kind) -> None:
        if self.at >= len(self.words) and flag.gone:
            self._add(kind, flag, None, word.span)
            return
        if self.at >= len(self.words):
            self.findings.append(finding("flag-needs-value", "error", word.span, flag=shown))
            self.parts.append(Part(kind, flag.name, None, word.span, flag))
            return
        value = self.words[self.at]
        self.at += 1
        self._add(kind, flag, value.text, Span(word.span.start, value.span.end), value.span, literal=value.literal)

    def _add(self, kind: Kind, flag: Flag, value: str | None, span: Span, *where: Span, literal: bool = True) -> None:
        """A flag; `where` is its value's own span, when it has one."""
        value_span = where[0] if where else None
        if flag.gone:
            self.findings.append(mistakes.gone_flag(flag, self.spelled(), span))
        if flag.type == "bool" and value is not None and literal and value not in TRUE | FALSE:
            self.findings.append(finding("bad-boolean", "error", value_span or span, flag=f"--{flag.name}", value=value))
        self.parts.append(Part(kind, flag.name, value, span, flag, literal, value_span))

    def _unknown_flag(self, command: Command, word: Word, shown: str, kind: Kind) -> None:
        self._mistaken(command, word, mistakes.unknown_flag(command, self.spelled(), word, shown), kind)

    def _mistaken(self, command: Command, word: Word, found: Finding, kind: Kind) -> None:
        """An option that the command does not have, with the value of what was probably meant."""
        self.findings.append(found)
        meant = mistakes.meant_flag(command, found)
        value = self.words[self.at] if self.at < len(self.words) else None
        if meant and meant.takes_value and "=" not in word.text and value and not value.text.startswith("-"):
            self.at += 1  # the value of what was meant, and no image
            typed, span = f"{word.text} {value.text}", Span(word.span.start, value.span.end)
            self.parts.append(Part(kind, None, typed, span, value_span=value.span, meant=meant))
            return
        self.parts.append(Part(kind, None, word.text, word.span, meant=meant))

    def _unknown_letter(self, command: Command, word: Word, letter: str, rest: str, kind: Kind) -> None:
        if letter == "h" and "h" not in command.shorts and rest == "h":
            self.parts.append(Part(kind, "help", None, word.span, HELP))
            return
        self._mistaken(command, word, self._letter_mistake(command, word, letter), kind)

    def _letter_mistake(self, command: Command, word: Word, letter: str) -> Finding:
        if mistakes.was_the_engine(command, word, self.words[self.at :]):
            return finding("engine-of-old", "error", word.span, word=word.text)
        return mistakes.unknown_letter(command, self.spelled(), word, letter)


def _unnamed(part: Part) -> Part:
    """An argument that may as well be the value of an option that only the program itself knows."""
    return part if part.flag or part.meant else part._replace(kind="argument", name=None)
