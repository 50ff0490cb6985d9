"""What is said before a line goes to a registry, or runs an image of another processor; and where nothing is."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dockersh import explain
from dockersh.client import credentials
from dockersh.client.credentials import Helper, absent_helper
from support.state import WrittenEngine

HERE: dict[str, Any] = {"images": {"x": {}, "me/app": {}, "ghcr.io/me/app": {}}}


def codes(line: str, state: dict[str, Any]) -> set[str]:
    """The codes of what there is to mind about a line."""
    return {one.code for command in explain(line, engine=WrittenEngine(state)).commands for one in command.findings}


HELPED = [
    ("docker pull me/app", True),
    ("docker push me/app", True),
    ("docker login", True),
    ("docker login ghcr.io", True),
    ("docker run new", True),
    ("docker create new", True),
    ("docker run --pull always x", True),
    ("docker run x", False),
    ("docker run --pull never new", False),
    ("docker ps", False),
    ("docker logout", False),
    ("docker tag x me/x", False),
]


@pytest.mark.parametrize(("line", "said"), HELPED)
def test_a_missing_helper_is_said_where_the_line_goes_to_a_registry(line: str, said: bool) -> None:
    """Not where the image is here already, and not of other commands."""
    assert ("credential-helper-missing" in codes(line, {**HERE, "absent-helper": "desktop"})) is said
    assert "credential-helper-missing" not in codes(line, HERE)


def test_a_build_is_warned_where_its_base_is_fetched() -> None:
    """A base image that is here needs no login."""
    build = {"build": {"dockerfile": "FROM new\nRUN true\n"}, "absent-helper": "desktop"}
    assert "credential-helper-missing" in codes("docker build -t y .", {**HERE, **build})
    build["build"] = {"dockerfile": "FROM x\nRUN true\n"}
    assert "credential-helper-missing" not in codes("docker build -t y .", {**HERE, **build})


SETTINGS = [
    ({"credsStore": "desktop"}, "docker.io", "desktop"),
    ({"credsStore": "desktop.exe"}, "ghcr.io", "desktop.exe"),
    ({"credHelpers": {"ghcr.io": "gh"}}, "ghcr.io", "gh"),
    ({"credHelpers": {"ghcr.io": "gh"}}, "docker.io", None),
    ({"credHelpers": {"https://index.docker.io/v1/": "hub"}}, "docker.io", "hub"),
    ({"credHelpers": {"ghcr.io": "here"}, "credsStore": "desktop"}, "ghcr.io", None),
    ({"credsStore": "here"}, "docker.io", None),
    ({"credsStore": 5}, "docker.io", None),
    ({"auths": {}}, "docker.io", None),
]


@pytest.mark.parametrize(("settings", "registry", "name"), SETTINGS)
def test_a_helper_is_the_one_of_the_settings_and_path(
    tmp_path: Path, settings: dict[str, Any], registry: str, name: str | None
) -> None:
    """The registry's own before the one of all; one that is on PATH is not missing."""
    tmp_path.joinpath("config.json").write_text(json.dumps(settings), encoding="utf-8")
    program = tmp_path / "docker-credential-here"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    os.chmod(program, 0o755)
    env = {"DOCKER_CONFIG": str(tmp_path), "PATH": str(tmp_path), "HOME": str(tmp_path.parent)}
    shown = f"~/{tmp_path.name}/config.json"
    assert absent_helper(env, registry) == (Helper(name, shown) if name else None)


