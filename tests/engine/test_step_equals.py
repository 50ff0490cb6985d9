"""`step` and the plain line make the same container, whatever the values are: generated lines on the real engine."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.private_engine import PrivateEngine
from support.programs import DOCKERSH
from support.step_lines import SECRET, Generated, line, surroundings

FULL, SAMPLE = 300, 40
# Ids and times; addresses and ports that the engine gives out one after the other.
VARIES = frozenset(
    ("Id", "Created", "StartedAt", "FinishedAt", "CreatedAt", "Pid", "GraphDriver", "SandboxID", "SandboxKey", "EndpointID")
) | {"NetworkID", "IPAddress", "HostPort", "LowerDir"}
# `docker create` is always ready to be attached to; `docker run -d` says that nobody will be.
OF_DETACHED = frozenset(("AttachStdin", "AttachStdout", "AttachStderr", "StdinOnce"))


def settled(value: Any, left_out: frozenset[str]) -> Any:
    """What two containers made alike share."""
    if isinstance(value, dict):
        return {key: settled(item, left_out) for key, item in value.items() if key not in left_out}
    return [settled(item, left_out) for item in value] if isinstance(value, list) else value


def differences(one: Any, other: Any, where: str = "") -> list[str]:
    """The places where two answers differ, each with both values."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [
            told for key in one.keys() | other.keys() for told in differences(one.get(key), other.get(key), f"{where}.{key}")
        ]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [told for at, pair in enumerate(zip(one, other, strict=True)) for told in differences(*pair, f"{where}[{at}]")]
    return [] if one == other else [f"{where}: {one!r} != {other!r}"]


def container(engine: PrivateEngine, one: Generated) -> Any:
    """The only container, as it is now; it and all that it left are gone afterwards. None when there is none."""
    ids = engine.docker("ps", "-aq", "--no-trunc").split()
    assert len(ids) < 2
    told = engine.docker("inspect", *ids) if ids else "[]"
    if ids:
        engine.docker("rm", "-fv", *ids)
    for found in json.loads(told):
        told = told if found["Name"] == "/it" else told.replace(found["Name"].removeprefix("/"), "NAME")  # in errors, too
        told = re.sub(f"{ids[0]}|{ids[0][:12]}", "ID", told)
        told = re.sub(r"[0-9a-f]{64}", "HEX", told)
        told = re.sub(r'"MacAddress": "[^"]*"', '"MacAddress": ""', told)
    answer = settled(json.loads(told), VARIES | (OF_DETACHED if one.detached else frozenset()))
    for found in answer:  # docker itself gives these in any order
        found["Config"]["Env"].sort()
        found["Mounts"].sort(key=lambda mount: str(mount["Destination"]))
    return answer


def carried_out(engine: PrivateEngine, argv: list[str], folder: Path, one: Generated) -> tuple[int, Any, str]:
    """Status, container and standard error of a command."""
    env = engine.env(**surroundings(folder))
    done = subprocess.run(argv, env=env, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120)
    if one.file:
        with contextlib.suppress(FileNotFoundError):
            (folder / one.file).unlink()
    return done.returncode, container(engine, one), done.stderr.decode(errors="replace")


@pytest.fixture(scope="module")
def ready(real_engine: PrivateEngine) -> PrivateEngine:
    """The engine with its images, made ready once: each line leaves nothing behind."""
    real_engine.reset()
    return real_engine


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """With --lines 20000 all of them."""
    if "seed" in metafunc.fixturenames:
        full = int(metafunc.config.getoption("--lines")) >= 20_000
        metafunc.parametrize("seed", range(FULL if full else SAMPLE))


def test_the_same_container(ready: PrivateEngine, tmp_path: Path, seed: int) -> None:
    """Inspect, and the status where docker itself did not fail; no secret on the screen."""
    one = line(seed, ready.host)
    status, expected, error = carried_out(ready, ["/bin/sh", "-c", one.text], tmp_path, one)
    way = ["--step", "-c", one.text] if seed % 2 else ["-c", f"step {one.text}"]
    stepped, found, said = carried_out(ready, [*DOCKERSH, *way], tmp_path, one)
    assert differences(found, expected) == [], f"{one.text}\n{error}\n{said}"
    assert (stepped == status) or status >= 125, f"{one.text}\n{error}\n{said}"
    assert SECRET not in said
    assert "Traceback" not in said
