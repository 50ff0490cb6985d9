"""The house of refusals: each rule has the one signature, finds errors alone, and has a line at which it speaks."""

from __future__ import annotations

import ast
import inspect
import sys
from pathlib import Path

import pytest

from dockersh.engine import State
from dockersh.foresight import refusals
from dockersh.foresight.refusals.rule import Rule, Stage
from dockersh.foresight.step import Request
from dockersh.reading import catalogue, syntax
from dockersh.reading.invocation import read
from support.paths import SOURCE

HOUSE = SOURCE / "foresight" / "refusals"
MODULES = sorted((HOUSE / "client").glob("[!_]*.py")) + sorted((HOUSE / "engine").glob("[!_]*.py"))
GROUPS = {name.partition(" ")[0] for name in catalogue.names()}


def rules_of(path: Path) -> set[str]:
    """The public functions of a module that yield findings of a request and a state."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    return {node.name for node in functions if node.returns and ast.unparse(node.returns) == "Iterator[Finding]"}


def severities(path: Path) -> set[object]:
    """What stands as the severity in each `finding(…)` of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in ("finding", "Finding")]
    return {node.args[1].value for node in calls if isinstance(node.args[1], ast.Constant)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_rule_stands_in_a_table(path: Path) -> None:
    """A rule that nobody lists never speaks."""
    table = path.with_name("__init__.py").read_text(encoding="utf-8")
    assert {name for name in rules_of(path) if f".{name}," not in table and f".{name})" not in table} == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_rule_takes_a_request_and_a_state(path: Path) -> None:
    """In this order, and nothing else."""
    module = f"dockersh.foresight.refusals.{path.parent.name}.{path.stem}"
    __import__(module)
    found = {name: [*inspect.signature(getattr(sys.modules[module], name)).parameters] for name in rules_of(path)}
    assert {name: names for name, names in found.items() if [one.lstrip("_") for one in names] != ["request", "state"]} == {}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_refusal_is_an_error(path: Path) -> None:
    """What docker does all the same is an advice."""
    assert severities(path) <= {"error"}


@pytest.mark.parametrize("path", sorted((SOURCE / "foresight" / "advice").glob("*.py")), ids=lambda path: path.stem)
def test_an_advice_is_no_error(path: Path) -> None:
    """What docker refuses stands in the house of refusals."""
    assert "error" not in severities(path)
    assert '"error"' not in path.read_text(encoding="utf-8").replace('!= "error"', "")


@pytest.mark.parametrize("rule", refusals.RULES, ids=lambda rule: f"{rule.stage} {', '.join(rule.commands[:1])}")
def test_rules_are_of_commands_that_there_are(rule: Rule) -> None:
    """Or of groups of them."""
    assert {name for name in rule.commands if catalogue.find(name) is None and name not in GROUPS} == set()


@pytest.mark.parametrize("stage", ["line", "before", "create", "start"])
def test_a_good_line_is_refused_at_no_stage(stage: Stage) -> None:
    """Whatever nobody was asked about is no reason to refuse."""
    line = "docker run --rm -d --name web -p 127.0.0.1:80:80 -v data:/data -m 64m --network app nginx:1 sh"
    (call,) = syntax.parse(line).calls
    assert refusals.refusals(Request(line, read(call)), State("off"), stage) == ()
