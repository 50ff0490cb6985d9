"""`--explain-script FILE --simulate`: what is foretold, in each report, with its exit status, and of each kind of file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import dockersh

SCHEMA = json.loads((Path(dockersh.__file__).parent / "document.schema.json").read_text(encoding="utf-8"))
SCRIPT = "#!/bin/sh\ndocker create --name web alpine:3\n\ndocker create --name web alpine:3\ndocker rm nosuch || true\n"
TWICE = "docker create --name web alpine:3"


def ask(folder: Path, *options: str, name: str = "a.sh", text: str = SCRIPT, **env: str) -> subprocess.CompletedProcess[str]:
    """Write a file, and ask about it."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    argv = [sys.executable, "-m", "dockersh", *options, "--explain-script", name]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("DOCKER")}
    return subprocess.run(argv, cwd=folder, env={**clean, **env}, capture_output=True, text=True, check=False)


def codes(done: subprocess.CompletedProcess[str]) -> list[tuple[int, str, str]]:
    """`(line, code, severity)` of a JSON report."""
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [(one["line"], one["code"], one["severity"]) for row in rows for one in row["findings"]]


SAID = {
    "en": (
        "      4:1 ✗ fails: web was made in line 2 (docker: Conflict. ",
        "      5:1 · fails, and the script goes on: nosuch does not ",
    ),
    "ko": (
        "      4:1 ✗ 실패합니다: 2행에서 web 이름으로 이미 만들었습니다 (docker: Conflict. ",
        "      5:1 · 실패하지만 스크립트는 ",
    ),
}


@pytest.mark.parametrize("lang", SAID)
def test_the_line_and_the_reason(tmp_path: Path, lang: str) -> None:
    """The line that fails, the earlier line that is the reason, docker's words; the status is 1."""
    done = ask(tmp_path, "--lang", lang, "--simulate")
    rows = [row for row in done.stdout.split("\n") if "[script-fails" in row]
    assert all(row.startswith(said) for row, said in zip(rows, SAID[lang], strict=True))
    assert done.returncode == 1
    assert "script-" not in ask(tmp_path, "--lang", lang).stdout


def test_json_and_the_severities(tmp_path: Path) -> None:
    """What is foretold are findings like others: by the schema, with line and column; remarks silence them."""
    done = ask(tmp_path, "--simulate", "--json")
    for row in done.stdout.splitlines():
        jsonschema.validate(json.loads(row), SCHEMA)
    assert codes(done) == [(4, "script-fails", "error"), (5, "script-fails-provided-for", "tip")]
    assert ask(tmp_path, "--simulate", "--fail-on", "never").returncode == 0
    assert codes(ask(tmp_path, "--simulate", "--json", "--ignore", "script-fails")) == [(5, "script-fails-provided-for", "tip")]
    excused = SCRIPT.replace(TWICE, f"{TWICE} # dockersh: ignore script-fails")
    assert ask(tmp_path, "--simulate", text=excused).returncode == 0


@pytest.mark.parametrize("form", ["markdown", "github", "sarif", "gitlab", "compiler"])
def test_every_report_has_it(tmp_path: Path, form: str) -> None:
    """For people and for programs."""
    done = ask(tmp_path, "--simulate", "--format", form)
    assert "script-fails" in done.stdout
    assert "web was made in line 2" in done.stdout
    assert done.returncode == 1


EVERYTHING = """set -e
docker rm nosuch || true
docker rm $1
docker build -t app .
docker create --name box private/app:1
docker rm box nosuch
docker create --name web alpine:3
docker create --name web alpine:3
docker ps
"""
SAID_OF_IT = {
    2: "fails, and the script goes on: nosuch does not exist, and no earlier line makes it (docker: No such container: nosuch)",
    3: "not foretold: only the shell knows whether this runs, and with which words",
    4: "not simulated; assumed to succeed",
    5: "practice does not know the image private/app:1: it is assumed to exist, and what it runs is not known",
    6: "not certain, but it can fail: nosuch does not exist, and no earlier line makes it (docker: No such container: nosuch)",
    9: "not reached: the script ends at line 8 (set -e)",
}


def test_everything_that_is_said(tmp_path: Path) -> None:
    """A failure that is provided for, what is open, what is assumed, what is not reached: each in its own words."""
    done = ask(tmp_path, "--simulate", "--json", "--lang", "en", text=EVERYTHING)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    told = {one["line"]: one["text"] for row in rows for one in row["findings"] if one["code"].startswith("script-")}
    assert told.pop(8).startswith("fails: web was made in line 7 (docker: Conflict. The container name ")
    assert told == SAID_OF_IT


# A file of a kind, and what is foretold of it: `(line, code)`.
KINDS = [
    ("a.md", f"```sh\n{TWICE}\n```\n\nThen:\n\n```console\n$ {TWICE}\nConflict\n$ docker rm other\n```\n", [8, -10]),
    ("Makefile", f"up:\n\t{TWICE}\n\t{TWICE}\n\ndown:\n\tdocker rm web other\n", [3, -6]),
    (".github/workflows/a.yml", f"jobs:\n  a:\n    steps:\n      - run: |\n          {TWICE}\n          {TWICE}\n", [6]),
    ("c.md", "```\ndocker run -d --name db -v C:\\x:C:\\y app:1\ndocker run -d --name <name> app\ndocker logs db\n```\n", [-4]),
    ("b.sh", f"A=web\r\n{TWICE}\r\n{TWICE}\r\n", [3]),
    ("한글.sh", f"# 컨테이너\n{TWICE}; echo '만들기'\n{TWICE}\n", [3]),
]


@pytest.mark.parametrize(("name", "text", "lines"), KINDS)
def test_every_kind_of_file(tmp_path: Path, name: str, text: str, lines: list[int]) -> None:
    """A line that fails has its place in the file; a negative one may fail: something else may have made what it wants."""
    found = codes(ask(tmp_path, "--simulate", "--json", name=name, text=text))
    told = [line if code == "script-fails" else -line for line, code, _ in found if code in ("script-fails", "script-may-fail")]
    assert told == lines


def test_each_file_begins_again(tmp_path: Path) -> None:
    """Two files are two scripts."""
    (tmp_path / "b.sh").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "a.sh").write_text(TWICE, encoding="utf-8")
    argv = [sys.executable, "-m", "dockersh", "--simulate", "--json", "--explain-script", "a.sh", "b.sh"]
    done = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert codes(done) == [(4, "script-fails", "error"), (5, "script-fails-provided-for", "tip")]


def test_what_the_linter_says_is_not_said_twice(tmp_path: Path) -> None:
    """A line that docker refuses whatever there is has one error."""
    found = codes(ask(tmp_path, "--simulate", "--json", text="docker create --name b alpine:3\ndocker run --nosuch alpine:3\n"))
    assert [line for line, _, severity in found if severity == "error"] == [1, 2]


@pytest.mark.parametrize("options", [("--simulate",), ("--from-engine",)])
def test_the_options_need_a_file(tmp_path: Path, options: tuple[str, ...]) -> None:
    """One line says so."""
    done = subprocess.run(
        [sys.executable, "-m", "dockersh", *options], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_an_engine_that_does_not_answer(tmp_path: Path) -> None:
    """Nothing is foretold of what nobody told; one line, status 2."""
    done = ask(tmp_path, "--from-engine", DOCKER_HOST=f"unix://{tmp_path}/none.sock", LANG="C.UTF-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "dockersh: --from-engine: the docker engine of this computer did not answer; "
        "--simulate alone begins with an empty engine\n"
    )
