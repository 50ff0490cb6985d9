"""What a build is given and where it leaves its result.

    --secret id=ID[,src=FILE | ,env=NAME][,type=file|env]        --ssh default | ID[=SOCKET|KEY[,KEY…]]
    --output FOLDER | - | type=local|tar|oci|docker|image|registry|cacheonly[,dest=…][,name=…][,push=true]
    --cache-from, --cache-to REF | type=registry|local|gha|inline|s3|azblob[,…]      --build-context NAME=PATH|URL|docker-image://…
    --attest type=sbom|provenance[,…]      --provenance, --sbom true | false | KEY=VALUE[,…]
Source: buildx 0.36 util/buildflags and build/opt.go. Without buildx docker knows none of these flags but --cache-from.
"""

from __future__ import annotations

from dockersh.reading.values.fields import fields
from dockersh.reading.values.value import Bad, Value, bad, good

OUTPUTS = ("local", "tar", "oci", "docker", "image", "registry", "cacheonly")
CACHES = ("registry", "local", "gha", "inline", "s3", "azblob")
ATTESTATIONS = ("sbom", "provenance")
SEVERAL = frozenset(',"\r\n')  # what a value of several fields may have
SECRET_KEYS = frozenset(("id", "type", "src", "source", "env"))
TRUE = frozenset(("1", "t", "T", "true", "TRUE", "True"))
FALSE = frozenset(("0", "f", "F", "false", "FALSE", "False"))


def _pairs(text: str) -> dict[str, str] | Bad:
    """`a=1,b=2`, keys in lower case; a field without `=` is refused."""
    pieces = fields(text)
    if pieces is None:
        return bad("quotes", value=text)
    for piece in pieces:
        if "=" not in piece:
            return bad("build-field", value=piece)
    return {key.strip().lower(): value for key, _, value in (piece.partition("=") for piece in pieces)}


def _typed(text: str, words: tuple[str, ...]) -> dict[str, str] | Bad:
    """The same, with a `type=` that is there."""
    given = _pairs(text)
    return given if isinstance(given, Bad) or given.get("type") else bad("build-type", value=text, words=", ".join(words))


def secret(text: str) -> Value | Bad:
    """Decode `--secret`: `{id, source, env}`; an empty one is passed over."""
    if not text:
        return Value(None)
    given = _pairs(text)
    if isinstance(given, Bad):
        return given
    if unknown := next((key for key in given if key not in SECRET_KEYS), None):
        return bad("build-key", value=unknown, keys="id, src, env, type")
    if given.get("type", "file") not in ("file", "env"):
        return bad("word", value=given["type"], words="file, env")
    if not given.get("id"):
        return bad("secret-id", value=text)
    source = given.get("src") or given.get("source")
    env = given.get("env")
    if given.get("type") == "env":
        source, env = None, env or source
    shape = {"id": given["id"], "source": source, "env": env}
    unsaid = "secret-file" if source else "secret-guess"
    return good(shape, "secret-env" if env else unsaid, id=given["id"], source=source or "", env=env or "")


def ssh(text: str) -> Value | Bad:
    """Decode `--ssh`: `{id, paths}`; no paths: the agent."""
    name, equals, paths = text.partition("=")
    shape = {"id": name or "default", "paths": paths.split(",") if equals else []}
    return good(shape, "ssh-keys" if equals else "ssh-agent", id=name or "default", paths=paths)


def compose_ssh(text: str) -> Value | Bad:
    """Decode `compose build --ssh`: one key, `default` or `id=path` (compose 5.6.1, cmd/compose/build.go)."""
    return ssh(text) if text in ("", "default") or "=" in text else bad("pair", value=text)


def output(text: str) -> Value | Bad:
    """Decode `--output`: `{type, dest, file, push}`; a path alone is a folder, `-` standard output.

    *dest* is a place or a name, *file* a place alone; *push*: whether it is uploaded.
    """
    if not text.startswith("type=") and SEVERAL.isdisjoint(text):
        kind = "tar" if text == "-" else "local"
        return good(
            {"type": kind, "dest": text or None, "file": text or None, "push": False},
            "output-stdout" if text == "-" else "output-local",
            dest=text,
        )
    given = _typed(text, OUTPUTS)
    if isinstance(given, Bad):
        return given
    kind = given["type"]
    dest = given.get("dest") or given.get("name")
    said = kind if kind in OUTPUTS else None
    if kind == "image" and given.get("push") in TRUE:
        said = "registry"
    if kind in ("oci", "tar") and not given.get("dest"):
        said = "stdout"
    shape = {"type": kind, "dest": dest, "file": given.get("dest"), "push": said == "registry"}
    return good(shape, f"output-{said}" if said else None, dest=dest or "")


def cache_from(text: str) -> Value | Bad:
    """Decode `--cache-from`: `{type, place}`."""
    return _cache(text, "from")


def cache_to(text: str) -> Value | Bad:
    """Decode `--cache-to`: `{type, place}`."""
    return _cache(text, "to")


def _cache(text: str, side: str) -> Value | Bad:
    if "=" not in text:
        return good({"type": "registry", "place": text}, f"cache-{side}-registry", place=text)
    given = _typed(text, CACHES)
    if isinstance(given, Bad):
        return given
    kind = given["type"]
    place = next((given[key] for key in ("ref", "src", "dest", "scope", "bucket") if given.get(key)), None)
    said = {"inline": "cache-inline"} | {one: f"cache-{side}-{one}" for one in ("registry", "local", "gha")}
    return good({"type": kind, "place": place}, said.get(kind), place=place or kind)


def context(text: str) -> Value | Bad:
    """Decode `--build-context`: `{name, source}`."""
    if not text:
        return Value(None)
    name, equals, source = text.partition("=")
    if not equals or not name:
        return bad("build-context", value=text)
    image = source.removeprefix("docker-image://")
    key = "build-context-image" if image != source else "build-context"
    return good({"name": name, "source": source}, key, name=name, source=image)


def attest(text: str) -> Value | Bad:
    """Decode `--attest`: `{attestation, on}`."""
    given = _typed(text, ATTESTATIONS)
    if isinstance(given, Bad):
        return given
    kind = given["type"]
    return _attested(kind, on=given.get("disabled", "false") not in TRUE)


def provenance(text: str) -> Value | Bad:
    """Decode `--provenance`: `{attestation, on}`."""
    return _short("provenance", text)


def sbom(text: str) -> Value | Bad:
    """Decode `--sbom`: `{attestation, on}`."""
    return _short("sbom", text)


def _short(kind: str, text: str) -> Value | Bad:
    if not text:
        return Value(None)  # as if it were not there
    if text in TRUE | FALSE:
        return _attested(kind, on=text in TRUE)
    given = _pairs(text)
    return given if isinstance(given, Bad) else _attested(kind, on=given.get("disabled", "false") not in TRUE)


def _attested(kind: str, *, on: bool) -> Value:
    said = f"attest-{kind}" if kind in ATTESTATIONS else None
    return good({"attestation": kind, "on": on}, said if on or said is None else "attest-off", name=kind)
