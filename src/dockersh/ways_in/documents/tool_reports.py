"""Reports for other programs: SARIF for code scanning, GitLab's code quality, `file:line:col:` for editors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from dockersh.explanation import Finding
from dockersh.machine.screen import in_json
from dockersh.startup.typed import Any
from dockersh.version import __version__
from dockersh.ways_in.documents.check import Checked, Place

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
# https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, 3.27.10
SARIF_LEVELS = {"error": "error", "danger": "error", "warning": "warning", "tip": "note"}
# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
GITLAB = {"error": "critical", "danger": "major", "warning": "minor", "tip": "info"}
# As compilers say it, which editors read.
COMPILER = {"error": "error", "danger": "error", "warning": "warning", "tip": "note"}


def sarif(checked: list[Checked], _lang: str, _lines: int) -> Iterator[str]:
    """One run, with a rule for each code that was found."""
    found = [(one.file, place, finding) for one in checked for place, finding in one.findings]
    codes = sorted({finding.code for _, _, finding in found})
    rules = [{"id": code} for code in codes]
    driver = {"name": "dockersh", "version": __version__, "rules": rules}
    results = [_result(file, place, finding, codes.index(finding.code)) for file, place, finding in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    yield _json({"$schema": SARIF, "version": "2.1.0", "runs": [run]})


def _result(file: str, place: Place, finding: Finding, rule: int) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column}
    where = {"artifactLocation": {"uri": _uri(file)}, "region": region}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": SARIF_LEVELS[finding.severity],
        "message": {"text": _told(finding)},
        "locations": [{"physicalLocation": where}],
        "partialFingerprints": {"dockersh/v1": _fingerprint(file, finding)},
    }


def gitlab(checked: list[Checked], _lang: str, _lines: int) -> Iterator[str]:
    """A list of issues; each has a fingerprint of its own."""
    seen: dict[str, int] = {}
    issues = []
    for one in checked:
        for place, finding in one.findings:
            mark = _fingerprint(one.file, finding)
            seen[mark] = seen.get(mark, 0) + 1
            issues.append(_issue(one.file, place, finding, f"{mark}{seen[mark]}"))
    yield _json(issues)


def _issue(file: str, place: Place, finding: Finding, mark: str) -> dict[str, Any]:
    where = {"path": file.removeprefix("./"), "lines": {"begin": place.line, "end": place.end_line}}
    told = {"description": _told(finding), "check_name": finding.code, "severity": GITLAB[finding.severity]}
    return {**told, "fingerprint": mark, "location": where}


def compiler(checked: list[Checked], _lang: str, _lines: int) -> Iterator[str]:
    """One finding a line: `file:line:column: severity: text [code]`."""
    for one in checked:
        for place, finding in one.findings:
            yield f"{one.file}:{place.line}:{place.column}: {COMPILER[finding.severity]}: {_told(finding)} [{finding.code}]"


def _told(finding: Finding) -> str:
    return " → ".join(part for part in (finding.text, finding.fix) if part)


def _fingerprint(file: str, finding: Finding) -> str:
    """The same for the same finding, also where the file has grown above it."""
    return hashlib.sha256(f"{file}\0{finding.code}\0{finding.text}".encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _uri(file: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415  only this report needs it

    return quote(file.removeprefix("./"), errors="surrogateescape")


def _json(value: Any) -> str:
    return in_json(json.dumps(value, ensure_ascii=False))
