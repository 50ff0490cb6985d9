"""An env-file judged by its shape: the lines that docker refuses, the values that keep their quotes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dockersh import explain
from dockersh.engine.envfiles import EnvFile, judged, look
from support.state import WrittenEngine

FILES = [
    ("", EnvFile()),
    ("A=1\nB=two words\n# note\n\nC\nD=\n", EnvFile()),
    ("export A=1\n", EnvFile(1, "export")),
    ("A=1\nB = 2\n", EnvFile(2, "B")),
    ("A=1\n=2\n", EnvFile(2, "")),
    ("  A=1\n\tB=2\n", EnvFile()),
    ("A=\"x\"\nB='y'\nC=plain\n", EnvFile(0, "", ("A", "B"))),
    ('A="\nB=it\'s\nC="x" and\n', EnvFile()),
    ('A={"k": "v"}\n', EnvFile()),
    ("\ufeffA=1\n", EnvFile()),
    ("#A = 1\n # indented = note\n", EnvFile()),
    ("A=1\r\n".replace("\r\n", "\n"), EnvFile()),
]


@pytest.mark.parametrize(("text", "expected"), FILES)
def test_a_file_by_its_shape(text: str, expected: EnvFile) -> None:
    """The first line that docker refuses, with its first word; the names of quoted values, and no value."""
    assert judged(text) == expected


def test_what_cannot_be_read_is_not_judged(tmp_path: Path) -> None:
    """A folder, a device, nothing of that name."""
    assert look(str(tmp_path)) is None
    assert look("/dev/stdin") is None
    assert look(str(tmp_path / "none")) is None
    tmp_path.joinpath("x.env").write_text("A=1\n", encoding="utf-8")
    assert look(str(tmp_path / "x.env")) == EnvFile()


def codes(line: str, files: dict[str, str]) -> set[str]:
    """The codes of what there is to mind."""
    state: dict[str, Any] = {"images": {"x": {}}, "containers": {"web": {}}, "env-files": files}
    return {one.code for one in explain(line, engine=WrittenEngine(state)).commands[0].findings if "env-file" in one.code}


LINES = [
    ("docker run --env-file a.env x", {"a.env": "export A=1\n"}, {"env-file-export"}),
    ("docker create --env-file a.env x", {"a.env": "A =1\n"}, {"env-file-broken"}),
    ("docker exec --env-file a.env web env", {"a.env": "A B=1\n"}, {"env-file-broken"}),
    ("docker run --env-file a.env x", {"a.env": 'A="1"\n'}, {"env-file-quotes"}),
    ("docker run --env-file a.env --env-file b.env x", {"a.env": "A=1\n", "b.env": "=1\n"}, {"env-file-broken"}),
    ("docker run --env-file a.env x", {"a.env": "A=1\n"}, set()),
    ("docker run --env-file $FILE x", {"a.env": "export A=1\n"}, set()),
    ("cd sub && docker run --env-file a.env x", {"a.env": "export A=1\n"}, set()),
]


@pytest.mark.parametrize(("line", "files", "expected"), LINES)
def test_what_is_said_before(line: str, files: dict[str, str], expected: set[str]) -> None:
    """Of each file that is known; not of one that only the shell knows, nor after `cd`."""
    assert codes(line, files) == expected


def test_no_value_is_shown() -> None:
    """Only names: an env-file is full of secrets."""
    state: dict[str, Any] = {"images": {"x": {}}, "env-files": {"a.env": 'PASSWORD="s3cr3t"\n'}}
    told = str(explain("docker run --env-file a.env x", engine=WrittenEngine(state)))
    assert "PASSWORD" in told
    assert "s3cr3t" not in told
