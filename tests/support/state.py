"""An engine whose state a test writes down. It answers only what it is asked, as the real one does."""

from __future__ import annotations

from typing import Any

from dockersh.engine import Container, Event, Image, Listed, Machine, Member, Name, Network, Question, State, Volume
from dockersh.engine.buildcontext import BuildContext
from dockersh.engine.buildcontext import read as read_dockerfile
from dockersh.engine.questions.compose import project as read_project
from dockersh.engine.questions.containers import bind as read_bind

NOW = 1_700_000_000.0  # the moment every case happens at
DAY = 86_400.0


def image(reference: str, **facts: Any) -> Image:
    """An image by its name: `days` old (21), `size` in bytes (2 MB), with a `command` (/bin/sh)."""
    return Image(
        facts.get("id", "5" * 64),
        tuple(facts.get("tags", (reference,))),
        facts.get("size", 2_000_000),
        NOW - facts.get("days", 21) * DAY,
        "linux",
        facts.get("architecture", "amd64"),
        tuple(facts.get("entrypoint", ())),
        tuple(facts.get("command", ("/bin/sh",))),
        tuple(facts.get("exposed", ())),
        facts.get("user", ""),
        tuple(facts.get("volumes", ())),
        facts.get("pulled", True),
    )


def container(name: str, **facts: Any) -> Container:
    """A container by its name: `status` (running), `image` (ubuntu:14.04), `hours` since its last change (2)."""
    then = NOW - facts.get("hours", 2) * 3600
    ports = tuple(bind for text in facts.get("ports", ()) if (bind := read_bind(text)))
    return Container(
        facts.get("id", "a" * 64),
        name,
        facts.get("image", "ubuntu:14.04"),
        facts.get("status", "running"),
        facts.get("exit_code", 0),
        then,
        then,
        then,
        tty=facts.get("tty", True),
        open_stdin=facts.get("tty", True),
        auto_remove=facts.get("auto_remove", False),
        command=tuple(facts.get("command", ("/bin/sh",))),
        ports=ports,
        anonymous_volumes=tuple((f"{at}-volume", at) for at in facts.get("anonymous_volumes", ())),
        named_volumes=tuple(facts.get("volumes", ())),
        networks=tuple(facts.get("networks", ("bridge",))),
        oom_killed=facts.get("oom_killed", False),
        ipc=facts.get("ipc", "private"),
        labels=facts.get("labels", {}),
    )


def volume(name: str, **facts: Any) -> Volume:
    """A volume by its name, `days` old (21)."""
    return Volume(name, "local", created=NOW - facts.get("days", 21) * DAY)


def network(name: str, **facts: Any) -> Network:
    """A network by its name."""
    return Network(facts.get("id", "7" * 64), name, facts.get("driver", "bridge"), subnets=tuple(facts.get("subnets", ())))


def member(name: str, **facts: Any) -> Member:
    """A container of compose by its name (`shop-web-1`): `status` (running), `hash` (new: as its service is now)."""
    project, service, _ = name.split("-", 2)
    shown = (facts.get("status", "running"), facts.get("hash", "new"), facts.get("image", ""), facts.get("one_off", False))
    return Member(name, project, facts.get("service", service), *shown)


def build_context(facts: dict[str, Any]) -> BuildContext:
    """A build context: its `dockerfile` as text, how many `files` of what `size`, or a `problem`."""
    dockerfile = read_dockerfile(facts["dockerfile"], {}) if "dockerfile" in facts else None
    shown = (facts.get("files", 12), facts.get("size", 34_000), facts.get("whole", True), facts.get("ignores", False))
    return BuildContext(facts.get("problem", ""), dockerfile, *shown, tuple(facts.get("missing", ())))


PARTS = ("services", "secrets", "configs", "nodes")  # of a swarm
PREDEFINED = {name: {"driver": name if name != "none" else "null"} for name in ("bridge", "host", "none")}


