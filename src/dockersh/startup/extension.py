"""The compiled part of a package, without what the package imports beside it.

`tree_sitter_bash` imports `importlib.resources` for queries that we do not ask, and `tree_sitter` imports `typing` for a class
that we do not use: 9 ms of a line that takes 30. Whoever imports such a package afterwards gets the same compiled part.
"""

from __future__ import annotations

import sys
from _frozen_importlib import ModuleSpec, module_from_spec  # what importlib itself is made of: it is there already
from _frozen_importlib_external import PathFinder

from dockersh.startup.typed import Any


def extension(package: str, name: str) -> Any:
    """The module *package*.*name*. Raises ImportError where there is none."""
    whole = f"{package}.{name}"
    if whole not in sys.modules:
        around = PathFinder.find_spec(package)
        inside = around and PathFinder.find_spec(whole, around.submodule_search_locations)
        if not inside:
            raise ModuleNotFoundError(f"No module named {whole!r}", name=whole)
        _load(whole, inside)
    return sys.modules[whole]


def _load(whole: str, found: ModuleSpec) -> None:
    module = module_from_spec(found)
    sys.modules[whole] = module
    try:
        found.loader.exec_module(module)  # type: ignore[union-attr]  # a module that was found has one
    except BaseException:
        del sys.modules[whole]
        raise
