"""What is said after a line, at each level of detail."""

from __future__ import annotations

import pytest

from dockersh import texts
from dockersh.execute.outcome import Outcome
from dockersh.reading import syntax
from dockersh.render import Detail
from dockersh.render.choose import style
from dockersh.ways_in.said_after import WENT_WELL, Speaker, aftermath
from dockersh.ways_in.seen import Seen
from dockersh.ways_in.told import Told
from support.state import NOW, WrittenEngine

HELD = {"hours": 0, "image": "nginx", "tty": False}
RUN = "docker run -d --name web nginx"
SAID: list[tuple[Detail, str, dict[str, object], int, str]] = [
    ("full", RUN, {"status": "running"}, 0, "in the background"),
    ("failures", RUN, {"status": "running"}, 0, ""),
    ("failures", RUN, {"status": "exited", "exit_code": 1}, 0, "ended at once"),
    ("failures", RUN, {"status": "running", "health": "unhealthy"}, 0, "health check"),
    ("failures", "docker run --name web nginx", {"status": "exited", "exit_code": 3}, 3, "exit status 3"),
    ("failures", "docker run --name web nginx", {"status": "exited", "exit_code": 0}, 0, ""),
    ("brief", "docker run --name web nginx", {"status": "exited", "exit_code": 0}, 0, "exit status 0"),
]


@pytest.mark.parametrize(("detail", "line", "facts", "status", "said"), SAID)
def test_failures_is_silent_while_all_goes_well(
    capsys: pytest.CaptureFixture[str], detail: Detail, line: str, facts: dict[str, object], status: int, said: str
) -> None:
    """What happened is known all the same, to whoever suggests the next line."""
    engine = WrittenEngine({"containers": {"web": {**HELD, **facts}}})
    parsed = syntax.parse(line)
    told = Told(parsed)
    by = Speaker("en", detail, style(2, "never", {}), engine, engine, Seen())
    happened = aftermath(by, told, Outcome(status, None, NOW - 12, 12.0), watched=True)
    assert happened
    written = capsys.readouterr().err
    assert said in written
    assert bool(written) == bool(said)


def test_what_went_well_has_a_sentence() -> None:
    """Each of them is one of the aftermath."""
    assert {key.removeprefix("aftermath.") for key in WENT_WELL} <= set(texts.load("en", "aftermath"))
