"""Words are read by pflag's and cobra's rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockersh.reading import syntax
from dockersh.reading.invocation import Invocation, argument_names, read


def invocation(line: str) -> Invocation:
    """The first docker call of a line, read."""
    return read(syntax.parse(line).calls[0])


def flags(line: str) -> list[tuple[str | None, str | None]]:
    """Names and values of its flags."""
    return [(part.name, part.value) for part in invocation(line).parts if part.kind in ("flag", "global-flag")]


FLAGS = [
    ("docker run -i -t x", [("interactive", None), ("tty", None)]),
    ("docker run -itp 80:80 x", [("interactive", None), ("tty", None), ("publish", "80:80")]),
    ("docker run -p80:80 x", [("publish", "80:80")]),
    ("docker run -p=80:80 x", [("publish", "80:80")]),
    ("docker run -eA=1 x", [("env", "A=1")]),
    ("docker run -e=B=2 x", [("env", "B=2")]),
    ("docker run -it=false x", [("interactive", None), ("tty", "false")]),
    ("docker run --name=a --name b x", [("name", "a"), ("name", "b")]),
    ("docker run --name -a x", [("name", "-a")]),
    ("docker run --rm=false x", [("rm", "false")]),
    ("docker run --rm false", [("rm", None)]),
    ("docker run -p= x", [("publish", "=")]),
    ("docker run x --rm", []),
    ("docker rm x -f", [("force", None)]),
    ("docker run -- x --rm", []),
    ("docker ps -aqn1", [("all", None), ("quiet", None), ("last", "1")]),
    ("docker -H tcp://h -D ps -a", [("host", "tcp://h"), ("debug", None), ("all", None)]),
    ("docker -- ps -q", [("quiet", None)]),
    ("docker compose -f a.yml up -d", [("file", "a.yml"), ("detach", None)]),
    ("docker-compose -p x up", [("project-name", "x")]),
    ("docker exec c -i ls", []),
    ("docker top c -o pid", []),
    ("docker run -h box x", [("hostname", "box")]),
    ("docker ps -h", [("help", None)]),
    ("docker run --net host x", [("net", "host")]),
    ("docker run --name=$N x", [("name", "$N")]),
    ('docker run --name="$N" --hostname=a-${N}.b x', [("name", '"$N"'), ("hostname", "a-${N}.b")]),
    ('docker run "--name=$N" x', [("name", "$N")]),
    (
        "docker run -p$PORT:80 -itv$PWD:/x x",
        [("publish", "$PORT:80"), ("interactive", None), ("tty", None), ("volume", "$PWD:/x")],
    ),
    ("docker run --name=`hostname` --cidfile=$(mktemp) x", [("name", "`hostname`"), ("cidfile", "$(mktemp)")]),
    ("docker --host=$H ps", [("host", "$H")]),
    ("docker compose --file=$F up --scale=web=$N", [("file", "$F"), ("scale", "web=$N")]),
    ("docker run -$X x", []),
    ("docker run -it$X x", []),
]


@pytest.mark.parametrize(("line", "expected"), FLAGS, ids=[line for line, _ in FLAGS])
def test_flags(line: str, expected: list[tuple[str, str | None]]) -> None:
    """Clusters, attached values, `=`, `--`, global flags and where options end."""
    assert flags(line) == expected


COMMANDS = [
    ("docker run x", "container run", "run"),
    ("docker container run x", "container run", "container run"),
    ("docker ps", "container ls", "ps"),
    ("docker container list", "container ls", "container list"),
    ("docker rmi x", "image rm", "rmi"),
    ("docker image remove x", "image rm", "image remove"),
    ("docker images", "image ls", "images"),
    ("docker build .", "image build", "build"),
    ("docker compose up", "compose up", "compose up"),
    ("docker-compose up", "compose up", "up"),
    ("docker buildx b .", "buildx build", "buildx b"),
    ("docker bake", "buildx bake", "bake"),
    ("docker", "", ""),
    ("docker container", "container", "container"),
    ("docker zzzz", "", ""),
    ("docker conatiner ls", "container ls", "conatiner ls"),
]


@pytest.mark.parametrize(("line", "command", "typed"), COMMANDS, ids=[line for line, _, _ in COMMANDS])
def test_commands_and_aliases(line: str, command: str, typed: str) -> None:
    """Every spelling leads to docker's canonical name."""
    found = invocation(line)
    assert (found.name, found.typed) == (command, typed)


FINDINGS = [
    ("docker run --nmae x y", "unknown-flag-near", "--nmae"),
    ("docker run --zzzzzzz x", "unknown-flag", "--zzzzzzz"),
    ("docker run -name x y", "unknown-shorthand-near", "-name"),
    ("docker run -Z x", "unknown-shorthand", "-Z"),
    ("docker run -env A=b x", "one-dash", "-env"),
    ("docker compose up -f a.yml", "flag-belongs-in-front", "-f"),
    ("docker ps -all", "one-dash", "-all"),
    ("docker run --name x", "argument-swallowed", "docker run --name x"),
    ("docker rnu x", "unknown-command-near", "rnu"),
    ("docker frobnicate", "unknown-command", "frobnicate"),
    ("docker run --name", "flag-needs-value", "--name"),
    ("docker run -p", "flag-needs-value", "-p"),
    ("docker run --rm=yes x", "bad-boolean", "yes"),
    ("docker run -it", "missing-argument", "docker run -it"),
    ("docker ps x", "takes-no-arguments", "x"),
    ("docker pull a b", "too-many-arguments", "b"),
    ("docker -it ubuntu", "option-of-run", "-it"),
    ("docker -d --icc=false", "engine-of-old", "-d"),  # docker 1's engine
    ("docker -d -H tcp://0.0.0.0:2375", "engine-of-old", "-d"),
    ("docker -d --name web nginx", "option-of-run", "-d"),
    ("docker -d nginx", "option-of-run", "-d"),
    ("docker exec c", "missing-argument", "docker exec c"),
]


