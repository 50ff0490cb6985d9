"""`dockersh --complete`: the lines that each shell gets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dockersh.client.list_ahead import Begun, begin
from dockersh.ways_in.complete.protocol import answer, main
from support.programs import script
from support.state import WrittenEngine

ENGINE = {"containers": {"web": {}, "old": {"status": "exited"}}, "images": {"nginx:latest": {}}}


def lines(shell: str, line: str, *more: str) -> list[str]:
    """The answer with the cursor at the end."""
    return list(answer([shell, line, str(len(line)), *more], WrittenEngine(ENGINE)))


@pytest.mark.parametrize(
    ("line", "word", "expected"),
    [
        ("docker run --nam", "--nam", ["--name "]),
        ("docker run --network=con", "con", ["container:"]),
        ("docker run --network container:", "", ["web "]),
        ("docker logs 'w", "w", ["web"]),
        ("docker run nginx:l", "l", ["latest "]),
        ("dockersh -c 'docker logs w", "docker logs w", ["docker logs web ", "docker logs web  "]),
        ("dockersh -c 'docker run --network co", "docker run --network co", ["docker run --network container:"] * 2),
    ],
)
def test_bash_gets_what_stands_in_the_place_of_its_own_word(line: str, word: str, expected: list[str]) -> None:
    """Readline breaks words at colons and equal signs."""
    assert [one.rstrip() for one in lines("bash", line, word)] == [one.rstrip() for one in expected]
    assert lines("bash", line, word)[0] == expected[0]


def test_bash_lists_with_descriptions_that_fit() -> None:
    """The second Tab shows, and puts nothing in."""
    found = lines("bash", "docker run --network", "--network", "63", "60")
    assert found[0].startswith("--network        connects it to")
    assert max(map(len, found)) <= 58
    assert any(line.endswith("…") for line in lines("bash", "docker run --", "--", "63", "60"))


def test_zsh_gets_groups() -> None:
    """Group, kind, value, what is shown, what it does, and whether a space may follow."""
    (web,) = lines("zsh", "docker logs w", "w")
    assert web.split("\t") == ["containers", "container", "web", "web", "running · ubuntu:14.04", "space"]
    (joint,) = lines("zsh", "docker run --network con", "con")
    assert joint.split("\t")[-1] == ""


def test_fish_gets_whole_words_unquoted() -> None:
    """Fish quotes by itself."""
    assert lines("fish", "docker logs 'w") == ["web\trunning · ubuntu:14.04"]
    assert lines("fish", "docker run --network=con") == ["--network=container:\tshare the network of a container"]
    assert lines("fish", "dockersh -c 'docker logs w")[0].startswith("docker logs web \t")


def test_nonsense_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback into somebody's line."""
    assert main(["tcsh", "docker ", "7"]) == 1
    assert main([]) == 1
    assert capsys.readouterr() == ("", "")


def test_tab_imports_nothing_heavy() -> None:
    """Neither prompt_toolkit nor the pipeline, argparse or tree-sitter, nor what only questions to the engine need."""
    code = (
        "import sys; sys.argv = ['dockersh', '--complete', 'bash', \"docker run -e 'x' --nam\", '23']\n"
        "from dockersh.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = ('prompt_toolkit', 'pygments', 'sh', 'asyncio', 'argparse', 'tree_sitter', 'dockersh.explaining.pipeline')\n"
        "heavy += ('subprocess', 'json')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COV")}  # coverage imports json itself
    result = subprocess.run([sys.executable, "-c", code], env=bare, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == ["--name ", "[]"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_scripts_are_printed(shell: str) -> None:
    """`dockersh --completion SHELL`."""
    result = subprocess.run(
        [sys.executable, "-m", "dockersh", "--completion", shell], capture_output=True, text=True, check=True
    )
    assert f"dockersh --complete {shell}" in result.stdout


def begin_with(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str, line: str) -> Begun | None:
    """Begin asking a stand-in for docker."""
    script(folder / "docker", body)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return begin(line)


def test_the_likely_list_is_asked_for_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Docker works while we import; its answer is the one that is offered, and asked for once."""
    body = f"echo \"$*\" >> {tmp_path}/asked\nprintf 'web\\tnginx\\trunning\\taaa\\n'"
    begun = begin_with(tmp_path, monkeypatch, body, "docker logs ")
    assert begun is not None
    assert begun.kind == "containers"
    monkeypatch.setenv("DOCKERSH_TIMEOUT", "20")
    assert main(["fish", "docker logs ", "12"], begun) == 0
    assert capsys.readouterr().out == "web\trunning · nginx\n"
    assert (tmp_path / "asked").read_text(encoding="utf-8").count("\n") == 1


def test_a_docker_that_hangs_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Within the time box, and nothing is printed."""
    begun = begin_with(tmp_path, monkeypatch, "exec sleep 60", "docker run ")
    assert begun is not None
    monkeypatch.setenv("DOCKERSH_TIMEOUT", "0.1")
    assert main(["fish", "docker run ", "11"], begun) == 0
    assert capsys.readouterr().out == ""
    with pytest.raises(ProcessLookupError):
        os.kill(begun.child.pid, 0)


@pytest.mark.parametrize("line", ["docker run -", "docker volume ", "ls ", "", "docker logs --ta"])
def test_nothing_is_begun_where_no_list_is_likely(line: str) -> None:
    """Flags and other words need none."""
    assert begin(line) is None
