"""BuildKit on a real engine: the stages it builds are those we name, and what we foresee of a build is what it refuses."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from dockersh import explain, texts
from dockersh.afterwards.failures.found import found, was_foreseen
from dockersh.afterwards.failures.known import recognise
from dockersh.afterwards.failures.page import page
from dockersh.engine import DockerEngine
from dockersh.engine.dockerfile import read
from dockersh.execute.outcome import Outcome
from dockersh.reading import syntax
from dockersh.reading.invocation import read as read_call
from support.private_engine import PrivateEngine

# Every stage says its own name in a step, for the progress to show it.
STAGES = """\
FROM busybox:latest AS base
RUN echo base
FROM base AS tools
RUN echo tools
FROM busybox:latest AS left
RUN echo left
FROM busybox:latest AS copied
RUN echo copied > /c
FROM busybox:latest AS mounted
RUN echo mounted > /m
FROM tools AS app
RUN --mount=type=bind,from=mounted,source=/m,target=/m echo app
COPY --from=copied /c /c
FROM left AS last
RUN echo last
COPY --from=0 /etc/passwd /p
"""
TARGETS = ["", "base", "tools", "TOOLS", "copied", "app", "last"]


@pytest.fixture
def folder(real_engine: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to build in, and docker's environment."""
    if not real_engine.row.buildx:
        pytest.skip("this docker has no buildx")
    for name, value in real_engine.env().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.chdir(tmp_path)
    for name in ("ctx", "ctx/sub"):
        (tmp_path / name).mkdir()
    (tmp_path / "ctx" / "a").write_text("a", encoding="utf-8")
    return tmp_path


def built(*words: str) -> subprocess.CompletedProcess[str]:
    """A real build in the folder."""
    argv = ["docker", "build", "--progress", "plain", *words]
    return subprocess.run(argv, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=60)


def test_the_stages_that_are_needed_are_those_that_are_built(real_engine: PrivateEngine, folder: Path) -> None:
    """For each target, by name in any case or by number: through FROM, COPY --from and mounts; the others are skipped."""
    real_engine.reset()
    (folder / "ctx" / "Dockerfile").write_text(STAGES, encoding="utf-8")
    seen, said = {}, {}
    for target in TARGETS:
        result = built("--no-cache", *(("--target", target) if target else ()), "ctx")
        assert result.returncode == 0, result.stderr
        seen[target] = set(re.findall(r"\[([a-z]+) +\d+/\d+\] RUN", result.stderr))
        said[target] = {stage.name for stage in read(STAGES, {}).needed(target)}
    assert seen == said


# A Dockerfile, .dockerignore, the words of the build, and the finding; '' where the build works and nothing is foreseen.
LINES = [
    ("FROM busybox\nCOPY nosuch /x\nFROM busybox\nCOPY a /a\n", "", "ctx", ""),
    ("FROM busybox AS x\nCOPY nosuch /x\nFROM busybox\nCOPY a /a\n", "", "--target x ctx", "build-source-missing"),
    ("FROM busybox\nRUN true\n", "", "--target 0 ctx", "build-no-target"),
    ("FROM nosuch.invalid/x\nFROM busybox\nCOPY a /a\n", "", "ctx", ""),
    ("FROM busybox\nCOPY a /a\n", "a\n", "ctx", "build-source-ignored"),
    ("FROM busybox\nCOPY sub/a /a\n", "sub\n", "ctx", "build-source-missing"),
    ("FROM busybox\nCOPY a /a\n", "*\n!a\n", "ctx", ""),
    ("FROM busybox\nCOPY . /a\n", "*\n", "ctx", ""),
    ("FROM busybox\nRUN true\n", "", "--secret id=x,src=nofile ctx", "file-missing"),
    ("FROM busybox\nRUN true\n", "", "--secret id=x,src=ctx/a ctx", ""),
    ("FROM busybox\nRUN true\n", "", "--secret id=x,env=NOPE ctx", ""),
    ("FROM busybox\nRUN true\n", "", "--ssh default ctx", "build-no-ssh-agent"),
    ("FROM busybox\nRUN true\n", "", "--build-context x=nosuch ctx", "build-context-missing"),
    ("FROM x\nRUN true\n", "", "--build-context x=docker-image://busybox ctx", ""),
    ("FROM busybox\nRUN true\n", "", "github.com/me/app", "build-address-without-scheme"),
    ("FROM busybox\nRUN true\n", "", "--push ctx", "option-needs"),
    ("FROM busybox\nRUN true\n", "", "--builder nosuch ctx", "build-builder-missing"),
    ("FROM busybox\nRUN true\n", "", "--builder default ctx", ""),
    ("FROM busybox\nRUN true\n", "", "--platform linux/x86_64 ctx", ""),
    ("FROM busybox\nRUN true\n", "", "--cache-to type=inline ctx", ""),
    ("FROM busybox\nRUN true\n", "", "--provenance=false --sbom=false ctx", ""),
    ("FROM busybox\nRUN true\n", "", "--output type=docker ctx", ""),
    ("ARG TAG\nFROM busybox:$TAG\n", "", "ctx", "build-base-empty"),
    ("ARG TAG=latest\nFROM busybox:$TAG\n", "", "--build-arg TAG= ctx", "build-base-empty"),
    ("ARG TAG=latest\nFROM busybox:$TAG\n", "", "--build-arg TAG ctx", ""),
    ("ARG TAG\nFROM busybox:$TAG\n", "", "--build-arg TAG=latest ctx", ""),
    ("FROM busybox:$TAG\n", "", "--build-arg TAG=latest ctx", "build-base-empty"),
    ("FROM ${BASE} AS left\nFROM busybox\n", "", "ctx", "build-base-empty"),
    ("FROM busybox\nARG TAG=latest\nFROM busybox:$TAG\n", "", "ctx", "build-base-empty"),
    ("ARG A=latest\nARG TAG=$A\nFROM busybox:$TAG\n", "", "ctx", ""),
    ('ARG A=x TAG="latest"\nFROM busybox:$TAG\n', "", "ctx", ""),
    ("ARG TAG\nFROM busybox:${TAG:-latest}\n", "", "ctx", ""),
    ("ARG TAG\nFROM busybox${TAG:+:x}\n", "", "ctx", ""),
    ("FROM busybox AS linux\nFROM ${TARGETOS}\n", "", "ctx", ""),
]


