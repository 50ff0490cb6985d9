"""Devices of the host: by their paths, by CDI's names, and graphics processors."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.recreate.option import Option, fields
from dockersh.recreate.seen import Row, Seen

EVERYTHING = "rwm"
GRAPHICS = "gpu"  # the client adds it to what it is asked for


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
    ids, count, asked = row.get("DeviceIDs") or [], row.get("Count") or 0, _asked(row)
    number = "all" if count < 0 else str(count)
    pairs = [("device", ",".join(ids))] if ids else [("count", number)]
    if row.get("Driver"):
        pairs.append(("driver", row["Driver"]))
    if asked:
        pairs.append(("capabilities", ",".join(asked)))
    if row.get("Options"):
        pairs.append(("options", fields(sorted(row["Options"].items()))))
    return pairs[0][1] if len(pairs) == 1 and not ids else fields(pairs)


def _asked(row: Row) -> list[str]:
    """The capabilities without the one that the client adds at their end."""
    found = list((row.get("Capabilities") or [[GRAPHICS]])[0])
    return found[:-1] if found[-1:] == [GRAPHICS] else found


def unsaid(seen: Seen) -> list[str]:
    """Requests that `--gpus` cannot make: of several sets of capabilities, or of one without graphics."""
    rows = (row for row in seen.host.get("DeviceRequests") or () if row.get("Driver") != "cdi")
    others = [row for row in rows if [one[-1:] for one in row.get("Capabilities") or [[GRAPHICS]]] != [[GRAPHICS]]]
    return ["HostConfig.DeviceRequests"] if others else []
