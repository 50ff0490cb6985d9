"""Imports point one way only, and the way in that every `-c` takes stays light."""

from __future__ import annotations

import ast
import os
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.paths import ROOT, SOURCE

# From the bottom up. A place imports from its own row's packages below, never from above; a room is one place, unless
# something of it has a row of its own.
ROWS = (
    ("startup.record", "machine.limits", "machine.regular_files"),
    ("startup.typed", "machine.bounded_programs"),
    ("machine.folders",),
    ("machine.cache_sweep",),
    ("version", "startup", "client.real_docker", "client.settings", "share", "execute.outcome", "execute.stderr_copy"),
    (
        "machine.given",
        "execute.teller",
        "execute.ears",
        "execute.terminal_turns",
        "reading.nearest",
        "client.plugins",
        "client.credentials",
    ),
    ("permissions", "machine.screen", "client.maker"),
    ("reading.syntax", "texts", "reading.catalogue", "client.list_ahead"),
    ("finding", "explanation"),
    ("reading.values",),
    ("texts.ages", "reading.invocation", "engine"),
    ("foresight.step", "explaining.secrets"),
    ("foresight.named", "recreate"),
    ("foresight.inside",),
    ("foresight.refusals",),
    ("foresight.plan", "foresight.things"),
    ("foresight.advice", "foresight.podman", "texts.wording"),
    ("explaining.parts", "explaining.inner_lines", "explaining.in_branch", "explaining.other_engines"),
    ("explaining.foresee", "render.roles"),
    ("explaining.effects",),
    ("explaining.word",),
    ("explaining.pipeline",),
    ("execute.foreground", "render", "ways_in.confirm", "ways_in.config", "ways_in.streams"),
    (
        "afterwards.aftermath",
        "afterwards.answers",
        "afterwards.condition",
        "afterwards.failures",
        "execute.script_shell",
        "ways_in.options",
        "execute.expansion",
        "practice",
    ),
    ("ways_in.news", "ways_in.introduction"),
    ("ways_in.complete", "ways_in.manual", "ways_in.seen", "ways_in.told", "ways_in.spoken"),
    ("ways_in.said_after",),
    ("ways_in.shell",),
    ("ways_in.step",),
    ("ways_in.builtin",),
    ("ways_in.library", "ways_in.script", "ways_in.repl", "ways_in.documents", "ways_in.plugin"),
    ("ways_in.replay", "ways_in.lessons"),
    ("ways_in.cli",),
    ("__main__",),
)
RANK = {module: rank for rank, row in enumerate(ROWS) for module in row}
HEAVY = ("prompt_toolkit", "pygments", "sh", "asyncio", "wcwidth", "argparse", "json")
# Nor what the packages of the shell grammar import beside their compiled parts.
BESIDE = ("typing", "tree_sitter", "tree_sitter_bash", "importlib.resources", "pathlib", "tempfile", "warnings", "weakref")
NOT_FOR_LINES = (*HEAVY, *BESIDE, "tomllib", "subprocess", "threading", "locale", "signal", "datetime", "string")


def place_of(dotted: str) -> str:
    """The place that a module (`engine.api.names`) belongs to: the longest of its names that has a row; '' where none has."""
    names = dotted.split(".")
    return next((name for size in range(len(names), 0, -1) if (name := ".".join(names[:size])) in RANK), "")


def dotted_of(path: Path) -> str:
    """The name of a file's module, without the package's own."""
    names = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" and len(names) > 1 else names)