@pytest.mark.parametrize(
    ("dockerfile", "ignore", "words", "code"), LINES, ids=[f"{words} {code}" for _, _, words, code in LINES]
)
def test_what_is_foreseen_is_refused(folder: Path, dockerfile: str, ignore: str, words: str, code: str) -> None:
    """And nothing is foreseen of what works; docker's words are known, and not told a second time."""
    (folder / "ctx" / "Dockerfile").write_text(dockerfile, encoding="utf-8")
    (folder / "ctx" / ".dockerignore").write_text(ignore, encoding="utf-8")
    line = f"docker build {words}"
    (command,) = explain(line, engine=DockerEngine("docker", 20)).commands
    assert [found.code for found in command.findings if found.severity == "error"] == ([code] if code else [])
    result = built(*words.split())
    assert (result.returncode != 0) == bool(code), result.stderr
    (call,) = syntax.parse(line).calls
    failures = recognise(read_call(call), Outcome(result.returncode, errors=result.stderr))
    assert [was_foreseen(one, {code}) for one in failures] == ([True] if code else []), failures


# What only the builder can tell: recorded in samples, and made anew here.
TRIED = [
    ("https://127.0.0.1:1/x.git", "repository-unreachable"),
    ("http://127.0.0.1:1/ctx.tar.gz", "context-unreachable"),
    ("git@127.0.0.1:x.git", "ssh-agent-missing"),
    ("--ssh a=/nosuch ctx", "ssh-key-missing"),
    ("--builder nosuch ctx", "builder-missing"),
    ("--output type=nosuch ctx", "exporter-unknown"),
    ("--progress tty ctx", "progress-needs-terminal"),
    ("--call nosuch ctx", "build-call-unknown"),
    ("--add-host a ctx", "build-host-invalid"),
    ("--output type=local ctx", "output-needs-dest"),
    ("-f secret ctx", "build-secret-missing"),
]


@pytest.mark.parametrize(("words", "code"), TRIED, ids=[words for words, _ in TRIED])
def test_what_the_builder_says_is_known(folder: Path, words: str, code: str) -> None:
    """After the real build its failure is told."""
    (folder / "ctx" / "Dockerfile").write_text("FROM busybox\nRUN true\n", encoding="utf-8")
    (folder / "secret").write_text("FROM busybox\nRUN --mount=type=secret,id=x,required=true true\n", encoding="utf-8")
    line = f"docker build {words}"
    result = subprocess.run(line.split(), capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=60)
    (call,) = syntax.parse(line).calls
    failures = recognise(read_call(call), Outcome(result.returncode, errors=result.stderr))
    assert [one.code for one in failures] == [code], result.stderr


