"""Our modules are found as Python finds them, only sooner: the same modules, and never from bytecode that is out of date."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.paths import SOURCE

QUICK = "from dockersh.startup import quick_imports; quick_imports.begin(); "
NEEDED = ("__init__.py", "startup/__init__.py", "startup/quick_imports.py", "startup/typed.py", "startup/record.py")


@pytest.fixture(name="package")
def fixture_package(tmp_path: Path) -> Path:
    """A package of that name with a module and a package in it."""
    for name in NEEDED:
        (tmp_path / "dockersh" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SOURCE / name, tmp_path / "dockersh" / name)
    (tmp_path / "dockersh/__init__.py").write_text("", "utf-8")
    (tmp_path / "dockersh/one.py").write_text("WORD = 'old'\n", "utf-8")
    (tmp_path / "dockersh/room").mkdir()
    (tmp_path / "dockersh/room/__init__.py").write_text("from dockersh.room.two import WORD\n", "utf-8")
    (tmp_path / "dockersh/room/two.py").write_text("WORD = 'two'\n", "utf-8")
    return tmp_path


def said(package: Path, code: str, *, quick: bool = True, **more: str) -> str:
    """What Python prints, the package first on its path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTHON"))}
    env = {**kept, "PYTHONPATH": str(package), **more}
    argv = [sys.executable, "-c", (QUICK if quick else "") + code]
    return subprocess.run(argv, env=env, capture_output=True, text=True, check=True, cwd=package).stdout


@pytest.mark.parametrize("prefix", [False, True], ids=["beside", "elsewhere"])
def test_the_modules_are_the_same(package: Path, prefix: bool) -> None:
    """Name, file, bytecode, package, path: with bytecode and without."""
    facts = "m.__name__, m.__file__, m.__cached__, m.__package__, getattr(m, '__path__', None), m.__spec__.origin, m.WORD"
    modules = "[m for _, m in sorted(sys.modules.items()) if hasattr(m, 'WORD')]"
    code = f"import sys, dockersh.one, dockersh.room; print([({facts}) for m in {modules}])"
    where = str(package / "elsewhere") if prefix else ""  # an empty word is none
    first, second = (said(package, code, PYTHONPYCACHEPREFIX=where) for _ in range(2))
    assert first == second == said(package, code, quick=False, PYTHONPYCACHEPREFIX=where)
    assert "'two'" in first


def test_bytecode_is_used_and_made(package: Path) -> None:
    """The second time nothing is compiled."""
    assert said(package, "import dockersh.one") == ""
    ours = "Finder is sys.meta_path[0]"
    code = f"import sys, builtins; from dockersh.startup.quick_imports import Finder; print({ours}); builtins.compile = None; "
    assert said(package, f"{code} import dockersh.one; print(dockersh.one.WORD)") == "True\nold\n"
    assert list((package / "dockersh/__pycache__").glob("one.*.pyc"))


@pytest.mark.parametrize("way", ["size", "time"])
def test_a_changed_source_counts(package: Path, way: str) -> None:
    """As with Python's own imports."""
    said(package, "import dockersh.one")
    source = package / "dockersh/one.py"
    told = source.stat()
    source.write_text("WORD = 'newer'\n" if way == "size" else "WORD = 'new'\n", "utf-8")
    os.utime(source, (told.st_atime, told.st_mtime + (way == "time") * 2))
    assert said(package, "import dockersh.one; print(dockersh.one.WORD)") == ("newer\n" if way == "size" else "new\n")


@pytest.mark.parametrize("damage", [b"", b"garbage", bytes(16)])
def test_damaged_bytecode_is_made_anew(package: Path, damage: bytes) -> None:
    """It costs a compilation, no more."""
    said(package, "import dockersh.one")
    (bytecode,) = (package / "dockersh/__pycache__").glob("one.*.pyc")
    bytecode.write_bytes(damage)
    assert said(package, "import dockersh.one; print(dockersh.one.WORD)") == "old\n"


@pytest.mark.parametrize("name", ["dockersh.none", "dockersh.one.none", "dockersh.room.none", "none"])
def test_what_is_not_there(package: Path, name: str) -> None:
    """The error that Python raises."""
    code = f"\ntry:\n import {name}\nexcept ModuleNotFoundError as error: print(error, error.name)"
    assert said(package, code) == said(package, code, quick=False)


def test_importing_the_package_changes_nothing() -> None:
    """Only the command asks for it: `import dockersh` leaves Python's imports as they are."""
    used = "from dockersh import explain; explain('docker ps')"
    code = f"import sys; before = list(sys.meta_path); {used}; print(before == sys.meta_path)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"
