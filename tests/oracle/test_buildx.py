"""The real buildx 0.36 takes and refuses each flag and each number of arguments as we do.

What it said of each line stands in `buildx-verdicts.txt`: `+` taken, `-` refused or `~` stopped by something else, the line,
its words. It is asked again, and the file written, by DOCKERSH_REWRITE_VERDICTS=1 where buildx 0.36 is installed and an engine
20.10 can be started: buildx looks at some values of a build only when its builder has answered.
"""

from __future__ import annotations

import os
import random
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import pytest

from dockersh.finding import Finding
from dockersh.reading import catalogue
from dockersh.reading.catalogue import Command, Flag
from dockersh.reading.values.env import MASK
from oracle.judge import errors
from oracle.test_commands import BAD, GOOD, OTHERS, form
from support.private_engine import PrivateEngine
from support.values_table import BAD as BAD_OF_A_KIND
from support.values_table import GOOD as GOOD_OF_A_KIND

RECORD = Path(__file__).with_name("buildx-verdicts.txt")
REWRITE = bool(os.environ.get("DOCKERSH_REWRITE_VERDICTS"))
VERSION = "v0.36."
ARGUMENTS = {
    "buildx build": ["."],
    "buildx imagetools create": ["--dry-run", "me/app"],
    "buildx history inspect attachment": ["--type=sbom"],
    "buildx history rm": ["x1"],
    "buildx policy eval": ["docker-image://alpine"],
    "buildx use": ["x1"],
}
# They wait for an editor that speaks to them; with BUILDX_EXPERIMENTAL=1 only.
NOT_ASKED = ("buildx dap", "buildx debug")
FILES = {
    "Dockerfile": "FROM scratch\nLABEL a=b\n",
    "docker-bake.hcl": 'variable "x" {}\ntarget "default" {\n  tags = ["me/app"]\n}\ntarget "web" {}\n',
}
# What the state of the machine or its old engine made it say: no word about the line itself.
LATER = re.compile(
    r"Unimplemented|no builder \"|failed to do request|dial tcp|dial unix|failed to remove one or more"
    r"|no such file or directory|no remote endpoint provided|unsupported request frontend|unsupported frontend capability"
    r"|is not supported for the docker driver|not a console"
    r"|remote URL for local filter|failed to find target|failed to create LLB definition|failed to initialize builder"
    r"|host-gateway IP not found|granting entitlement|unknown entitlement device|index annotations not supported"
    r"|exporter \"\w+\" could not be found|failed to read dockerfile|policy file \S+ not found|ssh agent socket|agent config"
    r"|path \"x1\" not found|failed to parse diskusage filters|can't evaluate field|prune filters|buildkit v0.17.0"
)
# It looks at these only when a registry, a build of the past or a newer frontend has answered; then, it refuses what we do.
LATE = {
    "buildx bake": ("call",),
    "buildx build": ("call", "print"),
    "buildx history inspect attachment": ("platform",),
    "buildx history inspect": ("format",),
    "buildx history logs": ("progress",),
    "buildx history ls": ("format",),
    "buildx imagetools create": ("annotation", "progress"),
    "buildx imagetools inspect": ("format",),
}
# Where we know better, and why.
EXCEPT = {
    "docker buildx build --add-host '' .": "the classic builder refuses it, and an empty host is never meant",
    "docker buildx build --label ' ' .": "the classic builder refuses it, and a label of one space is never meant",
    **{
        f"docker buildx create --driver{word}": "Docker Desktop's buildx knows more drivers"
        for word in ("=x", "=a=b", " -x", "=cloud")
    },
    **{
        f"docker buildx policy {words}": "an empty file name is left to buildx"
        for words in ("eval --file '' docker-image://alpine", "eval --filename= docker-image://alpine", "test --filename '' x1")
    },
}


class Verdict(NamedTuple):
    """A sign (+ taken, - refused, ~ stopped by something else), and the words that buildx has for it."""

    sign: str
    said: str


def lines() -> Iterator[list[str]]:
    """Each flag with good and bad values of its type and grammar, and without one; each number of arguments."""
    for name in sorted(one for one in catalogue.names() if one.startswith("buildx ")):
        command = catalogue.find(name)
        if command is None or name.startswith(NOT_ASKED) or command.group:
            continue
        for flag in (one for one in command.flags.values() if one.name != "help"):
            for value in values(flag):  # its form is its own choice: another value changes no line but its own
                yield words(command, form(random.Random(f"{name} {flag.name} {value}"), flag, value))
            yield words(command, [f"--{flag.name}"]) if flag.type == "bool" else [*words(command, []), f"--{flag.name}"]
        yield from (["docker", *name.split(), *["x1"] * count] for count in range(4))


