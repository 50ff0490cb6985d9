"""Files that a build copies and a container starts, judged by their first bytes and by what the Dockerfile does to them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dockersh.engine import buildcontext
from dockersh.engine.programs.files import Fault, ProgramFile, fault, faults, judged, look

HEADS = [
    (b"#!/bin/sh\necho\n", ProgramFile("script", True, False, False, "/bin/sh")),
    (b"#!/usr/bin/env bash\r\necho\r\n", ProgramFile("script", True, True, True, "/usr/bin/env bash")),
    (b"#!/bin/sh\necho\r\n", ProgramFile("script", True, True, False, "/bin/sh")),
    (b"echo hi\n", ProgramFile("text", True)),
    (b" \n", ProgramFile("empty", True)),
    (b"", ProgramFile("empty", True)),
    (b"\x7fELF\x02\x01", ProgramFile("binary", True)),
    (b"MZ\0\0", ProgramFile("binary", True)),
    ("\ufeff#!/bin/sh\n".encode(), ProgramFile("text", True)),
]


@pytest.mark.parametrize(("head", "expected"), HEADS)
def test_a_program_by_its_first_bytes(head: bytes, expected: ProgramFile) -> None:
    """What the kernel makes of it."""
    assert judged(head) == expected


FAULTS = [
    (b"#!/bin/sh\n", False, "kernel", "not-executable"),
    (b"#!/bin/sh\n", False, "shell", "not-executable"),
    (b"#!/bin/sh\n", False, "read", ""),
    (b"#!/bin/sh\n", True, "kernel", ""),
    (b"echo\n", True, "kernel", "no-shebang"),
    (b"echo\n", True, "shell", ""),
    (b"#!/bin/sh\r\n", True, "kernel", "carriage-returns"),
    (b"#!/bin/sh\r\n", True, "shell", "carriage-returns"),
    (b"#!/bin/sh\necho\r\n", True, "kernel", ""),
    (b"echo\r\n", False, "read", "read-carriage-returns"),
    (b"\x7fELF", False, "kernel", "not-executable"),
    (b"\x7fELF", False, "read", ""),
    (b"\x7fELF", True, "kernel", ""),
]


@pytest.mark.parametrize(("head", "executable", "how", "expected"), FAULTS)
def test_what_keeps_it_from_starting(head: bytes, executable: bool, how: str, expected: str) -> None:
    """By who starts it: the kernel, a shell that helps, a shell that reads it."""
    assert fault(judged(head, executable=executable), how) == expected


def test_what_is_mended_on_the_way_is_no_fault() -> None:
    """A `chmod`, a `sed` of the Dockerfile."""
    held = judged(b"#!/bin/sh\r\n", executable=False)
    assert fault(held, "kernel", mode=True) == "carriage-returns"
    assert fault(held, "kernel", mode=True, ends=True) == ""


def test_what_lies_there(tmp_path: Path) -> None:
    """A folder, nothing, a link that leads nowhere, a pipe."""
    assert look(str(tmp_path)) == ProgramFile("folder")
    assert look(str(tmp_path / "none")) == ProgramFile("missing")
    assert look(str(tmp_path / "none" / "deeper")) == ProgramFile("missing")
    (tmp_path / "link").symlink_to("nowhere")
    assert look(str(tmp_path / "link")) is None
    os.mkfifo(tmp_path / "pipe")
    assert look(str(tmp_path / "pipe")) is None
    assert look("a\0b") is None


PLAIN = Fault("ENTRYPOINT", "/app/plain.sh", "plain.sh", "not-executable")
DOCKERFILES = [
    ('COPY plain.sh /app/\nENTRYPOINT ["/app/plain.sh"]', PLAIN),
    ('COPY . /app\nENTRYPOINT ["/app/plain.sh"]', PLAIN),
    ('COPY ./plain.sh /app/plain.sh\nENTRYPOINT ["/app/plain.sh", "-v"]', PLAIN),
    ('COPY ["plain.sh", "/app/"]\nENTRYPOINT ["/app/plain.sh"]', PLAIN),
    ('WORKDIR /app\nADD plain.sh crlf.sh ./\nENTRYPOINT ["./plain.sh"]', PLAIN._replace(word="./plain.sh")),
    ('ENTRYPOINT ["./plain.sh"]\nWORKDIR /app\nCOPY . .', PLAIN._replace(word="./plain.sh")),
    ("COPY . /app\nENTRYPOINT /app/plain.sh && true", PLAIN),
    ('COPY . /app\nENTRYPOINT ["/sbin/tini", "--", "/app/plain.sh"]', PLAIN),
    (
        'COPY scripts/ /app/\nENTRYPOINT ["/app/deep.sh"]',
        Fault("ENTRYPOINT", "/app/deep.sh", "scripts/deep.sh", "not-executable"),
    ),
    ('COPY plain.sh /usr/local/bin/\nCMD ["plain.sh"]', Fault("CMD", "plain.sh", "plain.sh", "not-executable")),
    ('COPY . /app\nRUN ["/app/plain.sh"]', Fault("RUN", "/app/plain.sh", "plain.sh", "not-executable")),
    ("COPY . /app\nRUN --network=none /app/crlf.sh 1", Fault("RUN", "/app/crlf.sh", "crlf.sh", "carriage-returns")),
    ('COPY . /app\nCMD ["/app/bare.sh"]', Fault("CMD", "/app/bare.sh", "bare.sh", "no-shebang")),
    ('COPY . /app\nCMD ["sh", "-e", "/app/crlf.sh"]', Fault("CMD", "/app/crlf.sh", "crlf.sh", "read-carriage-returns")),
    ('COPY . /app\nCMD ["/app/bash.sh"]', Fault("CMD", "/app/bash.sh", "bash.sh", "no-bash")),
    ('AS one\nCOPY . /app\nFROM one\nCMD ["/app/plain.sh"]', PLAIN._replace(instruction="CMD")),
    ('COPY --chmod=755 . /app\nCMD ["/app/plain.sh"]', None),
    ('COPY . /app\nRUN chmod +x /app/*.sh\nCMD ["/app/plain.sh"]', None),
    ('COPY . /app\nCMD ["/app/plain.sh"]\nRUN chmod +x /app/*.sh', None),
    ("COPY . /app\nRUN chmod +x /app/plain.sh && /app/plain.sh", None),
    ("COPY . /app\nRUN sed -i 's/\\r$//' /app/crlf.sh\nCMD [\"/app/crlf.sh\"]", None),
    ('COPY . /app\nRUN dos2unix /app/crlf.sh\nCMD ["/app/crlf.sh"]', None),
    ("COPY . /app\nCMD /app/bare.sh", None),
    ('COPY . /app\nCMD ["sh", "/app/plain.sh"]', None),
    ('COPY . /app\nRUN apk add bash\nCMD ["/app/bash.sh"]', None),
    ('COPY . /app\nENTRYPOINT ["/init"]\nCMD ["/app/plain.sh"]', None),
    ('COPY --from=other . /app\nCMD ["/app/plain.sh"]', None),
    ('COPY . /app\nCOPY --from=other /x /app/plain.sh\nCMD ["/app/plain.sh"]', None),
    ('COPY $WHAT /app/\nCMD ["/app/plain.sh"]', None),
    ('COPY *.sh /app/\nCMD ["/app/plain.sh"]', None),
    ('WORKDIR $HOME\nCOPY . .\nCMD ["./plain.sh"]', None),
    ('COPY . .\nCMD ["./plain.sh"]', None),
    ('COPY . /app\nCMD ["$START"]', None),
    ('COPY . /app\nCMD ["/app/fine.sh"]', None),
    ('COPY . /app\nCMD ["/app/none.sh"]', None),
    ("COPY . /app\nCMD", None),
    ('COPY . /app\nCMD ["/app/plain.sh"]\nFROM alpine\nCMD ["true"]', None),
]


@pytest.fixture(name="context")
def fixture_context(tmp_path: Path) -> Path:
    """A folder with a script of each kind."""
    (tmp_path / "scripts").mkdir()
    for name, text, mode in (
        ("plain.sh", "#!/bin/sh\n", 0o644),
        ("scripts/deep.sh", "#!/bin/sh\n", 0o644),
        ("crlf.sh", "#!/bin/sh\r\ntrue\r\n", 0o755),
        ("bare.sh", "echo hi\n", 0o755),
        ("bash.sh", "#!/usr/bin/env bash\n", 0o755),
        ("fine.sh", "#!/bin/sh\n", 0o755),
    ):
        (tmp_path / name).write_bytes(text.encode())
        (tmp_path / name).chmod(mode)
    return tmp_path


@pytest.mark.parametrize(("dockerfile", "expected"), DOCKERFILES)
def test_files_that_a_dockerfile_starts(context: Path, dockerfile: str, expected: Fault | None) -> None:
    """Followed from COPY to what starts it; in doubt nothing is said."""
    text = f"FROM alpine:3.20 {dockerfile}" if dockerfile.startswith("AS ") else f"FROM alpine:3.20\n{dockerfile}"
    assert faults(str(context), text) == ((expected,) if expected else ())


def test_other_images_may_have_bash(context: Path) -> None:
    """Only of alpine and busybox it is known that they have none."""
    for base, told in (
        ("alpine", 1),
        ("docker.io/library/busybox:1", 1),
        ("node:20-alpine3.19", 1),
        ("node:20", 0),
        ("me/alpine", 0),
    ):
        assert len(faults(str(context), f'FROM {base}\nCOPY . /app\nCMD ["/app/bash.sh"]')) == told, base


def test_the_newest_file_that_is_copied(context: Path) -> None:
    """The Dockerfile, and what COPY takes: neither hidden files nor compose's nor what lies outside."""
    (context / "Dockerfile").write_text("FROM x\nCOPY scripts fine.sh /app/\n", encoding="utf-8")
    for number, name in enumerate(("Dockerfile", "fine.sh", "scripts/deep.sh", "plain.sh", "compose.yaml", ".env"), 1):
        (context / name).touch()
        os.utime(context / name, (number * 1000, number * 1000))
    assert buildcontext.look(str(context), "", {}).changed == ((1000.0, "Dockerfile"), (3000.0, "scripts/deep.sh"))
    (context / "Dockerfile").write_text("FROM x\nCOPY . /app/\n", encoding="utf-8")
    os.utime(context / "bare.sh", (9000, 9000))
    os.utime(context / "compose.yaml", (10000, 10000))
    assert buildcontext.look(str(context), "", {}).changed[1][1] in ("bare.sh", "crlf.sh", "bash.sh")


def test_what_may_not_be_read_is_named(context: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the context that only another user reads; not one that .dockerignore leaves out."""
    (context / "Dockerfile").write_text("FROM x\nCOPY . /app/\n", encoding="utf-8")
    (context / "secret.key").write_text("x", encoding="utf-8")
    (context / "secret.key").chmod(0o600)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert buildcontext.look(str(context), "", {}).closed == "secret.key"
    (context / ".dockerignore").write_text("*.key\n", encoding="utf-8")
    assert buildcontext.look(str(context), "", {}).closed == ""
