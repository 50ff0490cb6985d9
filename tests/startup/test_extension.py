"""The compiled part of a package is loaded alone, and is the one that the package itself has."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dockersh.startup.extension import extension


@pytest.mark.parametrize(("package", "name"), [("tree_sitter", "Parser"), ("tree_sitter_bash", "language")])
@pytest.mark.parametrize("first", ["package", "part"])
def test_it_is_the_packages_own(package: str, name: str, first: str) -> None:
    """Whichever is imported first: a second copy would have types of its own."""
    loads = {
        "package": f"import {package}",
        "part": f"from dockersh.startup.extension import extension; part = extension({package!r}, '_binding')",
    }
    code = "; ".join((loads[first], *loads.values(), f"print(part.{name} is {package}.{name})"))
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"


@pytest.mark.parametrize(("package", "name"), [("no_such_package", "_binding"), ("tree_sitter", "_none")])
def test_what_is_not_there(package: str, name: str) -> None:
    """The error that an import would raise; nothing is left in the table of modules."""
    with pytest.raises(ModuleNotFoundError):
        extension(package, name)
    assert f"{package}.{name}" not in sys.modules
