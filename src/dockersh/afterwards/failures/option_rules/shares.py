"""What a program used up, of that which the line gave it."""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.afterwards.failures.case import Case, Found


def memory(case: Case, _named: Mapping[str, str]) -> Found | None:
    """`-m`."""
    return _value(case, "memory")


def processes(case: Case, _named: Mapping[str, str]) -> Found | None:
    """`--pids-limit`."""
    return _value(case, "pids-limit")


def files(case: Case, _named: Mapping[str, str]) -> Found | None:
    """`--ulimit nofile=…`."""
    given = [part.text for part in case.invocation.flags("ulimit") if part.text.startswith("nofile=")]
    return {"value": given[-1]} if given else None


def shared_memory(case: Case, _named: Mapping[str, str]) -> Found | None:
    """Shared memory, `--shm-size`: 64 MB unless the line says more; the host's own with `--ipc host`."""
    if case.invocation.value("ipc") == "host":
        return None
    return {"value": case.invocation.value("shm-size") or "64m"}


def _value(case: Case, flag: str) -> Found | None:
    last = case.invocation.last(flag)
    return {"value": last.text} if last is not None and last.literal else None
