"""Which of its namespaces a container has for itself, and options written KEY=VALUE.

    --pid '' | host | container:NAME       --uts '' | host       --userns '' | host       --cgroupns '' | host | private
    --ipc '' | none | private | shareable | host | container:NAME      (the engine checks it)
    --storage-opt KEY=VALUE
Source: docker/cli cli/command/container/opts.go and moby api/types/container/hostconfig.go (28.2.2).
"""

from __future__ import annotations

from dockersh.reading.values.value import Bad, Value, bad, good


def _mode(text: str, words: tuple[str, ...], kind: str) -> Value | Bad:
    if text.startswith("container:") and kind in ("pid", "ipc"):
        name = text.removeprefix("container:")
        return good({"mode": "container", "container": name}, "mode-container", name=name) if name else bad("mode", value=text)
    if text and text not in words:
        return bad("mode", value=text)
    shape = {"mode": text or None, "container": None}
    return good(shape, f"mode-host-{kind}" if text == "host" else None)


def pid(text: str) -> Value | Bad:
    """Decode `--pid`: `{mode, container}`."""
    return _mode(text, ("host",), "pid")


def uts(text: str) -> Value | Bad:
    """Decode `--uts`: `{mode, container}`."""
    return _mode(text, ("host",), "uts")


def userns(text: str) -> Value | Bad:
    """Decode `--userns`: `{mode, container}`."""
    return _mode(text, ("host",), "userns")


def cgroupns(text: str) -> Value | Bad:
    """Decode `--cgroupns`: `{mode, container}`."""
    return _mode(text, ("host", "private"), "cgroupns")


def pair(text: str) -> Value | Bad:
    """Decode `--storage-opt`: `{name, value}`."""
    name, equals, value = text.partition("=")
    return good({"name": name, "value": value}) if equals else bad("pair", value=text)
