"""From a line to a file, through the real compose, back to a line, to a file again: nothing is lost on the way."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dockersh.reading import syntax
from dockersh.reading.invocation import read
from dockersh.recreate.compose import back
from dockersh.recreate.compose.file import file
from dockersh.recreate.written import written
from support import create_lines


def service(text: str, path: Path) -> dict[str, Any]:
    """What the real compose makes of the file of a line."""
    made = file([read(syntax.parse(text).calls[0])])
    assert made is not None
    path.write_text(made.text, encoding="utf-8")
    compose = Path(sys.executable).with_name("docker-compose")
    if not compose.is_file():
        pytest.skip("not installed: compose")
    argv = [str(compose), "-f", str(path), "-p", "p", "config", "--format", "json"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{text}\n{made.text}\n{done.stderr}"
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_there_and_back(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """For lines made at random."""
    for words in create_lines.lines(int(pytestconfig.getoption("--remakes")), pytestconfig.getoption("--seed")):
        first = service(shlex.join(["docker", "create", "--name", "made", *words]), tmp_path / "one.yaml")
        again = back.line(first, "made")
        assert again is not None
        second = service(written(again.lines[-1]), tmp_path / "two.yaml")
        assert plain(second) == plain(first), words


def plain(project: dict[str, Any]) -> dict[str, Any]:
    """Without what only a file can say: that a mount must not be made, and how it was written."""
    found: dict[str, Any] = project["services"]["made"]
    for mount in found.get("volumes") or ():
        mount.pop("bind", None)
        mount.pop("volume", None)
    found["volumes"] = sorted(found.get("volumes") or (), key=lambda mount: str(mount["target"]))
    return {key: value for key, value in found.items() if value not in ([], None, {}, False)}
