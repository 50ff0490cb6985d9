"""What was found in files, written down: for people, as JSON Lines, as Markdown, as annotations of GitHub Actions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from dockersh.documents.check import Checked, Place
from dockersh.explanation import Finding
from dockersh.finding import Say
from dockersh.render.rows import MARKS
from dockersh.typed import Any
from dockersh.wording import sentence, visible

SCHEMA = "dockersh.document/1"
# GitHub knows three levels. https://docs.github.com/actions/reference/workflow-commands-for-github-actions
LEVELS = {"error": "error", "danger": "error", "warning": "warning", "tip": "notice"}


def report(form: str, checked: list[Checked], lang: str) -> Iterator[str]:
    """The lines of a report, without their ends."""
    return FORMATS[form](checked, lang)


def _text(checked: list[Checked], lang: str) -> Iterator[str]:
    for one in checked:
        yield f"{visible(one.file)}:{one.place.line}: {_first(one)}"
        for place, found in one.findings:
            where = f"{place.line}:{place.column}"
            yield f"  {where:>7} {MARKS[found.severity]} {found.text}{f' → {found.fix}' if found.fix else ''} [{found.code}]"
    yield _summary(checked, lang)


def _summary(checked: list[Checked], lang: str) -> str:
    found = sum(len(one.findings) for one in checked)
    return sentence(lang, Say("documents.summary", {"lines": str(len(checked)), "found": str(found)}))


def _json(checked: list[Checked], _: str) -> Iterator[str]:
    for one in checked:
        findings = [{**found._asdict(), "span": _span(found), **_where(place)} for place, found in one.findings]
        shape: dict[str, Any] = {"schema": SCHEMA, "file": one.file, **_where(one.place)}
        yield json.dumps({**shape, "findings": findings, "explanation": one.explanation.to_dict()}, ensure_ascii=False)


def _span(found: Finding) -> list[int] | None:
    return list(found.span) if found.span else None


def _where(place: Place) -> dict[str, int]:
    return {"line": place.line, "column": place.column, "end_line": place.end_line, "end_column": place.end_column}


def _markdown(checked: list[Checked], lang: str) -> Iterator[str]:
    yield f"| {_head(lang, 'file')} | {_head(lang, 'docker-line')} | {_head(lang, 'says')} |"
    yield "| --- | --- | --- |"
    for one in checked:
        told = [f"{MARKS[found.severity]} {_cell(_told(found))} `{found.code}`" for _, found in one.findings]
        meant = "; ".join(_cell(command.text) for command in one.explanation.commands)
        yield f"| {_cell(one.file)}:{one.place.line} | `` {_cell(_first(one))} `` | {'<br>'.join([meant, *told])} |"
    yield ""
    yield _summary(checked, lang)


def _head(lang: str, key: str) -> str:
    return sentence(lang, Say(f"documents.{key}"))


def _told(found: Finding) -> str:
    return f"{found.text}{f' → {found.fix}' if found.fix else ''}"


def _cell(text: str) -> str:
    return visible(text).replace("|", "\\|")


def _first(one: Checked) -> str:
    """The docker line on one line of the screen."""
    return visible(" ".join(one.explanation.line.replace("\\\n", " ").split()))


def _github(checked: list[Checked], _: str) -> Iterator[str]:
    for one in checked:
        for place, found in one.findings:
            where = f"file={_property(one.file)},line={place.line},col={place.column},endLine={place.end_line}"
            end = f",endColumn={place.end_column}" if place.end_line == place.line else ""
            yield f"::{LEVELS[found.severity]} {where}{end},title={found.code}::{_data(_told(found))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[list[Checked], str], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
    "github": _github,
}
