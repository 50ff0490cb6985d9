"""Our own modules, found where they are: a line needs a hundred of them, and Python looks for each in twelve steps.

The bytecode beside a module is used as Python itself uses it: where it was made by this Python, and from this source, by its
time and size. For everything else (no bytecode yet, another kind of it, no source) Python goes its own way. Importing
`dockersh` changes nothing; the command `dockersh` does.
"""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader

from dockersh.startup.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType

OURS = __name__.partition(".")[0] + "."
HEAD = 16  # bytes of bytecode's own in front
BY_TIME = MAGIC_NUMBER + bytes(4)  # and then the time and the size of the source, four bytes each


class _Loader(SourceFileLoader):
    """Python's own, which reads bytecode that fits at once."""

    def __init__(self, name: str, path: str, told: os.stat_result, bytecode: str) -> None:
        super().__init__(name, path)
        self._told = told
        self._bytecode = bytecode

    def get_code(self, fullname: str) -> CodeType | None:
        return _fitting(self._bytecode, self._told) or super().get_code(fullname)


class Finder:
    """Stands in front of `sys.meta_path`, for our modules only."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG004
        """Where a module of ours is; None for others, and where Python has to look for it."""
        if path is None or not name.startswith(OURS):
            return None
        last = name.rpartition(".")[2]
        return _spec(name, path[0], last) or _spec(name, f"{path[0]}/{last}", "__init__")


def _spec(name: str, folder: str, module: str) -> ModuleSpec | None:
    file = f"{folder}/{module}.py"
    try:
        told = os.stat(file)
    except OSError:
        return None
    bytecode = f"{_kept(folder)}/{module}.{sys.implementation.cache_tag}.pyc"
    spec = ModuleSpec(name, _Loader(name, file, told, bytecode), origin=file, is_package=module == "__init__")
    spec.has_location = True
    spec.cached = bytecode
    if spec.submodule_search_locations is not None:
        spec.submodule_search_locations.append(folder)
    return spec


def _kept(folder: str) -> str:
    """Where Python keeps the bytecode of a folder: in it, or below PYTHONPYCACHEPREFIX."""
    return f"{folder}/__pycache__" if sys.pycache_prefix is None else f"{sys.pycache_prefix}{folder}"


def _fitting(path: str, source: os.stat_result) -> CodeType | None:
    """The bytecode at a place, if it was made from this source."""
    try:
        data = _read(path)
        wanted = BY_TIME + _four(int(source.st_mtime)) + _four(source.st_size)
        return marshal.loads(memoryview(data)[HEAD:]) if data[:HEAD] == wanted else None  # noqa: S302  as Python does
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _read(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, os.fstat(descriptor).st_size)
    finally:
        os.close(descriptor)


def _four(number: int) -> bytes:
    return (number & 0xFFFFFFFF).to_bytes(4, "little")


def begin() -> None:
    """From here on our modules are found so, unless Python makes bytecode of another kind."""
    if not sys.flags.optimize and Finder not in sys.meta_path:
        sys.meta_path.insert(0, Finder)
