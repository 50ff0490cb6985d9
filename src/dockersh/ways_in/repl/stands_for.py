"""What a typed line stands for: words of earlier lines (`!!`), a line that is kept under a name. Shown before it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable

from dockersh.explaining.secrets import mask
from dockersh.finding import say
from dockersh.texts.wording import sentence
from dockersh.ways_in.builtin import Desk, named_lines
from dockersh.ways_in.builtin.keep import usage
from dockersh.ways_in.repl.history import PrivateHistory
from dockersh.ways_in.repl.past_words import NotFoundError, expanded, stands_for_another
from dockersh.ways_in.streams import write


def history_of(desk: Desk) -> PrivateHistory:
    """The history of the prompt, by the settings as they are when a line comes."""
    return PrivateHistory(
        lambda: int(str(desk.config.values["history-size"])),
        lambda line: bool(desk.config.values["private"]) or named_lines.tells_a_secret(line, desk.lines),
        lambda line: bool(desk.config.values["expand"]) and stands_for_another(line),
    )


def recalled(typed: str, desk: Desk, history: PrivateHistory) -> str | None:
    """What was typed with words of earlier lines put in, shown where it is another; None where there is none, which was said.

    The lines before it are those of this session, kept or not; those of other sessions count only by their number.
    """
    if not stands_for_another(typed) or not desk.config.values["expand"]:
        return typed
    try:
        line = expanded(typed, history.get_strings(), lambda: [ran.line for ran in desk.past()])
    except NotFoundError as error:
        write(sys.stderr, sentence(desk.lang, say("repl.no-event", event=str(error))) + "\n")
        return None
    write(sys.stdout, f"{mask(line)}\n")
    return line


def named(line: str, desk: Desk, is_known: Callable[[str], bool]) -> str | None:
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