def imported(path: Path) -> set[str]:
    """The modules of ours that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "dockersh":
            package = node.module.removeprefix("dockersh").removeprefix(".")
            names = [f"{package}.{alias.name}".removeprefix(".") for alias in node.names]
            found.update(name if is_module(name) else package for name in names)
        if isinstance(node, ast.Import):
            found.update(alias.name.removeprefix("dockersh.") for alias in node.names if alias.name.startswith("dockersh."))
    return found - {""}


def is_module(dotted: str) -> bool:
    """Whether a name is a module's, and not of something in one."""
    path = SOURCE.joinpath(*dotted.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_down(path: Path) -> None:
    """No module imports one that stands above it, and neighbours leave each other alone."""
    here = place_of(dotted_of(path))
    if not here:
        assert imported(path) <= {
            "explanation",
            "explaining.pipeline",
            "version",
            "ways_in.library",
        }  # a room's door, and that of the package
        return
    wrong = {name for name in imported(path) if place_of(name) != here and RANK[place_of(name)] >= RANK[here]}
    assert wrong == set()


def test_every_module_has_a_row() -> None:
    """A new module must say where it stands; a room whose modules stand apart has a door that holds nothing."""
    doors = {"afterwards", "client", "execute", "explaining", "foresight", "machine", "reading", "ways_in", "__init__"}
    placed = {dotted_of(path): place_of(dotted_of(path)) for path in SOURCE.rglob("*.py")}
    assert {name for name, place in placed.items() if not place} == doors
    assert set(placed.values()) - {""} == set(RANK)


def imported_by(line: str, names: tuple[str, ...], **more: str) -> str:
    """Which of the modules are imported by explaining a line, as a list in Python's words; *more* goes into the environment."""
    code = (
        "import sys\n"
        f"sys.argv = ['dockersh', '-n', '--no-engine', '-c', {line!r}]\n"
        "from dockersh.ways_in.cli import main\n"
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


@pytest.mark.parametrize(
    "line",
    [
        "docker ps",
        "docker run -it -p 80:80 -v a:/b -e X=1 ubuntu:14.04",
        "docker compose up -d",
        "docker run ubuntu sh -c 'exit 3' && docker rm $(docker ps -aq)",
    ],
)
def test_a_line_needs_even_less_than_that(line: str, keeping: dict[str, str]) -> None:
    """Each of them costs more than a tenth of Python's own start. Asked the second time: the first one parses our tables."""
    imported_by(line, NOT_FOR_LINES, **keeping)
    assert imported_by(line, NOT_FOR_LINES, **keeping) == "[]"


# What a line that is only explained needs nothing of; planners and grammars of values that other lines need.
OTHERS = (
    "execute.foreground",
    "execute.stderr_copy",
    "execute.ears",
    "afterwards.failures",
    "engine.docker",
    "engine.questions",
    "engine.buildcontext",
    "engine.project",
    "reading.catalogue.installed",
    "client.plugins",
    "render.terminal",
    "foresight.plan.prune",
    "foresight.plan.swarm",
    "foresight.plan.plain",
    "foresight.plan.filters",
    "foresight.plan.compose.up",
    "foresight.plan.image.build",
    "foresight.plan.accounts",
    "foresight.plan.container.lifecycle",
    "reading.values.swarming",
    "reading.values.building",
    "reading.values.buildkit",
    "reading.values.logs",
)


@pytest.mark.parametrize("line", ["docker ps", "docker run -it -p 80:80 -v a:/b -e X=1 ubuntu:14.04"])
def test_a_line_needs_only_its_own_planner_and_values(line: str) -> None:
    """Each is imported when it is first called."""
    assert imported_by(line, tuple(f"dockersh.{name}" for name in OTHERS)) == "[]"


def test_prompt_toolkit_only_in_the_repl() -> None:
    """One place knows prompt_toolkit."""
    users = {place_of(dotted_of(path)) for path in SOURCE.rglob("*.py") if "prompt_toolkit import" in path.read_text("utf-8")}
    assert users == {"ways_in.repl"}


def test_typing_is_imported_for_type_checkers_only() -> None:
    """Everything else takes its names from `dockersh.startup.typed`."""
    users = {dotted_of(path) for path in SOURCE.rglob("*.py") if "from typing import" in path.read_text("utf-8")}
    assert users == {"__init__", "startup.record", "startup.typed"}


DENSE = "values"  # one grammar a file: the only folder that may hold many
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef
EVERY = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}


def functions() -> Iterator[tuple[Path, Function]]:
    """Every function of the source, methods and inner ones, too."""
    for path, tree in EVERY.items():
        yield from ((path, node) for node in ast.walk(tree) if isinstance(node, FUNCTIONS))


def length(node: Function) -> int:
    """Its lines without head and docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def public(tree: ast.AST) -> Iterator[Function | ast.ClassDef]:
    """What others may call: functions and classes of a module, methods of its public classes."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            yield from public(node) if isinstance(node, ast.ClassDef) else ()


def nested_conditionals(tree: ast.AST) -> list[int]:
    """The lines on which a conditional expression stands within another."""
    outer = (node for node in ast.walk(tree) if isinstance(node, ast.IfExp))
    return [node.lineno for node in outer if sum(isinstance(inner, ast.IfExp) for inner in ast.walk(node)) > 1]


def test_functions_are_short() -> None:
    """The median function has at most 6 lines, the longest 30."""
    long = [f"{dotted_of(path)}.{node.name}" for path, node in functions() if length(node) > 30]
    assert long == []
    assert statistics.median(length(node) for _, node in functions()) <= 6


def test_modules_are_small() -> None:
    """At most 250 lines that are not blank."""
    assert [str(path) for path in EVERY if lines_of(path) > 250] == []


def lines_of(path: Path) -> int:
    """The lines that are not blank."""
    return sum(bool(line.strip()) for line in path.read_text(encoding="utf-8").split("\n"))


def test_one_conditional_an_expression() -> None:
    """A conditional within a conditional is a puzzle; a table or a second statement is none."""
    assert [f"{dotted_of(path)}:{line}" for path, tree in EVERY.items() for line in nested_conditionals(tree)] == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [("a if b else c", []), ("a if b else (c if d else e)", [1]), ("x = 1\n[a if b else c for a in (d if e else f)]", [])],
)
def test_a_conditional_within_another_is_found(text: str, lines: list[int]) -> None:
    """The law sees what it forbids, and no more."""
    assert nested_conditionals(ast.parse(text)) == lines


