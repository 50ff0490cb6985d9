"""The history file: private, without secrets, shared by all shells, and of any size and content."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dockersh.ways_in.repl.history import PrivateHistory
from support.programs import DOCKERSH, environment, recording_docker
from support.pty_terminal import Terminal

KEPT = ["docker ps", "echo 'a\nb'", "docker run -e PATH=/bin nginx", "docker login registry.example.com", "echo 도커 🐳"]
PRIVATE = [
    " docker ps",
    "docker login -u me -p hunter2",
    "docker run -e DB_PASSWORD=hunter2 postgres",
    "docker build --build-arg API_TOKEN=hunter2 .",
    "echo x | docker run -i -e AWS_SECRET_ACCESS_KEY=hunter2 nginx",
]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the history is kept."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "dockersh" / "history"


def stored() -> list[str]:
    """What a new shell finds, the oldest first."""
    return list(reversed(list(PrivateHistory(lambda: 20_000).load_history_strings())))


def test_what_is_kept_and_what_is_not(file: Path) -> None:
    """Every other line, whole; the file is the owner's alone."""
    history = PrivateHistory(lambda: 20_000)
    for line in (*KEPT, *PRIVATE):
        history.store_string(line)
    assert stored() == KEPT
    assert "hunter2" not in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00garbage\n+\xff\n", b"+docker ps\n+docker images\n", b"no plus\n" * 5])
def test_a_damaged_file_is_survived(file: Path, content: bytes) -> None:
    """Read as far as it goes, and written on."""
    file.parent.mkdir()
    file.write_bytes(content)
    PrivateHistory(lambda: 20_000).store_string("docker version")
    assert stored()[-1] == "docker version"
    assert file.read_bytes().startswith(content)


def test_several_shells_lose_nothing(tmp_path: Path) -> None:
    """Two at once, in turns; a third one knows all of it."""
    recording_docker(tmp_path)
    env = environment(tmp_path)
    argv = [*DOCKERSH, "--no-engine", "--detail", "off"]
    with Terminal(argv, env, tmp_path) as one, Terminal(argv, env, tmp_path) as other:
        for number, shell in enumerate((one, other, other, one)):
            shell.expect("dockersh>")
            shell.line(f"echo line''{number}")
            shell.expect(f"\nline{number}\n")
        for shell in (one, other):
            shell.line("exit")
            assert shell.wait() == 0
    with Terminal(argv, env, tmp_path) as third:
        third.expect("dockersh>")
        third.line("history")
        for number in range(4):
            third.expect(f"echo line''{number}")


def sized(size: int) -> PrivateHistory:
    """A history of so many entries."""
    return PrivateHistory(lambda: size)


def test_only_the_newest_are_read(file: Path) -> None:
    """Whole entries, of several lines too."""
    history = sized(100)
    for number in range(30):
        history.store_string(f"echo {number} \\\n  more\n\n# a remark\n+ plus")
    found = list(sized(5).load_history_strings())
    assert found == [f"echo {number} \\\n  more\n\n# a remark\n+ plus" for number in range(29, 24, -1)]
    assert file.read_text(encoding="utf-8").count("+echo") == 5


def test_a_few_too_many_stay(file: Path) -> None:
    """The file is not written anew at each start."""
    for number in range(103):
        sized(100).store_string(f"echo {number}")
    before = file.read_bytes()
    assert len(list(sized(100).load_history_strings())) == 100
    assert file.read_bytes() == before


def test_size_zero_keeps_nothing(file: Path) -> None:
    """As HISTSIZE=0."""
    sized(0).store_string("docker ps")
    assert not file.exists()
    assert list(sized(0).load_history_strings()) == []


@pytest.mark.parametrize("line", ["a\0b", "a\rb", "a\x0cb", "a\u2028b", "a\udcffb", "\x1b[31m"])
def test_any_character_is_kept(file: Path, line: str) -> None:
    """On one entry, and the next one is whole."""
    history = sized(10)
    history.store_string(line)
    history.store_string("docker ps")
    assert stored()[1] == "docker ps"
    assert len(stored()) == 2
    assert file.is_file()


CUTTING = """
import sys
from dockersh.ways_in.repl.history import PrivateHistory
from dockersh.ways_in.repl.history_file import cut
history = PrivateHistory(lambda: 2000)
for number in range(150):
    history.store_string(f"echo {sys.argv[1]} {number}")
    cut(history.file, 2000)
"""


def test_cutting_loses_nothing_of_other_shells(file: Path) -> None:
    """Four shells add and cut at once: of the newest entries none is missing and none is broken."""
    for number in range(3000):
        sized(10_000).store_string(f"echo old {number}")
    env = {**os.environ, "XDG_STATE_HOME": str(file.parent.parent)}
    running = [subprocess.Popen([sys.executable, "-c", CUTTING, str(shell)], env=env) for shell in range(4)]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    found = list(sized(600).load_history_strings())
    assert set(found) == {f"echo {shell} {number}" for shell in range(4) for number in range(150)}
    assert {path.name for path in file.parent.iterdir()} == {"history", "history.lock"}


def test_a_full_disk_breaks_no_entry(file: Path) -> None:
    """What does not fit is not written; what was there stays, and the next entry is whole."""
    sized(10).store_string("docker ps")
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "from dockersh.ways_in.repl.history import PrivateHistory\n"
        "h = PrivateHistory(lambda: 10); h.store_string('echo ' + 'x' * 200); h.store_string('docker images')\n"
    )
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "XDG_STATE_HOME": str(file.parent.parent)}, check=True)
    assert stored() == ["docker ps", "docker images"]


def test_a_pipe_in_its_place_holds_nobody_up(file: Path) -> None:
    """Nor does a folder."""
    file.parent.mkdir()
    os.mkfifo(file)
    assert stored() == []
    file.unlink()
    file.mkdir()
    sized(10).store_string("docker ps")
    assert stored() == []


HUGE = """
import asyncio, resource, time
import prompt_toolkit.history
from dockersh.ways_in.repl.history import PrivateHistory
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
clock, cpu = time.monotonic(), time.process_time()
history = PrivateHistory(lambda: 20_000)
history.begin()
async def first():
    async for line in history.load():
        return line
print(asyncio.run(first()))
print(time.process_time() - cpu, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@pytest.mark.parametrize("entry", ["docker run --rm -it -p 8080:80 --name web{} nginx", "echo {} " + "x" * 50_000])
def test_a_huge_history_costs_little(file: Path, entry: str) -> None:
    """200 MB: half a second of work and 60 MB of memory at most; here the figures of the history alone."""
    file.parent.mkdir()
    with file.open("w", encoding="utf-8") as stream:
        while stream.tell() < 200_000_000:
            at = stream.tell()
            stream.write("".join(f"\n# 2026-01-31 12:00:00\n+{entry.format(at + number)}\n" for number in range(100)))
        stream.write("\n# 2026-01-31 12:00:00\n+docker ps\n")
    env = {**os.environ, "XDG_STATE_HOME": str(file.parent.parent)}
    done = subprocess.run([sys.executable, "-c", HUGE], env=env, capture_output=True, text=True, check=True)
    line, figures = done.stdout.splitlines()
    seconds, megabytes = map(float, figures.split())
    assert (line, seconds < 0.5, megabytes < 60) == ("docker ps", True, True), figures
    assert file.stat().st_size <= 4 * 1024 * 1024
