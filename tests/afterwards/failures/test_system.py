"""The system under the engine: what people posted is known, and cured with the commands of their own installation."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from afterwards.failures.test_known import SAMPLES, invocation, told
from dockersh import texts
from dockersh.afterwards.failures import installed, taken_ports
from dockersh.afterwards.failures.found import found
from dockersh.afterwards.failures.known import known
from dockersh.afterwards.failures.page import Page, page
from dockersh.engine.installation import Installation
from dockersh.execute.outcome import Outcome
from support.state import WrittenEngine

WORDINGS: dict[str, list[dict[str, str]]] = tomllib.loads((SAMPLES / "system.toml").read_text(encoding="utf-8"))
SOURCED = [row["source"] for rows in WORDINGS.values() for row in rows if "source" in row]


def test_there_are_many_wordings_and_their_public_sources() -> None:
    """At least 60 wordings that people posted, each with the address of the thread."""
    assert len(SOURCED) >= 60
    assert [source for source in SOURCED if not source.startswith("https://")] == []


def said(line: str, errors: str, status: int = 1, state: dict[str, Any] | None = None, lang: str = "en") -> Page:
    """The page of the one failure of a line."""
    (failure,) = found([invocation(line)], Outcome(status, errors=errors), WrittenEngine(state or {}))
    return page(lang, failure)


PLACES = [Installation("systemd"), Installation("colima", "work"), Installation("desktop-mac"), Installation("rootless")]


@pytest.mark.parametrize("lang", texts.complete())
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.kind)
def test_every_cure_is_whole_in_every_installation(lang: str, place: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """No cure of the system's failures is left without a command, and none names another installation's."""
    monkeypatch.setattr(installed, "of_line", lambda *_: place)
    for code, rows in WORDINGS.items():
        one = said("docker pull nginx", rows[0]["text"].strip().splitlines()[0], lang=lang)
        assert one.code == code
        assert one.fix, code
        assert not texts.PLACEHOLDER.search(f"{one.text}{one.why}{one.fix}"), code


RESTARTS = [
    (Installation("systemd"), "sudo systemctl restart docker"),
    (Installation("service"), "sudo service docker restart"),
    (Installation("colima", "work"), "colima restart work"),
    (Installation("orbstack"), "orb restart docker"),
    (Installation("rootless"), "systemctl --user restart docker"),
]


@pytest.mark.parametrize(("place", "command"), RESTARTS, ids=lambda row: getattr(row, "kind", ""))
def test_an_engine_is_restarted_in_its_own_way(place: Installation, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flushed firewall rules: the cure is a restart, by the command of this installation."""
    monkeypatch.setattr(installed, "of_line", lambda *_: place)
    errors = "docker: Error response from daemon: driver failed programming external connectivity on endpoint a (b): "
    errors += "(iptables failed: iptables --wait -t nat -A DOCKER -p tcp: iptables: No chain/target/match by that name.\n"
    one = said("docker run -p 80:80 nginx", errors, 125)
    assert command in str(one.fix)


