"""`why NAME`: the page of a container, without its secrets."""

from __future__ import annotations

import pytest

from dockersh import texts
from dockersh.ways_in import builtin, config
from dockersh.ways_in.builtin import Desk
from dockersh.ways_in.shell import Settings, Shell
from support import inspected

ENDED = {"Status": "exited", "StartedAt": "2026-01-01T00:00:00Z", "FinishedAt": "2026-01-01T00:00:30Z", "ExitCode": 3}


def why(told: inspected.Told, name: str, lang: str = "en") -> int:
    """The status of `why NAME`."""
    shell = Shell(Settings(lang, ask_engine=False))
    shell.engine = told
    found = builtin.find(f"why {name}", interactive=False)
    assert found is not None
    return found[0].run(Desk(shell, config.Config(config.defaults())), found[1])


def ended(log: str = "") -> inspected.Told:
    """An engine with a container that ended with 3."""
    told = inspected.engine({**inspected.container(state=ENDED), "Path": "app", "Args": ["--password=hunter22"]})
    told.logs = {"web": log}
    return told


@pytest.mark.parametrize("lang", texts.complete())
def test_a_page(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The status, the end of the log, lines to type, on standard output."""
    assert why(ended("started\nno config\n"), "web", lang) == 0
    shown = capsys.readouterr().out
    assert " 3" in shown.split("\n")[0]
    assert "    no config\n" in shown
    assert "  → docker logs --tail 50 web\n" in shown


def test_no_secret_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither of its command nor of its log; nor what steers a terminal."""
    why(ended("DB_PASSWORD=hunter22\n\x1b[2Jx\n"), "web")
    shown = capsys.readouterr().out
    assert "hunter22" not in shown
    assert "\x1b" not in shown


STARTS = [
    ("driver failed: Bind for 0.0.0.0:8080 failed: port is already allocated", "port 8080 is already in use", "-p 8081:", True),
    ('runc create failed: exec: "nosuch": executable file not found in $PATH', "no program nosuch", "--entrypoint sh", False),
    ("something nobody knows", "docker could not start it: something nobody knows", "", True),
]


@pytest.mark.parametrize(("error", "cause", "advice", "again"), STARTS)
def test_why_it_could_not_start(
    error: str, cause: str, advice: str, *, again: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the engine's words mean and what to do; starting it again only where that can help."""
    state = {"Status": "created", "StartedAt": "0001-01-01T00:00:00Z", "Error": error}
    told = inspected.engine({**inspected.container(state=state), "Created": "2026-01-01T00:00:00Z", "Path": "app", "Args": []})
    assert why(told, "web") == 0
    shown = capsys.readouterr().out
    assert "but docker could not start it" in shown.split("\n")[0]
    assert cause in shown
    assert advice in shown
    assert ("docker start web" in shown) == again


def test_what_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """On one line, with status 1."""
    assert why(ended(), "nosuch") == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "nosuch" in printed.err


def test_only_a_named_container_is_asked_for_its_log() -> None:
    """And only its end."""
    told = ended()
    why(told, "web")
    assert [one.about for one in told.asked if one.kind == "log"] == [("web",)]


def explain(told: inspected.Told, rest: str) -> int:
    """The status of `explain …`."""
    shell = Shell(Settings("en", ask_engine=False))
    shell.engine = told
    found = builtin.find(f"explain {rest}", interactive=False)
    assert found is not None
    return found[0].run(Desk(shell, config.Config(config.defaults())), found[1])


def test_a_container_is_explained_by_what_it_was_made_with(capsys: pytest.CaptureFixture[str]) -> None:
    """How it is, its options; neither steps, which are over, nor failures, for it is there; no secret."""
    ports = {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}
    row = inspected.container(state=ENDED, PortBindings=ports, Env=["DB_PASSWORD=hunter22"], Cmd=["x", "--password=hunter23"])
    assert explain(inspected.engine(row), "web") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("web exited with status 3")
    assert "-p 8080:80" in shown
    assert "hunter2" not in shown
    assert "will fail" not in shown


# What is typed behind `explain`, a word of what is shown: a container, else a code, else a line.
MEANS = [
    ("web", "web exited"),
    ("name-in-use", "name"),
    ("ps", "docker ps"),
    ("run web", "docker run"),
    ("docker ps", "docker ps"),
]


@pytest.mark.parametrize(("rest", "word"), MEANS)
def test_what_a_word_means(rest: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A command of docker's is never taken for a name."""
    told = ended()
    told.objects["container", "ps"] = inspected.container("ps")
    assert explain(told, rest) == 0
    assert word in capsys.readouterr().out


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """One object, by its schema, in which no secret stands."""
    import json
    from importlib.resources import files

    import jsonschema

    schema = json.loads(files("dockersh.recreate").joinpath("lines.schema.json").read_text(encoding="utf-8"))
    told = ended("DB_PASSWORD=hunter22\n")
    for line in ("why web", "how web", "how web with -m 1g", "to-compose docker run --rm nginx"):
        shell = Shell(Settings("en", ask_engine=False, json=True))
        shell.engine = told
        found = builtin.find(line, interactive=False)
        assert found is not None
        found[0].run(Desk(shell, config.Config(config.defaults())), found[1])
        printed = capsys.readouterr()
        jsonschema.validate(json.loads(printed.out), schema)
        assert (printed.err, "hunter22" in printed.out) == ("", False)
