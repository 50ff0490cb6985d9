"""This machine's shell and the container's, on a real engine: what is foreseen happens, and what is offered works."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.private_engine import PrivateEngine
from support.programs import run

# Lines that fail as foreseen; the last word tells whether the line that is offered works here.
FAIL = [
    ("docker exec web source /etc/profile", "shell-builtin", False),
    ("docker exec web export A=1", "shell-builtin", True),
    ('docker exec web "ls -l /tmp"', "whole-command-in-quotes", True),
    ('docker exec web "echo hi && ls"', "whole-command-in-quotes", True),
    ('docker run --rm nginx "echo hi"', "whole-command-in-quotes", True),
    ('docker run --rm --entrypoint "tail -n1 /etc/hostname" nginx', "entrypoint-with-words", False),
    ("docker run --rm worded:1", "image-command-of-one-word", False),
    ("docker cp web:/etc/host* .", "copy-with-wildcard", False),
    ("docker run --rm -v '$(pwd):/app' nginx ls", "folder-in-single-quotes", False),
    ('docker run --rm -v "~/app:/app" nginx ls', "home-in-quotes", False),
    ("docker run --rm -v C:\\Users\\me\\app:/app nginx ls", "windows-path", False),
    ('docker run --rm -w "C:/Program Files/Git/app" nginx ls', "git-bash-path", False),
    ('docker run --rm nginx "C:/Program Files/Git/usr/bin/sh"', "git-bash-path", False),
    ("docker run --rm -e TITLE=Value With Spaces nginx env", "value-ends-at-blank", False),
    ("docker run --rm -v $(pwd):/data nginx ls", "blanks-make-the-image", False),
    ("docker build -t x $PWD", "blanks-make-more-words", False),
]
# What comes out as it stands, and with the line that is offered.
OTHERWISE = [
    ("echo hello | docker run --rm nginx cat", "input-is-lost", "", "hello\n"),
    ("docker exec web cat <<< hello", "input-is-lost", "", "hello\n"),
    ("docker run --rm -e NAME=bob nginx echo $NAME", "variable-of-this-machine", "\n", "bob\n"),
    ("docker exec web echo '$HOSTNAME'", "nobody-fills-in", "$HOSTNAME\n", "web\n"),
    ("docker exec web echo /only-insid?", "glob-of-this-machine", "/only-insid?\n", "/only-inside\n"),
    ("docker run --rm greeter:1 ls", "entrypoint-takes-words", "hello ls\n", None),
    ("docker run --rm fixed:1 ls /", "entrypoint-drops-words", "fixed\n", None),
]


def findings(engine: PrivateEngine, line: str) -> dict[str, dict[str, Any]]:
    """What a line is told on this engine, by code."""
    (command,) = json.loads(run("--json", "-c", line, env=engine.env()).stdout)["commands"]
    return {one["code"]: one for one in command["findings"]}


def out(engine: PrivateEngine, line: str) -> str:
    """What a line prints, run by bash."""
    done = subprocess.run(["bash", "-c", line], env=engine.env(), capture_output=True, text=True, check=False)
    return done.stdout


@pytest.fixture(name="prepared")
def fixture_prepared(engine: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrivateEngine:
    """A container web, images with each form of ENTRYPOINT and CMD, a folder with blanks in its name."""
    engine.docker("run", "-d", "--name", "web", "--hostname", "web", "nginx")
    engine.docker("exec", "web", "mkdir", "/only-inside")
    engine.docker("create", "--name", "old", "ubuntu:14.04")
    for name, change in (
        ("worded:1", 'CMD ["npm run start"]'),
        ("greeter:1", 'ENTRYPOINT ["echo", "hello"]'),
        ("fixed:1", "ENTRYPOINT echo fixed"),
    ):
        engine.docker("commit", "-c", change, "old", name)
    (tmp_path / "Some Project Dir").mkdir()
    monkeypatch.chdir(tmp_path / "Some Project Dir")
    return engine


def test_what_is_foreseen_to_fail_fails(prepared: PrivateEngine) -> None:
    """Each line is said to fail, fails, and says nothing else afterwards; the line that is offered works where it can here."""
    for line, code, works in FAIL:
        found = findings(prepared, line)
        assert found[code]["severity"] == "error", line
        done = run("-c", line, env=prepared.env())
        assert done.returncode != 0, line
        after = done.stderr.decode("utf-8").rpartition("✗ ")[2]
        assert after.startswith(("as predicted above", found[code]["text"])), (line, after)
        assert not works or run("-q", "-c", found[code]["fix"], env=prepared.env()).returncode == 0, line


def test_what_comes_out_otherwise_than_it_was_meant(prepared: PrivateEngine) -> None:
    """Status 0 and not what was wanted: told before, and the line that is offered does it."""
    for line, code, now, then in OTHERWISE:
        found = findings(prepared, line)
        assert out(prepared, line) == now, line
        assert then is None or out(prepared, found[code]["fix"]) == then, line
        assert code in found, line