def test_a_part_is_asked_for_its_text() -> None:
    """`part.text`, not the value or nothing."""
    assert [str(path) for path in EVERY if 'part.value or ""' in path.read_text(encoding="utf-8")] == []


def test_what_others_call_says_what_it_does() -> None:
    """Every public function, class and method has a docstring."""
    silent = [
        f"{dotted_of(path)}.{node.name}"
        for path, tree in EVERY.items()
        for node in public(tree)
        if not ast.get_docstring(node) and not node.name.startswith("visit_")
    ]
    assert silent == []


def test_rooms_are_not_crowded() -> None:
    """At most 20 modules in a folder, so that one sees them all; 24 entries at the top."""
    folders = Counter(path.parent for path in EVERY if path.name != "__init__.py" and path.parent.name != DENSE)
    assert [str(folder) for folder, count in folders.items() if count > 20] == []
    assert len([path for path in SOURCE.iterdir() if path.name != "__pycache__"]) <= 24


def test_tests_keep_up_with_the_source() -> None:
    """Lines of tests a line of source, on the way to 1.0. Cases, samples and recordings, which are no Python, do not count."""
    tests = sum(map(lines_of, (ROOT / "tests").rglob("*.py")))
    assert tests / sum(map(lines_of, EVERY)) >= 0.73


def test_lines_end_where_a_shell_ends_them() -> None:
    """`str.splitlines` cuts at form feeds and Unicode's separators, too: a part of a word to every shell."""
    assert [path.name for path in SOURCE.rglob("*.py") if ".splitlines(" in path.read_text(encoding="utf-8")] == []


def test_one_place_knows_our_folders() -> None:
    """No other module looks for `$XDG_…` or `~/.cache`."""
    users = {path.name for path in SOURCE.rglob("*.py") if re.search(r"\"XDG_|makedirs", path.read_text(encoding="utf-8"))}
    assert users == {"folders.py"}
