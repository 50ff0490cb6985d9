"""Where a container's output goes, and the options of that place.

    --log-driver local | json-file | none | syslog | journald | …      or the name of a plugin
    --log-opt KEY=VALUE                                                keys by driver
Source: moby daemon/logger (28.2.2). The engine refuses unknown drivers and keys when the container is made.
"""

from __future__ import annotations

from dockersh.reading.nearest import nearest
from dockersh.reading.values.value import Bad, Value, bad, good

DRIVERS = (*("local", "json-file", "none", "syslog", "journald", "gelf", "fluentd", "awslogs", "splunk", "gcplogs", "etwlogs"),)
SAID = frozenset(("local", "json-file", "none", "syslog", "journald"))
# Keys that say something of their own; others are passed on to the driver.
KEYS = frozenset(("max-size", "max-file", "compress", "tag", "labels", "env", "mode"))


def driver(text: str) -> Value | Bad:
    """Decode `--log-driver`: `{driver}`. A word near a known name is a slip; any other may be a plugin."""
    if text in DRIVERS or not text:
        return good({"driver": text or None}, f"log-{text}" if text in SAID else None)
    near = nearest(text, DRIVERS) or next((name for name in DRIVERS if name.replace("-", "") == text), None)
    return bad("log-driver-near", value=text, near=near) if near else good({"driver": text})


def option(text: str) -> Value | Bad:
    """Decode `--log-opt`: `{key, value}`."""
    key, equals, value = text.partition("=")
    shape = {"key": key, "value": value if equals else None}
    return good(shape, f"log-opt-{key}" if equals and key in KEYS else None, value=value)


def service_option(text: str) -> Value | Bad:
    """Decode a service's `--log-opt`, which the client checks for a key."""
    return option(text) if text.partition("=")[0] else bad("env", value=text)
