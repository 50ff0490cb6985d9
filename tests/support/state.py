"""An engine whose state a test writes down. It answers only what it is asked, as the real one does."""

from __future__ import annotations

import os
from typing import Any

from dockersh.client.credentials import Helper
from dockersh.engine import Container, Event, Image, Listed, Machine, Member, Name, Network, Question, State, Volume
from dockersh.engine.bake import hcl
from dockersh.engine.bake.files import BakeFiles
from dockersh.engine.bake.look import Bake, asked_of
from dockersh.engine.bake.targets import chosen
from dockersh.engine.buildcontext import BuildContext
from dockersh.engine.dockerfile import read as read_dockerfile
from dockersh.engine.envfiles import judged
from dockersh.engine.installation import Installation
from dockersh.engine.programs.files import Fault, ProgramFile
from dockersh.engine.questions.compose import project as read_project
from dockersh.engine.questions.containers import binds
from dockersh.permissions import NotAsked

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
        facts.get("folder", ""),
        facts.get("checked", False),
    )


def container(name: str, **facts: Any) -> Container:
    """A container by its name: `status` (running), `image` (ubuntu:14.04), `hours` since its last change (2), `older` by."""
    then = NOW - facts.get("hours", 2) * 3600
    ports = tuple(bind for text in facts.get("ports", ()) for bind in binds(text))
    return Container(
        facts.get("id", "a" * 64),
        name,
        facts.get("image", "ubuntu:14.04"),
        facts.get("status", "running"),
        facts.get("exit_code", 0),
        then - facts.get("older", 0) * 3600,
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
        error=facts.get("error", ""),
        restart=facts.get("restart", "no"),
        restarts=facts.get("restarts", 0),
        pid=facts.get("pid", 0),
        health=facts.get("health", ""),
        setup=facts.get("setup"),
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
    return BuildContext(
        facts.get("problem", ""),
        dockerfile,
        *shown,
        tuple(facts.get("missing", ())),
        hidden=tuple(facts.get("hidden", ())),
        faults=tuple(Fault(*one) for one in facts.get("faults", ())),
        closed=facts.get("closed", ""),
        changed=tuple((NOW + days * DAY, name) for days, name in facts.get("changed", ())),
    )


PARTS = ("services", "secrets", "configs", "nodes")  # of a swarm
PREDEFINED = {name: {"driver": name if name != "none" else "null"} for name in ("bridge", "host", "none")}


class WrittenEngine:
    """Answers from a table: `images`, `containers`, `volumes`, `networks` (name → facts), `lists` (kind → names), `status`."""

    active: frozenset[str] | None = None  # the services that compose says are switched on

    def __init__(self, table: dict[str, Any] | None = None) -> None:
        table = table or {}
        self.status, self.cgroup = table.get("status", "up"), table.get("cgroup", "1")
        self.endpoint = table.get("endpoint", "unix:///var/run/docker.sock")
        self.images = {name: image(name, **facts) for name, facts in table.get("images", {}).items()}
        self.containers = {name: container(name, **facts) for name, facts in table.get("containers", {}).items()}
        self.lists: dict[str, tuple[str, ...]] = {kind: tuple(found) for kind, found in table.get("lists", {}).items()}
        self.volumes = {name: volume(name, **facts) for name, facts in table.get("volumes", {}).items()}
        self.network_labels = {name: facts.get("labels", {}) for name, facts in table.get("networks", {}).items()}
        self.networks = {name: network(name, **facts) for name, facts in {**PREDEFINED, **table.get("networks", {})}.items()}
        self.contexts = table.get("contexts", ["default"])
        self.paths = table.get("paths", {})
        self.listeners = frozenset(("0.0.0.0", port) for port in table.get("listeners", ()))
        self.addresses = frozenset(table.get("addresses", ()))
        self.version = table.get("version", "28.2.2")
        self.machine = Machine(
            table.get("cpus", 4),
            table.get("memory", 8_000_000_000),
            "linux",
            "x86_64",
            os.uname().nodename if table.get("here") else "",
        )
        self.events = tuple(Event(**one) for one in table.get("events", ()))
        self.project = read_project(table["compose"]) if "compose" in table else None
        self.unset = tuple(table.get("unset", ()))
        self.project_problem, self.withheld = table.get("compose-problem", ""), table.get("compose-withheld", "")
        self.hashes = dict.fromkeys(self.project.services, "new") if self.project else {}
        self.swarm = table.get("swarm", "")
        self.build = build_context(table["build"]) if "build" in table else None
        self.members = tuple(member(name, **facts) for name, facts in table.get("members", {}).items())
        sized = {name: facts["size"] for name, facts in table.get("volumes", {}).items() if "size" in facts}
        self.sizes = {**sized, **table.get("sizes", {})}
        self.volume_labels = {name: facts.get("labels", {}) for name, facts in table.get("volumes", {}).items()}
        self.keys, self.context = table.get("detach-keys", ""), table.get("absent-context", "")
        self.plugins = frozenset(table.get("absent-plugins", ()))
        self.asked: list[Question] = []
        self._write_images(table)

    def _write_images(self, table: dict[str, Any]) -> None:
        """Labels and parents of images, the build cache; what may not be asked at all, and whose engine it is."""
        self.kin, self.rootless = table.get("engine", "docker"), table.get("rootless")
        self.containerd: bool | None = table.get("containerd")
        self.builders: list[str] | None = table.get("builders")
        self.installation = Installation(*table["installation"]) if "installation" in table else None
        self.not_asked = NotAsked(*table["not-asked"]) if "not-asked" in table else None
        self.image_labels = {name: facts.get("labels", ()) for name, facts in table.get("images", {}).items()}
        self.cache = tuple(Listed(**{"id": name, "name": "", **facts}) for name, facts in table.get("cache", {}).items())
        self.parents = table.get("parents", {})
        self.env_files: dict[str, str] = table.get("env-files", {})
        self.logs: dict[str, str] = table.get("logs", {})
        self.programs = {path: ProgramFile(*held) for path, held in table.get("programs", {}).items()}
        self.owners: dict[str, int] = table.get("owners", {})
        self.bake: str | None = table.get("bake")
        self.served: str = table.get("served", "")
        self.runtimes = tuple(table.get("runtimes", ("runc",)))
        self.helper, self.fault = table.get("absent-helper", ""), table.get("helper-fault", "")

    def ask(self, questions: tuple[Question, ...], options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> State:
        """Answer each question from the table."""
        del options, env
        self.asked += questions
        if not questions:
            return State("off")
        if self.not_asked is not None:
            return State("off", not_asked=self.not_asked)
        if self.status != "up":
            return State(self.status, endpoint=self.endpoint, absent_context=self.context, installation=self.installation)
        state = State("up", served=self.served)
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

    def _log(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(logs={about[0]: self.logs.get(about[0], "")})

    def _env_files(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(
            env_files={path: judged(self.env_files[path]) if path in self.env_files else None for path in about}
        )

    def _program_files(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(programs={path: self.programs.get(path) for path in about})

    def _compose_builds(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(builds={**state.builds, about: self.build}) if self.build else state

    def _bake(self, about: tuple[str, ...], state: State) -> State:
        """The targets of the table's `bake` file, each built from the table's `build`."""
        if self.bake is None:
            return state._replace(bake=Bake("none"))
        held = chosen(BakeFiles("", ("docker-bake.hcl",), *hcl.read(self.bake)), asked_of(about))
        builds = tuple((one.name, self.build) for one in held.targets if one.read and self.build)
        return state._replace(bake=Bake("", ("docker-bake.hcl",), held, builds))

    def _credential_helper(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(absent_helper=Helper(self.helper, "~/.docker/config.json", self.fault) if self.helper else None)

    def _parents(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(parents={image: self.parents.get(image, "") for image in about})

    def _inside(self, about: tuple[str, ...], state: State) -> State:
        """Of the paths that are asked for in a container: a shell."""
        return state._replace(inside={**state.inside, about[0]: frozenset(about[1:]) & {"/bin/sh"}})

    def _swarm(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(swarm=self.swarm)

    def _files(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(files={**state.files, **{path: self._file(path) for path in about}})

    def _file(self, path: str) -> str:
        """What is at a path; of buildx's own files those of its `builders`, wherever its folder is."""
        folder, name = os.path.split(path)
        if self.builders is not None and "buildx" in folder.split(os.sep):
            return "file" if name in self.builders else "missing"
        found: str = self.paths.get(path, "file")
        return found

    def _output(self, about: tuple[str, ...], state: State) -> State:
        """What `docker ps -aq` and its like print: names, where -q would print ids."""
        held: dict[str, dict[str, Any]] = {"ps": self.containers, "images": self.images, "volume": self.volumes}
        shown = held[about[0]].values()
        running = [one.name for one in shown if not isinstance(one, Container) or one.running or "-aq" in about]
        return state._replace(outputs={**state.outputs, about: tuple(running)})

    def _build_context(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(build=self.build)

    def _compose_config(self, _about: tuple[str, ...], state: State) -> State:
        told = state._replace(project_problem=self.project_problem, project_withheld=self.withheld, unset=self.unset)
        return told._replace(project=self.project)

    def _compose_active(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(hashes=self.hashes, active=self.active)

    def _compose_hashes(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(hashes=self.hashes)

    def _compose_members(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(members=self.members)

    def _containers(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(containers={**state.containers, **{name: self._container(name) for name in about}})

    def _container(self, text: str) -> Container | None:
        """By its name, or by the start of its id."""
        by_id = (one for one in self.containers.values() if one.id.startswith(text) and text)
        return self.containers.get(text) or next(by_id, None)

    def _volumes(self, about: tuple[str, ...], state: State) -> State:
        return state._replace(volumes={**state.volumes, **{name: self.volumes.get(name) for name in about}})

    def _events(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(events=self.events)

    def _version(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(version=self.version)

    def _endpoint(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(endpoint=self.endpoint)

    def _host(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(host=self.machine, rootless=self.rootless)

    def _paths(self, about: tuple[str, ...], state: State) -> State:
        found = {path: self.paths.get(path, "folder") for path in about}
        return state._replace(paths=found, owners={path: self.owners.get(path, 1000) for path in about})

    def _listeners(self, _about: tuple[str, ...], state: State) -> State:
        return state._replace(listeners=self.listeners, addresses=self.addresses)

    def _features(self, _about: tuple[str, ...], state: State) -> State:
        known = state._replace(runtimes=self.runtimes, log_drivers=("json-file", "journald", "local"))
        return known._replace(cgroup=self.cgroup, in_containerd=self.containerd)

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
            return [Listed(one.id, one.name, labels=self.network_labels.get(one.name, {})) for one in self.networks.values()]
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