class WrittenEngine:
    """Answers from a table: `images`, `containers`, `volumes`, `networks` (name → facts), `lists` (kind → names), `status`."""

    def __init__(self, table: dict[str, Any] | None = None) -> None:
        table = table or {}
        self.status = table.get("status", "up")
        self.endpoint = table.get("endpoint", "unix:///var/run/docker.sock")
        self.images = {name: image(name, **facts) for name, facts in table.get("images", {}).items()}
        self.containers = {name: container(name, **facts) for name, facts in table.get("containers", {}).items()}
        self.lists: dict[str, tuple[str, ...]] = {kind: tuple(found) for kind, found in table.get("lists", {}).items()}
        self.volumes = {name: volume(name, **facts) for name, facts in table.get("volumes", {}).items()}
        self.networks = {name: network(name, **facts) for name, facts in {**PREDEFINED, **table.get("networks", {})}.items()}
        self.contexts = table.get("contexts", ["default"])
        self.paths = table.get("paths", {})
        self.listeners = frozenset(("0.0.0.0", port) for port in table.get("listeners", ()))
        self.addresses = frozenset(table.get("addresses", ()))
        self.version = table.get("version", "28.2.2")
        self.machine = Machine(table.get("cpus", 4), table.get("memory", 8_000_000_000), "linux", "x86_64")
        self.events = tuple(Event(**one) for one in table.get("events", ()))
        self.project = read_project(table["compose"]) if "compose" in table else None
        self.unset = tuple(table.get("unset", ()))
        self.project_problem = table.get("compose-problem", "")
        self.hashes = dict.fromkeys(self.project.services, "new") if self.project else {}
        self.swarm = table.get("swarm", "")
        self.build = build_context(table["build"]) if "build" in table else None
        self.members = tuple(member(name, **facts) for name, facts in table.get("members", {}).items())
        self.sizes = {name: facts["size"] for name, facts in table.get("volumes", {}).items() if "size" in facts}
        self.sizes |= table.get("sizes", {})
        self.volume_labels = {name: facts.get("labels", {}) for name, facts in table.get("volumes", {}).items()}
        self.keys = table.get("detach-keys", "")
        self.plugins = frozenset(table.get("absent-plugins", ()))
        self.context = table.get("absent-context", "")
        self.asked: list[Question] = []
        self._write_images(table)

    def _write_images(self, table: dict[str, Any]) -> None:
        """Labels and parents of images, and the build cache."""
        self.image_labels = {name: facts.get("labels", ()) for name, facts in table.get("images", {}).items()}
        self.cache = tuple(Listed(**{"id": name, "name": "", **facts}) for name, facts in table.get("cache", {}).items())
        self.parents = table.get("parents", {})

    def ask(self, questions: tuple[Question, ...], options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> State:
        """Answer each question from the table."""
        del options, env
        self.asked += questions
        if not questions:
            return State("off")
        if self.status != "up":
            return State(self.status, endpoint=self.endpoint, absent_context=self.context)
        state = State("up")
        for question in questions:
            state = self._listed(question, state) if question.kind == "names" else self._answer(question, state)
        return state

    def _answer(self, question: Question, state: State) -> State:
        about = question.about
        return getattr(self, f"_{question.kind.replace('-', '_')}")(about, state)  # type: ignore[no-any-return]

    def _plugin(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(absent_plugins=state.absent_plugins | (self.plugins & set(about)))

    _program = _plugin

    def _volume_sizes(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(sizes=self.sizes)

    def _detach_keys(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(detach_keys=self.keys)

    def _parents(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(parents={image: self.parents.get(image, "") for image in about})

    def _swarm(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(swarm=self.swarm)

    def _files(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(files={path: self.paths.get(path) != "missing" for path in about})

    def _output(self, about: tuple[str, ...], state: State) -> State:
        """What `docker ps -aq` and its like print: names, where -q would print ids."""
        held: dict[str, dict[str, Any]] = {"ps": self.containers, "images": self.images, "volume": self.volumes}
        shown = held[about[0]].values()
        running = [one.name for one in shown if not isinstance(one, Container) or one.running or "-aq" in about]
        return state._replace(outputs={**state.outputs, about: tuple(running)})

    def _build_context(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(build=self.build)

    def _compose_config(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(project=self.project, project_problem=self.project_problem, unset=self.unset)

    def _compose_hashes(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(hashes=self.hashes)

    def _compose_members(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(members=self.members)

    def _containers(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(containers={**state.containers, **{name: self.containers.get(name) for name in about}})

    def _volumes(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(volumes={**state.volumes, **{name: self.volumes.get(name) for name in about}})

    def _events(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(events=self.events)

    def _version(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(version=self.version)

    def _endpoint(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(endpoint=self.endpoint)

    def _host(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(host=self.machine)

    def _paths(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(paths={path: self.paths.get(path, "folder") for path in about})

    def _listeners(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(listeners=self.listeners, addresses=self.addresses)

    def _features(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(runtimes=("runc",), log_drivers=("json-file", "journald", "local"))

    def _image(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(images={**state.images, about[0]: self.images.get(about[0])})

    def _networks(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(networks={**state.networks, **{name: self._network(name) for name in about}})

    def _network(self, name: str) -> Network | None:
        held = self.networks.get(name)
        on_it = (one for one in self.containers.values() if name in one.networks and one.running)
        return held._replace(joined=tuple(one.name for one in on_it)) if held else None

    def _publishers(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(publishers=tuple(one for one in self.containers.values() if one.running and one.ports))

    def _latest(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(containers=dict(list(self.containers.items())[-1:]))

    def _users(self, about: tuple[str, ...], state: State) -> State:
        who = tuple(one for one in self.containers.values() if one.image == about[0])
        return state._replace(users={**state.users, about[0]: who})

    def _volume_users(self, about: tuple[str, ...], state: State) -> State:
        who = tuple(one for one in self.containers.values() if about[0] in one.named_volumes)
        return state._replace(volume_users={**state.volume_users, about[0]: who})

    def _network_users(self, about: tuple[str, ...], state: State) -> State:
        who = tuple(one for one in self.containers.values() if about[0] in one.networks)
        return state._replace(network_users={**state.network_users, about[0]: who})

    def _list(self, about: tuple[str, ...], state: State) -> State:
        kind, *labels = about if about[0] == "labelled" else about[:1]
        held = self.cache if kind == "build-cache" else self._rows(kind)
        rows = [row for row in held if all(label in self.image_labels.get(row.name, ()) for label in labels)]
        return state._replace(lists={**state.lists, " ".join(about): tuple(rows)})

    def _rows(self, kind: str) -> list[Listed]:
        """Containers, images, volumes, networks, contexts, parts of a swarm, as rows of their lists."""
        plain = {"contexts": self.contexts, **{part: self.lists.get(part, ()) for part in PARTS}}
        if kind in plain:
            return [Listed("" if kind in PARTS else name, name, current=index == 0) for index, name in enumerate(plain[kind])]
        if kind == "containers":
            return [self._row(one) for one in self.containers.values()]
        if kind in ("images", "labelled", "newer"):
            return [
                Listed(one.id, name if one.tags else "", size=one.size, created=one.created)
                for name, one in self.images.items()
            ]
        if kind == "dangling-images":
            return [Listed(one.id, "", size=one.size, created=one.created) for one in self.images.values() if not one.tags]
        if kind == "networks":
            return [Listed(one.id, one.name) for one in self.networks.values()]
        return [Listed(name, name, anonymous=len(name) == 64, labels=self.volume_labels[name]) for name in self.volumes]

    @staticmethod
    def _row(one: Container) -> Listed:
        facts = {"created": one.created, "image": one.image, "networks": one.networks, "labels": one.labels}
        return Listed(one.id, one.name, status=one.status, mounts=one.named_volumes, **facts)  # type: ignore[arg-type]

    def _listed(self, question: Question, state: State) -> State:
        return state._replace(names={**state.names, question.about: self._names(question.about[0])})

    def _names(self, kind: str) -> tuple[Name, ...]:
        if kind == "containers":
            return tuple(Name(name, one.image, one.status, one.id[:12]) for name, one in self.containers.items())
        if kind == "images":
            return tuple(Name(name, "2MB", "", one.id[:12]) for name, one in self.images.items())
        held: dict[str, tuple[str, ...]] = {"volumes": tuple(self.volumes), "networks": tuple(self.networks)}
        return tuple(Name(name) for name in self.lists.get(kind, held.get(kind, ())))
