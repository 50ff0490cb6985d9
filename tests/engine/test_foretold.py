"""Scripts foretold, then run on a real engine: which of their lines fail, and from what the engine held before."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh.practice.foretell import verdicts
from dockersh.practice.foretell.engine import take
from dockersh.practice.foretell.following import Foreteller
from dockersh.practice.foretell.scene import Scene
from support import recorded
from support.private_engine import PrivateEngine

PATIENCE = 60
# Each line of a script is one docker command; `web` is a server that runs until it is stopped.
WEB = "docker run -d --name web -p 18080:80 nginx"
SCRIPTS = [
    [WEB, "docker run -d --name web nginx", "docker rm web", "docker rm -f web", "docker rm web"],
    [WEB, "docker run -d --name two -p 18080:80 nginx", "docker rm two", "docker stop -t 0 web", "docker start web"],
    [WEB, "docker create --name two -p 18080:80 nginx", "docker start two", "docker rm -f web", "docker start two"],
    [WEB, "docker pause web", "docker exec web true", "docker pause web", "docker unpause web", "docker unpause web"],
    [WEB, "docker pause web", "docker start web", "docker rm web", "docker rm -f web"],
    [WEB, "docker rename web www", "docker stop -t 0 web", "docker rename www www", "docker rename www web"],
    [WEB, "docker kill web", "docker kill web", "docker exec web true", "docker stop web", "docker rm web"],
    [WEB, "docker tag nginx mine:1", "docker rmi mine:1", "docker rmi mine:1", "docker rmi nginx"],
    [WEB, "docker attach --no-stdin nosuch", "docker top nosuch", "docker top web", "docker port web", "docker logs nosuch"],
    [WEB, "docker stop -t 0 web", "docker attach web", "docker top web", "docker logs web", "docker restart -t 0 web"],
    [
        WEB,
        "docker commit web mine:2",
        "docker rm -f web",
        "docker create --name web mine:2",
        "docker rmi mine:2",
        "docker rm web",
    ],
    [
        WEB,
        "docker update --restart always nosuch",
        "docker update --restart no web",
        "docker wait nosuch",
        "docker diff nosuch",
    ],
    ["docker create --name box busybox", "docker exec box true", "docker kill box", "docker pause box", "docker rm box"],
    [
        "docker create --name box busybox true",
        "docker start box",
        "docker wait box",
        "docker exec box true",
        "docker rm box box",
    ],
    [
        "docker run --name box busybox true",
        "docker run --name box busybox true",
        "docker rm box",
        "docker run --name box busybox true",
    ],
    ["docker run --rm --name box busybox true", "docker run --rm --name box busybox true", "docker rm box"],
    ["docker run --name box busybox true", "docker start box", "docker rename box box2", "docker logs box", "docker logs box2"],
    ["docker volume create data", "docker volume create data", "docker volume rm data", "docker volume rm data"],
    ["docker create --name box -v data:/d busybox", "docker volume rm data", "docker rm box", "docker volume rm data"],
    [
        "docker run --rm -v data:/d busybox true",
        "docker volume inspect data",
        "docker volume rm data nosuch",
        "docker volume inspect data",
    ],
    ["docker network create back", "docker network create back", "docker network rm back", "docker network rm back"],
    ["docker network create back", "docker run -d --network back --name db redis", "docker network rm back", "docker rm -f db"],
    [
        "docker run -d --network nosuch --name db redis",
        "docker rm db",
        "docker network create bridge",
        "docker network rm bridge",
    ],
    [
        "docker network create back",
        WEB,
        "docker network connect back web",
        "docker network connect back web",
        "docker network rm back",
    ],
    [
        "docker network disconnect bridge nosuch",
        WEB,
        "docker network disconnect bridge web",
        "docker network connect nosuch web",
    ],
    [
        "docker network create --subnet 10.77.0.0/24 aa",
        "docker network create --subnet 10.77.0.0/25 bb",
        "docker network rm aa bb",
    ],
    [
        "docker inspect nosuch",
        "docker image inspect nosuch:1",
        "docker rmi nosuch:1",
        "docker tag nosuch:1 a:1",
        "docker history nosuch:1",
    ],
    [
        "docker rm -f nosuch",
        "docker rm nosuch",
        "docker volume rm -f nosuch",
        "docker rmi -f nosuch",
        "docker network rm nosuch",
    ],
    [
        "docker create --name box busybox",
        "docker rename box b",
        "docker rename nosuch other",
        "docker rename box other",
        "docker rm box",
    ],
    [
        "docker create --name one busybox",
        "docker create --name two busybox",
        "docker rm one two three",
        "docker rm one",
        "docker rm two",
    ],
    [WEB, "docker run -d --name two -p 127.0.0.1:18080:80 nginx", "docker run -d --name three -p 18080-18081:80 nginx"],
    [
        WEB,
        "docker cp nosuch:/etc/passwd .",
        "docker export nosuch",
        "docker stats --no-stream nosuch",
        "docker container prune -f",
    ],
    [
        "docker create --name box busybox",
        "docker container prune -f",
        "docker rm box",
        "docker volume prune -f",
        "docker image prune -f",
    ],
]
HELD = [
    "docker run -d --name web -p 18080:80 nginx",
    "docker create --name box -v data:/d busybox",
    "docker network create back",
]
# On that: a line, and what is said where it fails.
ON_HELD = [
    ("docker run -d --name web nginx", "web was there before the script"),
    ("docker create --name box busybox", "box was there before the script"),
    ("docker run -d -p 18080:80 nginx", "web, which was there before the script, has the port"),
    ("docker rm web", "web was running before the script"),
    ("docker exec box true", "box was there before the script and is not running"),
    ("docker volume rm data", "box, which was there before the script, uses it"),
    ("docker network create back", "back was there before the script"),
    ("docker rmi nginx", "web, which was there before the script, uses it"),
    ("docker network rm back", ""),
    ("docker network rm back", "back was removed in line 9"),
    ("docker rm -f web", ""),
    ("docker logs web", "web was removed in line 11"),
]


@pytest.fixture(scope="module", name="held")
def fixture_held(real_engine: PrivateEngine) -> Iterator[PrivateEngine]:
    """An engine with practice's images."""
    real_engine.reset(pulled=())
    recorded.import_all(real_engine.env())
    yield real_engine
    real_engine.reset(pulled=())  # others have other images of these names


