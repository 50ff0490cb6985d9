"""Published and exposed ports.

    -p [[hostIP]:][hostPort[-end]]:]containerPort[-end][/proto]
    -p target=80,published=8080,protocol=udp     (other keys are ignored, as `mode=`)
    --expose port[-end][/proto]

proto is tcp (the default), udp or sctp, in any case. No host port, or 0, means a free one chosen at start.
Source: github.com/docker/go-connections/nat, and docker/cli opts/swarmopts/port.go for the long form (docker 28.2.2).
"""

from __future__ import annotations

from dockersh.reading.values.value import Bad, Value, bad, good
from dockersh.startup.typed import NamedTuple

PROTOCOLS = ("tcp", "udp", "sctp")


class Port(NamedTuple):
    """One publication. Ports are text (`80`, `8000-8002`); a None `host_port` is random, a None `host_ip` every address."""

    host_ip: str | None
    host_port: str | None
    container_port: str
    protocol: str

    @property
    def shape(self) -> list[dict[str, str | None]]:
        """As JSON has it: a list of one."""
        return [self._asdict()]


class ServicePort(NamedTuple):
    """A publication of a service, and its *mode*: `ingress` on every node of the swarm, `host` only on those with a task."""

    port: Port
    mode: str

    @property
    def shape(self) -> list[dict[str, str | None]]:
        """As JSON has it: a list of one."""
        return [{**self.port._asdict(), "mode": self.mode}]


def publish(text: str) -> Value | Bad:
    """Decode `-p` to a Port; its shape is a list of one `{host_ip, host_port, container_port, protocol}`."""
    port = parse(text)
    if isinstance(port, Bad):
        return port
    return good(port, _sentence(port), **_words(port))


def parse(text: str) -> Port | Bad:
    """The same as a Port, for stages that plan with it."""
    if "=" in text:
        return _long(text)
    body, _, protocol = text.partition("/")
    protocol = protocol.lower() or "tcp"
    if protocol not in PROTOCOLS:
        return _no_protocol(body, protocol)
    address, host, container = _split(body)
    if container.lower() in PROTOCOLS:
        return bad("port-colon", value=container, near=f"{body.rpartition(':')[0]}/{container.lower()}")
    if (bare := _bare(address)) and not _is_address(bare):
        return _no_address(text, address)
    if not container:
        return bad("port-missing", value=text)
    return _checked(address, host, container, protocol)


def _no_protocol(body: str, protocol: str) -> Bad:
    """What is no protocol may be a slash too early: `53/udp:53/udp`, `10.0.0.0/8:80:80`."""
    head, colon, rest = protocol.partition(":")
    if colon and head in PROTOCOLS:
        ending = rest if "/" in rest else f"{rest}/{head}"
        return bad("port-protocol-early", near=f"{body}:{ending}")
    if colon and head.isdigit() and _is_address(body):
        return bad("port-network", value=f"{body}/{head}")
    return bad("port-protocol", value=protocol)


def _no_address(text: str, address: str) -> Bad:
    if address == "localhost":
        return bad("port-localhost", near=text.replace("localhost", "127.0.0.1", 1))
    return bad("port-address", value=address)


def service(text: str) -> Value | Bad:
    """Decode `service create --publish` to a ServicePort."""
    mode = dict(field.partition("=")[::2] for field in text.split(",")).get("mode", "ingress") if "=" in text else "ingress"
    if mode.lower() not in ("ingress", "host"):
        return bad("port-mode", value=mode)
    port = parse(text)
    if isinstance(port, Bad):
        return port
    if port.host_ip is not None:
        return bad("port-service-address", value=port.host_ip)
    ingress = "-random" if port.host_port is None else ""
    way = "-host" if mode.lower() == "host" else ingress
    found = ServicePort(port, mode.lower())
    return good(found, f"publish-service{way}", **{**_words(port), "host": port.host_port or port.container_port})


def target(text: str) -> Value | Bad:
    """Decode `service update --publish-rm`: a publication, too, but one that is closed. The flag's own text says so."""
    port = parse(text)
    return port if isinstance(port, Bad) else good(port)


def expose(text: str) -> Value | Bad:
    """Decode `--expose`: `{port, protocol}`. The protocol is taken as it stands: the client does not check it here.

    What lies behind a second slash docker 28's client leaves out; docker 29's takes it for a part of the protocol.
    """
    body, protocol, *_ = (*text.split("/"), "")
    if ":" in text or _range(body) is None:
        return bad("expose-format", value=text)
    return good({"port": body, "protocol": protocol or "tcp"}, "expose", port=body, protocol=protocol or "tcp")


def number(text: str) -> Value | Bad:
    """Decode the port that `compose port` asks about: `{number}` (compose 5.6.1, cmd/compose/port.go)."""
    fits = text.isascii() and text.isdigit() and len(text) < 19 and int(text) < 65536
    return good({"number": int(text)}) if fits else bad("port-container", value=text)


def _split(body: str) -> tuple[str, str, str]:
    """IP, host port, container port; the last colon and the one before it separate them."""
    rest, _, container = body.rpartition(":")
    address, _, host = rest.rpartition(":")
    return address, host, container


def _checked(address: str, host: str, container: str, protocol: str) -> Port | Bad:
    inner, outer = _range(container), _range(host) if host else None
    if inner is None:
        return bad("port-container", value=container)
    if host and outer is None:
        return bad("port-host", value=host)
    if outer and inner[1] != inner[0] and outer[1] - outer[0] != inner[1] - inner[0]:
        return bad("port-ranges", host=host, container=container)
    return Port(_bare(address) or None, None if host in ("", "0") else host, container, protocol)


def _bare(address: str) -> str:
    """An IPv6 address without its brackets."""
    return address[1:-1] if address.startswith("[") and address.endswith("]") else address


def _range(text: str) -> tuple[int, int] | None:
    first, dash, last = text.partition("-")
    ends = (first, last if dash else first)
    if not all(end.isdecimal() and end.isascii() for end in ends):
        return None
    start, stop = (int(end.lstrip("0")[:6] or "0") for end in ends)  # six digits are too many already
    return (start, stop) if start <= stop <= 65535 else None


def _is_address(text: str) -> bool:
    import ipaddress  # noqa: PLC0415  1 ms, for the few lines that name an address

    try:
        ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return False
    return True


def _long(text: str) -> Port | Bad:
    fields: dict[str, str] = {}
    for field in text.split(","):
        key, equals, value = field.partition("=")
        if not equals:
            return bad("port-field", value=field)
        fields[key] = value.lower()
    if "target" not in fields:
        return bad("port-missing", value=text)
    protocol = fields.get("protocol", "tcp")
    if protocol not in PROTOCOLS:
        return bad("port-protocol", value=protocol)
    return _checked("", fields.get("published", ""), fields["target"], protocol)


def _sentence(port: Port) -> str:
    if port.host_port is None:
        return "publish-random-on" if port.host_ip else "publish-random"
    if "-" in port.host_port and "-" not in port.container_port:
        return "publish-first-free"
    return "publish-on" if port.host_ip else "publish"


def _words(port: Port) -> dict[str, str]:
    return {
        "host": port.host_port or "",
        "container": port.container_port,
        "protocol": port.protocol,
        "address": port.host_ip or "",
    }
