"""Every way in which we read a text, as a function of the text, with what must hold of each answer."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import jsonschema

import dockersh
from dockersh import Situation, explain, texts
from dockersh.explanation import Explanation
from dockersh.reading import syntax, values
from dockersh.reading.syntax.logical_lines import split
from dockersh.reading.syntax.unfinished import unfinished
from dockersh.render import Style, render
from dockersh.render.pygments_lexer import DockerLexer, DockerSessionLexer
from dockersh.render.roles import stretches
from dockersh.ways_in.complete import suggest
from dockersh.ways_in.documents.check import Checked, check
from dockersh.ways_in.documents.passage import UnreadableError
from dockersh.ways_in.documents.reports import FORMATS, report
from dockersh.ways_in.repl.live import live
from support.state import NOW, WrittenEngine

Way = Callable[[str], object]

FOLDER = Path(dockersh.__file__).parent
STYLES = (Style(), Style(columns=20, colour=True), Style(columns=40), Style(ascii=True), Style(layout=False))
COLOURS = re.compile(r"\x1b\[[0-9;]*m")  # our own; nothing else of a terminal's language may be on the screen
# What turns the reading direction, which a terminal may obey.
TURNS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((FOLDER / name).read_text(encoding="utf-8")))


EXPLANATION = _validator("explanation.schema.json")


def explained(text: str, lang: str = "en", engine: WrittenEngine | None = None) -> Explanation:
    """The explanation, after it was looked at: spans within the line, as long as it, and JSON by its schema."""
    found = explain(text, lang=lang, engine=engine, situation=Situation(None, NOW))
    assert len(found.line) == len(text), "masking changed the length"
    EXPLANATION.validate(json.loads(found.to_json().encode("utf-8", "surrogatepass")))
    every = [command.span for command in found.commands]
    every += [part.span for command in found.commands for part in command.parts]
    told = [*found.findings, *(one for command in found.commands for one in command.findings)]
    every += [one.span for one in told if one.span]
    assert all(0 <= start <= end <= len(text) for start, end in every), "a span outside of the line"
    return found


def _explain(text: str) -> object:
    return explained(text)


def _render(text: str) -> None:
    for lang in texts.complete():
        found = explain(text, lang=lang, situation=Situation(None, NOW))
        for style in STYLES:
            harmless(render(found, "full", style))
            harmless(render(found, "brief", style))


def harmless(drawn: str) -> None:
    """Nothing that a terminal obeys but our own colours."""
    bare = COLOURS.sub("", drawn).replace("\n", "")
    wrong = sorted({char for char in bare if not char.isprintable() or char in TURNS})
    assert not wrong, f"on the screen: {wrong!r}"


def _suggest(text: str) -> None:
    found = suggest(text, engine=WrittenEngine({"containers": {"web": {}}, "images": {"nginx": {}}}))
    assert 0 <= found.start <= found.end <= len(text)


def _live(text: str) -> None:
    live(text, len(text), "en")


def _stretches(text: str) -> None:
    at = 0
    for one in stretches(text):
        assert at <= one.start < one.end <= len(text), "stretches out of order"
        at = one.end


def _lexed(lexer: type[DockerLexer | DockerSessionLexer]) -> Way:
    def way(text: str) -> None:
        whole = text + "\n"  # as Pygments gives it
        tokens = "".join(value for _, _, value in lexer().get_tokens_unprocessed(whole))
        assert tokens == whole, "characters were lost"

    return way


def _split(text: str) -> None:
    assert "\n".join(split(text)) == text.removesuffix("\n"), "characters were lost"
    unfinished(text)


def _document(name: str, around: Callable[[str], str] = str) -> Way:
    def way(text: str) -> None:
        whole = around(text)
        checked: list[Checked] = []
        with contextlib.suppress(UnreadableError):  # what is no YAML is told as such
            checked = list(check(name, whole, lambda line: explain(line, situation=Situation(None, NOW))))
        for form in FORMATS:
            drawn = "\n".join(report(form, checked, "en"))
            if form == "json":
                assert all(json.loads(line) for line in drawn.split("\n") if line)

    return way


def _indented(text: str, head: str, by: str) -> str:
    return head + "".join(by + line for line in text.split("\n"))


LINES: dict[str, Way] = {
    "parse": syntax.parse,
    "explain": _explain,
    "render": _render,
    "suggest": _suggest,
    "live": _live,
    "highlight": _stretches,
    "split": _split,
    "lexer": _lexed(DockerLexer),
    "session-lexer": _lexed(DockerSessionLexer),
}
DOCUMENTS: dict[str, Way] = {
    "script": _document("x.sh"),
    "page": _document("x.md"),
    "page-fenced": _document("x.md", lambda text: f"```sh\n{text}\n```\n"),
    "page-fenced-open": _document("x.md", lambda text: f"```console\n$ {text}"),
    "page-indented": _document("x.rst", lambda text: _indented(text, "x\n\n", "    ")),
    "makefile": _document("Makefile", lambda text: _indented(text, "a:\n", "\t")),
    "workflow": _document("x.yml", lambda text: _indented(text, "run: |\n", "  ")),
    "workflow-list": _document("x.yml", lambda text: _indented(text, "script:\n", "- ")),
}
ALL: dict[str, Way] = {**LINES, **DOCUMENTS}


def decoded(kinds: Iterable[str], text: str) -> None:
    """A text as a value of each kind: read or refused, never an exception."""
    for kind in kinds:
        assert isinstance(values.decode(kind, text), values.Value | values.Bad), kind