# A Dockerfile, what else is in the folder, the words of the build, and the failure that it ends in.
SCRIPT = "#!/bin/sh\necho hi\n"
FAILING: list[tuple[str, dict[str, str], str, str]] = [
    ("FROM busybox\nRUN make\n", {}, "ctx", "build-program-missing"),
    ('FROM busybox\nRUN ["make"]\n', {}, "ctx", "build-program-missing"),
    ("FROM busybox\nCOPY s /s\nRUN /s\n", {"s": SCRIPT}, "ctx", "build-script-not-executable"),
    ('FROM busybox\nCOPY s /s\nRUN ["/s"]\n', {"s": SCRIPT}, "ctx", "build-script-not-executable"),
    ("FROM busybox\nCOPY --chmod=755 s /s\nRUN /s\n", {"s": SCRIPT.replace("\n", "\r\n")}, "ctx", "build-script-unusable"),
    ("FROM busybox\nUSER nobody\nRUN mkdir /app\n", {}, "ctx", "build-step-denied"),
    ("FROM busybox\nUSER alice\nRUN true\n", {}, "ctx", "build-user-missing"),
    ("FROM scratch\nRUN true\n", {}, "ctx", "build-image-without-shell"),
    ("FROM busybox\nRUN cat requirements.txt\n", {}, "ctx", "build-file-missing"),
    ("FROM busybox\nRUN dd if=/dev/zero of=/dev/shm/x bs=1M count=5\n", {}, "--shm-size 64k ctx", "build-step-no-space"),
    ("FROM busybox\nRUN exit 9\n", {}, "ctx", "build-step-failed"),
    ("FROM busybox AS one\nFROM busybox\nCOPY --from=one /nosuch /x\n", {}, "ctx", "copy-from-missing"),
    ("FROM busybox AS one\nRUN echo > /y\nFROM busybox\nCOPY --from=one /nosuch /x\n", {}, "ctx", "copy-from-missing"),
    ("FROM busybox\nRUN --mount=type=bind,source=nosuch,target=/x true\n", {}, "ctx", "copy-source-missing"),
    ("FROM busybox\nCOPY --from=5 /x /x\n", {}, "ctx", "stage-number-missing"),
    ("FROM busybox\nCOPY --from=A:b:c /x /x\n", {}, "ctx", "base-name-invalid"),
    ("ARG TAG\nFROM busybox:$TAG\n", {}, "ctx", "base-name-invalid"),
    ("ARG TAG\nFROM $TAG\n", {}, "ctx", "base-name-empty"),
    ("FROM nosuch:1\n", {}, "ctx", "base-image-missing"),
    ("# syntax=nosuch/frontend:1\nFROM busybox\n", {}, "ctx", "frontend-missing"),
    ("FROM busybox AS a\nCOPY --from=a /x /y\n", {}, "ctx", "stages-circular"),
    ("FROM busybox AS 1a\n", {}, "ctx", "stage-name-invalid"),
    ("FROM busybox\nCOPY a\n", {}, "ctx", "dockerfile-arguments"),
    ("FROM busybox\nENV A\n", {}, "ctx", "dockerfile-arguments"),
    ("FROM busybox\nSHELL /bin/sh\n", {}, "ctx", "dockerfile-needs-json"),
    ("FROM busybox\nCOPY --nosuch a /x\n", {}, "ctx", "dockerfile-flag-unknown"),
    ("FROM busybox\nRUNN true\n", {}, "ctx", "dockerfile-instruction-unknown"),
    ('FROM busybox\nENV A="x\n', {}, "ctx", "dockerfile-variable-broken"),
    ("FROM busybox\nRUN <<EOF\ntrue\n", {}, "ctx", "heredoc-unfinished"),
    ("FROM busybox\nEXPOSE abc\n", {}, "ctx", "build-port-invalid"),
    ("FROM busybox\nRUN --mount=type=cache true\n", {}, "ctx", "build-mount-invalid"),
    ("FROM busybox\nRUN --mount=type=ssh,required=true true\n", {}, "ctx", "ssh-not-forwarded"),
    ("FROM busybox\nRUN --mount=type=secret,id=x,required=true true\n", {}, "ctx", "build-secret-missing"),
    ("FROM busybox\nRUN --network=host true\n", {}, "ctx", "build-network-host"),
    ("FROM busybox\nWORKDIR /etc/passwd\n", {}, "ctx", "build-folder-is-file"),
    ("FROM busybox\nADD http://127.0.0.1:9/x /x\n", {}, "ctx", "build-address-unreachable"),
    ("FROM busybox\nADD --checksum=x http://127.0.0.1:9/x /x\n", {}, "ctx", "build-checksum-invalid"),
    ("# check=error=true\nFROM busybox AS X\n", {}, "ctx", "build-lint-failed"),
    ("# nothing\n", {}, "ctx", "dockerfile-broken"),
    ("FROM busybox\n", {}, "-t UPPER ctx", "tag-invalid"),
    ("FROM busybox\n", {}, "--platform nosuch ctx", "platform-invalid"),
    ("FROM busybox\n", {}, "--build-context x ctx", "build-context-unnamed"),
    ("FROM busybox\n", {}, "-o type=tar,dest=nosuch/x ctx", "build-result-unwritable"),
]


