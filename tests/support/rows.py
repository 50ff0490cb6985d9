"""The dockers that people have, as rows: which engine, image store, client and plugins the engine's tests run with.

`tests/run --row NAME` chooses one; without it the tests run with what is installed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from support import current_root


class Row(NamedTuple):
    """One docker. *engine*, *client* and *compose*: of this machine (False; compose: of the test environment), or the current.

    *containerd*: images are kept by containerd, as docker 29 does. *buildx*: whether the client has it.
    """

    name: str
    current_engine: bool
    current_client: bool
    current_compose: bool
    buildx: bool
    containerd: bool = False

    @property
    def needs_root_folder(self) -> bool:
        """Whether anything of it comes from the root folder with the current docker."""
        return self.current_engine or self.current_client or self.current_compose or self.buildx


ROWS = {
    row.name: row
    for row in (
        Row("installed", current_engine=False, current_client=False, current_compose=False, buildx=False),
        Row("current", current_engine=True, current_client=True, current_compose=True, buildx=True),
        Row("containerd", current_engine=True, current_client=True, current_compose=True, buildx=True, containerd=True),
        Row("older-client", current_engine=True, current_client=False, current_compose=False, buildx=False),
        Row("newer-client", current_engine=False, current_client=True, current_compose=False, buildx=False),
    )
}


def reason_against(row: Row) -> str | None:
    """None where the row can be had; else why not."""
    return current_root.reason_against() if row.needs_root_folder else None


def choose(name: str | None) -> Row:
    """The row of that name; without one that of this machine, which asks for nothing more."""
    return ROWS[name or "installed"]


def told(row: Row) -> str:
    """The row in words, with the versions of what comes from the root folder where that is made: the suite moves with time."""
    if not row.needs_root_folder:
        return f"row {row.name} (what is installed)"
    return f"row {row.name} (root folder: {current_root.versions() if current_root.client().exists() else 'not there yet'})"


@contextlib.contextmanager
def on_path(row: Row) -> Iterator[None]:
    """`docker` is the row's client for everything that runs in here."""
    if not row.current_client:
        yield
        return
    before = os.environ.get("PATH", os.defpath)
    with tempfile.TemporaryDirectory(prefix="docker-client-") as folder:
        Path(folder).chmod(0o755)  # a test is somebody else; and a script that names us is taken for us
        Path(folder, "docker").symlink_to(current_root.client())
        os.environ["PATH"] = f"{folder}{os.pathsep}{before}"
        try:
            yield
        finally:
            os.environ["PATH"] = before


def compose(row: Row) -> Path:
    """The compose plugin of the row. Without it the test is skipped in a checkout, and fails in CI."""
    path = current_root.plugin("compose") if row.current_compose else Path(sys.executable).with_name("docker-compose")
    if path.is_file():
        return path
    if os.environ.get("CI"):
        pytest.fail(f"CI must run the tests with the real compose: {path} is not there")
    pytest.skip(f"not installed: compose ({path.name})")


def install_builder(row: Row, folder: Path) -> None:
    """Put the row's builder, if it has one, where its client looks for plugins (*folder*: `cli-plugins`)."""
    if row.buildx:
        _install(current_root.plugin("buildx"), folder)


def install_compose(row: Row, folder: Path) -> None:
    """Put the row's compose there, for the tests that need it; others shall find none."""
    _install(compose(row), folder)


def _install(plugin: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / (plugin.name if plugin.name.startswith("docker-") else f"docker-{plugin.name}")
    if not place.exists():
        shutil.copy(plugin, place)
