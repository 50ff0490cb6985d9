"""`explain last`, and which words are ours."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import dockersh
from dockersh import texts
from dockersh.engine import Listed
from dockersh.reading import catalogue
from dockersh.ways_in import builtin, config
from dockersh.ways_in.builtin import BUILTINS, GIVE_WAY, Desk
from dockersh.ways_in.builtin.history import Ran
from dockersh.ways_in.shell import Settings, Shell
from support import inspected

LANGS = pytest.mark.parametrize("lang", texts.complete())
RAN = {"StartedAt": "2026-01-01T00:00:00Z", "FinishedAt": "2026-01-01T00:00:30Z"}
STATES: dict[str, dict[str, Any]] = {
    "well": {"Status": "running", **RAN},
    "done": {"Status": "exited", "ExitCode": 0, **RAN},
    "broken": {"Status": "exited", "ExitCode": 3, **RAN},
    "loop": {"Status": "restarting", "ExitCode": 1, **RAN},
    "sick": {"Status": "running", "Health": {"Status": "unhealthy"}, **RAN},
}


def world() -> inspected.Told:
    """An engine with a container in each of these states."""
    rows = {name: inspected.container(name, state=state) for name, state in STATES.items()}
    told = inspected.Told({("container", name): row for name, row in rows.items()})
    listed = tuple(Listed(name, name, str(state["Status"])) for name, state in STATES.items())
    told.state = told.state._replace(lists={"containers": listed})
    return told


def explain_last(told: inspected.Told, *typed: str, lang: str = "en", asked: str = "explain last") -> int:
    """The status of `explain last` in a session in which these lines were typed."""
    shell = Shell(Settings(lang, ask_engine=False))
    shell.engine = told
    desk = Desk(shell, config.Config(config.defaults()))
    desk.past = lambda: tuple(map(Ran, typed))
    found = builtin.find(asked, interactive=True)
    assert found is not None
    return found[0].run(desk, found[1])


@LANGS
def test_a_list_is_told_with_the_odd_first(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Those that are not well, and how to ask why."""
    assert explain_last(world(), "docker ps -a", "docker rm nosuch", "explain last", lang=lang) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == ["broken", "loop", "sick", "done", "well"]
    assert [line for line in lines if line.startswith(" ")] == [f"  → why {name}" for name in ("broken", "loop", "sick")]


def test_only_what_was_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Without -a those that are alive."""
    assert explain_last(world(), "docker ps") == 0
    shown = capsys.readouterr().out
    assert ("sick" in shown, "broken" in shown) == (True, False)
    empty = world()
    empty.state = empty.state._replace(lists={"containers": ()})
    assert explain_last(empty, "docker ps") == 0
    assert "no container is running" in capsys.readouterr().out


@pytest.mark.parametrize(
    "line", ["docker logs broken", "docker inspect broken", "sudo docker top broken", "docker stats broken"]
)
def test_a_line_about_one(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """That container's page."""
    assert explain_last(world(), line) == 0
    assert capsys.readouterr().out.startswith("broken exited with status 3")


