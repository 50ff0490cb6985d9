"""What is asked about a name: every question reads, and the first kind that has the name is meant."""

from __future__ import annotations

import pytest

from dockersh.engine import NoEngine
from dockersh.engine.api import raw
from dockersh.engine.api.endpoints import ENDPOINTS
from dockersh.recreate.asked import KINDS, find
from support import inspected


def everything() -> inspected.Told:
    """An engine in which each kind has something called `x`."""
    return inspected.Told({(kind, "x"): {"Id": kind, "Name": "/x", "Config": {}} for kind in KINDS})


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_that_is_said_is_meant(kind: str) -> None:
    """Only that is asked for."""
    told = everything()
    assert find(told, "x", kind).kind == kind
    assert {one.about[0] for one in told.asked} <= {kind, "info", "changes", "history", "image"}


def test_the_first_kind_is_meant() -> None:
    """A container before an image, that before a volume, that before a network."""
    told = everything()
    for kind in KINDS:
        assert find(told, "x").kind == kind
        told.objects[kind, "x"] = None
    assert find(told, "x").kind == ""


def test_questions_go_to_listed_endpoints() -> None:
    """There is no other way to ask."""
    told = everything()
    find(told, "x")
    for question in told.asked:
        gets = raw.ASKS[question.kind].gets(question.about)
        assert gets is not None
        assert all(get.endpoint in ENDPOINTS for get in gets)


def test_changes_are_asked_for_where_they_are_wanted() -> None:
    """To compare layers takes the engine a while."""
    told = everything()
    find(told, "x", changes=False)
    assert "changes" not in {one.about[0] for one in told.asked}
    find(told, "x")
    assert "changes" in {one.about[0] for one in told.asked}


def test_nobody_was_asked() -> None:
    """Nothing is known, and that is what is said."""
    found = find(NoEngine(), "x")
    assert (found.kind, found.status) == ("", "off")


def test_another_container_is_called_by_its_name() -> None:
    """By the id it could not come back; one that is gone keeps it."""
    row = inspected.container(NetworkMode="container:11", IpcMode="container:22", PidMode="host")
    told = inspected.engine(row)
    told.objects["container", "11"] = inspected.container("db")
    host = find(told, "web").row["HostConfig"]
    assert (host["NetworkMode"], host["IpcMode"], host["PidMode"]) == ("container:db", "container:22", "host")
