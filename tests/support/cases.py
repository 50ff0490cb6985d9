"""Golden cases: Markdown documents with a line, the engine's state, and the answer in each complete language."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from dockersh import Situation, explain, texts
from dockersh.reading.syntax.places import Places
from dockersh.render import Style, render
from support.paths import TESTS
from support.state import NOW, WrittenEngine

FOLDER = TESTS / "cases"
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Case(NamedTuple):
    """One document: its path, title, line, engine state (a TOML table) and the answers by language."""

    path: Path
    title: str
    line: str
    engine: dict[str, Any]
    answers: dict[str, str]


def load(path: Path) -> Case:
    """Read a case; a missing block is empty."""
    text = path.read_text(encoding="utf-8")
    blocks = {match[1]: match[3] for match in FENCE.finditer(text)}
    title = text.split("\n", 1)[0].removeprefix("# ")
    answers = {lang: blocks.get(lang, "") for lang in texts.complete()}
    return Case(path, title, blocks["sh"].removesuffix("\n"), tomllib.loads(blocks.get("toml", "")), answers)


def every() -> list[Case]:
    """All cases, by file name."""
    return [load(path) for path in sorted(FOLDER.glob("*.md"))]


def answer(case: Case, lang: str) -> str:
    """The explanation of a case on 80 columns without colours."""
    explanation = explain(case.line, lang=lang, engine=WrittenEngine(case.engine), situation=situation(case))
    return render(explanation, "full", Style())


def situation(case: Case) -> Situation:
    """Where a case happens: a terminal, unless it says `terminal = false`; the `folder` and `home` that it names, and the
    program `behind` docker's name.
    """
    places = Places(case.engine.get("folder", ""), case.engine.get("home", ""))
    return Situation(case.engine.get("terminal", True), NOW, places, case.engine.get("behind", ""))


def rewrite(case: Case, answers: dict[str, str]) -> None:
    """Put new answers into the document, leaving everything else as it stands."""
    text = case.path.read_text(encoding="utf-8")
    for lang, answer in answers.items():
        block = f"```{lang}\n{answer}```"
        found = re.compile(rf"^```{lang}\n.*?^```$", re.DOTALL | re.MULTILINE).search(text)
        text = text[: found.start()] + block + text[found.end() :] if found else f"{text.rstrip()}\n\n{block}\n"
    case.path.write_text(text, encoding="utf-8")
