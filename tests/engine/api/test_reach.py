"""Whose engine is asked over its socket, and whose through the client; the real client judges the order of what counts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dockersh.engine.api.reach import is_client, near, socket_of, version_of
from dockersh.permissions import NotAsked, endpoint
from support.client import reason_against
from support.programs import script

USUAL = "/var/run/docker.sock"
# Options of the line, assignments, environment, config.json, and the socket.
CASES = [
    ((), {}, {}, {}, USUAL),
    ((), {}, {}, {"currentContext": "default"}, USUAL),
    ((), {}, {}, {"currentContext": "near"}, "/run/near.sock"),
    ((), {}, {}, {"currentContext": "far"}, ""),
    ((), {}, {}, {"currentContext": "gone"}, ""),
    ((), {}, {"DOCKER_HOST": "unix:///x.sock"}, {"currentContext": "far"}, "/x.sock"),
    ((), {}, {"DOCKER_HOST": "unix://"}, {}, USUAL),
    ((), {}, {"DOCKER_HOST": "tcp://h:1"}, {}, ""),
    ((), {}, {"DOCKER_HOST": "h"}, {}, ""),
    ((), {"DOCKER_HOST": "unix:///run/near.sock"}, {"DOCKER_HOST": "ssh://far"}, {}, "/run/near.sock"),
    ((), {}, {"DOCKER_CONTEXT": "near"}, {"currentContext": "far"}, "/run/near.sock"),
    ((), {}, {"DOCKER_CONTEXT": "far", "DOCKER_HOST": "unix:///x.sock"}, {}, "/x.sock"),
    (("--host=unix:///run/near.sock",), {}, {"DOCKER_HOST": "tcp://h:1"}, {}, "/run/near.sock"),
    (("--host=unix:///only-here.sock",), {}, {}, {}, ""),  # stands on the line alone
    (("--host=ssh://me@far",), {}, {}, {}, ""),
    (("--context=near",), {}, {"DOCKER_HOST": "tcp://h:1"}, {}, "/run/near.sock"),
    (("--context=default",), {}, {}, {"currentContext": "far"}, USUAL),
    (("--context=default",), {}, {"DOCKER_HOST": "unix:///x.sock"}, {}, "/x.sock"),
    (("--context=default",), {}, {"DOCKER_HOST": "tcp://h:1"}, {}, ""),
    ((), {}, {"DOCKER_CONTEXT": "default"}, {"currentContext": "far"}, USUAL),
    (("--tls",), {}, {}, {}, ""),
    (("--tlscacert=/x",), {}, {}, {}, USUAL),
    ((), {}, {"DOCKER_TLS_VERIFY": "0"}, {}, ""),
    ((), {}, {"DOCKER_TLS": "1"}, {}, ""),
    ((), {}, {"DOCKER_CUSTOM_HEADERS": "a=b"}, {}, ""),
    ((), {}, {}, {"HttpHeaders": {"a": "b"}}, ""),
    ((), {}, {}, {"HttpHeaders": {}}, USUAL),
    ((), {}, {"DOCKER_API_VERSION": "1.41"}, {}, USUAL),
    ((), {}, {"DOCKER_API_VERSION": "v1.41"}, {}, USUAL),
    ((), {}, {"DOCKER_API_VERSION": "../x"}, {}, ""),
    ((), {}, {"DOCKER_API_VERSION": "1"}, {}, ""),
]


def config(folder: Path, found: dict[str, object]) -> dict[str, str]:
    """A folder of settings with the contexts `near` and `far`, as the client keeps them; the environment that names it."""
    (folder / "config.json").write_text(json.dumps(found), encoding="utf-8")
    for key, host in (("near", "unix:///run/near.sock"), ("far", "ssh://me@far")):
        from hashlib import sha256

        place = folder / "contexts" / "meta" / sha256(key.encode()).hexdigest()
        place.mkdir(parents=True)
        written = {"Name": key, "Metadata": {}, "Endpoints": {"docker": {"Host": host, "SkipTLSVerify": False}}}
        (place / "meta.json").write_text(json.dumps(written), encoding="utf-8")
    return {"DOCKER_CONFIG": str(folder), "HOME": str(folder)}


def socket_for(options: tuple[str, ...], assigned: dict[str, str], env: dict[str, str]) -> str:
    """The socket that the questions of a line go to; '' where nobody, or the client, is asked."""
    found = endpoint(options, assigned, env, before_a_run=True)
    return "" if isinstance(found, NotAsked) else socket_of(found.address, env)


@pytest.mark.parametrize(("options", "assigned", "env", "settings", "socket"), CASES)
def test_whose_engine(
    tmp_path: Path,
    options: tuple[str, ...],
    assigned: dict[str, str],
    env: dict[str, str],
    settings: dict[str, object],
    socket: str,
) -> None:
    """'' is the client's."""
    assert socket_for(options, assigned, {**config(tmp_path, settings), **env}) == socket


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
@pytest.mark.parametrize(("options", "assigned", "env", "settings", "socket"), [case for case in CASES if case[-1]])
def test_the_client_goes_to_the_same_socket(
    tmp_path: Path,
    options: tuple[str, ...],
    assigned: dict[str, str],
    env: dict[str, str],
    settings: dict[str, object],
    socket: str,
) -> None:
    """Nobody listens there, and it says where it looked; what it opens is read from the system's own record of it."""
    known = {**config(tmp_path, settings), **env, **assigned, "PATH": os.environ["PATH"]}
    trace = tmp_path / "trace"
    tracer = shutil.which("strace")
    if tracer is None:
        pytest.skip("no strace")
    words = [tracer, "-f", "-o", str(trace), "-e", "trace=connect", "docker", *options, "version"]
    subprocess.run(words, env=known, capture_output=True, check=False, timeout=30)
    assert f'sun_path="{socket}"' in trace.read_text(encoding="utf-8")


