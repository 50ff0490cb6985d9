"""The history file: private, without secrets, shared by all shells, and of any size and content."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from dockersh.repl.history import PrivateHistory
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
    return list(reversed(list(PrivateHistory().load_history_strings())))


def test_what_is_kept_and_what_is_not(file: Path) -> None:
    """Every other line, whole; the file is the owner's alone."""
    history = PrivateHistory()
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
    PrivateHistory().store_string("docker version")
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
