"""Devices of the host: by their paths, by CDI's names, and graphics processors."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.recreate.option import Option, fields
from dockersh.recreate.seen import Row, Seen

EVERYTHING = "rwm"
GRAPHICS = [["gpu"]]


def devices(seen: Seen) -> Iterator[Option]:
    """`--device`, `--gpus`."""
    for row in seen.host.get("Devices") or ():
        yield Option("device", _device(row))
    for row in seen.host.get("DeviceRequests") or ():
        if row.get("Driver") == "cdi":
            yield from (Option("device", name) for name in row.get("DeviceIDs") or ())
        else:
            yield Option("gpus", _gpus(row))


def _device(row: Row) -> str:
    outside, inside, rights = row["PathOnHost"], row["PathInContainer"], row.get("CgroupPermissions") or EVERYTHING
    if rights != EVERYTHING:
        return f"{outside}:{inside}:{rights}"
    return outside if outside == inside else f"{outside}:{inside}"


def _gpus(row: Row) -> str:
    """Source: docker/cli opts/gpus.go."""
    ids, count = row.get("DeviceIDs") or [], row.get("Count") or 0
    number = "all" if count < 0 else str(count)
    pairs = [("device", ",".join(ids))] if ids else [("count", number)]
    if row.get("Driver"):
        pairs.append(("driver", row["Driver"]))
    if (row.get("Capabilities") or GRAPHICS) != GRAPHICS:
        pairs.append(("capabilities", ",".join(name for name in row["Capabilities"][0] if name != "gpu")))
    pairs += [("options", f"{name}={value}") for name, value in (row.get("Options") or {}).items()]
    return pairs[0][1] if len(pairs) == 1 and not ids else fields(pairs)
