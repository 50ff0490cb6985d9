"""What is kept before something is removed: lines without secrets, for the person alone, for seven days, the newest 50."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from dockersh.engine import NoEngine
from dockersh.finding import Say
from dockersh.foresight.step import Step
from dockersh.reading.syntax import Span, Word
from dockersh.recreate import recipes
from dockersh.recreate.recipes import Recipe
from support import inspected

NOW = 1_800_000_000.0
DAY = 24 * 3600.0


def step(kind: str, will: str = "yes", /, command: str = "", **args: str) -> Step:
    """A step of a plan."""
    words = tuple(Word(word, Span(0, 0)) for word in command.split())
    return Step(kind, will, "x", Say("x", args), words)  # type: ignore[arg-type]


def told() -> inspected.Told:
    """An engine with one thing of each kind."""
    engine = inspected.engine(inspected.container(Env=["DB_PASSWORD=hunter22"]))
    engine.objects["image", "mine:1"] = {"Id": "sha256:1", "RepoTags": ["mine:1"], "RepoDigests": []}
    engine.objects["image", "two:1"] = {"Id": "sha256:2", "RepoTags": ["two:1", "other:1"], "RepoDigests": []}
    engine.objects["image", "pulled:1"] = {"Id": "sha256:3", "RepoTags": ["pulled:1"], "RepoDigests": ["pulled@sha256:4"]}
    held = {"Id": "sha256:4", "RepoTags": ["held:1"], "RepoDigests": ["held@sha256:4"], "Descriptor": {"size": 4}}
    engine.objects["image", "held:1"] = held  # by containerd
    engine.objects["volume", "data"] = {"Name": "data", "Driver": "local"}
    engine.objects["network", "net"] = {"Name": "net", "Driver": "bridge"}
    return engine


STEPS = [
    (step("remove", name="web"), ("container", "web", "docker create --name web -e DB_PASSWORD nginx\n", "layer")),
    (step("remove", command="docker rm web"), ("container", "web", "docker create --name web -e DB_PASSWORD nginx\n", "layer")),
    (step("remove-volume", name="data"), ("volume", "data", "docker volume create data\n", "data")),
    (step("remove-network", name="net"), ("network", "net", "docker network create net\n", "")),
    (step("delete-image", image="mine:1"), ("image", "mine:1", "", "image")),
    (step("untag", image="two:1"), ("image", "two:1", "docker tag other:1 two:1\n", "")),
    (step("delete-image", image="pulled:1"), ("image", "pulled:1", "docker pull pulled:1\n", "")),
    (step("delete-image", image="held:1"), ("image", "held:1", "docker pull held:1\n", "unsure-image")),
    (step("rename", name="web", new="old"), ("container", "web", "docker rename old web\n", "")),
]


@pytest.mark.parametrize(("removing", "wanted"), STEPS)
def test_what_is_kept(removing: Step, wanted: tuple[str, str, str, str]) -> None:
    """By the step's own words, or by what it says."""
    assert [one[1:] for one in recipes.of([removing], told(), NOW)] == [wanted]


ALIVE = {"Status": "running", "StartedAt": "2026-01-01T00:00:00Z"}
ENDED = {"Status": "exited", "StartedAt": "2026-01-01T00:00:00Z"}
DETACHED = {"AttachStdout": False, "AttachStderr": False}
BACK: list[tuple[dict[str, Any], str]] = [
    ({"state": ALIVE, **DETACHED}, "docker run -d --name web nginx sh\n"),
    ({"state": ALIVE, **DETACHED, "Tty": True}, "docker run -dt --name web nginx sh\n"),
    ({"state": ALIVE}, "docker create --name web nginx sh\ndocker start web\n"),
    ({"state": ENDED}, "docker create --name web nginx sh\n"),
    ({"state": ENDED, **DETACHED}, "docker create --name web nginx sh\n"),
    ({"state": ENDED, **DETACHED, "Tty": True}, "docker create -t --name web nginx sh\n"),
]


@pytest.mark.parametrize(("row", "text"), BACK)
def test_a_container_comes_back_as_it_was(row: dict[str, Any], text: str) -> None:
    """What had ended is not run again, and no line waits for what runs."""
    engine = inspected.engine(inspected.container(**row), inspected.image(Cmd=None))
    assert [one.text for one in recipes.of([step("remove", name="web")], engine, NOW)] == [text]


IMAGES = [
    ({"RepoTags": ["a:1"], "RepoDigests": ["a@sha256:4"]}, "a:1", "docker pull a:1\n"),
    ({"RepoTags": ["a:latest"], "RepoDigests": ["a@sha256:4"]}, "a", "docker pull a\n"),
    (
        {"RepoTags": ["mine:1"], "RepoDigests": ["a@sha256:4"]},
        "mine:1",
        "docker pull a@sha256:4\ndocker tag a@sha256:4 mine:1\n",
    ),
    ({"RepoTags": ["mine:1", "a:1"], "RepoDigests": ["a@sha256:4"]}, "mine:1", "docker tag a:1 mine:1\n"),
    ({"RepoTags": ["h:5000/x"], "RepoDigests": ["h:5000/x@sha256:4"]}, "h:5000/x", "docker pull h:5000/x\n"),
    ({"RepoTags": ["mine:1"], "RepoDigests": []}, "mine:1", ""),
]


