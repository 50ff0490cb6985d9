"""Which engine the questions of a line may go to: the person's own, stored ones, never one that only the line names."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from dockersh import permissions
from dockersh.permissions import Endpoint, NotAsked
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from dockersh.reading.invocation.questions import assignments, global_options

SOCKET = "unix:///var/run/docker.sock"
STORED = {"desk": "unix:///run/desk.sock", "far": "ssh://me@far", "wire": "tcp://10.0.0.7:2376"}


@pytest.fixture(name="home")
def fixture_home(tmp_path: Path) -> Path:
    """A home folder whose docker has three stored contexts."""
    for name, host in STORED.items():
        folder = tmp_path / ".docker" / "contexts" / "meta" / hashlib.sha256(name.encode()).hexdigest()
        folder.mkdir(parents=True)
        meta = {"Name": name, "Metadata": {}, "Endpoints": {"docker": {"Host": host, "SkipTLSVerify": False}}}
        (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    return tmp_path


def decided(home: Path, line: str, *, before_a_run: bool = False, current: str = "", **env: str) -> Endpoint | NotAsked:
    """What is decided for the last docker call of a line, in the environment of a person."""
    if current:
        (home / ".docker" / "config.json").write_text(json.dumps({"currentContext": current}), encoding="utf-8")
    call = syntax.parse(line).calls[-1]
    own = {"HOME": str(home), **env}
    return permissions.endpoint(global_options(read(call)), assignments(call), own, before_a_run=before_a_run)


# A line, the person's own environment, and where its questions go: an address, and the options that lead there.
ASKED = [
    ("docker ps", {}, SOCKET, ()),
    ("docker ps", {"DOCKER_HOST": "ssh://me@own"}, "ssh://me@own", ()),
    ("docker ps", {"DOCKER_CONTEXT": "far"}, "ssh://me@far", ()),
    ("docker ps", {"current": "far"}, "ssh://me@far", ()),
    ("docker ps", {"current": "desk"}, "unix:///run/desk.sock", ()),
    ("docker --context far ps", {"current": "far"}, "ssh://me@far", ()),
    ("docker --context far ps", {"DOCKER_CONTEXT": "far"}, "ssh://me@far", ()),
    ("docker -H ssh://me@own ps", {"DOCKER_HOST": "ssh://me@own"}, "ssh://me@own", ()),
    ("docker -H 10.0.0.9:1 ps", {"DOCKER_HOST": "tcp://10.0.0.9:1"}, "tcp://10.0.0.9:1", ()),
    ("DOCKER_HOST=tcp://10.0.0.9:1 docker ps", {"DOCKER_HOST": "tcp://10.0.0.9:1"}, "tcp://10.0.0.9:1", ()),
    ("docker --context desk ps", {}, "unix:///run/desk.sock", ("--context=desk",)),
    ("DOCKER_CONTEXT=desk docker ps", {"current": "far"}, "unix:///run/desk.sock", ("--context=desk",)),
    ("docker -H unix:///run/desk.sock ps", {}, "unix:///run/desk.sock", ("--host=unix:///run/desk.sock",)),
    ("docker -H unix:///var/run/docker.sock ps", {}, SOCKET, ()),
    ("docker -H unix:///var/run/docker.sock ps", {"DOCKER_HOST": "tcp://h:1"}, SOCKET, (f"--host={SOCKET}",)),
    ("docker -H unix:// ps", {"current": "far"}, SOCKET, (f"--host={SOCKET}",)),
    ("docker --context default ps", {"current": "far"}, SOCKET, (f"--host={SOCKET}",)),
    ("docker --context nosuch ps", {}, "", ("--context=nosuch",)),
    ("DOCKER_HOST= docker ps", {"DOCKER_HOST": "tcp://h:1"}, SOCKET, (f"--host={SOCKET}",)),
    ("env -u DOCKER_HOST docker ps", {"DOCKER_HOST": "tcp://h:1"}, SOCKET, (f"--host={SOCKET}",)),
    ("sudo docker ps", {}, SOCKET, ()),
    ("sudo docker ps", {"DOCKER_HOST": "tcp://h:1"}, SOCKET, (f"--host={SOCKET}",)),
    ("sudo -E docker ps", {"DOCKER_HOST": "tcp://h:1"}, "tcp://h:1", ()),
    ("docker --config ~/.docker ps", {}, SOCKET, ()),
    ('docker --config "$HOME/.docker" ps', {}, SOCKET, ()),
    ("docker --tlsverify ps", {"DOCKER_TLS_VERIFY": "1", "DOCKER_HOST": "tcp://h:1"}, "tcp://h:1", ()),
    ("DOCKER_HOST=tcp://x:1 docker info; docker ps", {}, SOCKET, ()),
    ("DOCKER_HOST=tcp://x:1 make; docker ps", {}, SOCKET, ()),
    ("echo DOCKER_HOST=tcp://x:1; docker ps", {}, SOCKET, ()),
    ('eval "$(ssh-agent)"; docker ps', {}, SOCKET, ()),
    ("LD_PRELOAD=./evil.so PATH=/evil XDG_CONFIG_HOME=/x docker ps", {}, SOCKET, ()),
    ("DOCKER_API_VERSION=1.24 docker ps", {}, SOCKET, ()),
    ("docker run -e DOCKER_HOST=tcp://x:1 nginx; docker ps", {}, SOCKET, ()),
]


@pytest.mark.parametrize(("line", "env", "address", "options"), ASKED)
def test_an_engine_of_the_persons_own_is_asked(
    home: Path, line: str, env: dict[str, str], address: str, options: tuple[str, ...]
) -> None:
    """As a person, by a stored context on a socket of this machine, or docker's own socket."""
    assert decided(home, line, **env) == Endpoint(address, options)  # type: ignore[arg-type]


