"""Where the shell takes a docker command's input from."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dockersh.reading import syntax

INPUTS = [
    ("docker exec db mysql", ""),
    ("echo hi | docker run x cat", "pipe"),
    ("echo hi | sudo docker run x cat", "pipe"),
    ("cat f | docker exec db x | grep y > out", "pipe"),
    ("docker exec c ls | grep y", ""),
    ("cd x && echo a | docker run y", "pipe"),
    ("echo a | docker run y > out", "pipe"),
    ("docker exec db mysql < dump.sql", "file"),
    ("cat f | docker exec db mysql < dump.sql", "file"),
    ("cd x && docker exec db mysql < dump.sql", "file"),
    ("docker exec db mysql < dump.sql > out", "file"),
    ("docker exec db mysql > out < dump.sql", "file"),
    ("docker exec db mysql < dump.sql | wc -l", "file"),
    ("docker exec db mysql < /dev/null", ""),
    ("docker exec db mysql 3< dump.sql", ""),
    ("docker exec db mysql > out 2>&1", ""),
    ("docker exec db sh <<E\nhi\nE", "text"),
    ("cd x && docker exec db sh <<E\nhi\nE", "text"),
    ("docker exec db sh <<< 'hi'", "text"),
    ("cat names | xargs docker rm", ""),
    ("docker exec -it db sh < /dev/tty", ""),
    ("docker exec <container name> sh", ""),
    ("docker exec db sh <dump.sql >out", "file"),
    ("docker ps < f && docker exec db sh", ""),
]


@pytest.mark.parametrize(("line", "source"), INPUTS, ids=[line for line, _ in INPUTS])
def test_the_input_of_a_call(line: str, source: str) -> None:
    """A pipe, a file or a here-document in front of a call is its input; the shell's own has no name."""
    assert syntax.parse(line).calls[-1].input == source


@pytest.mark.parametrize(("line", "source"), INPUTS[:16], ids=[line for line, _ in INPUTS[:16]])
def test_bash_gives_the_same_input(line: str, source: str, tmp_path: Path) -> None:
    """What bash really gives a program in docker's place: a pipe, a file, or what bash itself was given."""
    (tmp_path / "x").mkdir()
    for folder in (tmp_path, tmp_path / "x"):
        for name in ("f", "dump.sql"):
            (folder / name).write_text("one\n", encoding="utf-8")
    stand_in = tmp_path / "docker"
    stand_in.write_text(f"#!/bin/sh\nls -l /proc/self/fd/0 >> {tmp_path}/told\n", encoding="utf-8")
    stand_in.chmod(0o755)
    path = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    line = line.replace("sudo ", "")
    subprocess.run(["bash", "-c", line], cwd=tmp_path, env=path, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    told = (tmp_path / "told").read_text(encoding="utf-8")
    assert {"pipe": "pipe:", "file": "dump.sql", "": "/dev/null"}[source] in told
