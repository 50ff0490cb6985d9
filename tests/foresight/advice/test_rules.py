"""Advice: each rule fires where something is opened, lost or misread, and stays silent beside it; each has its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dockersh import explain, texts
from dockersh.foresight import advice

# The others are about words that were pasted or misspelt, heard in tests/cases and tests/texts.
MODULES = ("exposure", "isolation", "habits", "inside", "columns")

FIRES = {
    # who can reach what
    "docker run -p 80:80 x:1": "published-to-every-address",
    "docker run -p 80 x:1": "random-port-to-every-address",
    "docker run -p 5432:5432 postgres:16": "database-to-every-address",
    "docker run -p 6379:6379 redis:7": "database-to-every-address",
    "docker run --network host -p 80:80 x:1": "published-on-host-network",
    "docker run --network none -p 80:80 x:1": "published-on-none-network",
    "docker run --privileged x:1": "privileged",
    "docker exec --privileged web sh": "privileged",
    "docker run -v /var/run/docker.sock:/var/run/docker.sock:ro x:1": "engine-socket-mounted",
    "docker run -v /run:/host x:1": "engine-socket-mounted",
    "docker run --mount type=bind,source=/var/run/,target=/host x:1": "engine-socket-mounted",
    "docker run --use-api-socket x:1": "engine-socket-mounted",
    "docker run -v /run/user/1000/docker.sock:/s x:1": "engine-socket-mounted",
    "docker run -v //var/run/docker.sock:/var/run/docker.sock x:1": "engine-socket-mounted",
    "docker run -v ~/.docker/run/docker.sock:/s x:1": "engine-socket-mounted",
    "docker run -v $HOME/.colima/default/docker.sock:/s x:1": "engine-socket-mounted",
    'docker run -v "$HOME/.docker/run/docker.sock:/s:ro" x:1': "engine-socket-mounted",
    "docker run -v $XDG_RUNTIME_DIR/podman/podman.sock:/var/run/docker.sock x:1": "engine-socket-mounted",
    "docker run -v ${SOCK:-/var/run/docker.sock}:/s x:1": "engine-socket-mounted",
    "docker run --volume=/var/run/docker.sock.raw:/s:ro,z x:1": "engine-socket-mounted",
    "docker run -v /tmp/other.sock:/var/run/docker.sock x:1": "engine-socket-mounted",
    "docker run -v $SOCK:/var/run/docker.sock x:1": "engine-socket-mounted",
    "docker run --mount type=bind,src=/run/containerd/containerd.sock,dst=/c,ro x:1": "engine-socket-mounted",
    "docker run --mount type=bind,src=$HOME/docker.sock,dst=/c x:1": "engine-socket-mounted",
    "docker compose run -v /run/podman/podman.sock:/s web": "engine-socket-mounted",
    "docker service create --mount type=bind,src=/run/docker.sock,dst=/d x:1": "engine-socket-mounted",
    "docker run -v /etc:/host x:1": "host-system-mounted",
    "docker run -v /:/host:ro x:1": "host-system-readable",
    "docker run --mount type=bind,src=/sys,dst=/sys,ro x:1": "host-system-readable",
    "docker run -v /srv/a:/a:rshared x:1": "shared-propagation",
    "docker run --mount type=bind,src=/srv/a,dst=/a,bind-propagation=shared x:1": "shared-propagation",
    "docker run -v /home:/home:Z x:1": "relabelled-system",
    "docker run -v /usr:/usr:ro,z x:1": "relabelled-system",
    # walls
    "docker run --network host x:1": "host-network",
    "docker create --net=host x:1": "host-network",
    "docker run --pid host x:1": "host-pid",
    "docker run --ipc=host x:1": "host-ipc",
    "docker run --uts host x:1": "host-uts",
    "docker run --userns host x:1": "host-userns",
    "docker run --cgroupns host x:1": "host-cgroupns",
    "docker run --device /dev/sda x:1": "host-device",
    "docker run --device=/dev/nvme0n1:/dev/disk:rw x:1": "host-device",
    "docker run --device /dev/mem:/dev/mem:r x:1": "host-device-read",
    "docker run --device /dev/sda:/dev/xvdc:rm x:1": "host-device-read",
    "docker run --device /dev/sda:/dev/xvdc:rwm x:1": "host-device",
    "docker run --network host --cap-add NET_ADMIN x:1": "powerful-capability",
    "docker run --pid container:web --cap-add SYS_PTRACE x:1": "powerful-capability",
    "docker run --cap-add cap_sys_admin x:1": "powerful-capability",
    "docker create --cap-add ALL x:1": "powerful-capability",
    "docker run --security-opt seccomp:unconfined x:1": "confinement-off",
    "docker run --security-opt label=disable x:1": "confinement-off",
    "docker -H tcp://127.0.0.1:2375 ps": "engine-without-tls",
    "docker login -u me -p secret": "password-on-the-line",
    "docker run --oom-kill-disable x:1": "out-of-memory-unguarded",
    # habits
    "docker run -e DB_PASSWORD=hunter2 x:1": "secret-on-the-line",
    "docker exec -e DB_PASSWORD=hunter2 web ./migrate": "secret-for-exec",
    "docker build --build-arg API_TOKEN=hunter2 .": "secret-in-build-arg",
    "docker run nginx": "image-without-tag",
    "docker run -v d:/data x:1": "one-letter-volume",
    "docker run --net=shop x:1": "older-spelling",
    "docker trust sign me/app:1": "until-plugin",
    "docker run --mount type=volume,src=,dst=/b x:1": "until-docker",
    "docker run --mount type=bind,src=/a,dst=/b,bind-nonrecursive=true x:1": "until-docker-newer",
    "docker run --mount type=bind,src=/a,dst=/b,bind-create-src x:1": "since-docker",
    "docker commit --no-pause web": "since-docker",
    "docker inspect -f '{{.NetworkSettings.IPAddress}}' web": "until-docker-newer",
    "docker container inspect --format '{{json .NetworkSettings.MacAddress}}' web": "until-docker-newer",
    "docker inspect -f '{{range .Mounts}}{{.Name}}{{end}} {{.NetworkSettings.Gateway}}' web": "until-docker-newer",
    "docker events --format '{{.Status}} {{.Actor.ID}}'": "until-docker-newer",
    "docker system events --format '{{json .From}}'": "until-docker-newer",
    "docker events --format '{{.ID}}'": "until-docker-newer",
    "docker images --format '{{.Repository}} {{.VirtualSize}}'": "until-docker-newer",
    "docker ps --format 'table {{.Names}}\\t{{.HealthStatus}}'": "since-docker",
    "docker save --platform linux/amd64,linux/arm64 -o web.tar web:1": "since-docker",
    "docker load --platform linux/amd64,linux/arm64 -i web.tar": "since-docker",
    "DOCKER_CONTENT_TRUST=1 docker pull x:1": "signatures-ignored",
    "export DOCKER_CONTENT_TRUST=1; docker push me/x:1": "signatures-ignored",
    "docker run --disable-content-trust=false x:1": "signatures-ignored",
    "docker images | awk '{print $3}'": "columns-changed",
    "IDS=$(docker images | grep none | awk '{ print $3 }')": "columns-changed",
    "docker image ls nginx | sed 1d | tail -n +2 | gawk '{print $1\":\"$2}' | xargs docker save -o a.tar": "columns-changed",
    'ssh h "x"; docker images -a | grep \'^web\' | awk "{print \\$2}"': "columns-changed",
    "docker compose start --wait": "since-compose",
    "docker compose run --no-tty web sh": "since-compose",
    "docker compose bridge convert -y": "since-compose",
    "docker images ls": "command-as-image",
    "docker run push me/app": "two-commands",  # github.com/oracle/docker-images/issues/999
    "docker create -it exec web": "two-commands",
    "docker run x:1 -it": "flags-after-image",
    "docker exec web -it sh": "flags-after-container",
    'docker run "$IMAGE" -it': "flags-after-image",
    "docker run $REGISTRY/app:1 --rm": "flags-after-image",
    # inside
    "docker exec web apt-get install -y curl": "install-is-lost",
    "docker exec web sh -c 'apk update && apk add --no-cache curl'": "install-is-lost",
    "docker exec -it web pip install flask": "install-is-lost",
    "docker run x:1 sh -c 'curl -fsSL https://get.example.com | sh'": "piped-to-shell",
    "docker exec web bash -c 'wget -qO- https://x.example | sudo bash -s'": "piped-to-shell",
    "docker run -d -p 127.0.0.1:2222:22 x:1 /usr/sbin/sshd -D": "ssh-server",
    "docker run -d x:1 sh -c 'service ssh start && sleep inf'": "ssh-server",
    # an address of another program that is the container's own
    "docker run -e DATABASE_URL=postgres://u:p@localhost:5432/x app": "localhost-in-env",
    "docker run -e SPRING_URL=jdbc:mysql://127.0.0.1/x app": "localhost-in-env",
    "docker run -e REDIS_HOST=localhost app": "localhost-in-env",
    "docker create -e CELERY=amqp://localhost app": "localhost-in-env",
}
SILENT = (
    "docker run -e DATABASE_URL=postgres://db:5432/x app:1",
    "docker run -e BASE_URL=http://localhost:3000 app:1",
    "docker run -e HOST=localhost app:1",
    "docker run -e DB_HOST=localhost.example.com app:1",
    "docker run -e REDIS_HOST=$HOST app:1",
    "docker run -p 127.0.0.1:5432:5432 postgres:16",
    "docker run -p [::1]:80:80 x:1",
    "docker run --privileged=false x:1",
    "docker run -v /var/run/other.sock:/x.sock x:1",
    "docker run -v sock:/var/run/docker.sock x:1",
    "docker run -v $PWD/docker.sock.d:/x -v ./mydocker.sock:/y -v /srv/docker.socks:/z x:1",
    "docker run --mount type=volume,src=$NAME,dst=/var/run/docker.sock x:1",
    "docker rnu x",
    "docker run -v /etc/localtime:/etc/localtime:ro x:1",
    "docker run -v etc:/etc x:1",
    "docker run -v /srv/a:/a:rslave x:1",
    "docker run -v /srv/a:/a:Z x:1",
    "docker run --network hosts x:1",
    "docker network inspect host",
    "docker run --device /dev/ttyUSB0 --device /dev/snd --device /dev/dri x:1",
    "docker run --device /dev/fuse x:1",
    "docker run --device /dev/sda:/dev/xvdc:m x:1",
    "docker run --pid container:web x:1",
    "docker run --ipc private x:1",
    "docker run --cap-add NET_BIND_SERVICE x:1",
    "docker run --cap-add NET_ADMIN --cap-add SYS_PTRACE x:1",
    "docker -H tcp://10.0.0.7:2376 ps",
    "DOCKER_TLS_VERIFY=1 docker -H tcp://10.0.0.7:4243 ps",
    "docker run --cap-drop ALL x:1",
    "docker run --security-opt no-new-privileges x:1",
    "docker run --security-opt seccomp=unconfined.json x:1",
    "docker -H ssh://me@host ps",
    "docker --tlsverify -H tcp://127.0.0.1:2376 ps",
    "docker login -u me --password-stdin",
    "docker login -u me -p -",
    "docker run --oom-kill-disable -m 512m x:1",
    "docker run -e DB_PASSWORD x:1",
    "docker run -e DB_PASSWORD=$PASS x:1",
    "docker run nginx:1.27",
    "docker run deadbeef1234",
    "docker run -v db:/data x:1",
    "docker images nginx",
    "docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' web",
    "docker inspect -f '{{.NetworkSettings.Ports}}' web",
    "docker events --format '{{.Type}} {{.Action}} {{.Actor.ID}}'",
    "docker events --format '{{with .Actor}}{{.ID}}{{end}}'",
    "docker ps --format '{{.ID}} {{.Status}}'",
    "docker images --format '{{.ID}} {{.Size}}'",
    "docker images --format '{{.ID}} {{.Size}}' | awk '{print $2}'",
    "docker images -q | awk '{print $1}'",
    "docker images --digests | awk '{print $3}'",
    "docker images | awk '{print $0}'",
    "docker images | awk '/none/ {print $7}'",
    "docker images | wc -l | awk '{print $1}'",
    "docker images; docker ps | awk '{print $1}'",
    "docker ps | awk '{print $1}'",
    "docker save --platform linux/arm64 -o web.tar web:1",
    "DOCKER_CONTENT_TRUST=0 docker pull x:1",
    "DOCKER_CONTENT_TRUST=1 docker ps",
    "docker pull --disable-content-trust x:1",
    "docker run x:1 ls -l",
    "docker run build:1",
    "docker run --rm me/build:1 make",
    'docker run "$it" --rm x:1',
    'docker run "${options[@]}" --rm x:1',
    "docker run --hostname=$HOSTNAME --rm x:1",
    "docker exec web apt-get update",
    "docker run x:1 apt-get install -y curl",
    "docker run x:1 sh -c 'curl https://example.com | jq .'",
    "docker run x:1 curl -o install.sh https://example.com",
    "docker run x:1 ssh me@host",
    "docker exec web sh -c $COMMAND",
)


def codes(line: str) -> set[str]:
    """The codes of what a line is told."""
    return {found.code for found in explain(line).commands[0].findings}


@pytest.mark.parametrize("line", FIRES)
def test_fires(line: str) -> None:
    """The rule names what the line opens."""
    assert FIRES[line] in codes(line)


@pytest.mark.parametrize("line", SILENT)
def test_stays_silent(line: str) -> None:
    """The safer spelling is not warned of."""
    assert codes(line) & set(FIRES.values()) == set()


OF_VERSIONS = ("since-docker", "until-docker", "until-docker-newer", "signatures-ignored", "columns-changed")


@pytest.mark.parametrize("line", [line for line, code in FIRES.items() if code in OF_VERSIONS])
def test_versions_of_docker_are_not_told_of_podman(line: str) -> None:
    """Podman has versions of its own."""
    assert codes(line.replace("docker ", "podman ")) & {*OF_VERSIONS} == set()


@pytest.mark.parametrize("lang", texts.complete())
@pytest.mark.parametrize("code", sorted({*FIRES.values()}))
def test_each_has_its_page(code: str, lang: str) -> None:
    """Why, what to type instead, and where that comes from."""
    parts = {key: texts.raw(lang, f"findings/{code}", key) for key in ("text", "fix", "page", "source")}
    assert all(parts.values()), parts
    assert len((parts["page"] or "").splitlines()) <= 20


def test_no_rule_without_a_line() -> None:
    """Every code that the rules can give is in the table above."""
    folder = Path(advice.__file__ or "").parent
    source = "".join((folder / f"{module}.py").read_text("utf-8") for module in MODULES)
    given = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', source))
    known = {path.stem for path in (Path(texts.FOLDER) / texts.SOURCE / "findings").glob("*.toml")}
    assert (given & known) - {*FIRES.values()} == set()
