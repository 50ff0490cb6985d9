"""Why compose cannot read a project, from its own words: which file is missing, or that it is another matter.

Recorded from `config` of compose 2.40.3 and 5.6.1.
"""

from __future__ import annotations

import os
import re

from dockersh.engine import State
from dockersh.finding import Finding, finding
from dockersh.foresight.step import Plan, Request, note
from dockersh.startup.lazy_regex import pattern

NO_FILE = "no configuration file provided"
ENV_FILE = pattern(r"(?:env file (?P<path>.+?) not found|couldn't find env file: (?P<other>.+))")
OTHER_FILE = pattern(r"(?:open|stat) (?P<path>.+?): no such file or directory")
# What the YAML reader itself says: it names a place in the file, and `config` would only say the same again.
NOT_YAML = pattern(r"\byaml: line \d+: |\bgo-yaml load error in (?:parser|scanner)\b")


def problems(request: Request, state: State) -> Plan:
    """No project: there is no file here, it cannot be read, or nobody was (or is to be) asked."""
    if state.project_withheld:
        return Plan((), (note("not-read", f"not-asked-{state.project_withheld}-compose"),))
    said = state.project_problem
    if not said or state.absent_plugins or said.startswith("unknown flag: --profile"):  # the last: docker, without compose
        return Plan()
    return Plan((), (), (_problem(request, said),))


def _problem(request: Request, said: str) -> Finding:
    where = request.invocation.command_span
    if NO_FILE in said:
        return finding("compose-no-file", "error", where, folder=os.getcwd())
    if missing := ENV_FILE.search(said):
        return finding("compose-variables-not-there", "error", where, path=missing["path"] or missing["other"])
    if missing := OTHER_FILE.search(said):
        return _file_missing(request, missing)
    code = "compose-not-yaml" if NOT_YAML.search(said) else "compose-unreadable"
    return finding(code, "error", where, reason=said)


def _file_missing(request: Request, missing: re.Match[str]) -> Finding:
    """The line's own file, or one that a file of the project includes or extends."""
    where = request.invocation.command_span
    path = missing["path"]
    for name in _files(request):
        if os.path.abspath(name) == os.path.abspath(path):
            return finding("compose-file-not-there", "error", where, files=name)
    return finding("compose-part-not-there", "error", where, path=path)


def _files(request: Request) -> list[str]:
    own = [part.text for part in request.invocation.parts if part.name == "file" and part.kind == "global-flag"]
    return own or os.environ.get("COMPOSE_FILE", "").split(os.environ.get("COMPOSE_PATH_SEPARATOR") or os.pathsep)
