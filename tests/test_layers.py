"""Imports point one way only, and the way in that every `-c` takes stays light."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "dockersh"
# From the bottom up. A module imports from its own row and below, never from above; a package is one place.
ROWS = (
    ("record",),
    ("typed",),
    ("version", "near", "tables", "later", "dockerconfig", "overhear", "completions", "binary", "patterns", "outcome"),
    ("syntax", "texts", "catalogue", "lists"),
    ("finding", "explanation"),
    ("values", "invocation", "engine"),
    ("plan", "secrets", "together", "checks"),
    ("advice", "wording"),
    ("pieces", "inner"),
    ("pipeline", "highlight"),
    ("delegate", "render", "script", "seen", "lexer", "config"),
    ("aftermath", "failures", "session", "options"),
    ("complete", "manual"),
    ("confirm",),
    ("shell",),
    ("stepping",),
    ("builtin",),
    ("batch", "repl", "documents"),
    ("cli",),
    ("__main__",),
)
RANK = {module: rank for rank, row in enumerate(ROWS) for module in row}
HEAVY = ("prompt_toolkit", "pygments", "sh", "asyncio", "wcwidth", "argparse", "json")
# What a line with quotes needs all the same: our shell grammar imports it.
NOT_FOR_PLAIN_LINES = (*HEAVY, "typing", "tree_sitter", "tomllib", "subprocess", "threading", "locale", "signal", "datetime")


def module_of(path: Path) -> str:
    """The top-level module or package a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The modules of ours that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "dockersh":
            names = node.module.split(".")[1:2] or [alias.name for alias in node.names]
            found.update(names)
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[1] for alias in node.names if alias.name.startswith("dockersh."))
    return found


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_down(path: Path) -> None:
    """No module imports one that stands above it, and siblings leave each other alone."""
    module = module_of(path)
    if module == "__init__":
        return
    wrong = {name for name in imported(path) - {module} if RANK[name] >= RANK[module]}
    assert wrong == set()


def test_every_module_has_a_row() -> None:
    """A new module must say where it stands."""
    assert {module_of(path) for path in SOURCE.rglob("*.py")} - {"__init__"} == set(RANK)


def imported_by(line: str, names: tuple[str, ...], **more: str) -> str:
    """Which of the modules are imported by explaining a line, as a list in Python's words; *more* goes into the environment."""
    code = (
        "import sys\n"
        f"sys.argv = ['dockersh', '-n', '--no-engine', '-c', {line!r}]\n"
        "from dockersh.cli import main\n"
        "try: main()\n"
        f"except SystemExit: print([name for name in {names!r} if name in sys.modules])\n"
    )
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COV")}  # coverage imports json itself
    env = {**bare, **more}
    result = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    return result.stdout.splitlines()[-1]


@pytest.fixture(scope="module", name="keeping")
def fixture_keeping(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which bytecode and parsed tables are kept, in a folder that is gone afterwards."""
    folder = str(tmp_path_factory.mktemp("kept"))
    return {"XDG_CACHE_HOME": folder, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}


@pytest.mark.parametrize("line", ["docker ps", "docker run 'ubuntu' | cat"])
def test_a_line_needs_nothing_heavy(line: str) -> None:
    """`dockersh -c` imports none of them: argparse alone costs more than all our parsing."""
    assert imported_by(line, HEAVY) == "[]"


@pytest.mark.parametrize("line", ["docker ps", "docker run -it -p 80:80 -v a:/b -e X=1 ubuntu:14.04", "docker compose up -d"])
def test_a_plain_line_needs_even_less(line: str, keeping: dict[str, str]) -> None:
    """Each of them costs more than a tenth of Python's own start. Asked the second time: the first one parses our tables."""
    imported_by(line, NOT_FOR_PLAIN_LINES, **keeping)
    assert imported_by(line, NOT_FOR_PLAIN_LINES, **keeping) == "[]"


# What a line that is only explained needs nothing of; planners and grammars of values that other lines need.
OTHERS = (
    "delegate",
    "overhear",
    "failures",
    "engine.docker",
    "engine.questions",
    "engine.buildcontext",
    "engine.project",
    "catalogue.installed",
    "catalogue.plugins",
    "render.terminal",
    "plan.prune",
    "plan.swarm",
    "plan.plain",
    "plan.filters",
    "plan.compose",
    "plan.build",
    "plan.accounts",
    "plan.lifecycle",
    "values.swarming",
    "values.building",
    "values.buildkit",
    "values.logs",
)


@pytest.mark.parametrize("line", ["docker ps", "docker run -it -p 80:80 -v a:/b -e X=1 ubuntu:14.04"])
def test_a_line_needs_only_its_own_planner_and_values(line: str) -> None:
    """Each is imported when it is first called."""
    assert imported_by(line, tuple(f"dockersh.{name}" for name in OTHERS)) == "[]"


def test_prompt_toolkit_only_in_the_repl() -> None:
    """One place knows prompt_toolkit."""
    users = {module_of(path) for path in SOURCE.rglob("*.py") if "prompt_toolkit import" in path.read_text(encoding="utf-8")}
    assert users == {"repl"}


def test_typing_is_imported_for_type_checkers_only() -> None:
    """Everything else takes its names from `dockersh.typed`."""
    users = {module_of(path) for path in SOURCE.rglob("*.py") if "from typing import" in path.read_text(encoding="utf-8")}
    assert users == {"__init__", "record", "typed"}


def test_functions_are_short_and_modules_small() -> None:
    """No function over 40 lines, no module over 250, the median function at most 8: the shape that keeps it readable."""
    lengths: list[int] = []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert sum(bool(line.strip()) for line in text.splitlines()) <= 250, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lengths.append((body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0)
    assert max(lengths) <= 40
    assert sorted(lengths)[len(lengths) // 2] <= 8
