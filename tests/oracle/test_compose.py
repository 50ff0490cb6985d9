"""The real compose takes and refuses each flag and each number of arguments as we do.

It finds no engine; what gets as far as asking for one, or as far as its project, was not refused.
"""

from __future__ import annotations

import os
import random
import re
import shlex
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dockersh import explain
from dockersh.foresight.advice import versions
from dockersh.foresight.plan import Request
from dockersh.reading import catalogue, syntax
from dockersh.reading.catalogue import Command
from dockersh.reading.invocation import read
from oracle.judge import by_client, errors
from oracle.test_commands import BAD, GOOD, OTHERS, form
from support import rows

# A negative number, words that a command does not take: compose 2.40 goes on as far as the engine.
STRICTER = re.compile(r"up .*--wait-timeout[= ]-|bridge (?:convert|transformations list) .*web")
SERVICES = "services:\n  web: {image: nginx, build: .}\n"
ARGUMENTS = {
    "compose cp": ["web:/a", "b"],
    "compose scale": ["web=1"],
    "compose exec": ["web", "ls"],
    "compose port": ["web", "80"],
}
# How cobra and compose refuse a word; anything else came later.
REFUSES = re.compile(
    r"unknown (?:shorthand )?flag|flag needs an argument|invalid argument|requires|accepts |unknown (?:docker )?command"
    r"|at least one container must be specified"
    r"|invalid --scale|strconv.Atoi|strconv.ParseUint|in form KEY=VAL|invalid containerPort|[Nn]o port specified"
    r"|label must be set|volume spec"
    r"|invalid ssh key|invalid scale specifier|invalid (?:provenance|sbom|attest|build.arg)"
)
# Asked by name: their value is read when the project is built, which our folder's never is.
LATE = frozenset(("build-arg", "provenance", "sbom", "ssh"))


def lines(rng: random.Random) -> Iterator[list[str]]:
    """Each flag with good and bad values of its type; each number of arguments."""
    for name in sorted(one for one in catalogue.names() if one.startswith("compose ")):
        command = catalogue.find(name)
        if command is None or command.group:
            continue
        for flag in command.flags.values():
            if flag.name in LATE | {"help"}:
                continue
            for value in (*GOOD.get(flag.type, OTHERS), *BAD.get(flag.type, OTHERS)):
                yield words(command, form(rng, flag, value))
            if flag.type != "bool":
                yield [*words(command, []), f"--{flag.name}"]
        for count in range(5):
            yield ["docker", *name.split(), *["web"] * count]


def words(command: Command, flag: list[str]) -> list[str]:
    """The command with one use of a flag and as many arguments as it needs."""
    return ["docker", *command.name.split(), *flag, *ARGUMENTS.get(command.name, ["web"] * command.minimum)]


def refused(argv: list[str], folder: Path, config: Path, later: re.Pattern[str] | None = None) -> tuple[bool, str]:
    """Whether compose refuses the line, and what it says; with *later* whatever does not match that is a refusal."""
    folder.mkdir(exist_ok=True)
    (folder / "compose.yaml").write_text(SERVICES, encoding="utf-8")
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "DOCKER_HOST": "unix:///gone.sock", "DOCKER_CONFIG": str(config)}
    done = subprocess.run(
        argv, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd=folder, timeout=60
    )
    said = (done.stderr + done.stdout).strip()
    refuses = later.search(said) is None if later else REFUSES.search(said) is not None
    return done.returncode != 0 and refuses, said[:200]


def _with_plugin(tmp_path: Path, row: rows.Row) -> Path:
    plugins = tmp_path / "config" / "cli-plugins"
    rows.install_compose(row, plugins)
    return plugins


def asked(every: list[list[str]], row: rows.Row) -> list[list[str]]:
    """The lines for the row's compose: what only compose 5 refuses is none for compose 2, and nobody writes it."""
    return [argv for argv in every if not (row.current_compose and STRICTER.search(shlex.join(argv)))]


def too_new(text: str, row: rows.Row) -> bool:
    """Whether the row's compose is older than an option of the line."""
    request = Request(text, read(syntax.parse(text).calls[0]))
    return row.current_compose and any(one.code == "since-compose" for one in versions.options(request))


# What came after the line was taken: there is no engine, and no such service.
LATER = re.compile(r"[Cc]annot connect to the Docker daemon|failed to connect|no such service")
WHOLE = Path(__file__).with_name("compose_lines.txt").read_text(encoding="utf-8").splitlines()


def test_compose_agrees_on_whole_lines(tmp_path: Path, row: rows.Row) -> None:
    """Options that do not go together, words it does not know, empty names."""
    plugins = _with_plugin(tmp_path, row)
    wrong = []
    for line in (line for line in WHOLE if not (row.current_compose and STRICTER.search(line))):
        refused_it, said = refused(shlex.split(line), tmp_path / "project", plugins.parent, LATER)
        ours = [one.code for command in explain(line).commands for one in command.findings if one.severity == "error"]
        if bool(ours) != refused_it:
            wrong.append((line, ours, said))
    assert wrong == [], "\n".join(map(str, wrong))


def test_compose_agrees(tmp_path: Path, request: pytest.FixtureRequest, row: rows.Row) -> None:
    """With --lines 20000 all of them, else every fourth."""
    plugins = _with_plugin(tmp_path, row)
    every = asked(list(lines(random.Random(1))), row)
    every = every if int(request.config.getoption("--lines")) >= 20_000 else every[::4]
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(refused, argv, tmp_path / str(index % 64), plugins.parent) for index, argv in enumerate(every)]
    wrong = []
    for argv, answer in zip(every, answers, strict=True):
        they, said = answer.result()
        ours = by_client(errors(shlex.join(argv)))
        if (bool(ours) or too_new(shlex.join(argv), row)) != they:
            wrong.append((shlex.join(argv), [one.code for one in ours], said))
    assert wrong == [], "\n".join(map(str, wrong))
