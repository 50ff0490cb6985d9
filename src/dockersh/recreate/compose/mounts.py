"""What a line mounts, as a service's `volumes`, and the volumes that the file declares for it."""

from __future__ import annotations

from dockersh.reading.invocation import Invocation
from dockersh.reading.values.fields import fields
from dockersh.recreate.compose.draft import Draft
from dockersh.startup.typed import Any

KEYS = {"src": "source", "dst": "target", "destination": "target", "ro": "readonly"}
TRUE = frozenset(("", "1", "t", "T", "TRUE", "true", "True"))
HOSTS = ("/", ".", "~", "$")  # how a path of the host begins; `$` for a variable that compose knows
LOCAL = "local"  # what the engine takes by itself
RECURSIVE = ("enabled", "disabled", "writable", "readonly")


def volumes(invocation: Invocation, draft: Draft) -> None:
    """`-v`, `--mount` and `--volumes-from`."""
    driver = draft.text(invocation.flags("volume-driver")[-1]) if "volume-driver" in invocation.uses else None
    found: list[Any] = []
    for part in invocation.flags("volume"):
        if text := draft.text(part):
            found.append(text)
            _declared(text, driver, draft)
    if driver not in (None, LOCAL) and not any(row.get("driver") for row in draft.volumes.values()):
        draft.cannot("volume-driver")
    found += [_mount(text, draft) for part in invocation.flags("mount") if (text := draft.text(part))]
    if found:
        draft.keys["volumes"] = [one for at, one in enumerate(found) if one not in found[:at]]
    if parts := invocation.flags("volumes-from"):
        taken = [_from(draft.text(part) or "", draft) for part in parts]
        draft.keys |= {"volumes_from": one} if (one := [text for text in taken if text]) else {}


def _declared(text: str, driver: str | None, draft: Draft) -> None:
    source, colon, _ = text.partition(":")
    if colon and not source.startswith(HOSTS):
        draft.declare_volume(source, driver=driver)
    elif driver not in (None, LOCAL) and not colon:
        draft.cannot("volume-driver")


def _from(text: str, draft: Draft) -> str:
    """`db:ro`: a service of this file, or a container, of which compose reads no mode."""
    name, _, mode = text.partition(":")
    service = draft.world.services.get(name)
    if mode not in ("", "rw") and not service:
        draft.cannot("volumes-from")
        return ""
    return ":".join(filter(None, (service, mode) if service else ("container", name)))


def _mount(text: str, draft: Draft) -> dict[str, Any]:
    """`type=bind,src=…` in the long form of compose."""
    given: dict[str, list[str]] = {}
    for field in fields(text) or ():
        key, _, value = field.partition("=")
        given.setdefault(KEYS.get(key.lower(), key.lower()), []).append(value)
    one = {key: values[-1] for key, values in given.items()}
    kind = one.get("type", "volume")
    mount: dict[str, Any] = {"type": kind}
    mount |= {key: one[key] for key in ("source", "target", "consistency") if one.get(key)}
    if "readonly" in one:
        mount["read_only"] = one["readonly"] in TRUE
    options = OPTIONS[kind](one) if kind in OPTIONS else {}
    if options:
        mount[kind] = options
    if kind == "volume":
        _volume(one, given, draft)
    return mount


def _bind(one: dict[str, str]) -> dict[str, Any]:
    """`--mount` never makes the folder, as compose would."""
    found: dict[str, Any] = {"create_host_path": False}
    if one.get("bind-propagation"):
        found["propagation"] = one["bind-propagation"]
    if one.get("bind-recursive") in RECURSIVE:
        found["recursive"] = one["bind-recursive"]
    return found


def _of_volume(one: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"nocopy": one["volume-nocopy"] in TRUE} if "volume-nocopy" in one else {}
    return found | ({"subpath": one["volume-subpath"]} if one.get("volume-subpath") else {})


def _tmpfs(one: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"size": one["tmpfs-size"]} if one.get("tmpfs-size") else {}
    return found | ({"mode": int(one["tmpfs-mode"], 8)} if one.get("tmpfs-mode") else {})


def _image(one: dict[str, str]) -> dict[str, Any]:
    return {"subpath": one["image-subpath"]} if one.get("image-subpath") else {}


OPTIONS = {"bind": _bind, "volume": _of_volume, "tmpfs": _tmpfs, "image": _image}


def _volume(one: dict[str, str], given: dict[str, list[str]], draft: Draft) -> None:
    """What the line says of the volume itself stands where the file declares it."""
    labels, options = (dict(text.partition("=")[::2] for text in given.get(f"volume-{key}", ())) for key in ("label", "opt"))
    driver = one.get("volume-driver")
    if one.get("source"):
        draft.declare_volume(one["source"], driver=driver, driver_opts=options, labels=labels)
    elif driver or options or labels:
        draft.cannot("volume-driver")
