"""The client's contexts, read from its files: the list that `docker context ls` prints."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dockersh.engine import DockerEngine, Question, State
from dockersh.engine.contexts import answered
from support.client import reason_against

LIST, NAMES = Question("list", ("contexts",)), Question("names", ("contexts",))
# Options, environment; currentContext is `ctx9`.
CASES = [
    ((), {}),
    ((), {"DOCKER_HOST": "tcp://h:1"}),
    ((), {"DOCKER_HOST": "unix:///x.sock", "DOCKER_CONTEXT": "ctx10"}),
    ((), {"DOCKER_CONTEXT": "ctx10"}),
    ((), {"DOCKER_CONTEXT": "default"}),
    (("--context=ctx10",), {"DOCKER_HOST": "tcp://h:1"}),
    (("--host=tcp://q:1",), {"DOCKER_CONTEXT": "ctx10"}),
]


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
@pytest.mark.parametrize(("options", "env"), CASES)
def test_the_list_is_the_clients(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], env: dict[str, str]
) -> None:
    """Names, addresses and which is current, in its order; and nobody was asked."""
    known = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DOCKER_CONFIG": str(tmp_path)}
    for name, host in (("ctx10", "ssh://me@far"), ("ctx9", "unix:///run/near.sock"), ("Ctx", "tcp://10.0.0.9:2375")):
        words = ["docker", "context", "create", name, "--docker", f"host={host}"]
        subprocess.run(words, env=known, capture_output=True, check=True)
    subprocess.run(["docker", "context", "use", "ctx9"], env=known, capture_output=True, check=True)
    listing = ["docker", *options, "context", "ls", "--format", "{{.Name}} {{.Current}} {{.DockerEndpoint}}"]
    told = subprocess.run(listing, env={**known, **env}, capture_output=True, text=True, check=True).stdout
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**known, **env}.items():
        monkeypatch.setenv(name, value)
    state = DockerEngine(shutil.which("docker"), 20).ask((LIST, NAMES), options)
    current = {one.name: str(one.current).lower() for one in state.lists["contexts"]}
    assert [f"{one.name} {current[one.name]} {one.detail}" for one in state.names["contexts",]] == told.splitlines()


def test_a_context_that_is_not_there_is_left_to_the_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says which; files that are broken are passed over."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    broken = tmp_path / "contexts" / "meta" / "x"
    broken.mkdir(parents=True)
    (broken / "meta.json").write_text("[", encoding="utf-8")
    assert answered(LIST, State("up"), (), {"DOCKER_CONTEXT": "gone"}) is None
    found = answered(LIST, State("up"), (), {"DOCKER_CONTEXT": "default"})
    assert found is not None
    assert [(one.name, one.current) for one in found.lists["contexts"]] == [("default", True)]
    (broken / "meta.json").write_text(json.dumps({"Name": "gone", "Endpoints": []}), encoding="utf-8")
    assert answered(LIST, State("up"), (), {"DOCKER_CONTEXT": "gone"}) is not None
