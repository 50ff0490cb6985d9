"""Image references.

    [domain[:port]/]path[:tag][@sha256:<64 hex>]    or an image id

The first component is a domain only if it is `localhost` or holds a `.`, a `:` or an upper-case letter; otherwise docker.io
is meant, and a single component stands in its `library/`. Without tag and digest the tag is `latest`.
Source: github.com/distribution/reference, normalize.go and regexp.go.
"""

from __future__ import annotations

import re

from dockersh.reading.values.value import Bad, Value, bad, good
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import NamedTuple

PATH = pattern(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*")
TAG = pattern(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
DOMAIN = pattern(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?"
)
DIGEST = pattern(r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}")
FULL_ID = pattern(r"(?:sha256:)?[0-9a-f]{64}")
KNOWN = ("sha256:", "sha384:", "sha512:")  # opencontainers/go-digest knows how long these are
DIGEST_ALONE = pattern(r"sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}")
HUB = "docker.io"


class Reference(NamedTuple):
    """A normalised reference; `tag` is None only beside a digest. *given* is the text as typed."""

    registry: str
    repository: str
    tag: str | None
    digest: str | None
    given: str

    @property
    def shape(self) -> dict[str, str | None]:
        """As JSON has it: `{registry, repository, tag, digest}`."""
        return {"registry": self.registry, "repository": self.repository, "tag": self.tag, "digest": self.digest}

    @property
    def familiar(self) -> str:
        """As docker shows it: `ubuntu:14.04`, `ghcr.io/me/app:1`."""
        name = self.repository if self.registry == HUB else f"{self.registry}/{self.repository}"
        name = name.removeprefix("library/") if self.registry == HUB and self.repository.count("/") == 1 else name
        return name + (f":{self.tag}" if self.tag else "") + (f"@{self.digest}" if self.digest else "")


class ImageId(NamedTuple):
    """The full id of an image: a *digest* and no name."""

    digest: str

    @property
    def shape(self) -> dict[str, str | None]:
        """As JSON has it: a reference of which only the digest is known."""
        return {"registry": None, "repository": None, "tag": None, "digest": self.digest}


def image(text: str) -> Value | Bad:
    """Decode an image name to a Reference; a full id to an ImageId."""
    if FULL_ID.fullmatch(text):
        digest = f"sha256:{text.removeprefix('sha256:')}"
        return good(ImageId(digest), "image-id", id=digest[7:19])
    found = parse(text)
    if isinstance(found, Bad):
        return found
    return good(found, _sentence(found), **_words(found))


def tag(text: str) -> Value | Bad:
    """Decode `build -t`: a name to give, so a digest is not allowed."""
    found = parse(text)
    if isinstance(found, Bad):
        return found
    if found.digest:
        return bad("image-digest-as-tag", value=text)
    return good(found, "image-name", name=found.familiar)


def location(text: str) -> Value | Bad:
    """Decode `imagetools create -t`: a name, or a folder behind `oci-layout://` (buildx 0.36 util/imagetools/location.go)."""
    if text.startswith("oci-layout://"):
        return Value(None)
    return bad("image-is-an-id", value=text) if FULL_ID.fullmatch(text) else image(text)


def digest(text: str) -> Value | Bad:
    """Decode the digest of a part of an image: `{word}` (opencontainers/go-digest)."""
    return good({"word": text}) if DIGEST_ALONE.fullmatch(text) else bad("digest", value=text)


def parse(text: str) -> Reference | Bad:
    """Normalise a reference as docker does, or say what is wrong with it."""
    if FULL_ID.fullmatch(text):
        return bad("image-is-an-id", value=text)
    name, _, digest = text.partition("@")
    if "@" in text and (wrong := _wrong_digest(text, digest)):
        return wrong
    domain, path = _domain(name)
    path, colon, tag_text = path.partition(":")
    repository = f"library/{path}" if domain == HUB and "/" not in path else path
    if path != path.lower():
        return bad("image-upper-case", value=repository)
    if not PATH.fullmatch(path) or not DOMAIN.fullmatch(domain) or (colon and not TAG.fullmatch(tag_text)):
        return bad("image-format", value=text)
    if len(f"{domain}/{repository}") > 255:
        return bad("image-too-long", value=text)
    return Reference(domain, repository, tag_text or (None if digest else "latest"), digest or None, text)


def _wrong_digest(text: str, digest: str) -> Bad | None:
    if not DIGEST.fullmatch(digest):
        return bad("image-format", value=text)
    short = digest.startswith(KNOWN) and not DIGEST_ALONE.fullmatch(digest)
    return bad("digest-length", value=digest) if short else None


def _domain(name: str) -> tuple[str, str]:
    first, slash, rest = name.partition("/")
    is_domain = bool(slash) and (first == "localhost" or "." in first or ":" in first or first != first.lower())
    domain, path = (first, rest) if is_domain else (HUB, name)
    return (HUB if domain == "index.docker.io" else domain), path


def _sentence(found: Reference) -> str:
    if found.digest:
        return "image-digest"
    return "image-latest" if found.given == _untagged(found) else "image"


def _untagged(found: Reference) -> str:
    """The text as it would stand without a tag: nobody wrote `:latest`."""
    return found.given if not re.search(r":[^/@]+$", found.given.split("@", 1)[0]) else ""


def _words(found: Reference) -> dict[str, str]:
    return {
        "repository": f"{found.registry}/{found.repository}",
        "tag": found.tag or "",
        "digest": (found.digest or "")[:19],
    }


def optional(text: str) -> Value | Bad:
    """Decode a reference that may be left empty (`plugin install --alias`)."""
    return image(text) if text else good(None)
