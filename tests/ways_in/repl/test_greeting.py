"""What stands above the first prompt."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockersh.ways_in.repl import greeting
from dockersh.ways_in.shell import Settings, Shell
from support.private_engine import PrivateEngine


@pytest.mark.parametrize(
    ("release", "command"),
    [
        ("ID=debian\nVERSION_ID=12\n", "sudo apt install docker.io"),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', "sudo apt install docker.io"),
        ("ID=fedora\n", "sudo dnf install moby-engine"),
        ('ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', "sudo zypper install docker"),
        ("ID=haiku\n", "https://docs.docker.com/get-docker"),
        ("", "https://docs.docker.com/get-docker"),
    ],
)
def test_docker_is_installed_by_this_systems_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, release: str, command: str
) -> None:
    """Its own name decides, or that of the one it is like."""
    (tmp_path / "os-release").write_text(release, encoding="utf-8")
    monkeypatch.setattr(greeting, "RELEASE", str(tmp_path / "os-release"))
    monkeypatch.setattr("sys.platform", "linux")
    assert greeting.install() == command


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_without_docker_it_says_how_to_get_it(lang: str) -> None:
    """Three lines, the first with the command."""
    lines = list(greeting.greeting_lines(Shell(Settings(lang), {"PATH": "/nowhere"})))
    assert (len(lines), greeting.install() in lines[0]) == (3, True)
    assert "practice" in lines[-1]


def test_nobody_is_asked_where_the_person_says_so(tmp_path: Path) -> None:
    """--no-engine: no line about an engine."""
    docker = tmp_path / "docker"
    docker.write_text("#!/bin/sh\nexit 9\n", encoding="utf-8")
    docker.chmod(0o755)
    assert len(list(greeting.greeting_lines(Shell(Settings("en", ask_engine=False), {"PATH": str(tmp_path)})))) == 2


def test_where_one_is(engine: PrivateEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Version, address, and how many containers run; with the engine gone, why and what starts it."""
    engine.docker("run", "-d", "--name", "box", "ubuntu:14.04", "sleep", "100")
    engine.docker("create", "--name", "tub", "ubuntu:14.04")
    for name, value in engine.env().items():
        monkeypatch.setenv(name, value)
    first = next(iter(greeting.greeting_lines(Shell(Settings("en")))))
    assert engine.version in first
    assert first.endswith("1 running, 1 stopped")
    monkeypatch.setenv("DOCKER_HOST", f"unix://{engine.folder}/nobody.sock")
    first, second, *_ = greeting.greeting_lines(Shell(Settings("en")))
    assert first.startswith("✗ ")
    assert second.startswith("  → ")


def test_practice_says_what_it_is(tmp_path: Path) -> None:
    """In one line, and offers nothing."""
    lines = list(greeting.greeting_lines(Shell(Settings("en", practice=str(tmp_path)), {"PATH": ""})))
    assert len(lines) == 1
    assert "learn" in lines[0]


def test_practice_is_offered_where_no_engine_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A docker client without an engine is enough for it."""
    (tmp_path / "docker").write_bytes(b"\x7fELF")
    (tmp_path / "docker").chmod(0o755)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody.sock")
    lines = list(greeting.greeting_lines(Shell(Settings("en"), {"PATH": str(tmp_path)})))
    assert "practice" in lines[-1]
    assert "learn" in lines[-1]
