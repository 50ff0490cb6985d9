"""What compose itself refuses, after a real line: known by its code and explained, with compose 2 and with compose 5."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh import texts
from dockersh.afterwards.failures.found import found
from dockersh.afterwards.failures.page import page
from dockersh.engine import DockerEngine
from dockersh.execute.outcome import Outcome
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from support import rows
from support.private_engine import PrivateEngine

WEB = "services:\n  web:\n    image: busybox:latest\n    command: sleep 600\n    stop_grace_period: 0s\n"
DB = "services:\n  db: {{image: 'busybox:latest', command: {command}, stop_grace_period: 0s{more}}}\n"
NEEDS = "  web: {{image: 'busybox:latest', depends_on: {{db: {{condition: {condition}}}}}}}\n"


def web(more: str, end: str = "") -> str:
    """A file with one sound service and something more in it."""
    return f"{WEB}    {more}\n{end}"


def waits(condition: str, command: str, more: str = "") -> str:
    """A service that waits for another one."""
    return DB.format(command=command, more=more) + NEEDS.format(condition=condition)


SICK = ", healthcheck: {test: [CMD, 'false'], interval: 200ms, retries: 1}"
UP = "up -d"
# What compose is given, the words after `docker compose`, the failures that are right (engines and composes differ).
FILES = [
    (waits("service_healthy", "sleep 600", SICK), UP, "compose-dependency-failed"),
    (waits("service_healthy", "'false'", SICK), UP, "compose-dependency-failed"),
    (waits("service_healthy", "sleep 600"), UP, "compose-no-healthcheck"),
    (waits("service_completed_successfully", "sh -c 'exit 3'"), UP, "compose-dependency-failed"),
    (WEB, f"{UP} nosuch", "compose-service-missing"),
    (WEB, f"{UP} --scale nosuch=2", "compose-service-missing"),
    (WEB, f"{UP} --scale web", "compose-scale-invalid"),
    (WEB, "scale web=x", "compose-scale-invalid"),
    (WEB, f"{UP} --abort-on-container-exit", "options-conflict"),
    (web("commnd: x"), UP, "compose-key-unknown"),
    (f"{WEB}servces: {{}}\n", UP, "compose-section-unknown"),
    (web("ports: 80"), UP, "compose-value-wrong"),
    (web("restart: [a]"), UP, "compose-value-wrong"),
    (web("mem_limit: lots"), UP, "compose-value-wrong"),
    (web("healthcheck: {test: [CMD, x], interval: soon}"), UP, "compose-value-wrong"),
    (web("pull_policy: sometimes"), UP, "compose-value-wrong"),
    (web("labels: [1]"), UP, "compose-value-wrong"),
    (web("volumes: ['']"), UP, "compose-volume-empty"),
    (web("container_name: '-a'"), UP, "compose-value-wrong"),
    ("services: [\n", UP, "compose-yaml-broken"),
    ("services:\n\tweb: {}\n", UP, "compose-yaml-broken"),
    ("services:\n  web:\n    image: a\n    image: b\n", UP, "compose-key-twice"),
    ("services:\n  web:\n    image: busybox:${TAG:?say which}\n", UP, "compose-variable-missing"),
    (web("user: ${BAD-"), UP, "compose-interpolation-broken"),
    (web("networks: [other]", "networks: {other: {external: true}}\n"), UP, "compose-external-network-missing"),
    (web("volumes: ['other:/d']", "volumes: {other: {external: true}}\n"), UP, "compose-external-volume-missing"),
    (web("volumes: ['other:/d']"), UP, "compose-service-undefined"),
    (web("networks: [other]"), UP, "compose-service-undefined"),
    (web("depends_on: [other]"), UP, "compose-service-undefined"),
    (web("secrets: [other]", "secrets: {other: {environment: NOSUCH}}\n"), UP, "compose-secret-unset"),
    (web("secrets: [other]", "secrets: {other: {external: true}}\n"), UP, "compose-external-secret"),
    ("services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, depends_on: [a]}\n", UP, "compose-cycle"),
    (web("env_file: nosuch.env"), UP, "compose-env-file-missing"),
    (WEB, f"--env-file nosuch.env {UP}", "compose-env-file-missing"),
    (web("env_file: broken.env"), UP, "compose-env-file-broken"),
    (f"include: [nosuch.yaml]\n{WEB}", UP, "compose-file-named-missing"),
    (web("extends: {file: nosuch.yaml, service: a}"), UP, "compose-file-named-missing"),
    (WEB, f"-f nosuch.yaml {UP}", "compose-file-named-missing"),
    (web("extends: {service: nosuch}"), UP, "compose-extends-missing"),
    ("services:\n  web: {command: x}\n", UP, "compose-no-image"),
    ("", UP, "compose-file-empty"),
    (web("profiles: [dev]"), UP, "compose-nothing-selected"),
    (web("network_mode: host\n    networks: [a]", "networks: {a: {}}\n"), UP, "compose-keys-exclude"),
    (web("container_name: x1\n    scale: 2"), UP, "compose-name-with-replicas"),
    (web("ports: ['abc:80']"), UP, "port-spec-invalid"),
    (web("ports: ['80-82:80-81']"), UP, "port-spec-invalid"),
    (web("platform: foo/bar/baz/qux"), UP, "platform-invalid"),
    ("services:\n  web: {provider: {type: nosuch}}\n", UP, "compose-plugin-missing"),
    (WEB, "exec web ls", "compose-not-running"),
    (WEB, "run nosuch ls", "compose-service-missing"),
    (WEB, "logs nosuch", "compose-service-missing"),
    (WEB, "start web", "compose-no-container"),
    (WEB, "cp web:/etc/passwd .", "compose-no-container"),
    (WEB, "cp a b", "copy-needs-container"),
    (WEB, "config --format nosuch", "format-unsupported"),
    (WEB, "watch", "compose-nothing-to-watch"),
    (WEB, f"-p Bad! {UP}", "compose-project-invalid"),
    ("services:\n  web: {image: 'busybox:latest', command: 'false'}\n", f"{UP} --wait", "compose-wait-failed"),
    # What the engine says, through compose.
    (web("container_name: taken"), UP, "name-taken"),
    (web("ports: ['127.0.0.1:8123:80']"), UP, "port-taken"),
    ("services:\n  web: {image: 'nginx:'}\n", UP, "compose-image-invalid"),
    ("services:\n  web: {image: 'busybox:latest', command: nosuchcmd}\n", UP, "program-not-found"),
    (web("cap_add: [FOO]"), UP, "engine-lacks"),
    (web("sysctls: {foo.bar: 1}"), UP, "sysctl-refused"),
    (web("dns: [a]"), UP, "address-invalid"),
    (web("mac_address: zz"), UP, "address-invalid"),
    (web("working_dir: rel"), UP, "workdir-refused"),
    (web("stop_signal: NOSUCH"), UP, "signal-unknown"),
    (web("networks: [a]", "networks: {a: {ipam: {config: [{subnet: 172.17.0.0/16}]}}}\n"), UP, "subnet-overlaps"),
    # What a builder says, through compose.
    ("services:\n  web: {build: ./nosuch}\n", UP, "context-folder-missing"),
    ("services:\n  web: {build: ./empty}\n", "build", "dockerfile-missing"),
    ("services:\n  web: {build: ./copying}\n", UP, "copy-source-missing"),
    ("services:\n  web: {build: ./failing}\n", UP, "build-step-failed"),
    ("services:\n  web: {build: ./failing}\n", "run web", "build-step-failed"),
]
DOCKERFILES = {"copying": "COPY nosuch /x", "failing": "RUN echo 'unknown flag: --x' >&2; false"}


@pytest.fixture(scope="module")
def neighbours(real_engine: PrivateEngine) -> Iterator[PrivateEngine]:
    """An engine with compose, and a container that holds a name and a port."""
    real_engine.reset()
    rows.install_compose(real_engine.row, Path(real_engine.env()["DOCKER_CONFIG"]) / "cli-plugins")
    real_engine.docker("run", "-d", "--name", "taken", "-p", "127.0.0.1:8123:80", "busybox", "sleep", "600")
    yield real_engine
    real_engine.docker("rm", "-f", "taken")


@pytest.fixture
def folder(neighbours: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The project's folder, entered; everything of it is gone in the end."""
    for name, value in neighbours.env().items():
        monkeypatch.setenv(name, value)
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.env").write_text("a b c\n", encoding="utf-8")
    for name, line in DOCKERFILES.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "Dockerfile").write_text(f"FROM busybox:latest\n{line}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    compose("-f", "/dev/null", "-p", tmp_path.name, "down", "-t", "0", "--remove-orphans")


def compose(*words: str) -> subprocess.CompletedProcess[str]:
    """Run compose in the project's folder."""
    return subprocess.run(["docker", "compose", *words], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize(("file", "line", "codes"), FILES, ids=[f"{code}-{i}" for i, (_, _, code) in enumerate(FILES)])
def test_what_compose_refuses_is_explained(folder: Path, file: str, line: str, codes: str) -> None:
    """After the real line its failure is told, with something to do, in each language and with nothing left blank."""
    (folder / "compose.yaml").write_text(file, encoding="utf-8")
    result = compose(*line.split())
    assert result.returncode != 0
    (call,) = syntax.parse(f"docker compose {line}").calls
    failures = found([read(call)], Outcome(result.returncode, errors=result.stderr), DockerEngine("docker", 20))
    assert [one.code for one in failures] in ([code] for code in codes.split("|")), result.stderr
    for lang in texts.complete():
        told = page(lang, failures[0])
        assert told.fix, result.stderr
        assert "…" not in told.text.removesuffix("…"), told.text