# A line, the person's own environment, why its engine is not asked, and what is named.
NOT_ASKED = [
    ("docker -H tcp://evil:2375 ps", {}, "address", "tcp://evil:2375"),
    ("docker -H ssh://evil ps", {}, "address", "ssh://evil"),
    ("docker -H unix:///tmp/evil.sock ps", {}, "address", "unix:///tmp/evil.sock"),
    ("docker -H evil ps", {}, "address", "evil"),
    ("docker --host=tcp://u:hunter2@evil:1 ps", {}, "address", "tcp://evil:1"),
    ("docker -H $SERVER ps", {}, "address", "$SERVER"),
    ("docker --context $WHERE ps", {}, "address", "$WHERE"),
    ("DOCKER_HOST=tcp://evil:1 docker ps", {}, "address", "tcp://evil:1"),
    ("DOCKER_HOST=$SERVER docker ps", {}, "address", "DOCKER_HOST"),
    ("env DOCKER_HOST=tcp://evil:1 docker ps", {}, "address", "tcp://evil:1"),
    ('DOCKER_HOST="tcp://evil:1" docker ps | cat', {}, "address", "tcp://evil:1"),
    ("watch 'DOCKER_HOST=tcp://evil:1 docker ps'", {}, "address", "tcp://evil:1"),
    ("eval 'DOCKER_HOST=tcp://evil:1'; docker ps", {}, "address", "tcp://evil:1"),
    ("time DOCKER_HOST=tcp://evil:1 docker ps > x", {}, "address", "tcp://evil:1"),
    ("sudo DOCKER_HOST=tcp://evil:1 docker ps", {}, "address", "tcp://evil:1"),
    ("sudo env DOCKER_HOST=tcp://evil:1 docker ps", {}, "address", "tcp://evil:1"),
    ("env FOO=1 sudo -E DOCKER_HOST=tcp://evil:1 docker ps", {}, "address", "tcp://evil:1"),
    ("DOCKER_HOST=tcp://evil:1; docker ps", {}, "address", "tcp://evil:1"),
    ("export DOCKER_HOST=tcp://evil:1 && docker ps", {}, "address", "tcp://evil:1"),
    ('export DOCKER_HOST="tcp://evil:1"; docker info; docker ps', {}, "address", "tcp://evil:1"),
    ("export FOO=1 DOCKER_HOST=$(cat x)\ndocker ps", {}, "address", "DOCKER_HOST"),
    ("unset DOCKER_HOST && docker -H tcp://evil:1 ps", {}, "address", "tcp://evil:1"),
    ("read -r DOCKER_HOST; docker ps", {}, "address", "DOCKER_HOST"),
    ("for DOCKER_HOST in $ALL; do docker ps; done", {}, "address", "DOCKER_HOST"),
    ("printf -v DOCKER_HOST %s x; docker ps", {}, "address", "DOCKER_HOST"),
    ("docker -DHtcp://evil:1 ps", {}, "address", "tcp://evil:1"),
    ("find . -execdir env DOCKER_HOST=tcp://evil:1 docker ps \\;", {}, "address", "tcp://evil:1"),
    ("if true; then export DOCKER_HOST=tcp://evil:1; fi; docker ps", {}, "address", "tcp://evil:1"),
    ("sh -c 'DOCKER_HOST=tcp://evil:1 docker ps'", {}, "address", "tcp://evil:1"),
    ("sh -c 'export DOCKER_HOST=tcp://evil:1; docker ps'", {}, "address", "tcp://evil:1"),
    ("DOCKER_HOST=tcp://evil:1 sh -c 'docker ps'", {}, "address", "tcp://evil:1"),
    ("bash <<EOF\nexport DOCKER_HOST=tcp://evil:1\ndocker ps\nEOF", {}, "address", "tcp://evil:1"),
    ("eval $(docker-machine env box); docker ps", {}, "address", "DOCKER_HOST"),
    ('eval "$(minikube docker-env)" && docker ps', {}, "address", "DOCKER_HOST"),
    ("ssh me@evil docker ps", {}, "address", "ssh://me@evil"),
    ("echo x | xargs -I{} docker -H {} ps", {}, "address", "{}"),
    ("docker --context far ps", {}, "stored", "far"),
    ("docker --context wire ps", {}, "stored", "wire"),
    ("DOCKER_CONTEXT=far docker ps", {}, "stored", "far"),
    ("docker -H ssh://me@far ps", {}, "stored", "ssh://me@far"),
    ("docker --config ./evil ps", {}, "settings", "./evil"),
    ("docker --config ./evil -H unix:///var/run/docker.sock ps", {}, "settings", "./evil"),
    ("DOCKER_CONFIG=/evil docker ps", {}, "settings", "/evil"),
    ("HOME=/evil docker ps", {}, "settings", "/evil/.docker"),
    ("export HOME=/evil; docker ps", {}, "settings", "/evil/.docker"),
    ("docker --tls ps", {}, "tls", "--tls"),
    ("docker --tlsverify -H tcp://h:1 ps", {"DOCKER_HOST": "tcp://h:1"}, "tls", "--tlsverify"),
    ("DOCKER_TLS_VERIFY=1 docker ps", {}, "tls", "1"),
    (
        "DOCKER_CERT_PATH=/evil docker ps",
        {"DOCKER_HOST": "tcp://h:1", "DOCKER_TLS_VERIFY": "1"},
        "tls",
        "/evil",
    ),
]


