"""The real client wants the same number of arguments for each of its own commands, and knows the same flags."""

from __future__ import annotations

import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dockersh import explain
from dockersh.reading import catalogue
from support.client import reason_against

# cobra's words for a wrong number of arguments, and pflag's for an unknown flag (docker 28).
COUNT = re.compile(
    r"requires (at least|exactly|at most|\d+) |accepts (no arguments|at most|\d+ arg)|unknown command \"x1\" for "
)
UNKNOWN = re.compile(r"unknown flag: --no-such-flag")
CODES = {
    "missing-argument",
    "argument-swallowed",
    "build-needs-context",
    "too-many-arguments",
    "takes-no-arguments",
    "unknown-flag",
}
# Run by plugins, or asking for a password.
NOT_ASKED = ("compose", "buildx", "builder", "login", "trust", "system dial-stdio")


def lines() -> list[str]:
    """Every command with none to four words behind it, and with a flag that no command has."""
    commands = (catalogue.find(name) for name in sorted(catalogue.names()))
    own = [
        command
        for command in commands
        if command and not (command.group or command.plugin) and not command.name.startswith(NOT_ASKED)
    ]
    counted = [" ".join(["docker", command.name, *["x1"] * count]) for command in own for count in range(5)]
    return counted + [" ".join(["docker", command.name, "--no-such-flag", *["x1"] * command.minimum]) for command in own]


def refused(line: str, folder: Path) -> bool:
    """Whether the client refuses the line for its arguments or its flag; it finds no engine, and a folder of its own."""
    folder.mkdir()
    env = {**os.environ, "DOCKER_HOST": "unix:///nonexistent/docker.sock", "DOCKER_CONFIG": str(folder)}
    result = subprocess.run(
        line.split(), env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd=folder, timeout=60
    )
    said = result.stdout + result.stderr
    return bool(COUNT.search(said) or UNKNOWN.search(said))


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
def test_the_client_agrees_on_every_command(tmp_path: Path) -> None:
    """What we refuse for its arguments the client refuses, and nothing else."""
    every = lines()
    with ThreadPoolExecutor(4) as pool:
        theirs = list(pool.map(refused, every, (tmp_path / str(index) for index in range(len(every)))))
    ours = [bool(CODES & {found.code for found in explain(line).commands[0].findings}) for line in every]
    assert [line for line, we, they in zip(every, ours, theirs, strict=True) if we != they] == []


# A line, and whether the client itself refuses it: for its own options, its help, and two names of one option.
CLIENT = [
    ("docker -H a -H b ps", True),
    ("docker -H x -c default ps", True),
    ("docker ps --debug", True),
    ("docker ps -D", True),
    ("docker ps --host x", True),
    ("docker -D=x version", True),
    ("docker help ps", False),
    ("docker help container ls", False),
    ("docker help nosuch", True),
    ("docker container help", True),
    ("docker ps -h", False),
    ("docker ps -ah", False),
    ("docker run -h", True),
    ("docker ps -- -a", True),
    ("docker -- ps", False),
    ("docker stop --time 3 -t 2 c", True),
    ("docker run -t= ubuntu", True),
    ("docker run -it- ubuntu", True),
    ("docker run -name x ubuntu", True),
    ("docker run --rm=yes ubuntu", True),
    ("docker run --nam x ubuntu", True),
    ("docker run --pull ubuntu:14.04", True),
    ("docker create --hostname -a ubuntu", False),
    ("docker create --rm false", False),
    ("docker create -it=false ubuntu", False),
    ("docker create -eA=1 -p80:80 ubuntu", False),
    ("docker create -p=80:80 ubuntu --nope", False),
]


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
@pytest.mark.parametrize(("line", "refuses"), CLIENT, ids=[line for line, _ in CLIENT])
def test_the_rules_of_its_parser(line: str, refuses: bool, tmp_path: Path) -> None:
    """Each rule of pflag and of docker's own options; what gets as far as the missing engine was not refused."""
    env = {"PATH": os.environ["PATH"], "DOCKER_HOST": "unix:///nonexistent/docker.sock", "DOCKER_CONFIG": str(tmp_path)}
    done = subprocess.run(line.split(), env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    theirs = done.returncode != 0 and "/nonexistent/docker.sock" not in said
    ours = any(found.severity == "error" for found in explain(line).commands[0].findings)
    assert (theirs, ours) == (refuses, refuses), said
