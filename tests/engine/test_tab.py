"""What Tab gives at the prompt beside a real engine: a table of what fingers type, and what must come first."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from dockersh.engine import DockerEngine, Question
from dockersh.ways_in import config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.repl.tab.completer import LineCompleter
from dockersh.ways_in.shell import Settings, Shell
from support.private_engine import PrivateEngine

WORLD = """
docker network create shop
docker volume create data
docker run -d --name web -p 127.0.0.1:18081:80 nginx
docker run -d --name rpl-w1 ubuntu:14.04 sleep 1000
docker create --name old ubuntu:14.04 true
"""
Offered = Callable[[str], list[str]]


@pytest.fixture(scope="module", name="world")
def fixture_world(real_engine: PrivateEngine) -> Iterator[PrivateEngine]:
    """Containers, a network and a volume; gone afterwards."""
    real_engine.reset()
    for line in WORLD.strip().split("\n"):
        real_engine.docker(*line.split()[1:])
    yield real_engine
    real_engine.reset()


@pytest.fixture(name="offered")
def fixture_offered(world: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Offered:
    """What Tab writes in the place of the word that was begun, in a folder with a few files."""
    for name in ("src", ".config"):
        (tmp_path / name).mkdir()
    for name in (".env", "app.env", "notes.txt", "compose.yaml"):
        (tmp_path / name).write_text("services:\n  api:\n    image: nginx\n", encoding="utf-8")
    for name in ("grep", "docker"):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    for name, value in world.env(PATH=str(tmp_path / "bin"), HOME=str(tmp_path), DOCKER_TRIED="1").items():
        monkeypatch.setenv(name, value)
    for name in [name for name in os.environ if name.startswith("HOM") and name != "HOME"]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    settings = config.Config(config.defaults(), {"dps": "docker ps -a"})
    desk = Desk(Shell(Settings(), dict(os.environ)), settings, interactive=True)
    completer = LineCompleter(lambda: DockerEngine(shutil.which("docker"), 20), desk)
    return lambda typed: [one.text for one in completer.get_completions(Document(typed), CompleteEvent())]


# What is typed, and what stands first; "…" in front: stands anywhere; nothing: nothing at all.
TABLE: list[tuple[str, str]] = [
    # the beginning of a line
    ("", "docker logs rpl-w1"),
    ("dock", "docker "),
    ("exp", "explain "),
    ("lea", "learn "),
    ("dps", "dps "),
    ("gre", "grep "),
    # our own commands
    ("help por", "ports "),
    ("set det", "detail "),
    ("set detail b", "brief "),
    ("set private o", "on "),
    ("alias d", "dps "),
    ("alias --i", "--import "),
    ("unalias d", "dps "),
    ("undo --l", "--list "),
    ("learn hi", "hint "),
    ("explain la", "last "),
    ("explain docker ru", "run "),
    ("explain we", "web "),
    ("step docker run --na", "--name "),
    ("step run --na", "--name "),
    ("how we", "web "),
    ("how old with -p", "…-p"),
    ("why we", "web "),
    ("to-compose run --na", "--name "),
    ("to-run ap", "api "),
    ("topics ", ""),
    # commands, objects
    ("docker ru", "run "),
    ("docker container un", "unpause "),
    ("docker logs we", "web "),
    ("docker logs w1", "rpl-w1 "),
    ("docker logs rw1", "rpl-w1 "),
    ("docker stop ", "…web "),
    ("docker rm ", "old "),
    ("docker rm rw1", ""),
    ("docker rmi ", "…nginx:latest "),
    ("docker network rm sh", "shop "),
    ("docker network rm ho", "shop "),
    ("docker volume rm da", "data "),
    ("docker inspect da", "data "),
    ("docker attach 1", "rpl-w1 "),
    # options
    ("docker run -", "-i "),
    ("docker run --", "--interactive "),
    ("docker run --publ", "--publish "),
    ("docker run --hotsname", ""),
    ("docker run --cidfi", "--cidfile "),
    ("docker run --host", "--hostname "),
    ("docker run --retries", "--health-retries "),
    ("docker run --env-file ", ".env "),
    ("docker run --env-file a", "app.env "),
    ("docker run --group-add vi", "video "),
    ("docker run --detach-keys ", "ctrl-x,x "),
    ("docker exec --detach-keys ctrl-x,c", "ctrl-x,ctrl-x "),
    ("docker run -v ~/sr", "~/src:"),
    ("docker run -v $PWD/sr", "$PWD/src:"),
    ("docker run --restart un", "unless-stopped "),
    # programs
    ("docker exec -it web ", "sh "),
    ("docker exec -it web s", "sh "),
    ("docker exec web ba", ""),
    ("docker exec web sh ", ""),
    ("docker run --rm ubuntu:14.04 ", "sh "),
    ("docker run --rm redis ", ""),
    ("docker port web ", "80/tcp "),
    ("docker compose exec api ", "sh "),
    ("docker compose logs ", "api "),
    ("docker ps | gr", "grep "),
    ("docker ps | ", "grep "),
    # the shell's
    ("cd ", "bin/"),
    ("cd s", "src/"),
    ("cd n", ""),
    ("cat no", "notes.txt "),
    ("echo $HO", "$HOME"),
    ('echo "$HO', "$HOME"),
    ("echo ${HO", "${HOME}"),
    ("export DOCKER_TR", "DOCKER_TRIED"),
    ("docker run -e DOCKER_TR", "DOCKER_TRIED "),
    ("docker logs web > no", "notes.txt "),
    ("echo $(docker logs we", "web "),
    ("docker logs '", "…'web' "),
]


@pytest.mark.parametrize(("typed", "expected"), TABLE, ids=[typed or "nothing" for typed, _ in TABLE])
def test_tab(offered: Offered, typed: str, expected: str) -> None:
    """It stands there, first where no `…` is in front of it."""
    found = offered(typed)
    if not expected:
        assert found == []
    elif expected.startswith("…"):
        assert expected[1:] in (one if expected.endswith(" ") else one.rstrip() for one in found)
    else:
        assert found[:1] == [expected]


def test_looking_into_a_container_changes_and_starts_nothing(world: PrivateEngine) -> None:
    """The engine has no event of it, and says what is there; of a container that is not there, nothing."""
    since = world.docker("info", "--format", "{{.SystemTime}}").strip()
    engine = DockerEngine(shutil.which("docker"), 20)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in world.env().items():
            patch.setenv(name, value)
        found = engine.ask((Question("inside", ("web", "/bin/sh", "/bin/nosuch", "/../etc")),)).inside
        none = engine.ask((Question("inside", ("nosuch", "/bin/sh")),)).inside
    until = world.docker("info", "--format", "{{.SystemTime}}").strip()
    assert "/bin/sh" in found["web"]
    assert "/bin/nosuch" not in found["web"]
    assert none == {"nosuch": frozenset()}
    told = world.docker("events", "--since", since, "--until", until, "--filter", "type=container", "--filter", "container=web")
    assert told == ""
