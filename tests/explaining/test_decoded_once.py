"""Explaining a line decodes each of its values exactly once, whoever needs it: words, plan, refusals, advice, secrets."""

from __future__ import annotations

import pytest

from dockersh import Situation, explain
from dockersh.reading import syntax
from dockersh.reading.invocation import read
from support.decodes import counted
from support.state import WrittenEngine

HERE = {
    "containers": {"old": {"status": "exited"}},
    "images": {"ubuntu:14.04": {}},
    "volumes": {"data": {}},
    "networks": {"mine": {}},
}
# Each value stands once on its line, so that whoever asks about it twice is seen.
LINES = [
    "docker run -it -p 8080:80 --name web ubuntu:14.04",
    "docker run -d -p 127.0.0.1:8081:81/udp -P --expose 90 nginx:1",
    "docker run -v data:/data -v /srv:/srv:ro --tmpfs /run:size=64m ubuntu:14.04",
    "docker run --mount type=bind,src=/nowhere,dst=/x --mount type=tmpfs,dst=/t,tmpfs-size=64m ubuntu:14.04",
    "docker run -e A=1 -e API_TOKEN=s3cret -l a=b --network mine --network-alias web ubuntu:14.04",
    "docker run --net container:old -m 64m --memory-swap 32m --memory-reservation 1g --cpus 900 ubuntu:14.04",
    "docker run --network name=mine,ip=nonsense --restart on-failure:3 -u 1000:1000 ubuntu:14.04",
    "docker create --pull never -p 80:80:80:80 --health-cmd true --health-interval 1us nosuch:1",
    "docker run --device /dev/null:/dev/x --security-opt seccomp=unconfined --cap-add ALL --gpus all ubuntu:14.04",
    "docker build -t app:1 --build-arg V=1 --network host --secret id=s,src=f -o type=local,dest=out .",
    "docker buildx build --platform linux/arm64 --cache-to type=inline --output dest=out,type=local -t app:2 .",
    "docker compose run -p 8082:82 -v data:/d -e B=2 --name one web",
    "docker compose up -d --scale web=3 --wait-timeout 5",
    "docker pull ghcr.io/me/app@sha256:" + "0" * 64,
    "docker tag ubuntu:14.04 registry.example.com:5000/me:1",
    "docker rmi ubuntu:14.04 nosuch:1",
    "docker push ubuntu:14.04",
    "docker rm -f $(docker ps -aq --filter name=ol)",
    "docker update --cpus 2 $(docker ps -q --filter name=ol)",
    "docker ps -q --filter status=running | xargs docker stop --time 3",
    "docker logs --since 10m --tail 5 old",
    "docker ps -a --filter status=exited --format '{{.Names}}'",
    "docker system prune --filter until=24h",
    "docker network create --subnet 10.1.0.0/16 --gateway 10.1.0.1 other",
    "docker service create --publish 8083:83 --mount type=volume,src=data,dst=/y nginx:2",
    "docker attach --detach-keys ctrl-x old",
    "docker update --cpus 1.5 --memory 128m old",
]


@pytest.mark.parametrize("line", LINES)
def test_a_value_is_decoded_once(line: str) -> None:
    """And every value that has a grammar is decoded."""
    texts = {part.value for call in syntax.parse(line).calls for part in read(call).parts if part.answer is not None}
    with counted() as found:
        explain(line, engine=WrittenEngine(HERE), situation=Situation(stdin_is_terminal=False, now=1.7e9))
    of_the_line = {asked: count for asked, count in found.items() if asked[1] in texts}
    assert {text for _, text in of_the_line} == texts
    assert {asked: count for asked, count in of_the_line.items() if count > 1} == {}