@pytest.mark.parametrize(("row", "name", "text"), IMAGES)
def test_an_image_comes_back(row: dict[str, Any], name: str, text: str) -> None:
    """By another name that is left, or from a registry that has had it: not from one that never had that name."""
    engine = inspected.Told({("image", name): {"Id": "sha256:1", **row}})
    assert [one.text for one in recipes.of([step("untag", image=name)], engine, NOW)] == [text]


def test_an_image_is_kept_once() -> None:
    """`docker rmi app` takes away a name and an image: `app` and `app:latest` are one thing."""
    row = {"Id": "sha256:1", "RepoTags": ["app:latest"], "RepoDigests": []}
    engine = inspected.Told({("image", name): row for name in ("app", "app:latest", "app:2")})
    steps = [step("untag", image="app:latest"), step("delete-image", image="app"), step("untag", image="app:2")]
    assert [one.name for one in recipes.of(steps, engine, NOW)] == ["app", "app:2"]


def test_what_others_need_comes_first() -> None:
    """Images, volumes and networks, then containers: the last one removed first, unless it needs another."""
    texts = {
        "web": "docker run -d --name web nginx\n",
        "db": "docker run -d --name db redis\n",
        "side": "docker run -d --network container:db --name side x\n",
    }
    found = [Recipe(NOW, "container", name, text) for name, text in texts.items()]
    found.append(Recipe(NOW, "volume", "data", "docker volume create data\n"))
    assert [one.name for one in recipes.in_order(found)] == ["data", "db", "side", "web"]
    circle = [Recipe(NOW, "container", one, f"x --link {other}\n") for one, other in (("a", "b"), ("b", "a"))]
    assert {one.name for one in recipes.in_order(circle)} == {"a", "b"}


def test_variables_to_export_are_found() -> None:
    """Those without a value, once each."""
    text = "docker run -d \\\n  -e DB_PASSWORD \\\n  -e A=1 x\ndocker run -e DB_PASSWORD -e B y\n"
    assert recipes.exports(text) == ["DB_PASSWORD", "B"]


NOTHING = [
    step("remove", "no", name="web"),
    step("remove", name="nosuch"),
    step("stop", name="web"),
    step("remove-volume", name="web", volumes="/data (0 B)"),
    step("remove"),
]


@pytest.mark.parametrize("removing", NOTHING)
def test_what_is_not_kept(removing: Step) -> None:
    """What is not removed, not there, or has no name."""
    assert recipes.of([removing], told(), NOW) == []


def test_nobody_is_asked_without_an_engine() -> None:
    """Nothing is known, so nothing is kept."""
    assert recipes.of([step("remove", name="web")], NoEngine(), NOW) == []


def test_a_line_that_removes_much_is_asked_about_in_part() -> None:
    """Each thing costs two questions."""
    engine = told()
    recipes.of([step("remove", command="docker rm " + " ".join(f"c{number}" for number in range(100)))], engine, NOW)
    assert len({one.about for one in engine.asked if one.about[0] == "container"}) == recipes.AT_ONCE


def test_the_file(tmp_path: Path) -> None:
    """0600, the newest first, 50 of them, none older than a week, no secret in it."""
    path = str(tmp_path / "dockersh" / "recipes.json")
    assert recipes.kept(path, NOW) == []
    recipes.keep(path, recipes.of([step("remove", name="web")], told(), NOW - DAY), NOW - DAY)
    recipes.keep(path, [Recipe(NOW, "volume", "한글", "x\n")], NOW)
    assert [one.name for one in recipes.kept(path, NOW)] == ["한글", "web"]
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert "hunter22" not in Path(path).read_text(encoding="utf-8")
    assert [one.name for one in recipes.kept(path, NOW + 6.5 * DAY)] == ["한글"]
    assert recipes.kept(path, NOW + 8 * DAY) == []
    for number in range(60):
        recipes.keep(path, [Recipe(NOW + number, "volume", f"v{number}", "x\n")], NOW + number)
    found = recipes.kept(path, NOW + 60)
    assert (len(found), found[0].name) == (recipes.NEWEST, "v59")


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "[1]", '[{"at": "x"}]', '[{"at": 1}]', "null"])
def test_a_broken_file_holds_nothing(content: str, tmp_path: Path) -> None:
    """And is written anew."""
    path = tmp_path / "recipes.json"
    path.write_text(content, encoding="utf-8")
    assert recipes.kept(str(path), NOW) == []
    recipes.keep(str(path), [Recipe(NOW, "volume", "v", "x\n")], NOW)
    assert [one.name for one in recipes.kept(str(path), NOW)] == ["v"]


def test_no_home_no_file() -> None:
    """Nothing is kept, and nothing fails."""
    recipes.keep(None, [Recipe(NOW, "volume", "v", "x\n")], NOW)
    assert recipes.kept(None, NOW) == []
