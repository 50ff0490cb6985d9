"""What cannot stand together on one line, as docker's client sees it (docker/cli cli/command/container/opts.go)."""

from __future__ import annotations

import pytest

from dockersh import explain

TABLE: list[tuple[str, list[str]]] = [
    ("docker run --network-alias db x", ["alias-needs-network"]),
    ("docker run --network bridge --network-alias db x", ["alias-needs-network"]),
    ("docker run --network app --network-alias db x", []),
    ("docker run --network $NET --network-alias db x", []),
    ("docker run --network name=app,ip=x --network-alias db x", ["bad-value"]),
    ("docker run --network app --network app x", ["network-twice"]),
    ("docker run --network name=app,mac-address=02:42:ac:11:00:02 --net name=app,ip=x y", ["bad-value", "network-twice"]),
    ("docker run --network host --network name=app,ip=x y", ["bad-value", "networks-mixed"]),
    ("docker run --network name=app,foo=1 --network-alias db x", ["bad-value"]),
    ("docker run --network host --network app x", ["networks-mixed"]),
    ("docker run --network name=app,alias=a --network-alias db x", ["conflicting-options"]),
    ("docker run --volume-driver nfs -v 10.0.0.2/export/x:/x y", []),  # github.com/ContainX/docker-volume-netshare/issues/71
    ("docker run --volume-driver local -v a/b:/x y", ["bad-value"]),
    ("docker run --log-driver none --log-opt a=b x", ["conflicting-options"]),
    ("docker run --no-healthcheck --health-cmd true x", ["conflicting-options"]),
    ("docker run --no-healthcheck --health-retries 0 x", []),
    ("docker -H a -H b ps", ["conflicting-options"]),
    ("docker -H a -H b ps --help", []),
    ("docker -H a -c b ps --help", ["conflicting-options"]),
    ("docker images --tree -q --help", []),
    ("docker images --tree -q", ["conflicting-options"]),
    ("docker images --tree=false -q", []),
    ("docker images --tree --format $F", []),
    ("docker service inspect --pretty -f x web", ["conflicting-options"]),
    ("docker service inspect --pretty -f '' web", []),
    ("docker stop -t 1 --time 2 web", ["conflicting-options"]),
    ("docker compose up --wait --attach web", ["conflicting-options"]),
    ("docker compose up -d --exit-code-from web --build --no-build", ["conflicting-options"]),
    ("docker compose up -d --build", []),
    ("docker volume create --name a b", ["conflicting-options"]),
    ("docker volume prune --all --filter all=1", ["conflicting-options"]),
    ("docker push -a x:1", ["tag-with-all-tags"]),
    ("docker start --checkpoint x a b", ["checkpoint-of-several"]),
    ("docker -l loud ps", ["bad-value"]),
    ("docker stack rm ''", ["empty-name"]),
    ("docker run --env-file '' nginx", ["empty-value"]),
    ("docker run --label-file ' ' nginx", []),
    ("docker create --volumes-from '' nginx", ["empty-value"]),
    ("docker create --log-opt '' nginx", ["empty-value"]),
    ("docker run --user '' nginx", []),
    ("docker run --user ' ' nginx", ["empty-value"]),
    ("docker volume create -o ''", ["empty-value"]),
    ("docker commit -c '' web", ["empty-value"]),
    ("docker run --name '' -w '' -h '' nginx", []),
]


@pytest.mark.parametrize(("line", "codes"), TABLE, ids=[line for line, _ in TABLE])
def test_conflicts(line: str, codes: list[str]) -> None:
    """Each is said once, and nothing is guessed about what could not be read."""
    found = explain(line).commands[0].findings
    assert [one.code for one in found if one.severity == "error"] == codes