@pytest.mark.parametrize(("line", "env", "reason", "what"), NOT_ASKED)
def test_what_only_the_line_names_is_not_asked(home: Path, line: str, env: dict[str, str], reason: str, what: str) -> None:
    """However the line says it; a password is not repeated."""
    assert decided(home, line, **env) == NotAsked(reason, what)  # type: ignore[arg-type]


@pytest.mark.parametrize(("line", "env", "reason", "what"), NOT_ASKED)
def test_before_a_run_only_stored_contexts_are_more(home: Path, line: str, env: dict[str, str], reason: str, what: str) -> None:
    """Docker will go there a moment later anyway; to everything else it goes alone."""
    found = decided(home, line, before_a_run=True, **env)
    if reason == "stored":
        assert isinstance(found, Endpoint)
        assert found.address in STORED.values()
    else:
        assert found == NotAsked(reason, what)  # type: ignore[arg-type]


# Compose's options, what the line sets, the person's own environment, and why compose does not read for us.
COMPOSE = [
    ((), {}, {}, None),
    (("--file=compose.yaml", "--profile=x"), {}, {}, None),
    (("--file=../a@b/c.yml",), {}, {}, None),
    (("--file=oci://docker.io/acme/shop:1",), {}, {}, "compose"),
    (("--file=https://u:pw@github.com/acme/shop.git",), {}, {}, "compose"),
    (("--file=git@github.com:acme/shop.git#main",), {}, {}, "compose"),
    (("--file=github.com/acme/shop",), {}, {}, "compose"),
    (("--file=a.yml", "--file=ssh://git@x/y.git"), {}, {}, "compose"),
    (("--file=-",), {}, {}, "compose-input"),
    ((), {}, {"COMPOSE_FILE": "a.yml:https://x/y.git"}, "compose"),
    (("--file=a.yml",), {}, {"COMPOSE_FILE": "https://x/y.git"}, None),
    ((), {"COMPOSE_FILE": "b.yml"}, {}, "compose-variable"),
    ((), {"TAG": "1"}, {}, "compose-variable"),
    ((), {"DOCKER_BUILDKIT": "0", "DOCKER_HOST": "x", "LD_PRELOAD": "x"}, {}, None),
]


@pytest.mark.parametrize(("about", "assigned", "env", "reason"), COMPOSE)
def test_compose_reads_only_files_that_are_here(
    about: tuple[str, ...], assigned: dict[str, str], env: dict[str, str], reason: str | None
) -> None:
    """Nothing is fetched, no input is taken, and no file is read with other variables than the line's."""
    found = permissions.compose_files(about, assigned, env)
    assert (found and found.reason) == reason
    assert found is None or "pw" not in found.what


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (("zap", "de"), True),
        (("compose", "up", ""), True),
        (("-H", "tcp://x", "zap", ""), False),
        (("zap", "--config", "./evil", ""), False),
        (("zap", "--context=far", ""), False),
        (("zap", "https://evil/x", ""), False),
        (("compose", "-f", "git@evil:x.git", "up", ""), False),
    ],
)
def test_words_for_dockers_own_completion(words: tuple[str, ...], seen: bool) -> None:
    """It would go where they say."""
    assert permissions.completion(words) is seen


@pytest.mark.parametrize("value", ["\ud800", "a\udcffb", "x" * 100_000, "../..", "unix://\ud800", "[", "tcp://[::1"])
@pytest.mark.parametrize("option", ["--host", "--context", "--config", "--tlscacert"])
def test_no_value_breaks_the_decision(home: Path, option: str, value: str) -> None:
    """It is an answer, whatever stands there."""
    for options, assigned in (
        ((f"{option}={value}",), {}),
        ((), {"DOCKER_HOST": value, "DOCKER_CONTEXT": value, "HOME": value}),
    ):
        found = permissions.endpoint(options, assigned, {"HOME": str(home)}, before_a_run=True)
        assert isinstance(found, NotAsked) or found.options == (f"--context={value}",) or not found.options
    nul = permissions.endpoint((f"{option}=a\0b",), {}, {"HOME": str(home)})
    assert isinstance(nul, NotAsked) or not nul.options