@pytest.mark.parametrize(
    ("dockerfile", "files", "words", "code"),
    FAILING,
    ids=[f"{code} {number}" for number, (_, _, _, code) in enumerate(FAILING)],
)
def test_a_real_failure_is_known_by_its_cause(
    folder: Path, dockerfile: str, files: dict[str, str], words: str, code: str
) -> None:
    """After the real build what is told is why it failed, with both languages' sentences filled."""
    (folder / "ctx" / "Dockerfile").write_text(dockerfile, encoding="utf-8")
    for name, text in files.items():
        (folder / "ctx" / name).write_text(text, encoding="utf-8", newline="")
    result = built(*words.split())
    (call,) = syntax.parse(f"docker build {words}").calls
    outcome = Outcome(result.returncode, errors=result.stderr)
    failures = found([read_call(call)], outcome, DockerEngine("docker", 20))
    assert [one.code for one in failures] == [code], result.stderr
    assert all(page(lang, failures[0]).fix for lang in texts.complete())


OLD = [
    ("FROM busybox\nRUN --mount=type=cache,target=/x true\n", "build-needs-buildkit", True),
    ("FROM busybox\nCOPY --chmod=755 a /x\n", "build-needs-buildkit", True),
    ("FROM busybox\nRUN --network=none true\n", "build-needs-buildkit", True),
    ("ARG TAG\nFROM busybox:$TAG\n", "build-base-empty", True),
    ("FROM busybox\nRUN <<EOF\nexit 7\nEOF\n", "build-passed-over", False),
    ("FROM busybox\nCOPY --link a /x\n", "build-passed-over", False),
    ('FROM busybox\nRUN echo $((1<<2)) "<<EOF"\n', "", False),
]


@pytest.mark.parametrize(("dockerfile", "code", "fails"), OLD, ids=[row[0] for row in OLD])
def test_the_old_builder_lacks_what_we_say(
    real_engine: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dockerfile: str, code: str, fails: bool
) -> None:
    """It refuses what is an error, on every engine; what it may pass over is a danger, and what it knows is nothing."""
    for name, value in real_engine.env(DOCKER_BUILDKIT="0").items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Dockerfile").write_text(dockerfile, encoding="utf-8")
    (tmp_path / "a").write_text("a", encoding="utf-8")
    (command,) = explain("docker build -t x .", engine=DockerEngine("docker", 20)).commands
    assert [found.code for found in command.findings if found.severity in ("error", "danger")] == ([code] if code else [])
    result = subprocess.run(["docker", "build", "-t", "x", "."], capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 0 or code, result.stderr
    assert result.returncode != 0 or not fails


# What the engine's own builder does only where containerd keeps the images.
STORE = [
    "--platform linux/amd64,linux/x86_64 ctx",
    "--platform linux/amd64,linux/arm64 ctx",
    "--output type=oci,dest=x.tar ctx",
    "--output type=docker,dest=x.tar ctx",
    "--cache-to type=local,dest=c ctx",
    "--sbom=true ctx",
    "--provenance=mode=max ctx",
    "--attest type=provenance ctx",
]


@pytest.mark.parametrize("words", STORE)
def test_what_the_own_builder_cannot_depends_on_the_image_store(real_engine: PrivateEngine, folder: Path, words: str) -> None:
    """Foreseen where the engine says that it has the old store, and just there refused so."""
    (folder / "ctx" / "Dockerfile").write_text("FROM busybox\n", encoding="utf-8")
    (command,) = explain(f"docker build {words}", engine=DockerEngine("docker", 20)).commands
    old = not real_engine.row.containerd
    assert [found.code for found in command.findings if found.severity == "error"] == (["build-driver-cannot"] if old else [])
    refused = "is not supported for the docker driver" in built(*words.split()).stderr
    assert refused == old


@pytest.mark.usefixtures("folder")
def test_a_builder_of_its_own_is_left_alone() -> None:
    """What one in a container can do nobody knows here."""
    made = ["docker", "buildx", "create", "--name", "own", "--driver", "docker-container"]
    subprocess.run(made, check=True, capture_output=True, timeout=60)
    try:
        for words in ("--builder own", "--builder OWN"):
            (command,) = explain(
                f"docker buildx build {words} --sbom=true -t x ctx", engine=DockerEngine("docker", 20)
            ).commands
            assert not {"build-builder-missing", "build-driver-cannot"} & {found.code for found in command.findings}
    finally:
        subprocess.run(["docker", "buildx", "rm", "own"], check=True, capture_output=True, timeout=60)
