"""What a typed line stands for: words of earlier lines (`!!`), a line that is kept under a name. Shown before it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable

from prompt_toolkit.history import History

from dockersh.explaining.secrets import mask
from dockersh.finding import say
from dockersh.texts.wording import sentence
from dockersh.ways_in.builtin import Desk, named_lines
from dockersh.ways_in.builtin.keep import usage
from dockersh.ways_in.repl.past_words import NotFoundError, expanded
from dockersh.ways_in.streams import write


def stands_for(typed: str, desk: Desk, history: History, is_known: Callable[[str], bool]) -> str | None:
    """The line to run; None where it stands for nothing, which was said. *is_known*: whether the shell has such a program."""
    line = _recalled(typed, desk, history) if desk.config.values["expand"] else typed
    return None if line is None else _named(line, desk, is_known)


def _recalled(typed: str, desk: Desk, history: History) -> str | None:
    """With words of earlier lines put in."""
    if "!" not in typed and "^" not in typed:
        return typed  # most lines; the file is not read for them
    try:
        line = expanded(typed, [ran.line for ran in desk.past()[:-1]])  # the newest is this one
    except NotFoundError as error:
        write(sys.stderr, sentence(desk.lang, say("repl.no-event", event=str(error))) + "\n")
        return None
    if line != typed:
        history.append_string(line)  # what `!!` means next
        write(sys.stdout, f"{mask(line)}\n")
    return line


def _named(line: str, desk: Desk, is_known: Callable[[str], bool]) -> str | None:
    """The line that is kept under this name, with its words; a program or a function of the name is meant instead."""
    found = named_lines.called(line) if line.split(maxsplit=1)[0] in desk.lines else None
    if found is None or is_known(found[0]):
        return line
    name, words = found
    try:
        full = named_lines.filled(desk.lines[name], words)
    except named_lines.MissingError:
        desk.complain("keep.words", usage=usage(name, desk.lines[name]))
        return None
    except ValueError:  # a quote that does not end
        return line
    write(sys.stdout, f"{mask(full)}\n")
    return full
