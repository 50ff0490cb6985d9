"""A Dockerfile and its context are read as docker's own builder reads them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dockersh import explain
from dockersh.engine import DockerEngine
from dockersh.engine.buildcontext import Stage, ignored, is_ignored, look, read
from support.private_engine import PrivateEngine

FILES = ("a.txt", "b.log", "sub/a.txt", "sub/b.log", "sub/deep/c.log", ".git/config", "keep.log", "x/node_modules/m.js")
# Lines of a .dockerignore; what of the files above stays behind is asked of docker itself.
PATTERNS = [
    "*.log",
    "**/*.log",
    "sub",
    "sub/",
    "/sub",
    "sub/*.log",
    "**/node_modules",
    "*/a.txt",
    "?.txt",
    ".git",
    "# a remark\n\n*.log\n!keep.log",
    "**\n!a.txt",
    "sub\n!sub/a.txt",
    "./b.log",
    "sub/**",
]


@pytest.mark.parametrize("patterns", PATTERNS)
def test_what_is_ignored_is_what_docker_leaves_out(engine: PrivateEngine, tmp_path: Path, patterns: str) -> None:
    """The classic builder copies the context into an image; the files in it are those we would send."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / ".dockerignore").write_text(patterns, encoding="utf-8")
    script = "FROM busybox\nCOPY . /context\nRUN find /context -type f | sort > /list\n"
    env = engine.env(DOCKER_BUILDKIT="0")
    argv = ["docker", "build", "-q", "-t", "listed", "."]
    (tmp_path / "Dockerfile").write_text(script, encoding="utf-8")
    subprocess.run(argv, cwd=tmp_path, env=env, capture_output=True, check=True)
    theirs = engine.docker("run", "--rm", "listed", "cat", "/list").split()
    found = ignored(str(tmp_path))
    ours = [f"/context/{name}" for name in FILES if not is_ignored(name, found)]
    assert sorted(ours) == [one for one in theirs if one.removeprefix("/context/") in FILES]


DOCKERFILES = [
    ("FROM busybox\nRUN true\n", (Stage("busybox"),), 2, ()),
    ("ARG V=1\nFROM node:${V} AS Build\nFROM build\nCOPY a b /x/\n", (Stage("node:1", "build"), Stage("build")), 3, ("a", "b")),
    ("ARG V\nFROM node:$V\n", (Stage(None),), 1, ()),
    ("ARG V\nFROM node:${V:-22}\n", (Stage("node:22"),), 1, ()),
    ("FROM --platform=linux/amd64 busybox\nCOPY --from=x /a /b\nCOPY --chown=1 a* c /d\n", (Stage("busybox"),), 3, ("c",)),
    ("# FROM x\nfrom busybox\nRUN a \\\n  # remark\n  && b\nCOPY <<EOF /x\nRUN no\nEOF\nCMD x\n", (Stage("busybox"),), 4, ()),
    ("", (), 0, ()),
]


@pytest.mark.parametrize(("text", "stages", "steps", "sources"), DOCKERFILES)
def test_a_dockerfile_is_read(text: str, stages: tuple[Stage, ...], steps: int, sources: tuple[str, ...]) -> None:
    """Stages with their variables filled in, steps that do something, plain sources."""
    found = read(text, {})
    assert (found.stages, found.steps, found.sources) == (stages, steps, sources)


def test_a_build_argument_of_the_line_counts() -> None:
    """It outranks the default of ARG."""
    assert read("ARG V=1\nFROM node:$V\n", {"V": "9"}).stages == (Stage("node:9"),)


def test_the_folder_is_measured(tmp_path: Path) -> None:
    """Files and bytes that would be sent, those left out not counted."""
    (tmp_path / "Dockerfile").write_text("FROM busybox\n", encoding="utf-8")
    (tmp_path / "data.log").write_bytes(b"x" * 1000)
    assert (look(str(tmp_path), "", {}).files, look(str(tmp_path), "", {}).size) == (2, 1013)
    (tmp_path / ".dockerignore").write_text("*.log", encoding="utf-8")
    found = look(str(tmp_path), "", {})
    assert (found.files, found.size, found.ignores) == (2, 18, True)


WRONG = [
    ("docker build nope", "build-no-context"),
    ("docker build sub", "build-no-dockerfile"),
    ("docker build -f nope .", "build-no-such-dockerfile"),
    ("docker build -f empty .", "build-no-from"),
    ("docker build --target nope .", "build-no-target"),
    ("docker build -f copies .", "build-source-missing"),
]


