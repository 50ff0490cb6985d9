"""The library: what other programs build on."""

from __future__ import annotations

import doctest
import json
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import jsonschema
import pytest

import dockersh
from dockersh import explain, texts
from support import inspected

LINES = [
    "docker run -d -p 8080:80 nginx",
    "docker run 'a b'",
    "docker rm $(docker ps -aq)",
    "docker logs -f web | grep x",
    "docker rnu",
]


def test_the_examples_of_the_package_are_true() -> None:
    """Its docstring, line by line."""
    assert doctest.testmod(dockersh).failed == 0


def test_explain_is_safe_in_threads() -> None:
    """Many at once say the same as one after another."""
    lines = [(line, lang) for line in LINES for lang in texts.complete()] * 20
    expected = [explain(line, lang=lang) for line, lang in lines]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda pair: explain(pair[0], lang=pair[1]), lines)) == expected


def test_it_prints_nothing_and_gives_json(capsys: pytest.CaptureFixture[str]) -> None:
    """`to_json` is one line of the contract."""
    found = json.loads(explain("docker run -d nginx").to_json())
    assert (found["schema"], found["commands"][0]["command"]) == ("dockersh.explanation/1", "container run")
    assert capsys.readouterr() == ("", "")


def test_an_explanation_is_frozen() -> None:
    """Nobody changes it behind somebody's back."""
    with pytest.raises(AttributeError):
        explain("docker ps").line = "x"  # type: ignore[misc]


def test_lines_of_what_is_there() -> None:
    """`how`, with changes, `why`: text that can be run, remarks with a code; no exception for what is not there."""
    engine = inspected.engine(inspected.container(Env=["DB_PASSWORD=hunter22"]))
    made = dockersh.how("web", engine=engine)
    assert made.text == "docker create --name web -e DB_PASSWORD nginx\n"
    assert [note.code for note in made.notes] == ["export"]
    assert dockersh.how("web", changes="with -p 80:80", engine=engine).text.splitlines()[0] == "docker rename web web-old &&"
    assert [note.code for note in dockersh.how("web", changes="with --nosuch", engine=engine).notes] == ["bad-change"]
    assert dockersh.why("web", engine=engine).notes[0].code == "created"
    assert [(one.text, one.notes[0].code) for one in (dockersh.how("x", engine=engine), dockersh.why("x", engine=engine))] == [
        ("", "none"),
        ("", "none-of-kind"),
    ]


def test_an_answer_that_has_no_rows() -> None:
    """A remark says so."""
    engine = inspected.engine(inspected.container())
    assert [note.code for note in dockersh.answer("docker version", engine=engine).notes] == ["no-rows"]
    assert [note.code for note in dockersh.answer("ls", engine=engine).notes] == ["no-rows"]


def test_compose_and_back() -> None:
    """A file from lines, a line from a project."""
    made = dockersh.to_compose("docker run --rm -v data:/d nginx\nls", lang="ko")
    assert made.text.startswith("services:\n  nginx:\n")
    assert [note.code for note in made.notes] == ["without"]
    assert [note.code for note in dockersh.to_compose("ls").notes] == ["no-run-line"]
    engine = inspected.Told({})
    engine.more[("compose-config",)] = {"name": "p", "services": {"web": {"image": "nginx"}}}
    assert dockersh.to_run("web", engine=engine).text.endswith("nginx\n")
    assert [note.code for note in dockersh.to_run("db", engine=engine).notes] == ["no-service"]
    assert [note.code for note in dockersh.to_run("web", ["x.yaml"], engine=engine).notes] == ["no-project"]


def test_they_keep_to_the_schema() -> None:
    """`to_dict` is what `--json` prints."""
    schema = json.loads(files("dockersh").joinpath("recreate/lines.schema.json").read_text("utf-8"))
    found = dockersh.to_compose("docker run --rm nginx").to_dict()
    jsonschema.validate(found, schema)


def test_only_what_is_public_is_there() -> None:
    """Names load when they are asked for; others are none."""
    assert all(getattr(dockersh, name) is not None for name in dockersh.__all__)
    with pytest.raises(AttributeError):
        _ = dockersh.nonsense
