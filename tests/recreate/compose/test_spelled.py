"""Words that the shell would fill in, as compose fills them in: bash and compose come to the same value."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dockersh.reading import syntax
from dockersh.reading.invocation import read
from dockersh.recreate.compose.file import file
from dockersh.recreate.compose.spelled import shells

SPELLED = [
    ("$X", "${X}"),
    ("${X}", "${X}"),
    ("${X:-y}", "${X:-y}"),
    ('"$X"', "${X}"),
    ("a-$X-b", "a-${X}-b"),
    ("$PWD/a", "${PWD}/a"),
    ("$(pwd)", "${PWD}"),
    ("`pwd`/x", "${PWD}/x"),
    ("~/x", "${HOME}/x"),
    ("~", "${HOME}"),
    ("$(date)", None),
    ("`id`", None),
    ("*.txt", None),
    ("a?", None),
    ("{a,b}", None),
    ("'$X'$Y", None),
    ("\\$X$Y", None),
    ("${X%.*}", None),
    ("$((1+1))", None),
]


@pytest.mark.parametrize(("typed", "wanted"), SPELLED)
def test_words(typed: str, wanted: str | None) -> None:
    """What compose cannot fill in is left out, and named."""
    assert shells(typed) == wanted


VALUES = (
    "$X",
    "${X}",
    '"$X y"',
    "a${X}b",
    "${NOT-d}",
    "${EMPTY:-d}",
    "${EMPTY-d}",
    "$HOME/x",
    "~/x",
    "'$X'",
    "'a $$ b'",
    "100%",
)


@pytest.fixture(scope="module", name="compose")
def fixture_compose() -> Path:
    """The real compose, which reads files without an engine."""
    found = Path(sys.executable).with_name("docker-compose")
    if not found.is_file():
        pytest.skip("not installed: compose")
    return found


def test_bash_and_compose_agree(compose: Path, tmp_path: Path) -> None:
    """Each value, as bash gives it to docker and as compose gives it to the container."""
    env = {"X": "x1", "EMPTY": "", "HOME": "/home/me", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    words = " ".join(f"-l l{index}={value}" for index, value in enumerate(VALUES) if not value.startswith("~"))
    line = f"docker run {words} -w ~/x i"
    shown = subprocess.run(
        ["bash", "-c", f"docker() {{ printf '%s\\0' \"$@\"; }}; {line}"], env=env, capture_output=True, text=True, check=True
    )
    given = dict(word.partition("=")[::2] for word in shown.stdout.split("\0") if word[:1] == "l")
    made = file([read(call) for call in syntax.parse(line).calls])
    assert made is not None
    (tmp_path / "compose.yaml").write_text(made.text, encoding="utf-8")
    done = subprocess.run(
        [compose, "config", "--format", "json"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    service = json.loads(done.stdout)["services"]["i"]
    assert {name: value.replace("$$", "$") for name, value in service["labels"].items()} == given
    assert service["working_dir"] == "/home/me/x"
