"""What a command does, for programs; and the status that a program asks for."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from dockersh import explain

# A line, whether it changes anything, what it loses, exposes, fails on.
EFFECTS = {
    "docker ps": (False, (), (), ()),
    "docker compose ps": (False, (), (), ()),
    "docker compose up -d": (True, (), (), ()),
    "docker run --rm -p 80:80 nginx:1": (True, (), ("published-to-every-address",), ()),
    "docker run --rm --privileged -v /:/x nginx:1": (True, (), ("host-system-mounted", "privileged"), ()),
    "docker rm -f web": (True, ("remove",), (), ()),
    "docker volume rm data": (True, ("remove-volume",), (), ()),
    "docker system prune -f": (True, ("delete-cache", "delete-image", "remove"), (), ()),
    "docker rm --nmae web": (True, (), (), ("unknown-flag",)),
    "docker nosuch": (None, (), (), ("unknown-command",)),
}


@pytest.mark.parametrize("line", EFFECTS)
def test_effects(line: str) -> None:
    """As the explanation has them, and as JSON has them."""
    explained = explain(line)
    assert tuple(explained.commands[0].effects) == EFFECTS[line]
    shape = json.loads(explained.to_json())["commands"][0]["effects"]
    assert (shape["changes"], *(tuple(shape[key]) for key in ("loses", "exposes", "fails"))) == EFFECTS[line]


@pytest.mark.parametrize(
    ("options", "line", "status"),
    [
        (("--fail-on", "danger", "-n"), "docker run --privileged x:1", 1),
        (("--fail-on", "error", "-n"), "docker run --privileged x:1", 0),
        (("--fail-on", "never", "--json"), "docker run --nmae x:1", 0),
        (("--fail-on", "error", "--json"), "docker run --nmae x:1", 1),
        (("-n",), "docker run --nmae x:1", 0),
        (("--fail-on", "error", "-n"), "docker ps 'open", 1),
        (("--fail-on", "tip", "-n"), "echo nothing of docker", 0),
    ],
)
@pytest.mark.parametrize("way", ["-c", "stdin"])
def test_the_status_a_program_asks_for(options: tuple[str, ...], line: str, status: int, way: str) -> None:
    """Of one line, and of lines on standard input; nothing runs."""
    argv = [sys.executable, "-m", "dockersh", "--no-engine", *options, *(("-c", line) if way == "-c" else ())]
    text = f"docker ps\n{line}\n" if way == "stdin" else ""
    assert subprocess.run(argv, input=text, capture_output=True, text=True, check=False).returncode == status