FAULTS = [
    # github.com/docker/cli/issues/1136, 7148; github.com/moby/moby/issues/38948
    ("secretservice", {}, "no-session"),
    ("secretservice", {"DISPLAY": ":0"}, ""),
    ("secretservice", {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"}, ""),
    ("secretservice", {"HERE": "{here}"}, ""),
    ("pass", {}, "no-store"),
    ("pass", {"PASSWORD_STORE_DIR": "{here}"}, ""),
    ("here", {}, ""),
]


@pytest.mark.parametrize(("name", "settings", "fault"), FAULTS)
def test_a_helper_that_can_keep_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, settings: dict[str, str], fault: str
) -> None:
    """The keyring without a desktop's session, pass without a store; by what is there, without starting either."""
    program = tmp_path / f"docker-credential-{name}"
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    os.chmod(program, 0o755)
    for made in ("bus", ".gpg-id"):
        tmp_path.joinpath(made).touch()
    tmp_path.joinpath("config.json").write_text(json.dumps({"credsStore": name}), encoding="utf-8")
    env = {"DOCKER_CONFIG": str(tmp_path), "PATH": str(tmp_path), "HOME": "/nowhere"}
    env |= {key: value.format(here=tmp_path) for key, value in settings.items()}
    monkeypatch.setattr(credentials, "SESSION_BUS", f"{env.get('HERE', '/nowhere')}/bus")
    found = absent_helper(env, "docker.io")
    assert (found.fault if found else "") == fault


UNKEPT = [
    ("docker login", True),
    ("docker login -u me ghcr.io", True),
    ("docker pull me/app", False),
    ("sudo docker login", False),
]


@pytest.mark.parametrize(("line", "said"), UNKEPT)
def test_only_a_login_has_something_to_keep(line: str, said: bool) -> None:
    """To read what is not there is no failure; with `sudo` the settings are another's."""
    state = {**HERE, "absent-helper": "secretservice", "helper-fault": "no-session"}
    assert ("credential-helper-no-session" in codes(line, state)) is said


def test_broken_settings_name_no_helper(tmp_path: Path) -> None:
    """No JSON, or none of an object, is no error of ours."""
    for text in ("{", "[]", '{"credsStore"', '{"credHelpers": []}', "\x00cred"):
        tmp_path.joinpath("config.json").write_text(text, encoding="utf-8")
        assert absent_helper({"DOCKER_CONFIG": str(tmp_path), "PATH": "/nowhere"}, "docker.io") is None


PUSHES = [
    ("docker push x", True),
    ("docker push docker.io/library/x", True),
    ("docker push me/app", False),
    ("docker push ghcr.io/me/app", False),
    ("docker push localhost:5000/x", False),
    ("docker push $IMAGE", False),
    ("docker pull x", False),
]


@pytest.mark.parametrize(("line", "said"), PUSHES)
def test_a_name_without_a_user_is_dockers_own(line: str, said: bool) -> None:
    """Only on Docker Hub, and only to push."""
    held: dict[str, Any] = {
        "images": {"x": {}, "docker.io/library/x": {}, "me/app": {}, "ghcr.io/me/app": {}, "localhost:5000/x": {}}
    }
    assert ("push-without-user" in codes(line, held)) is said


PROCESSORS = [
    ("docker run x", {"architecture": "arm64"}, "image-of-another-platform"),
    ("docker create x", {"architecture": "s390x"}, "image-of-another-platform"),
    ("docker run x", {"architecture": "arm64", "pulled": False}, "image-built-for-another-platform"),
    ("docker run x", {"architecture": "386"}, None),
    ("docker run x", {"architecture": "amd64"}, None),
    ("docker run x", {"architecture": ""}, None),
    ("docker run --platform linux/arm64 x", {"architecture": "arm64"}, "platform-emulated"),
]


@pytest.mark.parametrize(("line", "image", "code"), PROCESSORS)
def test_an_image_of_another_processor_is_said_before(line: str, image: dict[str, Any], code: str | None) -> None:
    """By the image's platform and the engine's; a processor runs its older kind, too."""
    found = {one for one in codes(line, {"images": {"x": image}}) if "platform" in one}
    assert found == ({code} if code else set())


LOGINS = [
    ("docker login -u bob -p s3 reg.example", "docker login -u bob --password-stdin reg.example < FILE"),
    ("docker login -p s3 -u bob", "docker login -u bob --password-stdin < FILE"),
    ("docker login -p s3", "docker login -u NAME --password-stdin < FILE"),
    ("docker login -u $ME -p s3 reg.example", "docker login -u NAME --password-stdin reg.example < FILE"),
]


@pytest.mark.parametrize(("line", "fix"), LOGINS)
def test_the_safer_login_keeps_the_lines_words(line: str, fix: str) -> None:
    """User and registry stay; the password is in no sentence."""
    (found,) = [one for one in explain(line).commands[0].findings if one.code == "password-on-the-line"]
    assert found.fix == fix
