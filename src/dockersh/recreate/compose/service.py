"""A `docker run` line as a service of a compose file."""

from __future__ import annotations

import functools
import os.path
import re
from collections.abc import Callable, Iterable, Mapping

from dockersh.finding import say
from dockersh.reading.invocation import Invocation, Part
from dockersh.recreate.compose import devices, mounts, networks, ports
from dockersh.recreate.compose.draft import Draft, World
from dockersh.startup import toml_cache
from dockersh.startup.typed import Any

COMMANDS = ("container run", "container create")
HEALTH = {"interval": "interval", "timeout": "timeout", "start-period": "start_period", "start-interval": "start_interval"}
UNFIT = r"[^a-z0-9_-]+"
ZERO = r"[+-]?(?:0+(?:\.0*)?[a-zµ]*)+"
BLKIO = ("weight-device", "read-bps", "read-iops", "write-bps", "write-iops")


@functools.cache
def table() -> dict[str, Any]:
    """`fields.toml`."""
    return toml_cache.load(os.path.join(os.path.dirname(__file__), "fields.toml"))


def service(invocation: Invocation, world: World) -> Draft:
    """The service of a line of `run` or `create`, what its file declares, and what it cannot say."""
    draft = Draft(_name(invocation), world)
    draft.keys["image"] = _image(invocation, draft)
    made = dict.fromkeys(table()["made"][name] for name in invocation.uses if name in table()["made"])
    for kind in ("texts", "numbers", "switches", "lists"):
        _plain(invocation, draft, kind)
    for function in made:
        MADE[function](invocation, draft)
    if "network" not in invocation.uses and "network_mode" not in draft.keys:
        draft.keys.setdefault("network_mode", "bridge")
    _command(invocation, draft)
    draft.notes += [say("recreate.label-file", file=file) for file in draft.keys.get("label_file", ())]
    for name in (*table()["impossible"]["options"], *(name for name in invocation.uses if not _known(name))):
        if name in invocation.uses and name not in table()["impossible"]["quietly"] and given(invocation, name):
            draft.cannot(name)
    return draft


def _known(name: str) -> bool:
    tables = table()
    return any(name in tables[kind] for kind in ("texts", "numbers", "switches", "lists", "made")) or (
        name in tables["impossible"]["options"]
    )


def given(invocation: Invocation, name: str) -> bool:
    """Whether an option is there and not switched off."""
    flag = invocation.uses[name][-1].flag
    return flag is None or flag.type != "bool" or invocation.on(name)


def _name(invocation: Invocation) -> str:
    """The service's name: the container's, else the image's last part."""
    found = invocation.last("name")
    images = invocation.arguments("IMAGE")
    image = images[0].text.partition("@")[0].rpartition("/")[2].partition(":")[0] if images else ""
    name = (found.text if found else "") or image
    return re.sub(UNFIT, "-", name.lower()).strip("-_") or "service"


def _image(invocation: Invocation, draft: Draft) -> str:
    images = invocation.arguments("IMAGE")
    return draft.text(images[0]) or "" if images else ""


def _command(invocation: Invocation, draft: Draft) -> None:
    words = [draft.text(part) for part in invocation.words()]
    if words:
        draft.keys["command"] = [word for word in words if word is not None]


def _plain(invocation: Invocation, draft: Draft, kind: str) -> None:
    for name, key in table()[kind].items():
        parts = invocation.flags(name)
        if parts:
            found = READ[kind](parts, draft, invocation)
            if found is not None:
                draft.keys[key] = found


def _text(parts: tuple[Part, ...], draft: Draft, _: Invocation) -> str | int | None:
    """As it was typed; compose takes no -1 that is a text."""
    text = draft.text(parts[-1]) or None
    return -1 if text == "-1" else text


def number(parts: tuple[Part, ...], draft: Draft, _: Invocation | None = None) -> int | float | str | None:
    """A number where it is one, also where docker reads a fraction (`--cpus 1/2`); else as it was typed."""
    text = draft.text(parts[-1]) or ""
    if found := re.fullmatch(r"([0-9]{1,18})/([0-9]*[1-9][0-9]*)", text):
        return int(found[1]) / int(found[2])
    if re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        return int(text)
    return float(text) if re.fullmatch(r"[0-9]*\.[0-9]+", text) else text or None


def _switch(parts: tuple[Part, ...], _: Draft, invocation: Invocation) -> bool:
    return invocation.on(str(parts[-1].canonical))


def _list(parts: tuple[Part, ...], draft: Draft, _: Invocation) -> list[str]:
    found = [text for part in parts if (text := draft.text(part)) is not None]
    each = SPELLED.get(str(parts[0].canonical))
    return list(dict.fromkeys(found if each is None else (one for text in found for one in each(text))))


