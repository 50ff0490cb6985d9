"""Devices of the host: given, limited, allowed; GPUs.

    --device HOST[:CONTAINER][:rwm] | vendor.com/class=name (CDI)
    --device-cgroup-rule 'c 1:3 mr'
    --device-read-bps /dev/sda:1mb    --device-read-iops /dev/sda:1000    --blkio-weight-device /dev/sda:500
    --gpus all | N | device=0 | "device=0,1" | count=,driver=,capabilities=,options=     csv
Source: docker/cli cli/command/container/opts.go, opts/throttledevice.go, opts/weightdevice.go, opts/gpus.go (28.2.2).
"""

from __future__ import annotations

import posixpath
import re

from dockersh.reading.values.fields import fields
from dockersh.reading.values.quantities import rate
from dockersh.reading.values.value import Bad, Value, bad, good
from dockersh.startup.lazy_regex import pattern

CDI = pattern(
    r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?/[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?=[A-Za-z0-9](?:[A-Za-z0-9_.:-]*[A-Za-z0-9])?"
)
RULE = pattern(r"[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}")
GPU_KEYS = ("count", "device", "driver", "capabilities", "options")
NUMBER = pattern(r"[+-]?[0-9]{1,18}")


def _is_mode(text: str) -> bool:
    return bool(text) and set(text) <= set("rwm") and len(set(text)) == len(text)


def device(text: str) -> Value | Bad:
    """Decode `--device`: `{host, container, permissions}`; a CDI name has only `host`."""
    if CDI.fullmatch(text):
        return good({"host": text, "container": None, "permissions": None}, "device-cdi", name=text)
    pieces = text.split(":")
    if len(pieces) > 3 or not pieces[0]:
        return bad("device", value=text)
    mode = pieces.pop() if len(pieces) == 3 or (len(pieces) == 2 and _is_mode(pieces[1])) else "rwm"
    if not _is_mode(mode):
        return bad("device-mode", value=mode)
    host, inside = pieces[0], posixpath.normpath(pieces[-1]) if pieces[-1] else ""
    host = inside if len(pieces) == 1 else host
    if not inside.startswith("/"):
        return bad("device-path", value=inside)
    return good({"host": host, "container": inside, "permissions": mode}, "device", host=host, container=inside)


def cgroup_rule(text: str) -> Value | Bad:
    """Decode `--device-cgroup-rule`: `{rule}`."""
    return good({"rule": text}) if RULE.fullmatch(text) else bad("device-rule", value=text)


def _path(text: str) -> tuple[str, str] | Bad:
    path, colon, value = text.partition(":")
    if not colon or not path:
        return bad("device-limit", value=text)
    return (path, value) if path.startswith("/dev/") else bad("device-limit-path", value=path)


def _limited(text: str, most: int, why: str, *, sizes: bool = False) -> Value | Bad:
    found = _path(text)
    if isinstance(found, Bad):
        return found
    amount = rate(found[1]) if sizes else _operations(found[1])
    if amount is None or amount > most:
        return bad(why, value=found[1])
    return good({"path": found[0], "amount": amount})


def _operations(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,40}", text) else None


def bps(text: str) -> Value | Bad:
    """Decode `--device-read-bps` and its twin: `{path, amount}` in bytes a second."""
    return _limited(text, 2**63 - 1, "device-rate", sizes=True)


def iops(text: str) -> Value | Bad:
    """Decode `--device-read-iops` and its twin: `{path, amount}` in operations a second."""
    return _limited(text, 2**64 - 1, "device-rate")


def weight(text: str) -> Value | Bad:
    """Decode `--blkio-weight-device`: `{path, amount}`, 0 or 10 to 1000."""
    found = _limited(text, 1000, "device-weight")
    if isinstance(found, Value) and 0 < found.decoded["amount"] < 10:
        return bad("device-weight", value=text.partition(":")[2])
    return found


def gpus(text: str) -> Value | Bad:
    """Decode `--gpus`: `{count, device, driver, capabilities, options}`, each as it was written."""
    found = fields(text)
    if found is None:
        return bad("quotes", value=text)
    shape: dict[str, str] = {}
    seen: set[str] = set()  # a bare count behind count= is let through
    for field in found:
        word, equals, value = field.partition("=")
        key, value = (word, value) if equals else ("count", word)
        if key not in GPU_KEYS or word in seen:
            return bad("gpus-key", value=word)
        seen |= {word, key}
        if key == "count" and value != "all" and not NUMBER.fullmatch(value):
            return bad("gpus-count", value=value)
        shape[key] = value
    some = "gpus-device" if "device" in shape else "gpus"
    said = "gpus-all" if shape.get("count") in ("all", "-1") else some
    return good(shape, said, count=shape.get("count", "1"), device=shape.get("device", ""))
