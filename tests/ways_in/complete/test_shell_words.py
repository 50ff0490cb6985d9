"""Tab beside docker: programs, folders, variables; what is put in for the shell to read is never quoted away."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockersh.ways_in.complete import suggest


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PATH with two programs, a folder with a few files, an environment of three variables."""
    for name in ("bin", "my dir", "src"):
        (tmp_path / name).mkdir()
    for name in ("grep", "gredit"):
        (tmp_path / "bin" / name).touch(mode=0o755)
    (tmp_path / "notes").touch()
    monkeypatch.chdir(tmp_path)
    known = {"PATH": f"{tmp_path}/bin:/nonexistent:", "HOME": str(tmp_path), "PWD": str(tmp_path), "bad-name": "x"}
    monkeypatch.setattr("os.environ", known)


WRITTEN = [
    ("gre", ["gredit", "grep"]),
    ("docker ps | gre", ["gredit", "grep"]),
    ("docker ps | ", ["grep"]),
    ("docker ps && ", []),
    ("sudo gre", ["gredit", "grep"]),
    ("./bin/gr", ["./bin/gredit", "./bin/grep"]),
    ("unse", ["unset"]),
    ("cd ", ["bin/", "my\\ dir/", "src/"]),
    ("cd n", []),
    ("cat n", ["notes"]),
    ("cd ~/m", ["~/my\\ dir/"]),
    ("cat $HOME/no", ["$HOME/notes"]),
    ("cat ${PWD}/no", ["${PWD}/notes"]),
    ("cat '$HOME/no", []),
    ("docker run -v $PWD/m", ["$PWD/my\\ dir:", "$PWD/my\\ dir/"]),
    ("docker run --env-file=$PWD/no", ["--env-file=$PWD/notes"]),
    ("echo $HO", ["$HOME"]),
    ("echo ${PW", ["${PWD}"]),
    ("echo x$PA", ["$PATH"]),
    ("echo '$P", []),
    ("echo $bad", []),
    ("echo $PWD$(ls)/s", []),
    ("export PW", ["PWD"]),
    ("docker logs $H # $P", []),
]


@pytest.mark.parametrize(("line", "expected"), WRITTEN)
def test_at_our_prompt(line: str, expected: list[str]) -> None:
    """What is written into the line."""
    assert [one.value for one in suggest(line, prompt=True).items] == expected


@pytest.mark.parametrize("line", ["gre", "docker ps | ", "docker ps | gre"])
def test_other_shells_know_their_programs(line: str) -> None:
    """Nothing of it is offered there."""
    assert suggest(line).items == ()