def test_a_folder_of_settings_that_the_line_names_is_not_asked(tmp_path: Path) -> None:
    """`docker --config DIR ps`, `DOCKER_CONFIG=DIR docker ps`: what only a line names is not opened by us."""
    (tmp_path / "own").mkdir()
    (tmp_path / "other").mkdir()
    env = config(tmp_path / "own", {"currentContext": "near"})
    assert socket_for((), {}, env) == "/run/near.sock"
    assert socket_for((f"--config={tmp_path}/other",), {}, env) == ""
    assert socket_for((), {"DOCKER_CONFIG": f"{tmp_path}/other"}, env) == ""


def test_only_the_client_itself_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script in its place may go to any engine, and so may another program behind the name docker."""
    for folder in ("real", "other", "link"):
        (tmp_path / folder).mkdir()
    for name in ("real/docker", "other/podman"):
        (tmp_path / name).write_bytes(b"\x7fELF")
        (tmp_path / name).chmod(0o755)
    os.symlink(tmp_path / "real/docker", tmp_path / "link/docker")
    os.symlink(tmp_path / "other/podman", tmp_path / "other/docker")
    script(tmp_path / "script/docker", "exec sudo docker")
    held = {name: is_client(str(tmp_path / name / "docker")) for name in ("real", "link", "other", "script", "gone")}
    assert held == {"real": True, "link": True, "other": False, "script": False, "gone": False}
    monkeypatch.setenv("PATH", str(tmp_path / "real"))
    assert is_client("docker")
    env = {"PATH": str(tmp_path / "real"), "HOME": str(tmp_path)}
    assert near(env) == "/var/run/docker.sock"
    assert near({**env, "DOCKER_HOST": "unix:///run/other.sock"}) == "/run/other.sock"
    assert near({**env, "DOCKER_HOST": "tcp://h:1"}) == near({**env, "PATH": str(tmp_path / "script")}) == ""


def test_the_version_that_is_insisted_on() -> None:
    """Without a letter; where none is, client and engine agree on one."""
    assert version_of({}) == ""
    assert version_of({"DOCKER_API_VERSION": "v1.40"}) == "1.40"
