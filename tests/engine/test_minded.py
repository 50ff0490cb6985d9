"""What a container will not find, reach or write by its own line, on a real engine: it is foreseen, and happens."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from support.private_engine import PrivateEngine
from support.programs import run

LINES = [
    ("docker run --rm -v ./nox.sh:/x.sh nginx /x.sh", "mounted-not-executable"),
    ("docker run --rm -v ./crlf.sh:/x.sh nginx /x.sh", "mounted-carriage-returns"),
    ("docker run --rm -v ./bare.sh:/x.sh nginx /x.sh", "mounted-no-shebang"),
    ("docker run --rm -v ./crlf.sh:/x.sh nginx sh /x.sh", "mounted-read-carriage-returns"),
    ("docker run --rm -v ./none:/app started:1", "mount-hides-program"),
    ("docker run --rm nginx ping -c1 -W2 web", "name-on-default-bridge"),
    ("docker run --rm nginx wget -T2 -qO- http://shop/", "name-on-default-bridge-join"),
    ("docker run --rm --network shop nginx wget -T2 -qO- http://web/", "name-on-another-network"),
    ("docker exec web ping -c1 -W2 shop", "name-on-default-bridge-connect"),
    ("docker run --rm nginx ping -c1 -W2 host.docker.internal", "host-name-unknown"),
    ("docker run --rm --read-only nginx touch /tmp/x", "writes-to-read-only"),
    ("docker run --rm -v conf:/conf:ro nginx touch /conf/x", "writes-to-read-only-mount"),
    ("docker run --rm -u 1000 -v fresh:/data nginx touch /data/x", "new-volume-of-root"),
    ("docker run --rm --gpus all nginx true", "no-gpu-driver"),
]
SUCCEED = [
    "docker run --rm --link web nginx ping -c1 -W2 web",
    "docker run --rm --network shop nginx ping -c1 -W2 shop",
    "docker run --rm --add-host host.docker.internal:host-gateway nginx ping -c1 -W2 host.docker.internal",
    "docker run --rm -v ./nox.sh:/x.sh nginx sh /x.sh",
    "docker run --rm --read-only --tmpfs /tmp nginx touch /tmp/x",
]


@pytest.fixture(name="prepared")
def fixture_prepared(engine: PrivateEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrivateEngine:
    """Containers on the default bridge and on a network, scripts of each kind, an image whose program lies in /app."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "none").mkdir()
    for name, text, mode in (
        ("nox", "#!/bin/sh\ntrue\n", 0o644),
        ("crlf", "#!/bin/sh\r\nset -e\r\n", 0o755),
        ("bare", "echo hi\n", 0o755),
    ):
        (tmp_path / f"{name}.sh").write_bytes(text.encode())
        (tmp_path / f"{name}.sh").chmod(mode)
    engine.docker("network", "create", "shop")
    engine.docker("run", "-d", "--name", "web", "nginx")
    engine.docker("run", "-d", "--name", "shop", "--network", "shop", "nginx")
    engine.docker("commit", "-c", 'ENTRYPOINT ["/app/start.sh"]', "web", "started:1")
    return engine


def told(engine: PrivateEngine, line: str) -> set[str]:
    """The codes of what a line is told on this engine."""
    (command,) = json.loads(run("--json", "-c", line, env=engine.env()).stdout)["commands"]
    return {one["code"] for one in command["findings"]}


def test_what_is_foreseen_happens(prepared: PrivateEngine) -> None:
    """Each line is told, then fails."""
    for line, code in LINES:
        assert code in told(prepared, line), line
        assert subprocess.run(["bash", "-c", line], env=prepared.env(), capture_output=True, check=False).returncode, line


def test_what_succeeds_is_not_warned_of(prepared: PrivateEngine) -> None:
    """The same lines with what they need."""
    for line in SUCCEED:
        assert told(prepared, line) & {code for _, code in LINES} == set(), line
        assert not subprocess.run(["bash", "-c", line], env=prepared.env(), capture_output=True, check=False).returncode, line
