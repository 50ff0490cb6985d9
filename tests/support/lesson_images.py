"""The images of the lessons for a real engine: what they need of nginx, redis, postgres and ubuntu, made from busybox."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Mapping

from support.private_engine import _busybox_root

PATIENCE = 60
STAYS = "#!/bin/sh\ntrap 'exit 0' TERM QUIT INT\necho up\nwhile :; do sleep 0.1; done\n"
NGINX = """#!/bin/sh
trap 'exit 0' TERM QUIT INT
(httpd -f -vv -p 80 -h /usr/share/nginx/html 2>&1 | while read -r told; do
  case $told in *url:*) echo "GET ${told##*url:}" ;; esac
done) &
while :; do sleep 0.1; done
"""
POSTGRES = "#!/bin/sh\n[ -n \"$POSTGRES_PASSWORD\" ] || { echo 'Error: POSTGRES_PASSWORD is not set' >&2; exit 1; }\n"
# Image → its files, and the changes of its Dockerfile.
IMAGES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "ubuntu:latest": ({}, ('CMD ["/bin/sh"]',)),
    "busybox:latest": ({}, ('CMD ["sh"]',)),
    "nginx:latest": (
        {"/bin/nginx": NGINX, "/usr/share/nginx/html/index.html": "Welcome to nginx!\n"},
        ("EXPOSE 80", 'CMD ["nginx"]'),
    ),
    "redis:latest": ({"/bin/redis-server": STAYS}, ("VOLUME /data", 'CMD ["redis-server"]')),
    "postgres:latest": (
        {"/bin/postgres": POSTGRES + STAYS},
        ("VOLUME /var/lib/postgresql/data", 'CMD ["postgres"]'),
    ),
}


def import_all(env: Mapping[str, str]) -> None:
    """Bring them into an engine under their names, as if they had been pulled; ubuntu:14.04 is left for the lessons to pull."""
    for image, (files, changes) in IMAGES.items():
        words = [word for change in changes for word in ("--change", change)]
        argv = ["docker", "import", *words, "-", image]
        subprocess.run(argv, env=dict(env), input=_root(files), capture_output=True, check=True, timeout=PATIENCE)


def _root(files: Mapping[str, str]) -> bytes:
    out = io.BytesIO(_busybox_root())
    with tarfile.open(fileobj=out, mode="a") as tar:
        for path, text in files.items():
            member = tarfile.TarInfo(path.lstrip("/"))
            member.size, member.mode = len(text.encode()), 0o755
            tar.addfile(member, io.BytesIO(text.encode()))
    return out.getvalue()
