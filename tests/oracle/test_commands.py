"""For every command of its own but run and create: the real client takes and refuses each flag with the values we do.

It finds no engine; what gets as far as asking for one was not refused.
"""

from __future__ import annotations

import os
import random
import shlex
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dockersh.finding import Finding, Say
from dockersh.reading import catalogue
from dockersh.reading.catalogue import Command, Flag
from oracle.judge import by_client, errors
from oracle.recorder import Recorder
from support.client import major, reason_against

GOOD = {
    "bytes": ["512m", "1"],
    "duration": ["1m30s"],
    "decimal": ["1.5"],
    "float": ["0.5"],
    "bool": ["true", "false", "0"],
    "map": ["a=b"],
    "list": ["x=y", "x"],
    "stringSlice": ["x,y"],
    **{kind: ["3", "0x1f"] for kind in ("int", "int64", "uint", "uint16", "uint32", "uint64")},
}
BAD = {
    "bytes": ["12q", "x"],
    "duration": ["5", "x"],
    "decimal": ["x"],
    "float": ["x"],
    "bool": ["yes", "maybe", ""],
    "map": ["a", ""],
    "list": ["", " "],
    "string": ["", "-x"],
    "stringSlice": ["", '"'],
    "int": ["x", "1.5", ""],
    "int64": ["x", "99999999999999999999"],
    **{kind: ["-1", "x", "99999999999999999999"] for kind in ("uint", "uint16", "uint32", "uint64")},
}
OTHERS = ["x", "", "a=b"]
# Plugins; what asks for a password or a registry; what the body of a container tells better (oracle.lines).
NOT_ASKED = (
    *("compose", "buildx", "builder", "login", "trust", "manifest", "search", "system dial-stdio", "plugin create"),
    *("container run", "container create", "image import", "image load", "context"),
)
# Their value is a file that the client reads at once; a notary is asked.
FILES = frozenset(("env-file", "ca-cert", "ca-key", "compose-file", "file", "disable-content-trust"))
ARGUMENTS = {
    "container cp": ["x1:/a", "b"],
    "image build": ["."],
    "config create": ["x1", "Dockerfile"],
    "secret create": ["x1", "Dockerfile"],
    "service scale": ["x1=1"],
    "swarm join-token": ["worker"],
    "stack deploy": ["-c", "compose.yaml", "x1"],
    "stack config": ["-c", "compose.yaml"],
}


def lines(rng: random.Random) -> Iterator[list[str]]:
    """Each flag with good and bad values of its type, in one of its forms; without a value, too."""
    for name in sorted(catalogue.names()):
        command = catalogue.find(name)
        if command is None or command.group or command.plugin or name.startswith(NOT_ASKED):
            continue
        for flag in command.flags.values():
            if flag.since or flag.builder == "buildx" or flag.name in {"help", *FILES}:
                continue
            for value in (*GOOD.get(flag.type, OTHERS), *BAD.get(flag.type, OTHERS)):
                yield words(command, form(rng, flag, value))
            yield words(command, [f"--{flag.name}"]) if flag.type == "bool" else [*words(command, []), f"--{flag.name}"]


def words(command: Command, flag: list[str]) -> list[str]:
    """The command with one use of a flag and as many arguments as it needs."""
    return ["docker", *command.name.split(), *flag, *ARGUMENTS.get(command.name, ["x1"] * command.minimum)]


def form(rng: random.Random, flag: Flag, value: str) -> list[str]:
    """One of the ways to write it."""
    if flag.type == "bool":
        return rng.choice([[f"--{flag.name}={value}"], *([[f"-{flag.short}={value}"]] if flag.short else [])])
    forms = [[f"--{flag.name}={value}"], [f"--{flag.name}", value]]
    return rng.choice([*forms, *([[f"-{flag.short}", value], [f"-{flag.short}={value}"]] if flag.short else [])])


def refused(argv: list[str], folder: Path) -> tuple[bool, str]:
    """Whether the client refuses the line, and what it says."""
    folder.mkdir(exist_ok=True)
    (folder / "Dockerfile").write_text("FROM scratch\n", encoding="utf-8")
    (folder / "compose.yaml").write_text("services: {web: {image: nginx}}\n", encoding="utf-8")
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DOCKER_HOST": "unix:///nonexistent/docker.sock",
        "DOCKER_CONFIG": str(folder),
        "DOCKER_BUILDKIT": "0",
    }
    done = subprocess.run(
        argv, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd=folder, timeout=60
    )
    said = done.stdout + done.stderr
    return done.returncode != 0 and "/nonexistent/docker.sock" not in said, said.strip()[:200]


def flags_with_api() -> list[tuple[Command, Flag]]:
    """Each flag that not every engine has, of those that the client here knows."""
    commands = [command for name in sorted(catalogue.names()) if (command := catalogue.find(name))]
    every = [(command, flag) for command in commands for flag in command.flags.values() if flag.api]
    return [(command, flag) for command, flag in every if not flag.since or int(flag.since) <= major()]


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
@pytest.mark.parametrize("old", [True, False], ids=["an old engine", "a new engine"])
def test_flags_that_an_old_engine_does_not_have(tmp_path: Path, *, old: bool) -> None:
    """The client names the API version of our facts, and is content with an engine that has it."""
    recorder = Recorder(tmp_path / "o", "1.41" if old else "1.55")
    wrong = []
    for command, flag in flags_with_api():
        argv = words(command, [f"--{flag.name}" if flag.type == "bool" else f"--{flag.name}={GOOD.get(flag.type, OTHERS)[0]}"])
        said = f'"--{flag.name}" requires API version {flag.api}' in recorder.ask(argv).error
        wrong += [argv] if said is not old else []
    recorder.close()
    assert wrong == []


def _left_to_the_engine(one: Finding) -> bool:
    """Platforms, which only run, create and buildx read for themselves."""
    why = one.args.get("why")
    return isinstance(why, Say) and why.key == "bad-values.platform"


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
def test_no_disagreement_on_flags(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """With --lines 20000 all of them, else every fourth. What only the engine refuses, the client may do either way with."""
    every = list(lines(random.Random(1)))
    every = every if int(request.config.getoption("--lines")) >= 20_000 else every[::4]
    folders = (tmp_path / str(index % 64) for index in range(len(every)))
    with ThreadPoolExecutor(4) as pool:
        theirs = list(pool.map(refused, every, folders))
    wrong = []
    for argv, (they, said) in zip(every, theirs, strict=True):
        line = shlex.join(argv)
        found = errors(line)
        theirs_alone = [one for one in by_client(found) if not _left_to_the_engine(one)]
        if bool(theirs_alone) != they and not (found and not theirs_alone):
            wrong.append((line, [one.code for one in found], said))
    assert wrong == []
