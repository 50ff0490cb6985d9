"""Values that are one of a few words, by kind: each word has a sentence of its own.

    --availability active | pause | drain      --ipc '' | none | private | shareable | host | container:NAME
Sources: docker/cli and moby 28.2.2 (api/types/swarm, container/hostconfig.go), buildx 0.36, compose 5.6.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dockersh.reading.nearest import nearest
from dockersh.reading.values.value import Bad, Value, bad, good

# Each word of these is said in `values.toml` as `KIND-WORD`; any other is refused, by the client or by the engine.
WORDS: Mapping[str, tuple[str, ...]] = {
    "availability": ("active", "pause", "drain"),
    "role": ("worker", "manager"),
    "service-mode": ("replicated", "global", "replicated-job", "global-job"),
    "endpoint-mode": ("vip", "dnsrr"),
    "restart-condition": ("none", "on-failure", "any"),
    "update-order": ("stop-first", "start-first"),
    "failure-action": ("pause", "continue", "rollback"),
    "resolve-image": ("always", "changed", "never"),
    "progress": ("auto", "plain", "tty", "quiet", "rawjson"),
    "isolation": ("default", "process", "hyperv"),
    "stream": ("stdin", "stdout", "stderr"),
    "ansi": ("never", "always", "auto"),
    "rmi": ("local", "all"),
    "scope": ("local", "swarm"),
    "debug-on": ("always", "error"),
    "buildkit-network": ("default", "none", "host"),
}
# The same where other words may be names: of a network, of a plugin.
OPEN: Mapping[str, tuple[str, ...]] = {
    "network-driver": ("bridge", "overlay", "macvlan", "ipvlan", "host", "none"),
    "build-network": ("default", "none", "host"),
}
# One sentence for all words of a kind, which names the word.
OBJECTS = ("config", "container", "image", "network", "node", "plugin", "secret", "service", "task", "volume")
NEVER_EMPTY = frozenset(("stream", "service-mode", "availability", "resolve-image"))
LOWERED = frozenset(("stream", "isolation"))
IPC = ("none", "private", "shareable", "host")


def word(kind: str) -> Callable[[str], Value | Bad]:
    """The grammar of a kind: decodes to `{word}`."""

    def decode(text: str) -> Value | Bad:
        found = text.lower() if kind in LOWERED else text
        known = WORDS.get(kind) or OPEN[kind]
        if found in known:
            return good({"word": found}, f"{kind}-{found}")
        if kind in OPEN or (not text and kind not in NEVER_EMPTY):
            return good({"word": text})
        return bad("stream", value=text) if kind == "stream" else _refused(text, known)

    return decode


def object_type(text: str) -> Value | Bad:
    """Decode `inspect --type`: `{word}`."""
    return good({"word": text}, "object-type", value=text) if text in OBJECTS else _refused(text, OBJECTS)


def ipc(text: str) -> Value | Bad:
    """Decode `--ipc`: `{mode, container}`; the engine checks it, whose container only when it starts."""
    if text.startswith("container:"):
        name = text.removeprefix("container:")
        shape = {"mode": "container", "container": name}
        return good(shape, "ipc-container" if name else None, name=name)
    if text and text not in IPC:
        return _refused(text, IPC)
    return good({"mode": text or None, "container": None}, f"ipc-{text}" if text else None)


def _refused(text: str, known: tuple[str, ...]) -> Bad:
    near = nearest(text, known)
    words = ", ".join(known)
    return bad("word-near", value=text, near=near, words=words) if near else bad("word", value=text, words=words)


KINDS: dict[str, Callable[[str], Value | Bad]] = {
    **{kind: word(kind) for kind in (*WORDS, *OPEN)},
    "object-type": object_type,
    "ipc-mode": ipc,
}
