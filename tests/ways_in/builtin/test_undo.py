"""`undo`: the lines that bring back what a line took away, and what is lost for good."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from dockersh import texts
from dockersh.machine import folders
from dockersh.recreate import recipes
from dockersh.recreate.recipes import Recipe
from dockersh.ways_in import builtin, config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.shell import Settings, Shell
from support import inspected

LANGS = pytest.mark.parametrize("lang", texts.complete())
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True, name="home")
def fixture_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own."""
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def undo(rest: str = "", lang: str = "en", *, private: bool = False) -> int:
    """The status of `undo …`."""
    found = builtin.find(f"undo {rest}", interactive=False)
    assert found is not None
    return found[0].run(
        Desk(Shell(Settings(lang, ask_engine=False, private=private)), config.Config(config.defaults())), found[1]
    )


def keep(*found: Recipe) -> None:
    """As a line does that removes these."""
    recipes.keep(folders.place("state", "recipes.json"), found, time.time())


@LANGS
def test_the_last_line_is_undone(lang: str, capsys: Printed) -> None:
    """What a container needs comes before it; what is lost is said beside the lines."""
    now = time.time()
    keep(Recipe(now - 9, "volume", "old", "docker volume create old\n", "data"))
    keep(
        Recipe(now, "container", "web", "docker run -d --name web nginx\n", "layer"),
        Recipe(now, "network", "n", "docker network create n\n"),
    )
    assert undo("", lang) == 0
    printed = capsys.readouterr()
    assert printed.out == "docker network create n\ndocker run -d --name web nginx\n"
    assert "web" in printed.err
    assert undo("old", lang) == 0
    assert capsys.readouterr().out == "docker volume create old\n"
    assert undo("--list", lang) == 0
    assert [line.split()[1].rstrip(",") for line in capsys.readouterr().out.splitlines()][:2] == ["web", "n"]


@LANGS
def test_nothing_to_undo(lang: str, capsys: Printed) -> None:
    """One sentence, with the name where one was asked for."""
    assert undo("", lang) == 1
    assert "  " not in capsys.readouterr().err
    assert undo("web", lang) == 1
    assert "web" in capsys.readouterr().err


def test_what_lines_need_is_said_beside_them(capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables that are not set, and the project that compose made."""
    monkeypatch.setenv("SET", "1")
    text = "docker run -d -e DB_PASSWORD -e SET -l com.docker.compose.project=shop nginx\n"
    keep(Recipe(time.time(), "container", "web", text, "layer"))
    assert undo() == 0
    printed = capsys.readouterr()
    assert printed.out == text
    assert "export DB_PASSWORD first" in printed.err
    assert "project shop" in printed.err


@LANGS
def test_what_cannot_come_back_is_told(lang: str, capsys: Printed) -> None:
    """With status 1 where no line is left."""
    assert undo("", lang) == 1
    assert capsys.readouterr().err.count("\n") == 1
    keep(Recipe(time.time(), "image", "mine:1", "", "image"))
    assert undo("mine:1", lang) == 1
    printed = capsys.readouterr()
    assert (printed.out, "mine:1" in printed.err) == ("", True)
    keep(Recipe(time.time(), "container", "web", "", "layer"))
    assert undo("web", lang) == 1
    assert capsys.readouterr().err.count("web") >= 2


def shell_with(told: inspected.Told, monkeypatch: pytest.MonkeyPatch, home: Path) -> Shell:
    """A shell beside an engine that was made up, and a docker that does nothing."""
    script = home / "bin" / "docker"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:/usr/bin:/bin")
    shell = Shell(Settings("en", ask_engine=False))
    shell.ahead = told
    return shell


def test_a_line_that_removes_keeps_the_way_back(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Before it runs; one that is only explained, of a private session, or that removes nothing, keeps nothing."""
    told = inspected.engine(inspected.container())
    path = folders.place("state", "recipes.json")
    shell = shell_with(told, monkeypatch, home)
    shell.line("docker ps")
    shell.line("docker stop web")
    assert recipes.kept(path, time.time()) == []
    shell.settings = shell.settings._replace(explain_only=True)
    shell.line("docker rename web old")
    assert recipes.kept(path, time.time()) == []
    shell.settings = shell.settings._replace(explain_only=False, private=True)
    shell.line("docker rename web old")
    assert (recipes.kept(path, time.time()), undo(private=True)) == ([], 1)
    assert "private" in capfd.readouterr().err
    shell.settings = shell.settings._replace(private=False)
    shell.line("docker rename web old")
    assert [one.text for one in recipes.kept(path, time.time())] == ["docker rename old web\n"]
    capfd.readouterr()
