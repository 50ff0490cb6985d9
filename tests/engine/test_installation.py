"""Whose engine it is, told by where its socket lies and what its context is called; no engine is asked."""

from __future__ import annotations

import os
import re
import sys

import pytest

from dockersh import explain, texts
from dockersh.afterwards.failures.installed import words_of
from dockersh.engine import installation
from dockersh.engine.installation import WORDS, Installation, of, of_line
from dockersh.permissions.engines import Target
from dockersh.texts.wording import values
from support.state import WrittenEngine

SOCKETS = [
    ("unix:///home/me/.docker/desktop/docker.sock", "", "desktop-linux", ""),
    ("", "desktop-linux", "desktop-linux", ""),
    ("unix:///Users/me/.orbstack/run/docker.sock", "", "orbstack", ""),
    ("", "orbstack", "orbstack", ""),
    ("unix:///Users/me/.colima/default/docker.sock", "", "colima", "default"),
    ("unix:///home/me/.config/colima/work/docker.sock", "", "colima", "work"),
    ("", "colima", "colima", "default"),
    ("", "colima-work", "colima", "work"),
    ("unix:///Users/me/.rd/docker.sock", "", "rancher", ""),
    ("", "rancher-desktop", "rancher", ""),
    ("unix:///Users/me/.lima/vm1/sock/docker.sock", "", "lima", "vm1"),
    ("", "lima-vm1", "lima", "vm1"),
    ("unix:///run/user/1000/docker.sock", "", "rootless", ""),
    ("", "rootless", "rootless", ""),
    ("unix:///run/user/1000/podman/podman.sock", "", "podman", ""),
    ("ssh://me@far", "", "elsewhere", "ssh://me@far"),
    ("tcp://10.0.0.2:2376", "far", "elsewhere", "tcp://10.0.0.2:2376"),
]


@pytest.fixture(autouse=True)
def _plain_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux of its own, whatever these tests run on."""
    monkeypatch.setattr(installation, "is_wsl", lambda: False)
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.mark.parametrize(("address", "context", "kind", "name"), SOCKETS)
def test_a_socket_or_a_context_tells_whose_engine_it_is(address: str, context: str, kind: str, name: str) -> None:
    """By either of the two, with the profile or the virtual machine."""
    assert of(Target(address, context, ())) == Installation(kind, name)


HERE = [
    ("linux", False, {"/run/systemd/system"}, "systemd"),
    ("linux", False, set(), "service"),
    ("linux", False, {"/var/snap/docker", "/run/systemd/system"}, "snap"),
    ("linux", True, set(), "wsl"),
    ("linux", True, {"/run/systemd/system"}, "systemd"),
    ("linux", True, {"/mnt/wsl/docker-desktop"}, "desktop-windows"),
    ("darwin", False, set(), "mac"),
]


@pytest.mark.parametrize(("platform", "wsl", "folders", "kind"), HERE)
def test_dockers_own_socket_is_of_this_system(
    monkeypatch: pytest.MonkeyPatch, platform: str, wsl: bool, folders: set[str], kind: str
) -> None:
    """With systemd or without, from snap, in WSL with Docker Desktop or without, on a Mac."""
    monkeypatch.setattr(installation, "is_wsl", lambda: wsl)
    monkeypatch.setattr(installation, "real_docker", lambda: "/usr/bin/docker")
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(os.path, "isdir", lambda path: path in folders)
    monkeypatch.setattr(os.path, "realpath", lambda path: path)
    assert of(Target("unix:///var/run/docker.sock", "", ())).kind == kind


def test_a_socket_that_is_a_link_leads_to_its_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a Mac docker's own socket is a link to that of the application that runs the engine."""
    monkeypatch.setattr(os.path, "realpath", lambda _path: "/Users/me/.docker/run/docker.sock")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert of(Target("unix:///var/run/docker.sock", "", ())).kind == "desktop-mac"


def test_the_line_decides() -> None:
    """An option of docker, or a variable on the line, names another engine than the person's own."""
    env = {"HOME": "/nowhere", "DOCKER_CONFIG": "/nowhere"}
    assert of_line(("--host=ssh://far",), {}, env).kind == "elsewhere"
    assert of_line((), {"DOCKER_HOST": "unix:///Users/me/.colima/x/docker.sock"}, env) == Installation("colima", "x")


KINDS = sorted({kind for *_, kind, _ in SOCKETS} | {kind for *_, kind in HERE} | {"desktop-mac", "desktop-windows"})


@pytest.mark.parametrize("lang", texts.complete())
@pytest.mark.parametrize("kind", KINDS)
def test_each_installation_has_its_words(lang: str, kind: str) -> None:
    """Start, restart, log, settings and the others, in each language; nothing in them is left open."""
    said = values(lang, words_of(Installation(kind, "work")))
    assert set(said) == set(WORDS)
    assert [word for word, text in said.items() if text.startswith("installation.") or re.search(r"\{\w+\}", text)] == []


STARTS = [
    (["colima", "work"], "colima start work"),
    (["orbstack", ""], "orb start"),
    (["rootless", ""], "systemctl --user start docker"),
    (["service", ""], "sudo service docker start"),
    (["snap", ""], "sudo snap start docker"),
]


@pytest.mark.parametrize(("installed", "command"), STARTS)
def test_a_dead_engine_is_started_in_its_own_way(installed: list[str], command: str) -> None:
    """The foreseen failure says the command of the installation it belongs to, and of no other."""
    told = explain("docker ps", engine=WrittenEngine({"status": "down", "installation": installed})).commands[0].findings
    (fix,) = [found.fix for found in told if found.code == "engine-unreachable"]
    assert fix is not None
    assert fix.startswith(f"{command}, or")