def values(flag: Flag) -> list[str]:
    """Of its type and of its grammar, each once."""
    own = [
        text.replace(MASK, "x") for table in (GOOD_OF_A_KIND, BAD_OF_A_KIND) for kind, text, *_ in table if kind == flag.value
    ]
    return list(dict.fromkeys((*GOOD.get(flag.type, OTHERS), *BAD.get(flag.type, OTHERS), *own)))


def words(command: Command, flag: list[str]) -> list[str]:
    """The command with one use of a flag and as many arguments as it needs."""
    return ["docker", *command.name.split(), *flag, *ARGUMENTS.get(command.name, ["x1"] * command.minimum)]


def asked() -> list[str]:
    """The lines, always the same."""
    return list(dict.fromkeys(shlex.join(argv) for argv in lines()))


def recorded() -> dict[str, Verdict]:
    """The file: each line and its verdict."""
    rows = (row.split("\t") for row in RECORD.read_text(encoding="utf-8").splitlines())
    return {line: Verdict(sign, "".join(said)) for sign, line, *said in rows}


def ask(line: str, plugin: str, host: str) -> Verdict:
    """What buildx says, in a folder and with builders of its own."""
    with tempfile.TemporaryDirectory(prefix="buildx-") as name:
        folder = Path(name)
        (folder / "cli-plugins").mkdir()
        (folder / "cli-plugins" / "docker-buildx").symlink_to(plugin)
        for file, text in FILES.items():
            (folder / file).write_text(text, encoding="utf-8")
        env = {"PATH": os.environ["PATH"], "HOME": name, "DOCKER_HOST": host, "DOCKER_CONFIG": name}
        done = subprocess.run(
            shlex.split(line), env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd=folder, timeout=60
        )
    said = (done.stderr + done.stdout).decode("utf-8", "replace").replace(name, "FOLDER")
    if done.returncode == 0:
        return Verdict("+", "")
    return Verdict("~", "") if LATER.search(said) else Verdict("-", first_words(said))


def first_words(said: str) -> str:
    """The line that says why, on one line of the record."""
    rows = [row for row in said.splitlines() if row.strip()]
    why = next((row for row in rows if row.startswith("ERROR: ")), rows[0] if rows else "")
    return why.replace("\t", " ")[:160]


@cache
def plugin() -> str:
    """Where buildx of our version is installed; '' where it is not."""
    template = '{{range .ClientInfo.Plugins}}{{if eq .Name "buildx"}}{{.Version}} {{.Path}}{{end}}{{end}}'
    try:
        done = subprocess.run(["docker", "info", "-f", template], capture_output=True, text=True, check=False, timeout=60)
    except OSError:
        return ""
    version, _, path = done.stdout.strip().partition(" ")
    return path if version.startswith(VERSION) else ""


def compared(line: str, verdict: Verdict) -> list[Finding]:
    """What we call wrong with the line; without what buildx did not come to look at."""
    late = next((flags for name, flags in LATE.items() if line.startswith(f"docker {name} ")), ())
    found = errors(line)
    return [one for one in found if verdict.sign != "~" or str(one.args.get("flag", "")).lstrip("-") not in late]


def test_no_disagreement() -> None:
    """On any line, each of which has its verdict."""
    verdicts = recorded()
    assert [line for line in asked() if line not in verdicts] == []
    wrong = []
    for line in asked():
        found = compared(line, verdicts[line])
        if bool(found) != (verdicts[line].sign == "-") and line not in EXCEPT:
            wrong.append((line, [one.code for one in found], verdicts[line]))
    assert wrong == [], "\n".join(map(str, wrong))


def test_the_exceptions_are_needed() -> None:
    """Each is a line on which we do disagree."""
    verdicts = recorded()
    assert [line for line in EXCEPT if bool(errors(line)) == (verdicts[line].sign == "-")] == []


@pytest.mark.skipif(not plugin(), reason=f"no buildx {VERSION}x among docker's plugins")
def test_the_record_is_what_buildx_says(real_engine: PrivateEngine, request: pytest.FixtureRequest) -> None:
    """With --lines 20000, or to write it anew, all of it; else every eighth line."""
    every = asked() if REWRITE or int(request.config.getoption("--lines")) >= 20_000 else asked()[::8]
    with ThreadPoolExecutor(6) as pool:
        said = dict(zip(every, pool.map(partial(ask, plugin=plugin(), host=real_engine.host), every), strict=True))
    if REWRITE:
        rows = ("\t".join((verdict.sign, line, *filter(None, [verdict.said]))) for line, verdict in said.items())
        RECORD.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    verdicts = recorded()
    assert {line: verdict.sign for line, verdict in said.items()} == {line: verdicts[line].sign for line in every}
