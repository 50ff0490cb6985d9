"""`how image NAME` on a real engine: a build of its lines gives an image with the settings of the one it was asked about."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.private_engine import PrivateEngine

BUILDERS = {"classic": "0", "buildkit": "1"}
# Dockerfiles of many kinds. What is copied, mounted or comes from another stage no history tells; that is said, not tried.
FILES = {
    "variables": r"""
FROM redis
ENV A=1 B="two words" C="it's" D=a\ b E='q"r' F=$A-$x G=\$HOME
ENV OLD value with spaces
ENV PATH=/opt/bin:$PATH EMPTY= B="A=2 x"
ARG V="one two"
ARG W=/bin/sh
RUN echo "$V" $W "it's" '$HOME' `echo x` \\ | cat > /v
LABEL a=b "c d"="e f" g='h"i' j= dollar=\$z bs="a\\\\b"
ENTRYPOINT ["top", "a b", ""]
HEALTHCHECK NONE
""",
    "shells": r"""
FROM nginx
SHELL ["/bin/ash", "-eu", "-c"]
RUN [ -d /bin ] && echo 'a # buildkit' > /a # why
SHELL ["/bin/sh", "-c"]
RUN ["touch", "/t"]
WORKDIR /work dir
WORKDIR sub
USER 1000:1000
VOLUME /v /q
VOLUME ["/r s", "/z"]
EXPOSE 53/udp 9000-9002
STOPSIGNAL SIGINT
HEALTHCHECK --interval=5s --timeout=1m30s --retries=4 CMD echo "a b" $X | grep 'c' || exit 1
ONBUILD RUN echo a "b c"
ENTRYPOINT exec httpd -f "$PORT"
""",
    "emptied": 'FROM redis\nHEALTHCHECK CMD ["test", "-f", "/x y"]\nENTRYPOINT []\nCMD ["한글", "\\\\"]\n',
}
SETTINGS = (
    *("Env", "Cmd", "Entrypoint", "WorkingDir", "User", "Labels", "ExposedPorts", "Volumes", "StopSignal", "Shell"),
    *("Healthcheck", "OnBuild"),
)


@pytest.fixture(scope="module", name="root")
def fixture_root(real_engine: PrivateEngine) -> PrivateEngine:
    """An engine with `root`, the files of the images without any setting."""
    real_engine.reset()
    real_engine.docker("create", "--name", "files", "busybox")
    export = subprocess.run(["docker", "export", "files"], env=real_engine.env(), capture_output=True, check=True)
    subprocess.run(
        ["docker", "import", "-", "root"], env=real_engine.env(), input=export.stdout, capture_output=True, check=True
    )
    return real_engine


def build(engine: PrivateEngine, builder: str, name: str, text: str) -> None:
    """An image of the file's text."""
    argv = ["docker", "build", "-q", "-t", name, "-"]
    env = engine.env(DOCKER_BUILDKIT=BUILDERS[builder])
    done = subprocess.run(argv, env=env, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{text}\n{done.stderr}"


def settings(engine: PrivateEngine, name: str) -> dict[str, Any]:
    """What an image says of itself; the root folder is where nothing is said."""
    config: dict[str, Any] = json.loads(engine.docker("image", "inspect", name))[0]["Config"]
    config["Env"] = sorted(config.get("Env") or ())
    config["WorkingDir"] = "" if config.get("WorkingDir") == "/" else config.get("WorkingDir")
    return {name: config[name] for name in SETTINGS if config.get(name)}


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize("kind", FILES)
def test_a_build_of_our_lines_has_the_same_settings(root: PrivateEngine, builder: str, kind: str, tmp_path: Path) -> None:
    """The base's files are not in our lines: `root` has them."""
    if builder == "buildkit" and not root.row.buildx:
        pytest.skip("this client has no buildx")
    build(root, builder, "first", FILES[kind])
    argv = [sys.executable, "-m", "dockersh", "how", "image", "first"]
    told = subprocess.run(argv, env=root.env(), cwd=tmp_path, capture_output=True, text=True, check=True)
    assert told.stdout.startswith("FROM scratch\n")
    build(root, builder, "again", told.stdout.replace("FROM scratch", "FROM root", 1))
    assert settings(root, "again") == settings(root, "first"), told.stdout
    assert "reconstruction" in " ".join(told.stderr.split())
