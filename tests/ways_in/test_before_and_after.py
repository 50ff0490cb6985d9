"""Before and after agree: what was said before a command is not said otherwise when docker refuses it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from dockersh import texts
from dockersh.afterwards.failures.failure import Failure
from dockersh.afterwards.failures.known import FOLDER, codes
from dockersh.afterwards.failures.page import page
from dockersh.engine import NoEngine
from dockersh.execute.outcome import Outcome
from dockersh.explaining.foresee import foresee
from dockersh.explaining.word import word
from dockersh.reading import syntax
from dockersh.render import Style
from dockersh.ways_in import said_after
from dockersh.ways_in.said_after import Speaker
from dockersh.ways_in.seen import Seen
from dockersh.ways_in.told import Told
from support import cases
from support.cases import Case
from support.state import WrittenEngine

LISTS: dict[str, list[str]] = tomllib.loads(Path(FOLDER, "foreseen.toml").read_text(encoding="utf-8"))
# A word that stands for something to fill in; `-v /HOST/FOLDER:…` shows the form of a value, with nothing of the line in it.
UNFILLED = re.compile(r"(?<![/\w-])(?:IMAGE|CONTAINER|SERVICE|VOLUME|NETWORK)(?![\w/:])")
# A name of ours in braces; those of a template, of a Dockerfile's variable and of YAML are others.
PLACEHOLDER = re.compile(r"(?<![{$])\{\w+\}")


def told_of(case: Case) -> Told:
    """The case as it was explained before the command."""
    line = syntax.parse(case.line)
    return Told(line, foresee(line, WrittenEngine(case.engine), cases.situation(case)), said=True)


def pairs() -> list[tuple[Case, str]]:
    """Each golden case with each failure that was foreseen in it."""
    found = []
    for case in cases.every():
        said = {one.code for one in told_of(case).findings}
        found += [(case, failure) for failure, foreseen in LISTS.items() if said & set(foreseen)]
    return found


@pytest.mark.parametrize(("case", "code"), pairs(), ids=lambda one: one if isinstance(one, str) else one.path.stem)
def test_the_cure_after_is_the_cure_before(
    case: Case, code: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is to be typed, where the failure has a cure, stood in the explanation, and nothing else is said."""
    told = told_of(case)
    foreseen = told.foreseen
    assert foreseen is not None
    explanation = word(foreseen, "en")
    fixes = [one.fix for command in explanation.commands for one in command.findings if one.code in LISTS[code] and one.fix]
    fixes += [one.fix for one in explanation.findings if one.code in LISTS[code] and one.fix]
    given = {"name": "x", "image": "x", "value": "x", "path": "/x", "line": "x"}
    monkeypatch.setattr("dockersh.afterwards.failures.found.found", lambda *_: (Failure(code, given, "docker: x"),))
    by = Speaker("en", "full", Style(columns=10_000), NoEngine(), NoEngine(), Seen())
    said_after.failure(by, told, Outcome(1, errors="docker: x\n"))
    rows = capfd.readouterr().err.splitlines()
    assert rows[0] == "✗ " + (texts.raw("en", "failed", "as-foreseen") or "")
    if fixes and rows[1:]:
        assert next(row.strip().removeprefix("→ ") for row in rows[1:]) in fixes


@pytest.mark.parametrize("lang", texts.complete())
@pytest.mark.parametrize("code", codes())
def test_no_cure_has_a_word_to_fill_in(code: str, lang: str) -> None:
    """A fix names the line's own image or container, or says it without."""
    for key in ("why", "fix", "otherwise", "in_file"):
        text = texts.raw(lang, f"findings/failed-{code}", key) or ""
        assert not UNFILLED.search(text), text
    bare = page(lang, Failure(code))
    assert not PLACEHOLDER.search(bare.fix or "")