def failing(engine: PrivateEngine, lines: list[str], folder: Path) -> list[int]:
    """The lines that fail when they are run."""
    found = []
    for number, line in enumerate(lines, 1):
        done = subprocess.run(
            ["/bin/sh", "-c", line],
            env=engine.env(),
            cwd=folder,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=PATIENCE,
        )
        found += [number] if done.returncode else []
    return found


def foretold(lines: list[str]) -> tuple[set[int], set[int]]:
    """The lines that fail for certain, and those that may, on an engine that has the images."""
    scene = Scene()
    for image in recorded.IMAGES:
        take(scene, image)
    text = "\n".join(lines)
    found = Foreteller(scene, apart=False).follow(text, lambda at: text.count("\n", 0, at) + 1)
    told = [(text.count("\n", 0, one.span.start) + 1, one.kind) for one in found]
    certain = {line for line, kind in told if kind == verdicts.FAILS}
    return certain, certain | {line for line, kind in told if kind == verdicts.DEPENDS}


def from_engine(folder: Path, lines: list[str], env: dict[str, str]) -> dict[int, str]:
    """What dockersh says of the lines that fail for certain."""
    (folder / "a.sh").write_text("\n".join(lines), encoding="utf-8")
    argv = [sys.executable, "-m", "dockersh", "--lang", "en", "--json", "--from-engine", "--explain-script", "a.sh"]
    done = subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, check=False)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {one["line"]: one["text"] for row in rows for one in row["findings"] if one["code"] == "script-fails"}


@pytest.mark.parametrize("lines", SCRIPTS, ids=lambda lines: " ".join(lines[1].split()[1:4]))
def test_the_same_lines_fail(held: PrivateEngine, lines: list[str], tmp_path: Path) -> None:
    """What is called a failure fails, and what fails is called so; where it depends on time, either is right."""
    recorded.clear(held.env())
    certain, possible = foretold(lines)
    real = set(failing(held, lines, tmp_path))
    assert certain <= real <= possible


def test_from_what_the_engine_holds(held: PrivateEngine, tmp_path: Path) -> None:
    """The engine is read once, and nothing in it changes; then the same lines fail on it, for the reasons that were said."""
    recorded.clear(held.env())
    assert failing(held, HELD, tmp_path) == []
    since = time.time()
    said = from_engine(tmp_path, [line for line, _ in ON_HELD], held.env())
    assert held.events(since, time.time()) == []
    assert {number: why for number, (_, why) in enumerate(ON_HELD, 1) if why} == {
        line: text.removeprefix("fails: ").partition(" (docker")[0] for line, text in said.items()
    }
    assert failing(held, [line for line, _ in ON_HELD], tmp_path) == sorted(said)