# Where compose reads a value otherwise than docker does: the same for compose.
SPELLED: Mapping[str, Callable[[str], Iterable[str]]] = {
    "device": devices.device,
    "expose": ports.exposed,
    "publish": ports.published,
}
READ: Mapping[str, Callable[[tuple[Part, ...], Draft, Invocation], Any]] = {
    "texts": _text,
    "numbers": number,
    "switches": _switch,
    "lists": _list,
}


def _entrypoint(invocation: Invocation, draft: Draft) -> None:
    word = draft.text(invocation.flags("entrypoint")[-1])
    draft.keys["entrypoint"] = [word] if word else []


def _env_files(invocation: Invocation, draft: Draft) -> None:
    """Raw: docker's client knows no quotes and no variables there."""
    files = [draft.text(part) for part in invocation.flags("env-file")]
    draft.keys["env_file"] = [{"path": _path(file), "format": "raw"} for file in files if file]


def _path(file: str) -> str:
    return file if file.startswith(("/", ".", "$")) else f"./{file}"


def _health(invocation: Invocation, draft: Draft) -> None:
    """What is empty or zero is not given to docker, and an empty check to compose."""
    if invocation.on("no-healthcheck"):
        draft.keys["healthcheck"] = {"disable": True}
        return
    check: dict[str, Any] = {}
    if (command := invocation.flags("health-cmd")) and (text := draft.text(command[-1])):
        check["test"] = ["CMD-SHELL", text]
    for option, key in HEALTH.items():
        if (parts := invocation.flags(f"health-{option}")) and (text := draft.text(parts[-1])) and not re.fullmatch(ZERO, text):
            check[key] = text
    if (parts := invocation.flags("health-retries")) and (count := number(parts, draft)):
        check["retries"] = count
    if "start_interval" in check:  # compose refuses it alone: "start_interval requires healthcheck.start_period to be set"
        check.setdefault("start_period", "0s")
    if check:
        draft.keys["healthcheck"] = check


def _logging(invocation: Invocation, draft: Draft) -> None:
    found: dict[str, Any] = {}
    if parts := invocation.flags("log-driver"):
        found["driver"] = draft.text(parts[-1])
    if parts := invocation.flags("log-opt"):
        found["options"] = pairs(parts, draft)
    draft.keys["logging"] = found


def pairs(parts: tuple[Part, ...], draft: Draft) -> dict[str, str]:
    """`name=value`, the last of a name counts."""
    found = (text.partition("=") for part in parts if (text := draft.text(part)) is not None)
    return {name: value for name, _, value in found}


def _blkio(invocation: Invocation, draft: Draft) -> None:
    found: dict[str, Any] = {}
    if parts := invocation.flags("blkio-weight"):
        found["weight"] = number(parts, draft)
    for name in BLKIO:
        option = f"blkio-{name}" if name.startswith("weight") else f"device-{name}"
        if parts := invocation.flags(option):
            rate = "weight" if name.startswith("weight") else "rate"
            texts = [(draft.text(part) or "").rpartition(":") for part in parts]
            key = name.replace("-", "_") if name.startswith("weight") else f"device_{name.replace('-', '_')}"
            found[key] = [{"path": path, rate: int(value) if value.isdecimal() else value} for path, _, value in texts]
    draft.keys["blkio_config"] = found


def _stops(invocation: Invocation, draft: Draft) -> None:
    seconds = number(invocation.flags("stop-timeout"), draft)
    if isinstance(seconds, int) and seconds >= 0:
        draft.keys["stop_grace_period"] = f"{seconds}s"
    else:
        draft.cannot("stop-timeout")


def _storage(invocation: Invocation, draft: Draft) -> None:
    draft.keys["storage_opt"] = pairs(invocation.flags("storage-opt"), draft)


def _ulimits(invocation: Invocation, draft: Draft) -> None:
    found: dict[str, Any] = {}
    for name, value in pairs(invocation.flags("ulimit"), draft).items():
        soft, both, hard = value.partition(":")
        limits = {"soft": int(soft), "hard": int(hard)} if both else int(soft)
        found[name] = limits
    draft.keys["ulimits"] = found


def _shared(invocation: Invocation, draft: Draft) -> None:
    """Another container's namespace: of the same file by its service's name."""
    for name in ("ipc", "pid"):
        if parts := invocation.flags(name):
            draft.keys[name] = draft.neighbour(draft.text(parts[-1]) or "")


MADE: Mapping[str, Callable[[Invocation, Draft], None]] = {
    "blkio": _blkio,
    "entrypoint": _entrypoint,
    "env_files": _env_files,
    "gpus": devices.gpus,
    "health": _health,
    "logging": _logging,
    "networks": networks.networks,
    "shared": _shared,
    "stops": _stops,
    "storage": _storage,
    "ulimits": _ulimits,
    "volumes": mounts.volumes,
}
