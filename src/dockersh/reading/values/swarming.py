"""Values of services: what of the swarm a task may read, where tasks may run, how many.

    --secret, --config NAME | source=NAME[,target=PATH][,uid=N][,gid=N][,mode=0440]
    --generic-resource KIND=COUNT      --placement-pref spread=LABEL      --constraint node.role==manager | node.labels.X!=Y
    --credential-spec config://… | file://… | registry://…      service scale NAME=COUNT      compose --scale NAME=COUNT
Source: docker/cli 28.2.2 opts/swarmopts, cli/command/service/opts.go; moby swarmkit constraint.go.
"""

from __future__ import annotations

import posixpath

from dockersh.reading.values.fields import fields
from dockersh.reading.values.quantities import integer
from dockersh.reading.values.value import Bad, Value, bad, good
from dockersh.startup.lazy_regex import pattern

KEYS = frozenset(("source", "src", "target", "uid", "gid", "mode"))
SPECS = ("config://", "file://", "registry://")
NATURAL = pattern(r"[0-9]+")
CONSTRAINT = pattern(r"(node\.[a-z.]+[A-Za-z0-9_.-]*|engine\.labels\.[A-Za-z0-9_.-]+)\s*(==|!=)\s*(.+)")


def secret(text: str) -> Value | Bad:
    """Decode a service's `--secret`: `{source, target, mode}`."""
    return _reference(text, "secret")


def config(text: str) -> Value | Bad:
    """Decode a service's `--config`: `{source, target, mode}`."""
    return _reference(text, "config")


def _reference(text: str, kind: str) -> Value | Bad:
    pieces = fields(text)
    if not text or pieces is None:
        return bad("swarm-reference", value=text)
    given = {"source": pieces[0]} if len(pieces) == 1 and "=" not in pieces[0] else {}
    for piece in pieces if not given else ():
        key, equals, value = piece.partition("=")
        if not equals or key.lower() not in KEYS:
            return bad(
                "build-field" if not equals else "build-key", value=piece if not equals else key, keys=", ".join(sorted(KEYS))
            )
        given["source" if key.lower() == "src" else key.lower()] = value
    if not given.get("source"):
        return bad("swarm-reference", value=text)
    if "mode" in given and not NATURAL.fullmatch(given["mode"]):
        return bad("integer", value=given["mode"])
    home = "/run/secrets" if kind == "secret" else "/"
    shown = posixpath.join(home, given.get("target") or given["source"])
    return good(
        {"source": given["source"], "target": shown, "mode": given.get("mode")},
        f"swarm-{kind}",
        name=given["source"],
        target=shown,
    )


def _counted(text: str, why: str) -> tuple[str, int] | Bad:
    """`NAME=COUNT`; *why* is what is wrong with another form."""
    name, equals, count = text.partition("=")
    if not equals or not name:
        return bad(why, value=text)
    return (name, int(count)) if NATURAL.fullmatch(count) else bad("integer", value=count)


def generic_resource(text: str) -> Value | Bad:
    """Decode `--generic-resource`: `{resource, count}`."""
    found = _counted(text, "pair")
    if isinstance(found, Bad):
        return found
    name, count = found
    return good({"resource": name, "count": count}, "generic-resource", name=name, count=str(count))


def generic_resource_update(text: str) -> Value | Bad:
    """Decode `--generic-resource-add`; the client leaves the count to the engine."""
    name, equals, count = text.partition("=")
    counted = not equals or not name or NATURAL.fullmatch(count)
    return generic_resource(text) if counted else bad("resource-count", value=count)


def placement(text: str) -> Value | Bad:
    """Decode `--placement-pref`: `{spread}`."""
    strategy, equals, label = text.partition("=")
    if not equals or strategy != "spread":
        return bad("placement", value=text)
    return good({"spread": label}, "placement-spread", label=label)


def constraint(text: str) -> Value | Bad:
    """Decode `--constraint`: `{key, operator, value}`; a manager checks it."""
    found = CONSTRAINT.fullmatch(text.strip())
    if found is None:
        return good({"key": text, "operator": None, "value": None})
    shape = {"key": found[1], "operator": found[2], "value": found[3]}
    return good(shape, "constraint-is" if found[2] == "==" else "constraint-is-not", key=found[1], value=found[3])


def credential_spec(text: str) -> Value | Bad:
    """Decode `--credential-spec`: `{spec}`; empty takes it away."""
    return good({"spec": text}) if not text or text.startswith(SPECS) else bad("credential-spec", value=text)


def scale(text: str) -> Value | Bad:
    """Decode `NAME=COUNT`: `{service, count}`."""
    found = _counted(text, "scale")
    if isinstance(found, Bad):
        return found
    name, count = found
    return good({"service": name, "count": count}, "scale" if count else "scale-none", name=name, count=str(count))


def ratio(text: str) -> Value | Bad:
    """Decode a share from 0 to 1 (`--update-max-failure-ratio`): `{ratio}`."""
    try:
        number = float(text.replace("_", "x"))
    except ValueError:
        return bad("number", value=text)
    return good({"ratio": number if number == number else None}, "ratio", value=text)  # noqa: PLR0124  NaN is a number to Go


def seconds(text: str) -> Value | Bad:
    """Decode a number of seconds that is not negative (`plugin enable --timeout`): `{number}`."""
    found = integer(text)
    return bad("interval", value=text) if isinstance(found, Value) and found.decoded["number"] < 0 else found


def external_ca(text: str) -> Value | Bad:
    """Decode `--external-ca protocol=cfssl,url=…[,cacert=FILE]`: `{protocol, url}`."""
    pieces = fields(text) if text else None
    if pieces is None:
        return bad("external-ca", value=text)
    for piece in pieces:
        if "=" not in piece:
            return bad("build-field", value=piece)
    given = {key.lower(): value for key, _, value in (piece.partition("=") for piece in pieces)}
    if not given.get("protocol") or not given.get("url"):
        return bad("external-ca", value=text)
    return good({"protocol": given["protocol"], "url": given["url"]})
