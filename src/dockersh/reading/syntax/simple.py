"""A line that is one docker command and nothing else: where its program stands, and what the shell does before it runs."""

from __future__ import annotations

import os.path

from dockersh.reading.syntax.grammar import below, tree
from dockersh.reading.syntax.source import Source
from dockersh.reading.syntax.words import DOCKER, Span
from dockersh.startup.typed import NamedTuple

RUNS = frozenset(("command_substitution",))
QUOTES = str.maketrans("", "", "\\'\"")
PASSING = frozenset(("process_substitution",))


class Simple(NamedTuple):
    """*program* is the word `docker`; *assigned* the variables set for it alone (`A=b docker …`).

    *runs*: the shell runs other programs for its words (`$(…)`). *passing*: a word is a file that lives as long as the
    command (`<(…)`).
    """

    program: Span
    assigned: tuple[str, ...]
    runs: bool
    passing: bool


def simple(text: str) -> Simple | None:
    """None where the shell does more than call docker once: other commands, wrappers, redirections."""
    source = Source(text)
    root = tree(source.data)
    if root is None or root.has_error or len(root.children) != 1:
        return None
    command = root.children[0]
    name = command.child_by_field_name("name")
    if name is None or command.type != "command":
        return None
    span = source.span(name)
    word = text[span.start : span.end].translate(QUOTES)
    if os.path.basename(word) not in DOCKER or any("redirect" in child.type for child in command.children):
        return None
    assigned = tuple(source.raw(child).partition("=")[0] for child in command.children if child.type == "variable_assignment")
    kinds = {node.type for node in below(command)}
    return Simple(span, assigned, bool(kinds & RUNS) or bool(source.scripts), bool(kinds & PASSING))
