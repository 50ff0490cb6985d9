"""Fields of --format that not every client has: the real client is asked for each, before an engine that lists one of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockersh.reading import catalogue
from oracle.recorder import Recorder
from support.client import major, reason_against

NO_SUCH = "can't evaluate field"
COMMANDS = ("container ls", "image ls", "system events")  # of inspect, the engine's answer decides
ROWS = [(name, field, facts) for name in COMMANDS for field, facts in catalogue.words("versions")["format"][name].items()]


@pytest.mark.skipif(reason_against() is not None, reason=str(reason_against()))
@pytest.mark.parametrize(("name", "field", "facts"), ROWS, ids=[f"{name} {field}" for name, field, _ in ROWS])
def test_the_client_has_it_in_the_versions_that_we_name(name: str, field: str, facts: dict[str, str], tmp_path: Path) -> None:
    """What is dropped is there until then, what is new is not there before; what is to be written instead is there in all."""
    recorder = Recorder(tmp_path / "o")
    asked = ["docker", *name.split(), "--format"]
    has = NO_SUCH not in recorder.ask([*asked, f"{{{{{field}}}}}"]).error
    newer = recorder.ask([*asked, facts.get("instead", "")]).error
    recorder.close()
    assert newer == ""
    if "until" in facts:
        assert has == (major() <= int(facts["until"]))
    elif major() != int(facts["since"].partition(".")[0]):
        assert has == (major() > int(facts["since"].partition(".")[0]))
