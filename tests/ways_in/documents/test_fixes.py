"""What is mechanical is mended: to bash everything else reads as before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dockersh.explaining.pipeline import explain
from dockersh.ways_in.documents import fixes
from dockersh.ways_in.documents.check import check

# A file, and what becomes of it.
MENDED: dict[str, list[tuple[str, str | None]]] = {
    "a.sh": [
        ("docker run -rm -name web x:1\n", "docker run --rm --name web x:1\n"),
        ("docker ps -all\n", "docker ps --all\n"),
        ("docker run -p 80:80 x:1\n", "docker run -p 127.0.0.1:80:80 x:1\n"),
        ("docker run -p80:80 --publish=53:53/udp x:1\n", "docker run -p127.0.0.1:80:80 --publish=127.0.0.1:53:53/udp x:1\n"),
        ('docker run -d \\\n  -p "8080:80" x:1\n', 'docker run -d \\\n  -p "127.0.0.1:8080:80" x:1\n'),
        ("cd x && docker-compose up -d  # docker-compose\n", "cd x && docker compose up -d  # docker-compose\n"),
        ("for x in a; do docker-compose -f $x up; done\n", "for x in a; do docker compose -f $x up; done\n"),
        # nothing to mend, or not mechanical
        ("docker run -p $PORT:80 x:1\n", None),
        ("docker run -p 80 x:1\n", None),
        ("docker run --nmae web x:1\n", None),
        ("echo docker-compose up -rm\n", None),
        ("cat <<E\ndocker run -rm x\nE\n", None),
    ],
    "a.md": [("- x\n\n  ```sh\n  $ docker run -rm x:1\n  ```\n", "- x\n\n  ```sh\n  $ docker run --rm x:1\n  ```\n")],
    "a.yml": [("x:\n  - run: >-\n      docker run\n      -rm x:1\n", "x:\n  - run: >-\n      docker run\n      --rm x:1\n")],
    "compose.yaml": [
        ('version: "3.8"\n\nservices:\n  a: {image: x}\n', "services:\n  a: {image: x}\n"),
        ("version: '3'\nother: 1\n", None),
    ],
}


@pytest.mark.parametrize(("name", "text", "wanted"), [(name, *row) for name, rows in MENDED.items() for row in rows])
def test_what_is_mended(name: str, text: str, wanted: str | None) -> None:
    """Once; a second time there is nothing left to do."""
    new = fixes.mended(name, text, list(check(name, text, explain)))
    assert new == (text if wanted is None else wanted)
    assert fixes.mended(name, new, list(check(name, new, explain))) == new
    if name == "a.sh":
        assert subprocess.run(["bash", "-n"], input=new, text=True, check=False).returncode == 0


def ask(cwd: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The linter, in a folder."""
    return subprocess.run([sys.executable, "-m", "dockersh", *options], cwd=cwd, capture_output=True, text=True, check=False)


def test_a_difference_is_one_that_patch_takes(tmp_path: Path) -> None:
    """`--diff` changes nothing, `--fix` does what it showed; the mode of the file stays."""
    file = tmp_path / "a.sh"
    file.write_text("true\ndocker run -rm x:1\ntrue")
    file.chmod(0o755)
    shown = ask(tmp_path, "--diff", "--explain-script", "a.sh").stdout
    assert file.read_text() == "true\ndocker run -rm x:1\ntrue"
    assert ask(tmp_path, "--fix", "--explain-script", "a.sh").returncode == 0
    mended = file.read_text()
    assert (mended, file.stat().st_mode & 0o777) == ("true\ndocker run --rm x:1\ntrue", 0o755)
    file.write_text("true\ndocker run -rm x:1\ntrue")
    patch = subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=shown, text=True, capture_output=True, check=False)
    assert (patch.returncode, patch.stderr) == (0, "")
    assert file.read_text() == mended