@pytest.mark.parametrize(
    ("platform", "wsl", "words"),
    [("linux", False, "sudo ss -ltnp"), ("darwin", False, "lsof -nP -iTCP:8080"), ("linux", True, "netstat -ano")],
)
def test_who_has_the_port_is_asked_in_the_systems_own_way(
    platform: str, wsl: bool, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`ss` is Linux's, `lsof` is macOS', `netstat` is Windows'."""
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(taken_ports, "is_wsl", lambda: wsl)
    errors = "docker: Error response from daemon: x: listen tcp4 0.0.0.0:8080: bind: address already in use\n"
    assert words in str(said("docker run -p 8080:80 nginx", errors, 125).why)


def test_a_mac_and_a_linux_have_ports_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """AirPlay has 5000 on a Mac, systemd-resolved 53 on Linux."""
    errors = "docker: Error response from daemon: x: listen tcp4 0.0.0.0:{}: bind: address already in use\n"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "AirPlay" in str(said("docker run -p 5000:80 nginx", errors.format(5000), 125).why)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "systemd-resolved" in str(said("docker run -p 53:53 dns", errors.format(53), 125).why)


NOTICES = """Unable to find image 'x:latest' locally
latest: Pulling from library/x
5a0e5a0e5a0e: Pull complete
Digest: sha256:5a
Status: Downloaded newer image for x:latest
WARNING: The requested image's platform (linux/arm64) does not match the detected host platform (linux/amd64/v3)
exec /bin/x: exec format error
"""
PROCESSORS = [
    ({"architecture": "arm64"}, "docker pull --platform linux/amd64 x"),
    ({"architecture": "arm64", "pulled": False}, "docker build --platform linux/amd64 -t x"),
    ({}, "#!/bin/sh as its first line"),
]


@pytest.mark.parametrize(("image", "cure"), PROCESSORS)
def test_what_docker_tells_beside_an_error_is_no_error(image: dict[str, Any], cure: str) -> None:
    """Its warning of another platform, and the image it fetched first; the cure is of this image on this engine."""
    one = said("docker run --rm x", NOTICES, 255, {"images": {"x": image}})
    assert one.code == "wrong-architecture"
    assert cure in str(one.fix)
    assert (one.why is None) is ("architecture" not in image)


def test_a_programs_own_warning_is_not_dockers() -> None:
    """Where a program spoke, too, nothing is said."""
    assert told("docker run --rm x", "WARNING: my own\nexec /bin/x: exec format error\n", 255) == []


LOGINS = [
    (
        "docker login -u bob reg.example",
        "unauthorized: two-factor authentication needs a token",
        "docker login -u bob reg.example",
    ),
    (
        "docker login -u bob -p s3 reg.example:5000",
        "unauthorized: incorrect username or password",
        "docker login -u bob reg.example:5000",
    ),
    ("docker pull ghcr.io/me/app", "unauthorized: authentication required", "docker login ghcr.io"),
    ("docker pull me/app", "unauthorized: authentication required", "docker login"),
]


@pytest.mark.parametrize(("line", "errors", "cure"), LOGINS)
def test_the_login_to_type_keeps_user_and_registry(line: str, errors: str, cure: str) -> None:
    """`docker login` alone would go to Docker Hub, as nobody."""
    assert cure in str(said(line, errors).fix)


def test_an_engine_that_docker_names_is_started_in_its_own_way() -> None:
    """Whatever the line's own engine is. github.com/docker/docker-install/issues/208"""
    errors = "Cannot connect to the Docker daemon at unix:///run/user/1000/docker.sock. Is the docker daemon running?\n"
    assert "systemctl --user start docker" in str(said("docker ps", errors).fix)


def test_sudo_has_roots_logins() -> None:
    """A login without sudo does not count for a push with it. github.com/docker/hub-feedback/issues/1222"""
    one = said("sudo docker push me/app", "denied: requested access to the resource is denied")
    assert ("root's logins" in str(one.why), str(one.fix).startswith("sudo docker login;")) == (True, True)


REASONS = [
    ("unauthorized: your account must log in with a Personal Access Token (PAT)", "login-needs-token"),
    ("unauthorized: please verify your email address", "login-not-verified"),
    ("denied: Your authorization token has expired. Reauthenticate and try again.", "login-expired"),
    ("unauthorized: project not found, name: shop", "login-without-right"),
    ("denied: permission_denied: write_package", "login-without-right"),
    ("unauthorized: incorrect username or password", "login-needed"),
    ("denied: requested access to the resource is denied", "push-denied"),
]


@pytest.mark.parametrize(("words", "code"), REASONS)
def test_a_registrys_reason_decides_the_cure(words: str, code: str) -> None:
    """Another login helps only where the registry asks for one."""
    assert told("docker push me/app", f"Error response from daemon: {words}\n") == [code]


def test_the_settings_that_name_a_helper_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file to edit is the person's own, wherever docker keeps it."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    tmp_path.joinpath("config.json").write_text(json.dumps({"credsStore": "desktop.exe"}), encoding="utf-8")
    errors = 'error getting credentials - err: exec: "docker-credential-desktop.exe": executable file not found in $PATH'
    one = said("docker pull me/app", errors)
    assert "docker-credential-desktop.exe" in one.text
    assert str(tmp_path / "config.json") in str(one.fix)


def test_a_program_of_the_engine_is_no_program_of_the_container() -> None:
    """`docker-init`, the shim and runc are the engine's; of any other name the container lacks it."""
    words = 'docker: Error response from daemon: failed: exec: "{}": executable file not found in $PATH: unknown.'
    assert told("docker run --init x", words.format("docker-init"), 127) == ["engine-program-missing"]
    assert told("docker run x runx", words.format("runx"), 127) == ["program-not-found"]


def test_the_wordings_stand_with_their_failures() -> None:
    """Every failure of the system has a wording; none is without a pattern."""
    assert set(WORDINGS) == set(known("system"))
