"""Where the shell takes a command's input from."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.reading.syntax.grammar import Place
from dockersh.reading.syntax.source import Source
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import tree_sitter

HERE = ("heredoc_redirect", "herestring_redirect")
NO_FILE = ("/dev/null", "/dev/tty")
PLACEHOLDER = pattern(r"<\w[^<>;&\n]*(?<!\s)>")  # `<container name>`: nothing that is read
ENDS = ("list", "pipeline")  # the grammar hangs the redirection of their last command on the whole


def input_of(source: Source, place: Place) -> str:
    """`pipe`, `file`, `text` (a here-document or here-string); '' where the command has the shell's own input, or none."""
    for redirect in _redirects(place):
        if redirect.type in HERE:
            return "text"
        if _reads(redirect):
            nothing = source.raw(redirect.children[-1]) in NO_FILE
            return "" if nothing or PLACEHOLDER.match(source.text, source.span(redirect).start) else "file"
    return "pipe" if _piped(place) else ""


def _redirects(place: Place) -> Iterator[tree_sitter.Node]:
    """The command's redirections."""
    yield from (child for child in place.node.children if child.type in HERE or child.type == "file_redirect")
    while place.holder is not None and place.holder.node.type in ENDS and place.last:
        place = place.holder
    if place.holder is not None and place.holder.node.type == "redirected_statement":
        yield from place.behind()


def _reads(redirect: tree_sitter.Node) -> bool:
    """`< file`, as against `> file` and `3< file`."""
    kinds = [child.type for child in redirect.children]
    return redirect.type == "file_redirect" and kinds[:1] == ["<"]


def _piped(place: Place) -> bool:
    holder = place.holder
    if holder is not None and holder.node.type == "redirected_statement":
        place, holder = holder, holder.holder
    return holder is not None and holder.node.type == "pipeline" and place.at > 0
