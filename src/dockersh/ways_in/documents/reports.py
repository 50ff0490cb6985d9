"""What was found in files, written down: for people, as JSON Lines, as Markdown, as annotations of GitHub Actions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from dockersh.explanation import Explanation, Finding
from dockersh.finding import Say
from dockersh.machine.screen import in_json, unlike_commands
from dockersh.render import legible
from dockersh.render.rows import MARKS
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import Any
from dockersh.texts.wording import sentence, visible
from dockersh.ways_in.documents import tool_reports
from dockersh.ways_in.documents.check import Checked, Place

SCHEMA = "dockersh.document/1"
BLANKS = pattern(r"[ \t\n]+")  # a shell's; every other character is part of a word
MARKUP = pattern(r"[\\`*_{}\[\]<>()#+!|~&$@]")
ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;"}
ADDRESS = pattern(r"(?i)\b(https?|ftp|www)(:|\.)")  # GitHub makes links of these by itself
BACKTICKS = pattern(r"`+")
BAR = "\\|"
# GitHub knows three levels. https://docs.github.com/actions/reference/workflow-commands-for-github-actions
LEVELS = {"error": "error", "danger": "error", "warning": "warning", "tip": "notice"}


def report(form: str, checked: list[Checked], lang: str, lines: int | None = None) -> Iterator[str]:
    """The lines of a report, without their ends; *lines*: of how many docker lines, where some are not shown.

    Names and lines of files steer neither a terminal, a page nor a CI run.
    """
    shown = checked if form == "json" else [_legible(one) for one in checked]
    return FORMATS[form](shown, lang, len(checked) if lines is None else lines)


def _legible(one: Checked) -> Checked:
    """With the file's name and the line in it on one line each; everything else as the screen has it."""
    line = " ".join(word for word in BLANKS.split(one.explanation.line.replace("\\\n", " ")) if word)
    explanation: Explanation = legible(one.explanation._replace(line=line))
    findings = tuple((place, legible(found)) for place, found in one.findings)
    return one._replace(file=visible(one.file), explanation=explanation, findings=findings)


def _text(checked: list[Checked], lang: str, lines: int) -> Iterator[str]:
    for one in checked:
        yield f"{one.file}:{one.place.line}: {one.explanation.line}"
        for place, found in one.findings:
            where = f"{place.line}:{place.column}"
            yield f"  {where:>7} {MARKS[found.severity]} {found.text}{f' → {found.fix}' if found.fix else ''} [{found.code}]"
    yield _summary(checked, lang, lines)


def _summary(checked: list[Checked], lang: str, lines: int) -> str:
    found = sum(len(one.findings) for one in checked)
    return sentence(lang, Say("documents.summary", {"lines": str(lines), "found": str(found)}))


def _json(checked: list[Checked], _: str, _lines: int) -> Iterator[str]:
    for one in checked:
        findings = [{**found._asdict(), "span": _span(found), **_where(place)} for place, found in one.findings]
        shape: dict[str, Any] = {"schema": SCHEMA, "file": one.file, **_where(one.place)}
        whole = {**shape, "findings": findings, "explanation": one.explanation.to_dict()}
        yield in_json(json.dumps(whole, ensure_ascii=False))


def _span(found: Finding) -> list[int] | None:
    return list(found.span) if found.span else None


def _where(place: Place) -> dict[str, int]:
    return {"line": place.line, "column": place.column, "end_line": place.end_line, "end_column": place.end_column}


def _markdown(checked: list[Checked], lang: str, lines: int) -> Iterator[str]:
    yield f"| {_head(lang, 'file')} | {_head(lang, 'docker-line')} | {_head(lang, 'says')} |"
    yield "| --- | --- | --- |"
    for one in checked:
        told = [f"{MARKS[found.severity]} {_cell(_told(found))} `{found.code}`" for _, found in one.findings]
        meant = "; ".join(_cell(command.text) for command in one.explanation.commands)
        line = _code(one.explanation.line)
        yield f"| {_cell(one.file)}:{one.place.line} | {line} | {'<br>'.join([meant, *told])} |"
    yield ""
    yield _summary(checked, lang, lines)


def _head(lang: str, key: str) -> str:
    return sentence(lang, Say(f"documents.{key}"))


def _told(found: Finding) -> str:
    return f"{found.text}{f' → {found.fix}' if found.fix else ''}"


def _cell(text: str) -> str:
    """Text of a table's cell: no mark of Markdown, no HTML, no link. https://spec.commonmark.org/0.31.2/#backslash-escapes"""
    escaped = MARKUP.sub(lambda match: ENTITIES.get(match[0]) or f"\\{match[0]}", text)
    return ADDRESS.sub(lambda match: f"{match[1]}&#{ord(match[2])};", escaped)


def _code(text: str) -> str:
    """A line as code, between more backticks than it has in a row; only a `|` would end the cell all the same."""
    fence = "`" * (max((len(run) for run in BACKTICKS.findall(text)), default=0) + 1)
    fence = fence if len(fence) > 1 else "``"
    return f"{fence} {text.replace('|', BAR)} {fence}"


def _github(checked: list[Checked], _: str, _lines: int) -> Iterator[str]:
    for one in checked:
        for place, found in one.findings:
            where = f"file={_property(unlike_commands(one.file))},line={place.line},col={place.column},endLine={place.end_line}"
            end = f",endColumn={place.end_column}" if place.end_line == place.line else ""
            yield f"::{LEVELS[found.severity]} {where}{end},title={found.code}::{_data(unlike_commands(_told(found)))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[list[Checked], str, int], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
    "github": _github,
    "sarif": tool_reports.sarif,
    "gitlab": tool_reports.gitlab,
    "compiler": tool_reports.compiler,
}