@LANGS
@pytest.mark.parametrize(
    ("line", "codes"),
    [("docker ps -a", ["exited", "restarting", "unhealthy", "exited", "running"]), ("docker logs loop", ["restarting"])],
)
def test_json(line: str, codes: list[str], lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The same rows by their schema: what is odd, and what to type about it."""
    assert explain_last(world(), line, lang=lang, asked="explain last --json") == 0
    printed = json.loads(capsys.readouterr().out)
    jsonschema.validate(printed, json.loads(files("dockersh.recreate").joinpath("lines.schema.json").read_text("utf-8")))
    assert [note["code"] for note in printed["notes"]] == codes
    odd = [note["line"] for note in printed["notes"] if note.get("odd")]
    assert printed["text"] == "".join(f"{one}\n" for one in odd)
    assert odd[-1].startswith("why ")
    assert dockersh.answer(line, lang=lang, engine=world()).to_dict() == printed


def test_a_long_list_says_how_many_more_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """No container is left out without a word."""
    told = world()
    told.state = told.state._replace(lists={"containers": told.state.lists["containers"] * 20})
    assert explain_last(told, "docker ps -a") == 0
    assert "80 more" in capsys.readouterr().out.splitlines()[-1]


@LANGS
@pytest.mark.parametrize("typed", [(), ("docker rm x",), ("ls",), ("docker version",), ("docker logs nosuch",)])
def test_nothing_to_tell(typed: tuple[str, ...], lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, status 1."""
    assert explain_last(world(), *typed, lang=lang) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_no_word_of_ours_is_dockers() -> None:
    """Also where docker may be left out: those that both have mean docker's only behind `docker`."""
    assert {name for name in GIVE_WAY if catalogue.find(name) is not None} == set()
    assert set(BUILTINS) >= GIVE_WAY


# Programs of a usual Linux or macOS, words of POSIX shells, and what docker is typed as with `implicit` on.
USUAL = """
ls cd cp mv rm cat echo printf test true false pwd kill wait jobs fg bg read type hash ulimit umask times trap eval exec export
unset return shift command find grep sed awk sort uniq head tail cut tr wc tee xargs env sudo su ssh scp curl wget tar gzip zip
git make gcc python python3 pip node npm go cargo vi vim nano emacs less more man info which whereis apt yum dnf brew systemctl
service ps top htop df du free mount ip ss ping dig host who whoami id date cal bc diff patch tree watch time screen tmux podman
nerdctl kubectl helm terraform ansible run images logs stop start build pull push compose
"""
# At our prompt only, where they are what they are in bash.
SHELLS_OWN = frozenset(("help", "set", "alias", "unalias", "history", "clear", "exit"))


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_no_word_of_ours_is_a_usual_programs(name: str) -> None:
    """Nor docker's, with `implicit` on or off; what the shell has, too, works at our prompt alone, or only reads."""
    assert name not in USUAL.split()
    assert catalogue.find(name) is None or name in SHELLS_OWN
    assert not BUILTINS[name].everywhere or name not in SHELLS_OWN - {"help"}


CODE = "published-to-every-address"
ORDER = [
    ("why broken", "broken exited with status 3", True),
    ("why 'broken'", "broken exited", False),
    (f"why {CODE}", CODE, True),
    ("why port-taken", "port-taken", True),
    ("why nosuch", "", False),
    ("explain broken", "broken exited with status 3", True),
    ("explain 'broken'", "broken exited", False),
    (f"explain {CODE}", CODE, True),
    ("explain run -d nginx", "docker run", True),
    ("explain run", "docker run", True),
]


@pytest.mark.parametrize(("line", "words", "says"), ORDER)
def test_an_object_then_a_code_then_a_line_or_a_text(
    line: str, words: str, says: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """One grammar for both; what is quoted is always a text."""
    told = world()
    told.objects["container", CODE] = None
    shell = Shell(Settings("en", ask_engine=False))
    shell.engine = told
    found = builtin.find(line, interactive=True)
    assert found is not None
    found[0].run(Desk(shell, config.Config(config.defaults())), found[1])
    assert (bool(words) and words in capsys.readouterr().out) == says


def test_an_object_of_a_codes_name_is_meant(capsys: pytest.CaptureFixture[str]) -> None:
    """The object is there; the code can be read about elsewhere."""
    told = world()
    told.objects["container", CODE] = inspected.container(CODE, state=STATES["broken"])
    for word in ("why", "explain"):
        shell = Shell(Settings("en", ask_engine=False))
        shell.engine = told
        found = builtin.find(f"{word} {CODE}", interactive=True)
        assert found is not None
        found[0].run(Desk(shell, config.Config(config.defaults())), found[1])
        assert "exited with status 3" in capsys.readouterr().out


@pytest.mark.parametrize("name", sorted(GIVE_WAY))
def test_a_program_of_the_name_is_meant(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless the word stands behind `dockersh`."""
    assert builtin.find(f"{name} web", interactive=True) is not None
    program = tmp_path / name
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert builtin.find(f"{name} web", interactive=True) is None
    assert builtin.find(f"{name} web", interactive=not BUILTINS[name].everywhere, ours=True) is not None
