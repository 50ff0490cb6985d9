"""What is said before, once: whose files a container makes here, and which volumes a prune leaves."""

from __future__ import annotations

import os
from typing import Any

import pytest

from dockersh import explain
from dockersh.engine import Machine
from support.state import WrittenEngine


class Here(WrittenEngine):
    """An engine of this machine, or of another."""

    def __init__(self, table: dict[str, Any], name: str) -> None:
        super().__init__(table)
        self.machine = Machine(4, 8_000_000_000, "linux", "x86_64", name)


def notes(line: str, image: dict[str, Any], name: str = os.uname().nodename, paths: dict[str, str] | None = None) -> str:
    """All that is said of a line."""
    return str(explain(line, engine=Here({"images": {"x": image}, "paths": paths or {}}, name)))


OWNED = [
    ("docker run --rm -v /srv/out:/out x touch /out/a", {}, True),
    ("docker run --rm --mount type=bind,src=/srv/out,dst=/out x", {}, True),
    ("docker run -d -v /srv/out:/out x", {}, True),
    ("docker run --rm -v /srv/out:/out:ro x", {}, False),
    ("docker run --rm -v out:/out x", {}, False),
    ("docker run --rm -u 1000 -v /srv/out:/out x", {}, False),
    ("docker run --rm -v /srv/out:/out x", {"user": "node"}, False),
    ("docker run --rm -v /srv/out:/out x", {"user": "0:0"}, True),
    ("docker run --rm -v /srv/file:/out x", {}, False),
    ("docker run --rm x", {}, False),
]


@pytest.mark.parametrize(("line", "image", "said"), OWNED)
def test_files_in_a_folder_of_this_machine_become_roots(line: str, image: dict[str, Any], said: bool) -> None:
    """Where the user is root, and the folder may be written to."""
    assert ("belongs to root" in notes(line, image, paths={"/srv/file": "file"})) is said


def test_folders_of_another_machine_are_not_spoken_of() -> None:
    """A virtual machine's root is mapped, and one elsewhere is not this one's."""
    assert "belongs to root" not in notes("docker run -v /srv/out:/out x", {}, "elsewhere")


VOLUMES: dict[str, Any] = {"volumes": {"db": {}, "f" * 64: {}}, "containers": {}}
PRUNES = [
    ("docker volume prune", VOLUMES, True),
    ("docker volume prune -f", VOLUMES, True),
    ("docker volume prune -a", VOLUMES, False),
    ("docker volume prune --filter label=x", VOLUMES, False),
    ("docker volume prune", {**VOLUMES, "version": "20.10.24"}, False),
    ("docker volume prune", {"volumes": {"f" * 64: {}}}, False),
    ("docker system prune --volumes", VOLUMES, False),
]


@pytest.mark.parametrize(("line", "state", "said"), PRUNES)
def test_named_volumes_stay(line: str, state: dict[str, Any], said: bool) -> None:
    """Since 23.0, unless `-a` is given; nothing where none is left."""
    told = explain(line, engine=WrittenEngine(state)).commands[0].findings
    assert ("named-volumes-stay" in {one.code for one in told}) is said
