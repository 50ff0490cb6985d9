"""Lines that are only looked at: nothing that they name is run, nobody they name is connected to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import every_way, hostile
from support.client import reason_against
from support.hostile import Listener
from support.programs import environment, run

WITHOUT_A_RUN = [way.__name__ for way in every_way.WAYS]


class World:
    """The evil world of a test: its environment, its lines, and what happened in it."""

    def __init__(self, folder: Path, listener: Listener) -> None:
        self.log = folder / "ran"
        self.log.write_text("", encoding="utf-8")
        self.listener = listener
        self.evil = hostile.evil_folder(folder, self.log)
        self.lines = hostile.lines(self.evil, listener)
        own = hostile.own_programs(folder, self.log)
        config = folder / "config"
        hostile.store_contexts(config, listener)
        self.env = environment(own, DOCKER_CONFIG=str(config), HOME=str(folder), DOCKERSH_TIMEOUT="20")
        self.env["DOCKER_HOST"] = "unix:///nonexistent/own.sock"

    def happened(self) -> tuple[str, int]:
        """What was run, and how often somebody connected."""
        return self.log.read_text(encoding="utf-8"), self.listener.came


@pytest.fixture(name="world")
def fixture_world(tmp_path: Path) -> object:
    """The world, with the listener listening."""
    with Listener(tmp_path) as listener:
        yield World(tmp_path, listener)


def _every_way(world: World, folder: Path, lines: tuple[str, ...]) -> None:
    """All lines in every way, in one process."""
    (folder / "lines.json").write_text(json.dumps(lines), encoding="utf-8")
    argv = [sys.executable, every_way.__file__, str(folder / "lines.json")]
    done = subprocess.run(argv, env=world.env, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout == "done\n", done.stderr


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
def test_nothing_runs_and_nobody_is_connected_to(world: World, tmp_path: Path) -> None:
    """By the real client, which would do all of it; before a run, too, where only stored contexts are more."""
    stored = ("sshed", "wired")
    _every_way(world, tmp_path, tuple(line for line in world.lines if not any(name in line for name in stored)))
    assert world.happened() == ("", 0)


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
@pytest.mark.parametrize("name", ["sshed", "wired"])
def test_a_stored_context_elsewhere_is_asked_only_before_a_run(world: World, name: str) -> None:
    """Then docker will go there a moment later; -n, --json, a script that is only explained and Tab leave it alone."""
    line = f"docker --context {name} stop web"
    for words, given in (
        (("-n", "-c", line), b""),
        (("--json", "-c", line), b""),
        (("-n",), f"{line}\n".encode()),
        (("--complete", "bash", f"docker --context {name} stop ", str(len(name) + 22), ""), b""),
    ):
        run(*words, env=world.env, stdin=given)
        assert world.happened() == ("", 0), words
    said = run("-n", "-c", line, env=world.env).stdout.decode()
    assert f"not asked: {name} is not on this machine" in " ".join(said.split())
    run("-c", line, env=world.env)
    ran, came = world.happened()
    assert ("ssh" in ran) == (name == "sshed")
    assert (came > 0) == (name == "wired")


SAID = [
    ("docker -H tcp://127.0.0.1:PORT run -it nginx", "tcp://127.0.0.1:"),
    ("docker --config EVIL compose up -d", "docker's settings in"),
    ("docker --config EVIL ps", "docker's settings in"),
    ("LD_PRELOAD=EVIL/evil.so docker ps", "asked without LD_PRELOAD"),
    ("docker compose -f oci://127.0.0.1:PORT/x:1 up -d", "not read: oci://"),
    ("docker compose -f - up -d", "not read: the compose file comes from standard input"),
    ("COMPOSE_FILE=x.yml docker compose up -d", "not read: the line sets COMPOSE_FILE"),
]


@pytest.mark.parametrize(("line", "said"), SAID)
def test_one_line_says_what_was_not_asked(world: World, line: str, said: str) -> None:
    """In the explanation and in the JSON, once."""
    text = line.replace("EVIL", str(world.evil)).replace("PORT", str(world.listener.port))
    shown = " ".join(run("-n", "-c", text, env=world.env).stdout.decode().split())
    assert shown.count(said) >= 1
    (command,) = json.loads(run("--json", "-c", text, env=world.env).stdout)["commands"]
    assert [note["text"].count(said) for note in command["notes"] if note["note"] in ("not-asked", "not-read")] == [1]


NOWHERE = "docker -H tcp://127.0.0.1:1"
QUIET = [f"{NOWHERE} --help", f"{NOWHERE} frobnicate", "docker ps", "FOO=1 docker ps", "sudo docker ps"]


@pytest.mark.parametrize("line", QUIET)
def test_nothing_is_said_where_nothing_would_have_been_asked(world: World, line: str) -> None:
    """No nagging."""
    assert "not asked" not in run("-n", "-c", line, env=world.env).stdout.decode()


def test_a_script_that_chooses_another_engine(world: World) -> None:
    """Lines behind `export DOCKER_HOST=…` are not told what our engine holds; nor is that engine asked."""
    text = f"export DOCKER_HOST=tcp://127.0.0.1:{world.listener.port}\ndocker run nginx\ndocker rm web\n"
    said = run("-n", env=world.env, stdin=text.encode()).stdout.decode()
    assert "docker run" in said
    assert "own.sock" not in said
    assert world.happened() == ("", 0)


def test_step_runs_the_persons_own_docker(world: World) -> None:
    """Its questions go the way of the explanation; what it runs is the line."""
    run("--step", "-c", f"docker --config {world.evil} run nginx", env=world.env)
    assert os.fspath(world.evil) + "/docker " not in world.happened()[0]
