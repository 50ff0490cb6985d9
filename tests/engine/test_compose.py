"""Compose on the real engine: each line's steps, foretold, and then what the engine tells of."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Iterator
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
    command: "600"
    stop_grace_period: 0s
    healthcheck: {test: [CMD, 'true'], interval: 200ms}
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
ONCE = re.compile(r"^[0-9a-f]{12}_|(?<=-run-)[0-9a-f]{12}$")  # what is made up anew each time in a name
AT_ONCE = ("restart", "rm", "kill", "pause", "unpause")  # compose does these to all containers at once
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
    (["--profile dev up -d"], "", "down"),
    (["--profile dev up -d"], "", "--profile dev down"),
    (["--profile dev up -d"], "", "stop"),
    (["--profile dev up -d"], "", "restart"),
    ([UP], "", "down web"),
    ([UP, "run -d web sleep 600"], "", "down"),
    ([UP, "run -d web sleep 600"], "", "down --remove-orphans"),
    ([UP], "  db:|  other:;[db]|[other]", "down"),
    ([UP], "  db:|  other:;[db]|[other]", "up -d"),
    ([UP], "  db:|  other:;[db]|[other]", "up -d --remove-orphans"),
    (["up -d --scale db=3"], "", "up -d --scale db=1"),
    ([UP], "600|601", "up -d"),
    ([UP], "600|601", "up -d --no-deps web"),
    ([], "[db]|{db: {condition: service_healthy}}", "up -d"),
    ([], "", "run --rm -T web true"),
    ([UP], "", "run --rm -T db true"),
]


@pytest.fixture
def project(composed: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a compose file, entered; everything of it is gone in the end."""
    for name, value in composed.env().items():
        monkeypatch.setenv(name, value)
    (tmp_path / "html").mkdir()
    (tmp_path / "compose.yaml").write_text(FILE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    compose("--profile", "*", "down", "-v", "--remove-orphans", "-t", "0")


def compose(*words: str) -> subprocess.CompletedProcess[str]:
    """Run compose in the project's folder."""
    return subprocess.run(["docker", "compose", *words], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def events(engine: PrivateEngine, since: float) -> list[tuple[str, str]]:
    """Steps and names that the engine told of; a new container's name while the old one still has it is the old one's."""
    out = engine.docker("events", "--since", f"{since:.6f}", "--until", f"{time.time():.6f}", "--format", "{{json .}}")
    found: list[tuple[str, str]] = []
    told = [_told(json.loads(row)) for row in out.splitlines()]
    stopped = {name for _, action, name in told if action == "stop"}
    for kind, action, name in told:
        step = EVENTS.get((kind, action))
        anonymous = re.fullmatch(r"[0-9a-f]{64}", name)  # volumes that images declare
        if step and not anonymous and not (step == "kill" and name in stopped):
            found.append((step, ONCE.sub("", name)))
    return found


def _told(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["Type"], row["Action"].split(":")[0], row["Actor"]["Attributes"].get("name", row["Actor"]["ID"])


def foretold(line: str) -> list[tuple[str, str]]:
    """Steps and names that the explanation says will happen, in its order; waiting is no event."""
    (command,) = explain(line, engine=DockerEngine("docker", 20)).commands
    assert [one.code for one in command.findings if one.severity == "error"] == []
    return [(step.step, thing(step.text)) for step in command.steps if step.will == "yes" and step.step != "wait"]


def thing(text: str) -> str:
    """The name of what a step is about."""
    match = re.search(r"\b(?:shop[-_][\w-]*[\w-]|busybox:latest)", text)
    return ONCE.sub("", match[0].removesuffix("…")) if match else text


@pytest.mark.parametrize(
    ("before", "change", "line"), SCENARIOS, ids=[" · ".join([*before, change, line]) for before, change, line in SCENARIOS]
)
def test_what_was_foretold_happens(composed: PrivateEngine, project: Path, before: list[str], change: str, line: str) -> None:
    """The same steps with the same names, each once."""
    for words in before:
        assert compose(*words.split()).returncode == 0
    if change:
        text = FILE
        for pair in change.split(";"):
            old, _, new = pair.rpartition("|")
            text = text.replace(old or "8123", new)
        (project / "compose.yaml").write_text(text, encoding="utf-8")
    said = foretold(f"docker compose {line}")
    volumes = composed.docker("volume", "ls", "-q").split()
    since = time.time()
    compose(*line.split())
    seen = events(composed, since)
    seen = [one for one in seen if one[0] != "exec" or one in said]  # a health check is one, too
    # 20.10 tells of a volume that is there already as if it were made; compose attaches whatever the line asks for
    seen = [one for one in seen if one not in [("create-volume", name) for name in volumes] and one[0] != "attach"]
    said = [one for one in said if one[0] != "attach"]
    assert set(said) == set(seen)
    assert counts(said) == counts(seen)
    assert line.split(maxsplit=1)[0] in AT_ONCE or order(said) == order(seen)


def counts(steps: list[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """How often each; a volume may be told of twice."""
    return Counter(one for one in steps if one[0] != "create-volume")


def order(
    steps: list[tuple[str, str]], needs: Iterable[set[str]] = ({"web", "db"},)
) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    """What comes before what: of one object, and of two services of which one needs the other; the rest is done at once."""
    once = {one for one, many in Counter(steps).items() if many == 1}
    pairs = ((first, second) for i, first in enumerate(steps) for second in steps[i + 1 :])
    return {pair for pair in pairs if once.issuperset(pair) and _ordered(*pair, needs)}


def _ordered(first: tuple[str, str], second: tuple[str, str], needs: Iterable[set[str]]) -> bool:
    return first[1] == second[1] or {_service(first[1]), _service(second[1])} in needs


def _service(name: str) -> str:
    found = re.match(r"shop-([a-z]+)-\d", name)
    return found[1] if found else ""


def test_a_taken_port_is_foreseen(composed: PrivateEngine, project: Path) -> None:
    """By a container outside of the project; not by the project's own."""
    del project
    composed.docker("run", "-d", "--rm", "--name", "other", "-p", "127.0.0.1:8123:80", "busybox", "sleep", "60")
    (command,) = explain("docker compose up -d", engine=DockerEngine("docker", 20)).commands
    failed = compose("up", "-d")
    composed.docker("rm", "-f", "other")
    assert [one.code for one in command.findings] == ["compose-port-in-use"]
    assert failed.returncode == 1
    assert "port is already allocated" in failed.stderr
    compose("up", "-d")
    assert explain("docker compose up -d", engine=DockerEngine("docker", 20)).commands[0].findings == ()


def test_a_folder_that_is_not_there(composed: PrivateEngine, project: Path) -> None:
    """Compose has docker make it, in silence; it is said before, and no more when it is there."""
    del composed
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


MUST_BE_THERE = "{type: bind, source: ./nope, target: /n, bind: {create_host_path: false}}"
STRICT = FILE.replace(
    '"./html:/html"', f'"./html:/html", {MUST_BE_THERE}'
)  # compose 2.40 prints the other's key, 5.6 this one's


@pytest.mark.parametrize(
    ("line", "file", "code"),
    [
        ("docker compose up", STRICT, "compose-folder-missing"),
        ("docker compose up wbe", FILE, "no-such-service-near"),
        ("docker compose stop nothing-like-it", FILE, "no-such-service"),
        ("docker compose exec web ls", FILE, "compose-not-running"),
        ("docker compose up", "services:\n  web:\n    commnd: x\n", "compose-unreadable"),
        ("docker compose up", "services: [", "compose-not-yaml"),
        ("docker compose up", None, "compose-no-file"),
        ("docker compose -f nope.yml up", FILE, "compose-file-not-there"),
        ("docker compose up", f"include: [nope.yml]\n{FILE}", "compose-part-not-there"),
        ("docker compose up", FILE.replace("profiles: [dev]", "env_file: nope.env"), "compose-variables-not-there"),
        (
            "docker compose up",
            FILE.replace("profiles: [dev]", "extends: {file: nope.yml, service: x}"),
            "compose-part-not-there",
        ),
        ("docker compose up", FILE.replace("profiles: [dev]", "mem_limit: lots"), "compose-unreadable"),
        ("docker compose up", FILE.replace("image: ubuntu:14.04", "build: ./nope"), "compose-build-folder-missing"),
        ("docker compose up", FILE.replace("image: ubuntu:14.04", "build: ./html"), "compose-dockerfile-missing"),
        ("docker compose build", FILE.replace("image: ubuntu:14.04", "build: ./html"), "compose-dockerfile-missing"),
        ("docker compose up", FILE.replace("ubuntu:14.04", "'ubuntu:${NO_SUCH}'"), "compose-image-invalid"),
        ("docker compose up", FILE.replace("{back: {}}", "{back: {external: true}}"), "compose-external-networks-missing"),
        ("docker compose up", FILE.replace("{data: {}}", "{data: {external: true}}"), "compose-external-volumes-missing"),
        ("docker compose up", FILE.replace("./html:/html", "d:/html"), "compose-mount-relative"),
        ("docker compose up", FILE.replace("    networks: [back]", "    container_name: holder"), "compose-name-in-use"),
        ("docker compose up", FILE.replace("8123:80", "{registry}:80"), "compose-port-in-use-by-process"),
        ("docker compose up", FILE.replace("    networks: [back]", "    ports: ['127.0.0.1:8123:81']"), "compose-port-twice"),
        ("docker compose logs nosuch", FILE, "no-such-service"),
        ("docker compose up --pull never", FILE.replace("redis:latest", "redis:99"), "compose-image-missing"),
        ("docker compose up --scale web=2", FILE, "compose-replicas-clash"),
        ("docker compose up -d --scale nosuch=2", FILE, "no-such-service"),
        ("docker compose scale nosuch=2", FILE, "no-such-service"),
        ("docker compose start", FILE, "compose-no-container"),
        ("docker compose start db", FILE, "compose-no-container"),
        ("docker compose cp web:/etc/passwd x", FILE, "compose-no-container"),
        ("docker compose cp compose.yaml web:/x", FILE, "compose-no-container"),
        ("docker compose attach web", FILE, "compose-not-running"),
        ("docker compose export web -o x", FILE, "compose-not-running"),
        ("docker compose commit web x", FILE, "compose-not-running"),
        ("docker compose port web 80", FILE, "compose-not-running"),
        ("docker compose port nosuch 80", FILE, "no-such-service"),
    ],
)
def test_failures_are_foreseen(composed: PrivateEngine, project: Path, line: str, file: str | None, code: str) -> None:
    """Compose fails on each, as was said; without the mistake nothing is said."""
    path = project / "compose.yaml"
    composed.docker("create", "--name", "holder", "busybox", check=False)
    if file is None:
        path.unlink()
    else:
        path.write_text(file.replace("{registry}", str(composed.registry)), encoding="utf-8")
    (command,) = explain(line, engine=DockerEngine("docker", 20)).commands
    assert [one.code for one in command.findings if one.severity == "error"] == [code]
    assert compose(*line.split()[2:]).returncode != 0
    path.write_text(FILE, encoding="utf-8")
    fine = explain("docker compose up", engine=DockerEngine("docker", 20)).commands[0].findings
    assert [one.code for one in fine if one.severity == "error"] == []
