"""After a real build that failed, the line of the Dockerfile and its instruction are those where the mistake was written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import rows
from support.private_engine import PrivateEngine
from support.programs import run
from support.pty_terminal import Terminal

# Instructions that fail in four different moments: read, planned, copied, run.
MISTAKES = ["RUNN make", "RUN --mount=type=nosuch,target=/x true", "COPY nosuch /x", "RUN cd /nosuch", "RUN exit 3; \\\n  true"]
# The line, with the folder where its Dockerfile is.
WAYS = [
    ("docker build app", "Dockerfile"),
    ("docker build -f app/Other app", "Other"),
    ("docker buildx build app", "Dockerfile"),
    ("docker buildx bake", "Dockerfile"),
    ("docker compose build", "Dockerfile"),
    ("docker compose up -d --build", "Dockerfile"),
]
BAKE = 'group "default" { targets = ["app", "fine"] }\ntarget "app" { context = "app" }\ntarget "fine" { context = "fine" }\n'
COMPOSE = "services:\n  app: {build: app}\n  fine: {build: fine}\n"


@pytest.fixture
def env(real_engine: PrivateEngine, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment of a docker that has buildx and compose, and folders to build."""
    if not real_engine.row.buildx:
        pytest.skip("this docker has no buildx")
    env = real_engine.env()
    plugins = Path(env["DOCKER_CONFIG"]) / "cli-plugins"
    rows.install_compose(real_engine.row, plugins)
    for name in ("app", "fine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Dockerfile").write_text("FROM busybox\n", encoding="utf-8")
    (tmp_path / "docker-bake.hcl").write_text(BAKE, encoding="utf-8")
    (tmp_path / "compose.yaml").write_text(COMPOSE, encoding="utf-8")
    yield env
    (plugins / "docker-compose").unlink()


def written(folder: Path, name: str, mistake: str, lines_before: int) -> str:
    """The Dockerfile with the mistake in it; how its place is to be told."""
    text = "FROM busybox\n" + "# more\n" * lines_before + f"{mistake}\nENV A=b\n"
    (folder / "app" / name).write_text(text, encoding="utf-8")
    first = mistake.split("\n", maxsplit=1)[0]
    return f"{name}:{text.split(chr(10)).index(first) + 1}"


@pytest.mark.parametrize(("line", "name"), WAYS, ids=[line for line, _ in WAYS])
def test_the_place_is_that_of_the_mistake(
    env: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, name: str
) -> None:
    """For each way to build, with each mistake; after docker's own words, with docker's status."""
    monkeypatch.chdir(tmp_path)
    for before, mistake in enumerate(MISTAKES):
        place = written(tmp_path, name, mistake, before)
        ours = run("-c", line, env=env, timeout=60)
        assert ours.returncode == 1
        told = ours.stderr.decode().rpartition("✗ ")[2]
        assert f"in {place}" in told, ours.stderr.decode()
        assert mistake.partition(";")[0] in told


def test_in_a_terminal_it_is_the_same(env: dict[str, str], tmp_path: Path) -> None:
    """Where the progress is drawn over itself."""
    place = written(tmp_path, "Dockerfile", MISTAKES[3], 2)
    argv = [sys.executable, "-m", "dockersh", "-c", "docker build app"]
    with Terminal(argv, env={**env, "TERM": "xterm"}, cwd=tmp_path) as terminal:
        terminal.expect(f"in {place}, step 2/2: {MISTAKES[3]}")
