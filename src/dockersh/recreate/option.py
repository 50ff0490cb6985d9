"""An option of a line, and how values are spelled."""

from __future__ import annotations

from dockersh.startup.typed import NamedTuple

SHORTS = {"publish": "p", "volume": "v", "env": "e", "label": "l", "workdir": "w", "user": "u", "memory": "m"}
UNITS = ((1 << 30, "g"), (1 << 20, "m"), (1 << 10, "k"))
DURATIONS = ((3_600_000_000_000, "h"), (60_000_000_000, "m"), (1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "us"), (1, "ns"))


class Option(NamedTuple):
    """One option: its name, and its value (None: a switch). *cluster*: short switches that stand together (`it`)."""

    name: str
    value: str | None = None
    cluster: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """As it is typed."""
        if self.cluster:
            return (f"-{self.cluster}",)
        if self.value is None:
            return (f"--{self.name}",)
        if self.name in SHORTS and not self.value.startswith("-"):
            return (f"-{SHORTS[self.name]}", self.value)
        # Docker takes the next word whatever it is; a reader does not
        joined = not self.value or self.value.startswith("-")
        return (f"--{self.name}={self.value}",) if joined else (f"--{self.name}", self.value)


def size(number: int) -> str:
    """Bytes with the largest unit that leaves nothing over: `64m`."""
    for unit, letter in UNITS:
        if number and not number % unit:
            return f"{number // unit}{letter}"
    return str(number)


def duration(nanoseconds: int) -> str:
    """As Go reads it: `1m30s`."""
    if not nanoseconds:
        return "0s"
    parts = []
    for unit, letter in DURATIONS:
        count, nanoseconds = divmod(nanoseconds, unit)
        if count:
            parts.append(f"{count}{letter}")
    return "".join(parts)


def cpus(nano: int) -> str:
    """Billionths of a processor as a decimal."""
    whole, rest = divmod(nano, 10**9)
    return f"{whole}.{rest:09d}".rstrip("0").rstrip(".")


def fields(pairs: list[tuple[str, str]]) -> str:
    """`type=bind,src=/a`, a field with a comma or a quote in CSV's quotes. A pair without a value is a switch."""
    return ",".join(_field(f"{name}={value}" if value else name) for name, value in pairs)


def _field(text: str) -> str:
    if not any(char in text for char in ',"\n\r') and text == text.strip():
        return text
    return '"' + text.replace('"', '""') + '"'