@pytest.mark.parametrize(("line", "code"), WRONG, ids=[line for line, _ in WRONG])
def test_failures_are_foreseen(
    engine: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, code: str
) -> None:
    """Docker fails on each, as was said; on the right line nothing is said."""
    files = {"Dockerfile": "FROM busybox AS one\n", "empty": "# nothing\n", "copies": "FROM busybox\nCOPY nothing /x\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    for name, value in engine.env(DOCKER_BUILDKIT="0").items():
        monkeypatch.setenv(name, value)
    said = [
        one.code for one in explain(line, engine=DockerEngine("docker", 20)).commands[0].findings if one.severity == "error"
    ]
    assert said == [code]
    assert subprocess.run(line.split(), capture_output=True, check=False).returncode != 0
    right = explain("docker build -t x .", engine=DockerEngine("docker", 20)).commands[0].findings
    assert [one.code for one in right] == []


def test_what_is_foretold_of_a_build_happens(engine: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base image that is missing is pulled, the name moves to the new image, the old one stays without."""
    monkeypatch.chdir(tmp_path)
    for name, value in engine.env(DOCKER_BUILDKIT="0").items():
        monkeypatch.setenv(name, value)
    (tmp_path / "Dockerfile").write_text("FROM redis:latest\nRUN touch /a\n", encoding="utf-8")
    engine.docker("rmi", "redis")
    asks = DockerEngine("docker", 20)
    first = explain("docker build -t app:1 .", engine=asks).commands[0]
    assert [(one.step, one.will, one.reason) for one in first.steps] == [
        ("pull", "yes", "image-missing"),
        ("build", "yes", "from-folder"),
        ("tag", "yes", "first"),
    ]
    subprocess.run(["docker", "build", "-t", "app:1", "."], capture_output=True, check=True)
    assert engine.docker("images", "-q", "redis") != ""
    (tmp_path / "Dockerfile").write_text("FROM redis:latest\nRUN touch /b\n", encoding="utf-8")
    second = explain("docker build -t app:1 .", engine=asks).commands[0]
    assert [(one.step, one.reason) for one in second.steps] == [("build", "from-folder"), ("tag", "taken-over")]
    before = engine.docker("images", "-q", "app:1")
    subprocess.run(["docker", "build", "-t", "app:1", "."], capture_output=True, check=True)
    assert engine.docker("images", "-q", "app:1") != before
    assert before in engine.docker("images", "-q", "--filter", "dangling=true").split()


# A Dockerfile, and the words in it that are no instruction.
WORDS = [
    ("FROM busybox:latest\nRUNN true\n", ("RUNN",)),
    ("FROM busybox:latest\nRUN echo a && \\\n\n  echo b\n", ()),
    ("FROM busybox:latest\nRUN echo a && \\\n# why\n  echo b\n", ()),
    ("FROM busybox:latest\nRUN echo a \\\n\n\n  # why\n\n  && echo b\nLABEL a=b\n", ()),
    ("FROM busybox:latest\nrun true\n", ()),
    ("# escape=`\nFROM busybox:latest\nRUN echo a && `\n  echo b\n", ()),
    ("FROM busybox:latest\nRUN echo a\\\n", ()),
]


@pytest.mark.parametrize(("text", "unknown"), WORDS, ids=range(len(WORDS)))
def test_the_builder_knows_the_same_instructions(
    engine: PrivateEngine, tmp_path: Path, text: str, unknown: tuple[str, ...]
) -> None:
    """An empty line or a remark does not end an instruction that goes on."""
    assert read(text, {}).unknown == unknown
    (tmp_path / "Dockerfile").write_text(text, encoding="utf-8")
    env = engine.env(DOCKER_BUILDKIT="0")
    built = subprocess.run(["docker", "build", "-q", str(tmp_path)], env=env, capture_output=True, text=True, check=False)
    assert ("unknown instruction" in built.stderr) == bool(unknown), built.stderr


NEWER = [
    ("# syntax=docker/dockerfile:1\nFROM busybox\nANYTHING x\n", ()),
    ("FROM busybox\nRUN <<EOF\necho a\nanything b\nEOF\n", ()),
    ("FROM busybox\nCOPY <<-'A' /x\n\tanything b\n\tA\nRUN true\n", ()),
]


@pytest.mark.parametrize(("text", "unknown"), NEWER, ids=range(len(NEWER)))
def test_what_only_buildkit_reads_is_no_mistake(text: str, unknown: tuple[str, ...]) -> None:
    """Another frontend, here-documents."""
    assert read(text, {}).unknown == unknown
