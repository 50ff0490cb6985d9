"""Times as engines and clients write them; `datetime` judges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockersh.engine.api.moments import seconds, since

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


NAIVE = st.datetimes(datetime(1900, 1, 1), datetime(2400, 1, 1), timezones=ZONES)  # noqa: DTZ001  the strategy adds the zone


@given(NAIVE, st.sampled_from(["", ".1", ".123456789"]))
def test_every_moment(when: datetime, fraction: str) -> None:
    """In any zone, as Go writes it in answers and in lists."""
    whole = when.replace(microsecond=0)
    day, clock, zone = whole.strftime("%Y-%m-%d").rjust(10, "0"), whole.strftime("%H:%M:%S"), whole.strftime("%z")
    exact = pytest.approx(whole.timestamp() + float("0" + (fraction or ".0")), abs=1e-5)
    assert seconds(f"{day}T{clock}{fraction}{zone[:3]}:{zone[3:5]}") == exact
    assert seconds(f"{day} {clock}{fraction} {zone} KST") == exact


def test_zulu_and_no_time() -> None:
    """The zero of Go is the year 1; a list writes a number."""
    assert seconds("2021-03-04T05:06:07.123456789Z") == pytest.approx(
        datetime(2021, 3, 4, 5, 6, 7, 123457, tzinfo=UTC).timestamp(), abs=1e-5
    )
    assert [seconds("0001-01-01T00:00:00Z"), since(-62135596800), since(0), since(5)] == [0.0, 0.0, 0.0, 5.0]


@pytest.mark.parametrize("text", ["", "yesterday", "2021-03-04", "2021-03-04T05:06"])
def test_what_is_no_time(text: str) -> None:
    """Said with the error that readers of answers expect."""
    with pytest.raises(ValueError):
        seconds(text)
