"""What was foreseen is not told again when docker says it: each refusal of ours knows the failure that it foresees."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from afterwards.failures.test_known import told
from dockersh import explain, texts
from dockersh.afterwards.failures import options
from dockersh.afterwards.failures.known import FOLDER, codes
from support import cases
from support.paths import SOURCE
from support.state import WrittenEngine

LISTS: dict[str, list[str]] = tomllib.loads(Path(FOLDER, "foreseen.toml").read_text(encoding="utf-8"))
FORESEEN = {code for codes in LISTS.values() for code in codes}
SAID: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("said.toml").read_text(encoding="utf-8"))
# Of these docker says nothing: the shell stops at the line, or there is no docker to say it.
UNSAID = {"line-quote", "docker-missing", "docker-compose-missing"}
# What a buildx, a compose or an engine with experiments says; their sources have no words that a failure knows.
UNHEARD = {
    *("builder-default", "checkpoint-of-several", "config-format", "filter-given-twice", "index-needs-service", "needs-one-of"),
}


def of_rules() -> set[str]:
    """The findings that stand in the house of refusals."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.joinpath("foresight", "refusals").rglob("*.py")]
    words = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    findings = {path.stem for path in Path(texts.FOLDER, "en", "findings").glob("*.toml")}
    return {word for word in words if isinstance(word, str)} & findings


def of_cases() -> set[str]:
    """Those of the golden cases that foretell a failure."""
    found: set[str] = set()
    for case in cases.every():
        explanation = explain(case.line, engine=WrittenEngine(case.engine), situation=cases.situation(case))
        every = (*explanation.findings, *(one for command in explanation.commands for one in command.findings))
        found |= {one.code for one in every if one.severity == "error"}
    return found


def test_every_refusal_knows_its_failure() -> None:
    """It stands in the list of that failure, or docker's words for it are written down, and no failure has them."""
    refusals = of_rules() | of_cases()
    assert refusals - FORESEEN - SAID.keys() - UNSAID - UNHEARD == set()
    assert (SAID.keys() | UNSAID | UNHEARD) - (refusals - FORESEEN) == set()


def test_foreseen_failures_are_failures_with_findings() -> None:
    """The lists speak of failures and of findings that there are."""
    findings = {path.stem for path in Path(texts.FOLDER, "en", "findings").glob("*.toml")}
    of_options = {rule.code for rules in options.RULES.values() for rule in rules}
    assert set(LISTS) - set(codes()) - of_options == set()
    assert FORESEEN - findings == set()


@pytest.mark.parametrize("code", SAID)
def test_what_docker_says_of_it_is_known_by_no_failure(code: str) -> None:
    """Else it would be told a second time."""
    line, words = SAID[code]
    assert told(line, words) in ([], ["unknown"])
