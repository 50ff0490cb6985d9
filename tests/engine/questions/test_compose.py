"""Which folders of a compose file must be there, in the words of both kinds of compose."""

from __future__ import annotations

import pytest

from dockersh.engine.questions.compose import project

# What `docker compose config --format json` printed of: a short mount, a long one, and one with create_host_path: false.
PRINTED = {
    "2.40.3": ({"create_host_path": True}, None, {}),
    "5.6.1": ({}, None, {"create_host_path": False}),
}


def folders(*binds: dict[str, bool] | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those that are looked at, and those that must be there."""
    mounts = [
        {"type": "bind", "source": f"/{number}", **({} if bind is None else {"bind": bind})}
        for number, bind in enumerate(binds)
    ]
    (service,) = project({"name": "shop", "services": {"web": {"volumes": mounts}}}).services.values()
    return service.folders, service.strict


@pytest.mark.parametrize("version", PRINTED)
def test_the_one_that_may_not_be_made_is_known(version: str) -> None:
    """Whichever of the two the compose prints."""
    assert folders(*PRINTED[version]) == (("/0", "/1", "/2"), ("/2",))


def test_where_no_mount_tells_the_usual_is_meant() -> None:
    """A short mount, whose folder is made; of both kinds in one file nobody knows."""
    assert folders({}) == (("/0",), ())
    assert folders(None, {}) == (("/0", "/1"), ())
    assert folders({"create_host_path": True}, {"create_host_path": False}, {}) == (("/0", "/1"), ("/1",))


def test_a_long_mount_without_options_is_made_by_both() -> None:
    """Compose hands it on as it does a short one."""
    assert folders(None) == (("/0",), ())
