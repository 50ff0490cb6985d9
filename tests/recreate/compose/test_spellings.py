"""Nothing of a line is lost in silence: whatever docker takes changes the file, or is named; one meaning, one file."""

from __future__ import annotations

import shlex

import pytest

from dockersh.reading import catalogue, syntax
from dockersh.reading.catalogue import Flag
from dockersh.reading.invocation import read
from dockersh.recreate.compose.file import File, file
from dockersh.recreate.compose.service import table
from support.values_table import GOOD

# What a flag of docker's types is given where no grammar of values has examples.
OF_TYPE = {"bool": ("true",), "bytes": ("64m",), "decimal": ("1.5",), "ulimit": ("core=0",), "list": ("a",), "map": ("a=b",)}
# These mean to docker: as without the option.
AS_WITHOUT = {("name", ""), ("net", "bridge"), ("network", "bridge"), ("blkio-weight-device", "/dev/sda:0")}
EMPTY = {"platform", "pull", "restart", "stop-signal", "workdir"}


def made(text: str) -> File:
    """The file of a line."""
    found = file([read(syntax.parse(text).calls[0])])
    assert found is not None
    return found


def values(flag: Flag) -> list[str]:
    """Values that docker takes."""
    found = [text for kind, text, _ in GOOD if kind == flag.value]
    return found or list(OF_TYPE.get(flag.type, ("3",)))


def rows() -> list[tuple[str, str]]:
    """Every option of run, with every value that the tables know."""
    command = catalogue.find("container run")
    assert command is not None
    quietly = table()["impossible"]["quietly"]
    found = ((flag.name, text) for flag in command.flags.values() if flag.canonical not in quietly for text in values(flag))
    return [(name, text) for name, text in found if (name, text) not in AS_WITHOUT and (text or name not in EMPTY)]


@pytest.mark.parametrize(("name", "text"), rows())
def test_every_option_changes_the_file_or_is_named(name: str, text: str) -> None:
    """With every value."""
    found = made(f"docker run {shlex.quote(f'--{name}={text}')} i")
    assert found.tree != made("docker run i").tree or [note for note in found.notes if "option" in note.args]


# One meaning to docker, one file.
SAME = [
    ("--gpus 2", "--gpus count=2", "--gpus=2"),
    ("--gpus driver=nvidia", "--gpus driver=nvidia,count=1", "--gpus 1,driver=nvidia"),
    ("-p 8080:80", "-p published=8080,target=80", "-p target=80,protocol=tcp,published=8080", "--publish=8080:80"),
    ("-p 80/udp", "-p target=80,protocol=udp"),
    ("--expose 80-82/udp", "--expose 80/udp --expose 81/udp --expose 82/udp"),
    ("--expose 9", "--expose 9/tcp"),
    ("--cpus 0.5", "--cpus .5", "--cpus 1/2"),
    ("--device /dev/a:/dev/a:r", "--device /dev/a:r"),
    ("--health-cmd x", "--health-cmd x --health-interval 0 --health-timeout 0m0s --health-retries 0"),
    ("", "--health-cmd ''", "--health-retries 0", "--volume-driver local"),
    ("--volumes-from db", "--volumes-from db:rw"),
    ("--mount type=bind,src=/a,dst=/b,readonly", "--mount TYPE=bind,source=/a,target=/b,ro=1"),
]


@pytest.mark.parametrize("spelled", SAME, ids=[spelled[-1] for spelled in SAME])
def test_one_meaning_one_file(spelled: tuple[str, ...]) -> None:
    """However it is spelled."""
    first, *others = (made(f"docker run {options} i") for options in spelled)
    assert [one.tree for one in others] == [first.tree] * len(others)
