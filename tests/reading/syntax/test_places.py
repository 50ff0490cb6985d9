"""What the shell fills in that we know: the folder, the home folder, variables set on the line. bash is asked, too."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from dockersh.explaining.foresee import Situation, foresee
from dockersh.reading import syntax
from dockersh.reading.syntax.places import Places

FILLED = [
    "docker run -v $(pwd):/data x",
    "docker run -v `pwd`:/data x",
    "docker run -v $( pwd ):/data x",
    'docker run -v "$(pwd)":/data x',
    'docker run -v "$(pwd):/data" x',
    "docker run -v $PWD:/data x",
    "docker run -v ${PWD}/a:/data x",
    'docker run -v "${PWD}"/a:/data x',
    "docker run -v $HOME/.aws:/root/.aws x",
    "docker run -v ${HOME}:/data x",
    "docker run -v ~/.ssh:/root/.ssh x",
    "docker run -v ~:/data x",
    "docker run --volume=$PWD:/data x",
    "docker run -v$PWD:/data x",
    "docker run --name ${PWD##*/} x",
    'docker run --name "${PWD##*/}"-db x',
    "docker build ${PWD%/*}",
    'docker build -t $(basename "$PWD") .',
    "docker build -t $(basename $(pwd)) .",
    'docker build $(dirname "$(pwd)")',
    "docker run -v ${PWD:-/tmp}:/data x",
    "docker run -w ${PWD:?no folder} x",
    "DIR=/srv/data; docker run -v $DIR:/data x",
    'DIR="$(pwd)/data" && docker run -v "$DIR":/data x',
    "export DIR=$PWD/b; docker run -v ${DIR}:/data x",
    "A=$PWD B=2; docker run -v $A:/data x",
    "A=one; B=$A/two; docker run -v /$B:/data x",
    "DIR=~/c; docker run -v $DIR:/data x",
    "NAME='a b'; docker run -e \"NAME=$NAME\" x",
    "docker run -v '/with '\"$PWD\"':/data' x",
    "docker cp $PWD/a web:/x",
    "docker run -v $PWD:/data x && cd /tmp",
]
LEFT = [
    "docker run -v $DATA:/data x",
    "docker run -v $PWDX:/data x",
    "docker run -v $OLDPWD:/data x",
    "docker run -v ~root:/data x",
    "docker run -v $(pwd -P):/data x",
    "docker run -v $(cd .. && pwd):/data x",
    "docker run -v $PWD/*:/data x",
    "cd /tmp && docker run -v $PWD:/data x",
    "pushd a; docker run -v $(pwd):/data x",
    "for i in 1 2; do docker run -v $PWD:/data x; cd ..; done",
    "PWD=/x; docker run -v $PWD:/data x",
    "HOME=/x; docker run -v ~/a:/data x",
    "ssh host 'docker run -v $PWD:/data x'",
    "sudo sh -c 'docker run -v $HOME:/data x'",
    "A=1 B=2 docker run -v /$A:/data x",
    "IFS=/; docker run -v $PWD:/data x",
    "DIR=/a; DIR=$(cat f); docker run -v $DIR:/data x",
    "DIR=/a; read DIR; docker run -v $DIR:/data x",
    "DIR=/a docker run -v $DIR:/data x",
    "test -d x || DIR=/a; docker run -v $DIR:/data x",
    "for DIR in a b; do docker run -v $DIR:/data x; done",
    'OPTIONS="-it --rm"; docker run $OPTIONS x',
    "PASSWORD=hunter2hunter2; docker run -e PASSWORD=$PASSWORD x",
    "PASSWORD=hunter2hunter2; docker run -e OTHER=$PASSWORD x",
]


def words(line: str, places: Places) -> list[str]:
    """The words of the docker call as we read them."""
    found = foresee(syntax.parse(line), None, Situation(places=places))
    return [word.text for word in found.calls[-1].invocation.call.words]


@pytest.mark.parametrize("folder", ["shop", "Some Project Dir"])
@pytest.mark.parametrize("line", FILLED)
def test_bash_gives_docker_the_words_that_we_read(line: str, folder: str, tmp_path: Path) -> None:
    """Each word that we fill in is what bash makes of it; where it falls apart, all that bash makes of it is known."""
    here, home = tmp_path / folder, tmp_path / "home"
    (here / "a").mkdir(parents=True)
    home.mkdir()
    stand_in = tmp_path / "docker"
    stand_in.write_text(f"#!/bin/sh\nprintf '%s\\n' docker \"$@\" > {tmp_path}/told\n", encoding="utf-8")
    stand_in.chmod(0o755)
    env = {"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(home), "PWD": str(here)}
    subprocess.run(["bash", "-c", line], cwd=here, env=env, capture_output=True, check=False)
    told = (tmp_path / "told").read_text(encoding="utf-8").splitlines()
    call = foresee(syntax.parse(line), None, Situation(places=Places(str(here), str(home)))).calls[-1].invocation.call
    assert [text for word in call.words for text in (word.filled or (word.text,))] == told or " " in folder
    if " " in folder and all(len(word.filled) < 2 for word in call.words) and all(word.literal for word in call.words):
        assert [word.text for word in call.words] == told


@pytest.mark.parametrize("line", LEFT)
def test_what_is_not_known_is_left_to_the_shell(line: str) -> None:
    """Behind cd, on another machine, in a loop, for other variables and for secrets nothing is filled in."""
    call = syntax.parse(line).calls[-1]
    assert words(line, Places("/home/me/shop", "/home/me")) == [word.text for word in call.words]


@pytest.mark.parametrize("line", FILLED)
def test_documents_know_no_folder(line: str) -> None:
    """Without places every word stays as it is typed."""
    assert words(line, Places()) == [word.text for word in syntax.parse(line).calls[-1].words]


def test_zsh_splits_no_variable() -> None:
    """In zsh a variable with blanks is one word; what a command prints is several."""
    places = Places("/a b", "/home", splits=False)
    call = foresee(syntax.parse("docker run -v $PWD:/x -w $(pwd) x"), None, Situation(places=places)).calls[0].invocation.call
    assert [word.filled for word in call.words if word.filled] == [("/a b:/x",), ("/a", "b")]


def test_the_folder_is_the_shells_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """$PWD where it names this folder, a link to it included; else what the system says."""
    from dockersh.machine.given import folder

    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path / "real")
    assert folder({"PWD": str(tmp_path / "link")}) == str(tmp_path / "link")
    assert folder({"PWD": "/nowhere"}) == folder({}) == os.getcwd()
