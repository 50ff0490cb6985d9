"""Values that come out wrong by blanks, quotes and backslashes: what is said of them."""

from __future__ import annotations

import pytest

from dockersh import Finding, Situation, explain
from dockersh.reading.syntax.places import Places

BLANKS, PLAIN = Places("/home/me/Some Project Dir", "/home/me"), Places("/home/me/shop", "/home/me")
# The line, the finding, and what to type in the place of the value.
SAID = [
    (BLANKS, "docker run -v $(pwd):/data x:1 ls", "blanks-make-the-image", '"$(pwd):/data"'),
    (BLANKS, "docker run -v `pwd`:/data x:1", "blanks-make-the-image", '"`pwd`:/data"'),
    (BLANKS, "docker create --volume=$PWD:/data x:1", "blanks-make-the-image", '"--volume=$PWD:/data"'),
    (BLANKS, "docker run --mount type=bind,src=${PWD},dst=/x x:1", "blanks-make-the-image", '"type=bind,src=${PWD},dst=/x"'),
    (BLANKS, "docker build -t x $PWD", "blanks-make-more-words", '"$PWD"'),
    (BLANKS, "docker cp $PWD/a web:/x", "blanks-make-more-words", '"$PWD/a"'),
    (PLAIN, "docker run -v '$(pwd):/app' x:1", "folder-in-single-quotes", '"$(pwd):/app"'),
    (PLAIN, "docker run -v '${PWD}'/a:/app x:1", "folder-in-single-quotes", '"${PWD}/a:/app"'),
    (PLAIN, "docker run -v \\$PWD:/app x:1", "folder-in-single-quotes", '"$PWD:/app"'),
    (PLAIN, "docker run -w '$PWD' x:1", "folder-in-single-quotes", '"$PWD"'),
    (PLAIN, 'docker run -v "~/app:/app" x:1', "home-in-quotes", '"$HOME/app:/app"'),
    (PLAIN, "docker run --volume='~/.ssh:/root/.ssh:ro' x:1", "home-in-quotes", '"$HOME/.ssh:/root/.ssh:ro"'),
    (PLAIN, 'docker run -w "C:/Program Files/Git/app" x:1', "git-bash-path", "//app"),
    (PLAIN, 'docker exec web "C:/msys64/usr/bin/env"', "git-bash-path", "//usr/bin/env"),
    (PLAIN, 'docker run --entrypoint "C:/Program Files/Git/bin/sh" x:1', "git-bash-path", "//bin/sh"),
    (PLAIN, 'docker run -v "/c/app;C:/Program Files/Git/app" x:1', "git-bash-path", "//app"),
    (PLAIN, "docker run -v C:\\Users\\me\\app:/app x:1", "windows-path", '"/mnt/c/Users/me/app:/app"'),
    (PLAIN, "docker run -v 'D:\\data:/data:ro' x:1", "windows-path", '"/mnt/d/data:/data:ro"'),
    (PLAIN, "docker run -v C:/data:/data x:1", "windows-path", '"/mnt/c/data:/data"'),
    (PLAIN, "docker run -e TITLE=Value With Spaces busybox env", "value-ends-at-blank", "--env 'TITLE=Value With Spaces'"),
    (PLAIN, "docker run -e MSG=Hello World busybox", "value-ends-at-blank", "--env 'MSG=Hello World'"),
    (PLAIN, "docker run --label by=Ann Example busybox true", "value-ends-at-blank", "--label 'by=Ann Example'"),
    (PLAIN, "docker run -e SIZE= 5 busybox env", "value-ends-at-blank", "--env SIZE=5"),
    (PLAIN, "docker run -e DEBUG= true busybox env", "value-ends-at-blank", "--env DEBUG=true"),
]
SILENT = [
    (PLAIN, "docker run --volume=v:/d:nocopy x:1"),
    (PLAIN, "docker run -v v:/d:ro x:1"),
    (PLAIN, "docker run -v v:/d x:1"),
    (BLANKS, 'docker run -v "$(pwd)":/data x:1'),
    (BLANKS, 'docker run -v "$PWD:/data" x:1'),
    (BLANKS, "docker run -v ~/a:/data x:1"),
    (BLANKS, "docker run x:1 ls $PWD"),
    (PLAIN, "docker run -v $(pwd):/data x:1"),
    (PLAIN, "docker run -e 'HOME=$HOME' x:1"),
    (PLAIN, "docker run x:1 sh -c 'cd $PWD && ls'"),
    (PLAIN, "docker run -v /c/Users/me/app:/app x:1"),
    (PLAIN, "docker run -e EMPTY= busybox env"),
    (PLAIN, "docker run -e A=b MyImage ls"),
    (PLAIN, "docker run -e A=b IMAGE_NAME ls -l /"),
    (PLAIN, "docker run --name web Repo/App:1 ls -l /"),
]
CODES = {code for _, _, code, _ in SAID}


def told(places: Places, line: str) -> list[Finding]:
    """The findings about the call."""
    return list(explain(line, situation=Situation(None, 1.7e9, places)).commands[0].findings)


@pytest.mark.parametrize(("places", "line", "code", "fixed"), SAID, ids=[line for _, line, _, _ in SAID])
def test_says_what_the_shell_makes_of_it(places: Places, line: str, code: str, fixed: str) -> None:
    """The cause and the cure, and docker's own reason not beside it."""
    found = told(places, line)
    (one,) = [one for one in found if one.code == code]
    assert fixed in (one.fix or "")
    assert one.severity == "error"
    assert not {"bad-value", "bad-argument"} & {other.code for other in found}


@pytest.mark.parametrize(("places", "line"), SILENT, ids=[line for _, line in SILENT])
def test_is_silent_where_it_is_right(places: Places, line: str) -> None:
    """Quoted folders, scripts for the container's shell, names that only look like it."""
    assert CODES & {one.code for one in told(places, line)} == set()
