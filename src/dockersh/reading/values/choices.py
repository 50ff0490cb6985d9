"""Values that are one of a few words: restart policy, pull policy, platform; and the name of a container.

    --restart no | always | unless-stopped | on-failure[:N]      checked by the engine, case-sensitive
    --pull always | missing | never                              checked by the client
    compose pull --policy always | missing | never | build | if_not_present | refresh | daily | weekly | every_TIME
    --platform os[/arch[/variant]]
    --name [a-zA-Z0-9][a-zA-Z0-9_.-]+                            at least two characters, a leading / dropped
    context create [a-zA-Z0-9][a-zA-Z0-9_.+-]+                   `default` is taken (docker/cli cli/context/store)
Source: compose-go's pull_policy, asked of compose 5.6.1; docker/cli opts and moby daemon/names (28.2.2).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dockersh.reading.nearest import nearest
from dockersh.reading.values.value import Bad, Value, bad, good
from dockersh.startup.lazy_regex import pattern

PROJECT = pattern(r"[a-z0-9][a-z0-9_-]*")
NAME = pattern(r"/?[a-zA-Z0-9][a-zA-Z0-9_.-]+")
POLICIES = ("no", "always", "unless-stopped", "on-failure")
COMPOSE = ("always", "missing", "never", "build", "if_not_present")
WINDOWS = pattern(r"|refresh|daily|weekly|every_-?(?:[0-9.]+(?:ns|us|ms|[smhdw]))+")
LEVELS = ("debug", "info", "warn", "warning", "error", "fatal", "panic", "trace")
PULLS = ("always", "missing", "never")
CONTEXT = pattern(r"[a-zA-Z0-9][a-zA-Z0-9_.+-]+")
BUILDER = pattern(r"[a-zA-Z][a-zA-Z0-9._-]*")
PLATFORM = pattern(r"[A-Za-z0-9_.-]+(?:\([^)]*\))?(?:/[A-Za-z0-9_.-]+){0,2}")

# github.com/containerd/platforms database.go
SYSTEMS = pattern(
    "aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|macos|nacl|netbsd|openbsd|plan9|solaris|windows|zos"
)
PROCESSORS = pattern(
    "386|i386|amd64(p32)?|x86[_-]64|aarch64|arm(be|hf|el|64|64be)?|ppc(64|64le)?|loong64|mips(le)?|mips64(p32)?(le)?|riscv(64)?"
    "|s390x?|sparc(64)?|wasm"
)


def restart(text: str) -> Value | Bad:
    """Decode `--restart`: `{policy, retries}`."""
    policy, colon, retries = text.partition(":")
    if (colon and not policy) or (retries and not re.fullmatch(r"[+-]?[0-9]{1,18}", retries)):
        return bad("restart-format", value=text)
    if not text:
        return good({"policy": "no", "retries": None}, "restart-no")
    if policy not in POLICIES or (retries and policy != "on-failure") or retries.startswith("-"):
        near = nearest(policy, POLICIES)
        return bad("restart-near", value=text, near=near) if near and not colon else bad("restart", value=text)
    key = "restart-on-failure-times" if retries else f"restart-{policy}"
    return good({"policy": policy, "retries": int(retries) if retries else None}, key, retries=retries)


def pull_policy(text: str) -> Value | Bad:
    """Decode `run --pull`: `{policy}`; empty is the default."""
    text = text or "missing"
    if text in PULLS:
        return good({"policy": text}, f"pull-{text}")
    near = nearest(text, PULLS)
    return bad("pull-policy-near", value=text, near=near) if near else bad("pull-policy", value=text)


def platform(text: str) -> Value | Bad:
    """Decode `--platform`: `{os, architecture, variant}`."""
    if not text:
        return good({"os": None, "architecture": None, "variant": None})
    if not PLATFORM.fullmatch(text) or ("/" not in text and not _known(text.lower().partition("(")[0])):
        return bad("platform", value=text)
    system, architecture, variant = (*text.split("/"), None, None)[:3]
    return good({"os": system, "architecture": architecture, "variant": variant})


def _known(word: str) -> bool:
    """A word alone must be a system or a processor that Go knows."""
    return bool(SYSTEMS.fullmatch(word) or PROCESSORS.fullmatch(word))


def _build_platform(text: str) -> Value | Bad:
    """The `local` of buildx is the platform of the client. github.com/docker/buildx util/platformutil/parse.go"""
    return platform("" if text == "local" else text)


def platforms(text: str) -> Value | Bad:
    """Decode a build's `--platform`: a list of platforms between commas, none of them empty."""
    return _several([_build_platform(one) if one else bad("platform", value=one) for one in text.split(",")])


def platform_list(text: str) -> Value | Bad:
    """Decode `--platform` of load and save: a list of platforms, one with docker 28; of nothing known where none is written."""
    if not text:
        return _several([platform(text)])
    return _several([platform(one) if one else bad("platform", value=one) for one in text.split(",")])


def _several(answers: Sequence[Value | Bad]) -> Value | Bad:
    wrong = next((answer for answer in answers if isinstance(answer, Bad)), None)
    return wrong or good([answer.decoded for answer in answers if isinstance(answer, Value)])


def name(text: str) -> Value | Bad:
    """Decode `--name`: `{name}` without its leading slash; empty: docker makes one up."""
    if text and not NAME.fullmatch(text):
        return bad("name", value=text)
    return good({"name": text.removeprefix("/")})


def project(text: str) -> Value | Bad:
    """Decode compose's `--project-name`: `{name}`; empty: the folder's. compose-go loader/loader.go, NormalizeProjectName."""
    return good({"name": text}) if not text or PROJECT.fullmatch(text) else bad("project", value=text)


def context(text: str) -> Value | Bad:
    """Decode the name of a new context: `{name}`."""
    if text == "default":
        return bad("context-default")
    return good({"name": text}) if CONTEXT.fullmatch(text) else bad("context-name", value=text)


def builder(text: str) -> Value | Bad:
    """Decode the name of a builder or of its node: `{name}`; empty: buildx makes one up (buildx 0.36 store/util.go)."""
    return good({"name": text}) if not text or BUILDER.fullmatch(text) else bad("builder-name", value=text)


def compose_pull(text: str) -> Value | Bad:
    """Decode the --pull of compose's up, create and run: `{policy}`."""
    if text in COMPOSE:
        return good({"policy": text}, f"compose-pull-{text}")
    return bad("word", value=text, words=", ".join(COMPOSE))


def compose_policy(text: str) -> Value | Bad:
    """Decode `compose pull --policy`: the same, and how old an image may be; asked for by name it is always too old."""
    return good({"policy": text}) if WINDOWS.fullmatch(text) else compose_pull(text)


def log_level(text: str) -> Value | Bad:
    """Decode docker's own --log-level: `{word}`, in any case (github.com/sirupsen/logrus ParseLevel); empty is info."""
    level = text.lower() or "info"
    return good({"word": level}) if level in LEVELS else bad("word", value=text, words=", ".join(LEVELS))