@pytest.mark.parametrize(("line", "code", "word"), FINDINGS, ids=[line for line, _, _ in FINDINGS])
def test_refusals(line: str, code: str, word: str) -> None:
    """What docker refuses is a finding with the word at fault."""
    found = invocation(line).findings[0]
    assert found.span is not None
    assert (found.code, line[slice(*found.span)]) == (code, word)


@pytest.mark.parametrize(
    "line",
    [
        "docker rm $(docker ps -q) -f",
        "docker run $OPTS nginx",
        "docker run $IMAGE",
        "docker $CMD",
        "docker pull $A $B",
        "docker run --help",
        "docker image prune --help x",
        "docker run -- -x",
        'docker exec "$c" sh',
    ],
)
def test_no_false_alarm(line: str) -> None:
    """What only the shell knows, and what asks for help, is never called an error."""
    assert invocation(line).findings == ()


@pytest.mark.parametrize(
    ("words", "image"),
    [
        ("$OPTS nginx", "nginx"),
        ("${opts[@]} nginx", "nginx"),
        ('"${opts[@]}" --rm nginx', "nginx"),
        ("$(options) nginx", "nginx"),
        ("$IMAGE sh", "$IMAGE"),
        ("${MY_IMAGE} sh", "${MY_IMAGE}"),
        ("$PREFIX/app sh -l", "$PREFIX/app"),
    ],
)
def test_a_variable_that_may_hold_options_leaves_the_image_to_the_next_word(words: str, image: str) -> None:
    """Only where nothing says that it is the image itself: its name, or what stands around it."""
    assert [part.value for part in invocation(f"docker run {words}").arguments("IMAGE")] == [image]


def test_the_last_of_a_repeated_flag_wins() -> None:
    """As in pflag."""
    found = invocation("docker run --name a --name b --rm --rm=false x")
    assert (found.value("name"), found.on("rm"), found.on("tty")) == ("b", False, False)


USAGES = [
    ("IMAGE [COMMAND] [ARG...]", ("IMAGE", "COMMAND", "ARG")),
    ("CONTAINER [CONTAINER...]", ("CONTAINER",)),
    ("CONTAINER:SRC_PATH DEST_PATH|-", ("CONTAINER:SRC_PATH", "DEST_PATH|-")),
    ("CONTAINER [ps OPTIONS]", ("CONTAINER", "ps OPTIONS")),
    ("PATH | URL | -", ("PATH | URL | -",)),
    ("NAME[:TAG|@DIGEST]", ("NAME",)),
    ("", ()),
]


@pytest.mark.parametrize(("usage", "names"), USAGES)
def test_argument_names(usage: str, names: tuple[str, ...]) -> None:
    """A usage line names its arguments once each, without their optional tails."""
    assert argument_names(usage) == names


@given(
    st.lists(
        st.sampled_from(
            [
                "run",
                "ps",
                "-it",
                "--name",
                "x",
                "-p",
                "80:80",
                "--",
                "-",
                "=",
                "-e",
                "A=1",
                "--rm=0",
                "image",
                "ls",
                "$X",
                "''",
                "-h",
                "--help",
                "compose",
            ]
        ),
        max_size=8,
    )
)
def test_any_words_are_read(words: list[str]) -> None:
    """No order of words breaks the reading; every piece lies in the line."""
    line = " ".join(["docker", *words])
    for call in syntax.parse(line).calls:
        for part in read(call).parts:
            assert 0 <= part.span.start < part.span.end <= len(line)


MEANT = [
    ("docker compose up -f a.yml -d", "file", "-f a.yml"),
    ("docker ps -H tcp://a:1", "host", "-H tcp://a:1"),
    ("docker run -name web x", "name", "-name web"),
    ("docker stop -T 5 web", "timeout", "-T 5"),
    ("docker run --nmae web x", "name", "--nmae web"),
]


@pytest.mark.parametrize(("line", "meant", "typed"), MEANT, ids=[line for line, _, _ in MEANT])
def test_what_was_meant_takes_its_value_along(line: str, meant: str, typed: str) -> None:
    """So that the words behind a mistaken option are read as what they are."""
    (part,) = [part for part in invocation(line).parts if part.meant]
    assert part.meant is not None
    assert (part.meant.name, part.value) == (meant, typed)


QUOTED = [
    ("docker run --name=web x", "web"),
    ("docker run '--name=web' x", "web'"),
    ("docker run --name='web' x", "'web'"),
    ("docker run --na'me=web' x", "web'"),
    ("docker run --na\\me=w\\eb x", "w\\eb"),
    ("docker run --name='we'\"b\" x", "'we'\"b\""),
    ('docker run "-p=80:80" x', '80:80"'),
    ('docker run -ite"A=b c" x', '"A=b c"'),
    ("docker run -e A=`pwd`'x' -e=B='c d' x", "B='c d'"),
    ("docker run '--mount=type=bind,src=/a,dst=/b ,ro' x", "type=bind,src=/a,dst=/b ,ro'"),
    ("docker run --name '' x", "''"),
    ("docker run --name='' x", "''"),
]


@pytest.mark.parametrize(("line", "typed"), QUOTED, ids=[line for line, _ in QUOTED])
def test_a_value_begins_where_it_is_typed(line: str, typed: str) -> None:
    """Also where quotes or escapes make its word longer than what docker gets."""
    last = [part for part in invocation(line).parts if part.kind == "flag"][-1]
    assert last.value_span is not None
    assert line[slice(*last.value_span)] == typed
