"""Whole projects of compose on the real engine: profiles, builds, includes, what changes between; foretold, then seen."""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dockersh import explain
from dockersh.engine import DockerEngine
from dockersh.explanation import Step
from engine.test_compose import AT_ONCE, compose, counts, events, order, thing
from support.private_engine import PrivateEngine

TABLE = tomllib.loads(Path(__file__).with_name("scenarios").joinpath("compose.toml").read_text(encoding="utf-8"))
SILENT = ("wait", "attach", "build", "watch")  # no event tells of them; images that are new are compared by name
BUILDER = re.compile(r"(?!shop)[a-z]+_[a-z]+\d?")  # a name that the engine made up: the old builder's containers
Told = list[tuple[str, str]]


@pytest.fixture
def folder(composed: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder, entered; what was made from it is gone in the end."""
    for name, value in composed.env().items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    composed.reset()


def write(folder: Path, files: dict[str, str]) -> None:
    """Files by their path below the folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("scenario", TABLE["scenario"], ids=lambda one: one["about"])
def test_what_was_foretold_happens(composed: PrivateEngine, folder: Path, scenario: dict[str, Any]) -> None:
    """The same steps with the same names in the same order, each once; where a step may be, it may be or not."""
    base = {"compose.yaml": TABLE["bases"][scenario["base"]]} if "base" in scenario else {}
    write(folder, {**base, **scenario.get("files", {})})
    for words in scenario.get("before", ()):
        done(words)
    write(folder, scenario.get("changes", {}))
    line = scenario["line"]
    (command,) = explain(f"docker compose {shlex.join(line.split())}", engine=DockerEngine("docker", 20)).commands
    assert [one.code for one in command.findings if one.severity == "error"] == scenario.get("refused", [])
    there = images(composed)
    volumes = composed.docker("volume", "ls", "-q").split()
    needs = list(needed())
    since = time.time()
    status = ended(line) if scenario.get("ends") else compose(*line.split()).returncode
    assert not scenario.get("refused") or status != 0
    seen = [(step, name if ":" in name or step != "pull" else f"{name}:latest") for step, name in events(composed, since)]
    pulls = dict.fromkeys(one for one in seen if one[0] == "pull")  # one image for two services is asked for twice
    built = (("build", name) for name in images(composed) - there if ("pull", name) not in pulls)
    seen = [*pulls, *(one for one in seen if one not in pulls), *built]
    seen = [one for one in seen if not BUILDER.fullmatch(one[1])]
    seen = [one for one in seen if one not in [("create-volume", name) for name in volumes] and one[0] != "attach"]
    gone = [("delete-image", name) for name in there - images(composed)]
    compared(command.steps, [*seen, *gone], needs, at_once=line.split(maxsplit=1)[0] in AT_ONCE)


def compared(steps: tuple[Step, ...], seen: Told, needs: list[set[str]], *, at_once: bool) -> None:
    """What is certain happened, in its order; what else happened was called possible."""
    told = [(one.step, thing(one.text), one.will) for one in steps if one.step not in SILENT]
    certain = [(step, name) for step, name, will in told if will == "yes"]
    seen = [one for one in seen if one in certain or not _possible(one, steps)]
    assert counts(certain) == counts(seen)
    assert set(certain) == set(seen)
    assert at_once or order(certain, needs) == order(seen, needs)


def _possible(event: tuple[str, str], steps: tuple[Step, ...]) -> bool:
    """A step that may be, or what belongs to one: whatever a recreation does, the image of a build, a health check."""
    step, name = event
    maybe = [one for one in steps if one.will == "maybe"]
    stopped = any(one.step == "stop" and thing(one.text) == name for one in steps)
    return (
        step == "exec"
        or (step == "unpause" and stopped)  # the engine's own: a frozen process cannot end
        or any(one.step == step and thing(one.text) in (name, one.text) for one in maybe)
        or any(one.step == "create" and thing(one.text) == name for one in maybe)
        or any(one.step == step == "build" and thing(one.text) == name for one in steps)
    )


def needed() -> Iterator[set[str]]:
    """Pairs of services of which one needs the other, as compose itself reads the files."""
    printed = compose("--profile", "*", "config", "--format", "json").stdout
    for name, one in json.loads(printed)["services"].items():
        yield from ({name, other} for other in one.get("depends_on") or ())


def images(engine: PrivateEngine) -> set[str]:
    """The images of the engine, by name, as a step names them."""
    names = engine.docker("images", "--format", "{{.Repository}}:{{.Tag}}").split()
    return {name.partition(":")[0] if name.startswith("shop") else name for name in names if "<none>" not in name}


def done(words: str) -> None:
    """One line before: compose's, or docker's own after a mark."""
    argv = shlex.split(words)
    argv = ["docker", *(argv[1:] if argv[0] == "!" else ["compose", *argv])]
    ran = subprocess.run(argv, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert ran.returncode == 0, ran.stderr


def ended(line: str) -> int:
    """A line that goes on until Ctrl-C, which it gets when it has said that it watches."""
    argv = ["docker", "compose", *line.split()]
    pipe, nothing, same = subprocess.PIPE, subprocess.DEVNULL, subprocess.STDOUT
    with subprocess.Popen(argv, stdin=nothing, stdout=pipe, stderr=same, text=True) as running:
        assert running.stdout is not None
        for row in running.stdout:
            if "atch enabled" in row:
                running.send_signal(signal.SIGINT)
                break
        running.stdout.read()
    return running.returncode
