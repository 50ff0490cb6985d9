"""`dockersh --explain-script`: reports, exit statuses, and what cannot be read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import dockersh
from support.paths import ROOT

SCHEMA = json.loads((Path(dockersh.__file__).parent / "document.schema.json").read_text(encoding="utf-8"))
PAGE = "```sh\ndocker run -d -p 8080:80 nginx:1\ndocker ps | grep web\n```\n"


def ask(*options: str, files: tuple[str, ...] = ("page.md",), cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run dockersh with options in front of `--explain-script FILES`."""
    argv = [sys.executable, "-m", "dockersh", *options, "--explain-script", *files]
    return subprocess.run(argv, cwd=cwd, input=stdin, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one page."""
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    return tmp_path


def test_text_names_line_and_column(folder: Path) -> None:
    """Every docker line, what to mind below it, and a sum."""
    lines = ask(cwd=folder).stdout.splitlines()
    assert lines[0] == "page.md:2: docker run -d -p 8080:80 nginx:1"
    assert lines[1].startswith("     2:15 ! port 8080 opens on every address")
    assert lines[1].endswith("[published-to-every-address]")
    assert lines[2:] == ["page.md:3: docker ps | grep web", "docker commands: 2 · notes: 1"]


def test_quiet_leaves_out_what_is_fine(folder: Path) -> None:
    """Only the line with something to mind."""
    lines = ask("-q", cwd=folder).stdout.splitlines()
    assert [line.split(": ")[0] for line in lines if line.startswith("page.md")] == ["page.md:2"]


def test_options_may_stand_behind_the_files(folder: Path) -> None:
    """As a hook or a person puts them."""
    argv = [
        sys.executable,
        "-m",
        "dockersh",
        "--explain-script",
        "page.md",
        "--fail-on",
        "warning",
        "--format=github",
        "--",
        "-",
    ]
    done = subprocess.run(argv, cwd=folder, input="docker ps\n", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.startswith("::warning file=page.md")) == (1, True)


def test_korean(folder: Path) -> None:
    """The same in Korean."""
    assert ask("--lang", "ko", cwd=folder).stdout.splitlines()[-1] == "도커 명령 2개 · 살펴볼 것 1개"


@pytest.mark.parametrize("option", [("--format", "json"), ("--json",)])
def test_json_fits_its_schema(folder: Path, option: tuple[str, ...]) -> None:
    """One object a docker line."""
    objects = [json.loads(line) for line in ask(*option, cwd=folder).stdout.splitlines()]
    for one in objects:
        jsonschema.Draft202012Validator(SCHEMA).validate(one)
    assert [one["line"] for one in objects] == [2, 3]


def test_markdown_is_a_table(folder: Path) -> None:
    """A row a docker line; a pipe in it does not end the cell."""
    rows = ask("--format", "markdown", cwd=folder).stdout.splitlines()
    assert rows[1] == "| --- | --- | --- |"
    assert rows[3].startswith("| page.md:3 | `` docker ps \\| grep web `` | ")
    assert rows[2].count("<br>") == 1


def test_github_annotations(folder: Path) -> None:
    """One workflow command a finding, its place in the file."""
    (line,) = ask("--format", "github", cwd=folder).stdout.splitlines()
    assert line.startswith(
        "::warning file=page.md,line=2,col=15,endLine=2,endColumn=25,title=published-to-every-address::port 8080"
    )


@pytest.mark.parametrize(
    ("limit", "status"), [("error", 0), ("danger", 0), ("warning", 1), ("tip", 1), ("never", 0), (None, 0)]
)
def test_the_status_follows_the_gravest_finding(folder: Path, limit: str | None, status: int) -> None:
    """`--fail-on` is the mildest finding that makes it 1."""
    assert ask(*(("--fail-on", limit) if limit else ()), cwd=folder).returncode == status


def test_a_line_that_docker_refuses_fails(folder: Path) -> None:
    """From standard input, which is read as a script."""
    done = ask(files=("-",), cwd=folder, stdin="docker ps --fromat x\n")
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "<stdin>:1: docker ps --fromat x")


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    """One line for it; the others are still reported."""
    done = ask(files=("nope.sh", "page.md"), cwd=folder)
    assert (done.returncode, done.stderr) == (2, "dockersh: nope.sh: No such file or directory\n")
    assert done.stdout.endswith("docker commands: 2 · notes: 1\n")


def test_bytes_of_another_encoding_do_no_harm(folder: Path) -> None:
    """A Latin-1 remark beside a docker line."""
    (folder / "latin.sh").write_bytes(b"# caf\xe9\ndocker ps\n")
    done = ask(files=("latin.sh",), cwd=folder)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "latin.sh:2: docker ps")


def test_our_own_documents_are_clean() -> None:
    """README and CONTRIBUTING show no docker line that docker would refuse."""
    assert ask(files=("README.md", "CONTRIBUTING.md"), cwd=ROOT).returncode == 0


def examples() -> list[list[str]]:
    """What CI and pre-commit run, as README and the hook have it: our options, without the files."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    entry = re.search(r"entry: dockersh (.*)", hook)
    args = re.search(r"args: \[(.*)\]", readme)
    step = re.search(r"- run: pipx run .* dockersh (--.*--explain-script) ", readme)
    assert entry is not None
    assert args is not None
    assert step is not None
    return [[*entry[1].split(), *args[1].split(", ")], step[1].split()]


@pytest.mark.parametrize("options", examples(), ids=" ".join)
def test_the_examples_of_ci_and_pre_commit_run(folder: Path, options: list[str]) -> None:
    """With a file behind them they pass on what is fine and fail on what docker refuses."""
    (folder / "bad.sh").write_text("docker ps --fromat x\n", encoding="utf-8")
    for file, status in (("page.md", 0), ("bad.sh", 1)):
        argv = [sys.executable, "-m", "dockersh", *options, file]
        done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (status, "")
