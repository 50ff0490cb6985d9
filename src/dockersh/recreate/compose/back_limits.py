"""What a service may use of the machine, as options: disks, graphics."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.recreate.option import Option, fields
from dockersh.recreate.seen import Row


def disks(_: Row, service: Row) -> Iterator[Option]:
    """Weights and rates of disks."""
    disks = service.get("blkio_config") or {}
    yield from [Option("blkio-weight", str(disks["weight"]))] if disks.get("weight") else ()
    yield from (Option("blkio-weight-device", _of_device(row)) for row in disks.get("weight_device") or ())
    for kind in ("read_bps", "write_bps", "read_iops", "write_iops"):
        for row in disks.get(f"device_{kind}") or ():
            yield Option(f"device-{kind.replace('_', '-')}", _of_device(row))


def _of_device(row: Row) -> str:
    """Files say `path` and `rate`; compose 2.40 and 5.6 print them as `Path` and `Rate`."""
    found = {key.lower(): value for key, value in row.items()}
    return f"{found['path']}:{found.get('rate', found.get('weight'))}"


def graphics(_: Row, service: Row) -> Iterator[Option]:
    """`--gpus`."""
    yield from (Option("gpus", _gpu(row)) for row in service.get("gpus") or ())


def _gpu(row: Row) -> str:
    ids, more = row.get("device_ids") or [], [name for name in row.get("capabilities") or () if name != "gpu"]
    count = "all" if row.get("count", -1) in (-1, "all") else str(row["count"])
    pairs = [("device", ",".join(ids))] if ids else [("count", count)]
    pairs += [("driver", str(row["driver"]))] if row.get("driver") else []
    pairs += [("capabilities", ",".join(more))] if more else []
    options = [(name, str(value).replace("$$", "$")) for name, value in (row.get("options") or {}).items()]
    pairs += [("options", fields(options))] if options else []
    return count if len(pairs) == 1 and not ids else fields(pairs)
