"""Reports for other programs say what they want to hear."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from dockersh.explaining.pipeline import explain
from dockersh.ways_in.documents.check import check
from dockersh.ways_in.documents.reports import report

TEXT = "docker run --privileged -p 80:80 nginx\ntrue\ndocker run --privileged nginx:1 &&\n  docker run --nmae x nginx:1\n"
# The parts of SARIF 2.1.0 that are used, as its section 3 has them; the whole schema with DOCKERSH_SARIF_SCHEMA=FILE.
REGION = {"type": "object", "required": ["startLine"], "additionalProperties": {"type": "integer", "minimum": 1}}
LOCATION = {"properties": {"artifactLocation": {"required": ["uri"]}, "region": REGION}, "required": ["artifactLocation"]}
RESULT = {
    "required": ["message", "ruleId", "ruleIndex", "level", "locations"],
    "properties": {
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": {"required": ["text"]},
        "locations": {"items": {"properties": {"physicalLocation": LOCATION}}},
    },
}
RUN = {"required": ["tool", "results"], "properties": {"results": {"items": RESULT}, "tool": {"required": ["driver"]}}}
USED = {
    "required": ["version", "runs"],
    "properties": {"version": {"const": "2.1.0"}, "runs": {"items": RUN}},
    "additionalProperties": {"type": "string"},
}


def said(form: str, name: str = "./a b.sh") -> str:
    """A report of the file."""
    return "\n".join(report(form, list(check(name, TEXT, explain)), "en"))


def schemas() -> list[object]:
    """What we know of SARIF's schema, and the whole where it is here."""
    whole = os.environ.get("DOCKERSH_SARIF_SCHEMA")
    return [USED, *([json.loads(Path(whole).read_text(encoding="utf-8"))] if whole else [])]


@pytest.mark.parametrize("schema", schemas())
def test_sarif_fits_its_schema(schema: object) -> None:
    """With a rule for each code, and places that count characters from 1."""
    log = json.loads(said("sarif"))
    jsonschema.validate(log, schema)  # type: ignore[arg-type]
    (run,) = log["runs"]
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
