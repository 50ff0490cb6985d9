"""Explaining a line starts no process where the engine listens at a socket of this machine: compose and plugins apart."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh import Situation, explain
from dockersh.engine import DockerEngine
from support.private_engine import PrivateEngine

HERE = Path(__file__).parents[1]
SCENARIOS = [
    f"docker {line.partition('|')[2].strip()}"
    for path in sorted((HERE / "scenarios").glob("*.txt"))
    for line in path.read_text("utf-8").splitlines()
    if "|" in line
]
TEXTS = [
    line
    for path in sorted((HERE.parent / "texts" / "lines").glob("*.txt"))
    for line in path.read_text("utf-8").splitlines()
    if line.startswith("docker")
]
INNER = [
    "docker rm $(docker ps -aq)",
    "docker rmi `docker images -q`",
    "docker ps -q | xargs docker stop",
    "docker volume rm $(docker volume ls -qf dangling=true)",
    "docker network rm $(docker network ls -q --filter type=custom)",
    "docker rm -f $(docker ps -aq --filter status=exited) && docker ps",
]
LINES = list(dict.fromkeys([*SCENARIOS, *TEXTS, *INNER]))
STARTS = ("subprocess.Popen", "os.posix_spawn", "os.fork", "os.exec", "os.system", "pty.spawn")
# What the API has no answer to: compose reads its files, a plugin knows itself whether it is there.
PLUGINS = ("compose", "buildx", "bake", "builder", "scan", "scout", "mcp", "model")
started: list[str] = []
listens = [False]


def hear(event: str, arguments: tuple[object, ...]) -> None:
    """Python tells its auditors of every program it starts."""
    if listens[0] and event in STARTS:
        started.append(f"{event} {arguments!r}")


@pytest.fixture(name="heard")
def fixture_heard() -> Iterator[list[str]]:
    """What has been started, from now on."""
    if not listens[0]:
        sys.addaudithook(hear)
    started.clear()
    listens[0] = True
    yield started
    listens[0] = False


@pytest.fixture(name="at_home")
def fixture_at_home(engine: PrivateEngine, monkeypatch: pytest.MonkeyPatch) -> PrivateEngine:
    """The engine in the environment of this process, with something to name on it."""
    for name, value in engine.env().items():
        monkeypatch.setenv(name, value)
    for name in os.environ.keys() - engine.env().keys():
        monkeypatch.delenv(name)
    engine.docker("run", "-d", "--name", "web", "-p", "80:80", "-v", "data:/data", "nginx")
    return engine


def test_no_line_starts_a_process(at_home: PrivateEngine, heard: list[str]) -> None:
    """Every command of the scenarios and of the texts, and lists within lines."""
    engine = DockerEngine(shutil.which("docker"), time_box=20)
    blamed: dict[str, list[str]] = {}
    for line in LINES:
        heard.clear()
        explain(line, engine=engine, situation=Situation(stdin_is_terminal=False))
        elsewhere = any(word in line for word in ("-H ", "--host", "--tls", "DOCKER_HOST=", "--context", "-c "))
        if heard and not elsewhere and not any("'version']" in one for one in heard) and "compose" not in line:
            blamed[line] = heard.copy()
    assert at_home.status("web") == "running"
    assert "\n".join(blamed) == ""
    assert len(LINES) > 300


def test_the_counting_counts(at_home: PrivateEngine, heard: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that is not asked over its socket is asked through the client, and that is heard."""
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    explain("docker ps", engine=DockerEngine(shutil.which("docker"), time_box=20))
    assert heard
    assert at_home.host


def programs(engine: PrivateEngine, folder: Path, *words: str) -> list[str]:
    """The programs that dockersh becomes or starts, by what the system saw of it."""
    trace = folder / "trace"
    traced = [str(shutil.which("strace")), "-f", "-o", str(trace), "-e", "trace=execve"]
    ours = [sys.executable, "-m", "dockersh", *words]
    subprocess.run([*traced, *ours], env=engine.env(), capture_output=True, check=False, timeout=60)
    calls = [line for line in trace.read_text("utf-8").splitlines() if "execve(" in line and line.endswith("= 0")]
    return [os.path.basename(line.split('"')[1]) for line in calls]


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace")
@pytest.mark.parametrize(
    "line",
    ["docker create --name new ubuntu:14.04", "docker rm -f web", "docker create --name web nginx", "docker start nosuch"],
)
def test_what_happened_is_asked_without_a_process(at_home: PrivateEngine, tmp_path: Path, line: str) -> None:
    """A line that succeeds and one that fails: docker runs once, for the line."""
    found = programs(at_home, tmp_path, "-c", line)
    assert [name for name in found if name.startswith("docker") and not name.startswith("docker-")] == ["docker"]


# What takes long to import; none of it is needed to ask a socket.
HEAVY = (
    "json",
    "subprocess",
    "datetime",
    "socket",
    "select",
    "signal",
    "http",
    "urllib",
    "ssl",
    "typing",
    "tomllib",
    "tree_sitter",
)
OURS = ("engine.questions.containers", "engine.questions.lists", "engine.project", "engine.buildcontext", "lists")


@pytest.mark.parametrize(
    "words",
    [("-n", "-c", "docker run -it -p 80:80 --name web ubuntu:14.04"), ("--complete", "bash", "docker rm ", "10", "")],
    ids=str,
)
def test_asking_imports_nothing_heavy(at_home: PrivateEngine, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Each costs a tenth of Python's start and more. Asked the second time: the first one parses our tables."""
    code = (
        f"import sys; sys.argv = ['dockersh', *{words!r}]\n"
        "from dockersh.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"names = [*{HEAVY!r}, *('dockersh.' + name for name in {OURS!r})]\n"
        "print([name for name in names if name in sys.modules])"
    )
    kept = {name: value for name, value in at_home.env().items() if not name.startswith("COV")}  # coverage imports some itself
    env = {**kept, "XDG_CACHE_HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path)}
    for _ in range(2):
        told = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-1] == "[]"


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace")
@pytest.mark.parametrize(
    "words",
    [
        ("-n", "-c", "docker run -it -p 80:80 --name web ubuntu:14.04"),
        ("-n", "-c", "docker system prune -a --volumes"),
        ("--complete", "bash", "docker rm ", "10", ""),
        ("--complete", "bash", "docker run ", "11", ""),
    ],
    ids=" ".join,
)
def test_the_system_has_seen_none(at_home: PrivateEngine, tmp_path: Path, words: tuple[str, ...]) -> None:
    """The whole command, from its first instruction to its last: one program."""
    trace = tmp_path / "trace"
    traced = [str(shutil.which("strace")), "-f", "-o", str(trace), "-e", "trace=execve,fork,vfork,clone,clone3"]
    subprocess.run(
        [*traced, sys.executable, "-m", "dockersh", *words], env=at_home.env(), capture_output=True, check=True, timeout=60
    )
    calls = [line.split(maxsplit=1)[1] for line in trace.read_text("utf-8").splitlines()]
    assert [call.partition("(")[0] for call in calls if not call.startswith(("+++", "---"))] == ["execve"]
