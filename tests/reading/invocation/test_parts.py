"""An invocation answers for its flags: by their canonical names, the last use, what the values mean."""

from __future__ import annotations

import json

import pytest

from dockersh import explain
from dockersh.reading import syntax
from dockersh.reading.catalogue import Flag
from dockersh.reading.invocation import Invocation, read, skim
from dockersh.reading.values.mounts import Mount
from dockersh.reading.values.networks import Network
from dockersh.reading.values.ports import Port
from dockersh.reading.values.quantities import Size


def invocation(line: str) -> Invocation:
    """The one call of a line, read."""
    (call,) = syntax.parse(line).calls
    return read(call)


# What was typed, the canonical name, and the values in the order typed.
SPELLINGS = [
    ("docker run --net a --network b x", "network", ["a", "b"]),
    ("docker run --network-alias a --net-alias b x", "network-alias", ["a", "b"]),
    ("docker create --dns-opt a x", "dns-option", ["a"]),
    ("docker compose run --volumes a:/a -v b:/b x", "volume", ["a:/a", "b:/b"]),
    ("docker stop --time 3 x", "timeout", []),  # deprecated: the client keeps it apart, and refuses both
    ("docker -l debug run x", "log-level", []),  # docker's own, and not of the command
]


@pytest.mark.parametrize(("line", "name", "values"), SPELLINGS)
def test_every_spelling_of_a_flag_is_a_use_of_it(line: str, name: str, values: list[str]) -> None:
    """Where docker keeps both in one place."""
    assert [part.value for part in invocation(line).flags(name)] == values


def test_the_contract_has_the_flag_as_it_was_typed() -> None:
    """`--net` stays `net`."""
    parts = json.loads(explain("docker run --net host x").to_json())["commands"][0]["parts"]
    assert [part["flag"] for part in parts if "flag" in part] == ["net"]


LAST = [
    ("docker run --name a --name b x", "b"),
    ("docker run --name b --name $A x", None),
    ("docker run --name $A --name b x", "b"),
    ("docker run x", None),
]


@pytest.mark.parametrize(("line", "value"), LAST)
def test_the_last_use_counts_where_the_shell_does_not_decide_it(line: str, value: str | None) -> None:
    """Docker takes the last one; whose value only the shell knows is not known."""
    last = invocation(line).last("name")
    assert (last.value if last else None) == value


DECODED = [
    ("docker run -p 80:81 -p $A -p abc -p 82 x", "publish", (Port(None, "80", "81", "tcp"), Port(None, None, "82", "tcp"))),
    ("docker run -v data:/a x", "volume", (Mount("volume", "data", "/a", False, (), "volume"),)),
    ("docker run --tmpfs /t:ro x", "tmpfs", (Mount("tmpfs", None, "/t", False, ("ro",), "tmpfs"),)),
    ("docker run -m 1k x", "memory", (Size(1024),)),
    ("docker run --net container:a x", "network", (Network(None, "a", {}),)),
    ("docker run --hostname a x", "hostname", ()),  # has no grammar
]


@pytest.mark.parametrize(("line", "name", "values"), DECODED)
def test_what_the_values_of_a_flag_mean(line: str, name: str, values: tuple[object, ...]) -> None:
    """Of all uses that docker accepts and the shell does not decide, in the order typed."""
    assert invocation(line).decoded(name) == values


def test_a_mount_says_by_which_flag_it_came() -> None:
    """For docker makes a missing folder for one of them, and refuses it for the other."""
    line = invocation("docker run -v /a:/x --mount type=bind,src=/a,dst=/x y")
    (volume,), (mount,) = line.decoded("volume"), line.decoded("mount")
    assert (volume.flag, mount.flag) == ("volume", "mount")
    assert volume.shape == mount.shape


def test_who_only_skims_decodes_nothing() -> None:
    """Tab and highlighting want to know where the words stand."""
    (call,) = syntax.parse("docker run -p 80:80 nginx").calls
    assert [part.answer for part in skim(call).parts] == [None, None]


def test_a_flag_that_is_gone_is_no_spelling_of_another() -> None:
    """Docker refuses it, whatever takes its place."""
    assert Flag("run", "string", gone="docker 1.13", replaced_by="change").canonical == "run"
