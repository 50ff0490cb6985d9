"""What becomes of an image when its last name is taken away."""

from __future__ import annotations

from dockersh import explain
from dockersh.engine import State
from support.state import WrittenEngine

TWO = {"images": {"base:1": {"id": "b" * 64}, "app:1": {"id": "a" * 64}}}


class Hurried(WrittenEngine):
    """Has no time to say what its images were built upon."""

    def _parents(self, about: tuple[str, ...], state: State) -> State:
        del about
        return state


def last(engine: WrittenEngine) -> tuple[str, str]:
    """The last step of `docker rmi base:1`: whether it happens, and why."""
    step = explain("docker rmi base:1", engine=engine).commands[0].steps[-1]
    return step.will, step.reason


def test_what_was_not_told_is_not_claimed() -> None:
    """Deleted, kept, or nobody said in time."""
    assert last(WrittenEngine(TWO)) == ("yes", "last-name")
    assert last(WrittenEngine({**TWO, "parents": {"a" * 64: "b" * 64}})) == ("no", "children")
    assert last(Hurried(TWO)) == ("maybe", "unless-children")
    assert last(WrittenEngine({**TWO, "parents": {"a" * 64: "b" * 64}, "containerd": True})) == ("yes", "last-name")
