"""A Dockerfile and its context are read as docker's own builder reads them."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from dockersh import explain
from dockersh.engine import DockerEngine, ignorefile
from dockersh.engine.buildcontext import look
from dockersh.engine.dockerfile import Stage, read
from dockersh.engine.ignorefile import is_ignored
from dockersh.ways_in.complete import suggest
from support.private_engine import PrivateEngine
from support.programs import script

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
    found = ignorefile.read(str(tmp_path), time.monotonic() + 60)
    assert found is not None
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
    named = tuple(Stage(stage.base, stage.name) for stage in found.stages)
    assert (named, found.steps, found.sources) == (stages, steps, sources)


NEEDED = [
    ("", "", []),
    ("RUN true\n", "", []),
    ("FROM a AS x\nFROM b AS y\n", "", ["y"]),
    ("FROM a AS x\nFROM b AS y\n", "X", ["x"]),
    ("FROM a AS x\nFROM b AS y\n", "0", []),
    ("FROM a AS x\nFROM b AS y\n", "nosuch", []),
    ("FROM a AS x\nFROM x AS y\nFROM b AS z\nCOPY --from=y /a /b\n", "", ["x", "y", "z"]),
    ("FROM a AS x\nFROM b AS z\nRUN --mount=type=cache,target=/c --mount=type=bind,from=x,target=/d make\n", "", ["x", "z"]),
    ("FROM a AS x\nFROM b AS z\nCOPY --from=0 /a /b\n", "", ["x", "z"]),
    ("FROM a AS x\nFROM x AS x\nFROM x AS z\n", "", ["x", "x", "z"]),
    ("FROM x AS x\nFROM b AS z\nCOPY --from=nginx /a /b\n", "", ["z"]),
]


@pytest.mark.parametrize(("text", "target", "names"), NEEDED)
def test_the_stages_a_target_needs(text: str, target: str, names: list[str]) -> None:
    """Through FROM, COPY --from and mounts, of stages in front only; real builds judge in test_buildkit.py."""
    assert [stage.name for stage in read(text, {}).needed(target)] == names


def test_a_build_argument_of_the_line_counts() -> None:
    """It outranks the default of ARG."""
    assert [stage.base for stage in read("ARG V=1\nFROM node:$V\n", {"V": "9"}).stages] == ["node:9"]


def test_the_folder_is_measured(tmp_path: Path) -> None:
    """Files and bytes that would be sent, those left out not counted."""
    (tmp_path / "Dockerfile").write_text("FROM busybox\n", encoding="utf-8")
    (tmp_path / "data.log").write_bytes(b"x" * 1000)
    assert (look(str(tmp_path), "", {}).files, look(str(tmp_path), "", {}).size) == (2, 1013)
    (tmp_path / ".dockerignore").write_text("*.log", encoding="utf-8")
    found = look(str(tmp_path), "", {})
    assert (found.files, found.size, found.ignores) == (2, 18, True)


def test_nothing_outside_the_context_is_found(tmp_path: Path) -> None:
    """`..` stops at the context, as BuildKit does: what stands above it is not there, what stands in it is."""
    context = tmp_path / "app"
    context.mkdir()
    for path in (tmp_path / "above", context / "within", context / "Dockerfile"):
        path.write_text("FROM busybox\nCOPY ../above /within ../within sub/../within . / /x/\n", encoding="utf-8")
    assert look(str(context), "", {}).missing == ("../above",)


WRONG = [
    ("docker build nope", "build-no-context"),
    ("docker build sub", "build-no-dockerfile"),
    ("docker build -f nope .", "build-no-such-dockerfile"),
    ("docker build -f empty .", "build-no-from"),
    ("docker build --target nope .", "build-no-target"),
    ("docker build -f copies .", "build-source-missing"),
    ("docker build -f above sub", "build-source-missing"),
]


@pytest.mark.parametrize(("line", "code"), WRONG, ids=[line for line, _ in WRONG])
def test_failures_are_foreseen(
    engine: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, code: str
) -> None:
    """Docker fails on each, as was said; on the right line nothing is said."""
    files = {"Dockerfile": "FROM busybox AS one\n", "empty": "# nothing\n", "copies": "FROM busybox\nCOPY nothing /x\n"}
    files["above"] = "FROM busybox\nCOPY ../empty /x\n"
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


# Dockerfiles at the size up to which they are read, and beyond.
SLOW = {
    "continued": "RUN \\\n" + "a \\\n" * 62_000,
    "newlines": "\n" * 250_000,
    "spaces": " " * 250_000,
    "instructions": "a b\n" * 63_000,
    "stages": "FROM a\n" * 36_000,
    "variables": "ARG a=b\nFROM " + "$a" * 100_000,
    "open variables": "FROM " + "${a-" * 60_000,
    "open variables of many": ("FROM " + "${a-" * 50 + "\n") * 1_200,
    "here-documents": "RUN " + "<<a " * 60_000 + "\n" * 1000,
    "quoted here-documents": "RUN " + "<<'a" * 60_000,
    "sources": "".join(f"COPY {number} /x\n" for number in range(14_000)),
    "options": "FROM " + "--a " * 60_000,
    "beyond": "a b\n" * 1_000_000,
}


HANGS = 3  # seconds of the processor; a tenth of it is usual


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_no_dockerfile_hangs_the_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """For the explanation and for Tab, in processor time; read as a square each would take minutes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Dockerfile").write_text(text, encoding="utf-8")
    for act in (
        lambda: look(".", "", {}),
        lambda: suggest("docker build --target ", 22),
        lambda: suggest("docker build --build-arg ", 25),
    ):
        act()
        begun = time.process_time()
        act()
        assert time.process_time() - begun < HANGS


def test_many_stages_are_no_crowd_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file must not start a thousand clients."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Dockerfile").write_text("".join(f"FROM a{number}\n" for number in range(1000)), encoding="utf-8")
    docker = script(tmp_path / "docker", f"echo x >> {tmp_path}/asked; echo 28.2.2")
    explain("docker build .", engine=DockerEngine(str(docker), 20))
    assert (tmp_path / "asked").read_text(encoding="utf-8").count("x") < 100
