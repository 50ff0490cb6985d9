"""What README and CONTRIBUTING show is true: every command runs, every screen is current."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dockersh import explain
from dockersh.version import __version__
from support import cases
from support.cases import answer
from support.paths import ROOT
from support.programs import environment, recording_docker

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SCREEN = re.compile(r"<!-- screen: (\S+) (\w+) -->\n```text\n(.*?)```\n", re.DOTALL)


def commands(document: str) -> list[str]:
    """Every command of a document's sh blocks; a script, which is one as a whole, is a bash block with a test of its own."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return [line for kind, body in BLOCK.findall(text) if kind == "sh" for line in body.splitlines()]


# What stands for a command that takes its time: the same command, with less to do.
ONE = "tests/reading/values/test_values.py"
LESS = {
    "tests/run": ONE,
    'tests/run -m "not slow"': ONE,
    "tests/run --all": "--collect-only -q",
    ".venv/bin/python tests/benchmarks/ratios.py": "--alone",  # the engine of this session would be waited for, without an end
    "tests/run tests/engine/test_failures.py --row current": "--collect-only -q",
    "tests/run tests/engine --row older-client --sample 8 --seed 7": "--collect-only -q",
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh copy of the project, as a newcomer has it."""
    folder = tmp_path_factory.mktemp("newcomer") / "dockersh"
    ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", ".coverage*")
    shutil.copytree(ROOT, folder, ignore=ignored)
    return folder


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_runs(checkout: Path, document: str, tmp_path: Path) -> None:
    """In a fresh copy, from top to bottom; those that run this one, or for long, with less to do."""
    if document == "README.md":  # its docker line is for a terminal; the contributor's tests ask the real client
        recording_docker(tmp_path)
    os.symlink(sys.executable, tmp_path / "python3")
    env = {name: value for name, value in environment(tmp_path, PYTHON=sys.executable).items() if not name.startswith("COV")}
    found = commands(document)
    assert found
    for command in found:
        line = f"{command} {LESS.get(command, '')}"
        result = subprocess.run(["/bin/sh", "-c", line], cwd=checkout, env=env, capture_output=True, text=True, check=False)
        assert result.returncode == 0, f"{command}\n{result.stdout[-3000:]}{result.stderr[-3000:]}"


def test_what_has_less_to_do_is_still_shown() -> None:
    """A command that was renamed would run whole, for an hour."""
    assert set(LESS) <= {command for document in DOCUMENTS for command in commands(document)}


def test_ci_calls_the_test_command_of_the_readme() -> None:
    """One command for people and CI."""
    assert "tests/run" in commands("README.md")
    assert "tests/run" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_screens_are_current() -> None:
    """A captured screen is what dockersh prints now. DOCKERSH_REWRITE_CASES=1 captures it anew."""
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    known = {case.path.stem: case for case in cases.every()}

    def captured(match: re.Match[str]) -> str:
        case = known[match[1]]
        screen = f"$ dockersh -c '{case.line}'\n{answer(case, match[2])}"
        return f"<!-- screen: {match[1]} {match[2]} -->\n```text\n{screen}```\n"

    current = SCREEN.sub(captured, text)
    assert SCREEN.search(text)
    if os.environ.get("DOCKERSH_REWRITE_CASES"):
        path.write_text(current, encoding="utf-8")
    assert current == text


def test_the_python_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The examples for programs: one line a piece, and a document with line numbers."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pieces, annotate = (body for kind, body in BLOCK.findall(text) if kind == "python")
    exec(compile(pieces, "README.md", "exec"), {})
    assert "-p 8080:80 · publishes a port" in capsys.readouterr().out
    document = tmp_path / "doc.md"
    document.write_text("# Title\n```sh\n$ docker run --nmae x nginx\n```\ndocker ps\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["annotate.py", str(document)])
    exec(compile(annotate, "annotate.py", "exec"), {})
    out = capsys.readouterr().out
    assert out.startswith("doc.md:3: docker run creates a new container")
    assert "doc.md:3: error: will fail: docker run has no option --nmae" in out
    assert "doc.md:5" not in out


def test_the_sessions_of_the_readme_are_true() -> None:
    """What Python answers in the examples is what it answers now."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    session = "".join(body for kind, body in BLOCK.findall(text) if kind == "pycon")
    assert session
    example = doctest.DocTestParser().get_doctest(session, {"explain": explain}, "README.md", "README.md", 0)
    assert doctest.DocTestRunner().run(example).failed == 0


def test_every_option_stands_in_the_readme() -> None:
    """The table of options is whole."""
    from dockersh.ways_in.options import OPTIONS

    text = (ROOT / "README.md").read_text(encoding="utf-8").replace("\\|", "|")
    assert [option.long for option in OPTIONS if f"`--{option.long}" not in text] == []


def test_every_setting_stands_in_the_readme(tmp_path: Path) -> None:
    """With its default and what `set` says of it; the example is a file that is read without a complaint."""
    from dockersh import texts
    from dockersh.ways_in import config

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in text.splitlines() if line.startswith("| `") and line.count(" | ") == 3}
    for name in config.KEYS:
        shown = config.Config(config.defaults()).text(name)
        said = texts.raw("en", "builtins", "settings", name)
        assert f"| `{shown}` | " in rows[name]
        assert rows[name].replace("`", "").endswith(f"| {shown} | {said} |".replace("`", ""))  # a page marks what is typed
    (tmp_path / "config.toml").write_text(next(body for kind, body in BLOCK.findall(text) if kind == "toml"), encoding="utf-8")
    assert config.load(str(tmp_path / "config.toml")).problems == ()


def test_no_document_tells_people_to_install_another_project() -> None:
    """The name dockersh on PyPI belongs to somebody else."""
    for document in DOCUMENTS:
        assert "pip install dockersh\n" not in (ROOT / document).read_text(encoding="utf-8")


def test_the_changelog_has_a_section_for_this_version() -> None:
    """Dated, below what is not released yet."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert sections[0] == "Unreleased"
    assert re.fullmatch(re.escape(__version__) + r" – \d{4}-\d\d-\d\d", sections[1])
