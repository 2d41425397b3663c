"""How git is called: a clean environment, and a private directory that lends only the objects of a repository.

A repository's own configuration, attributes, grafts, replace refs, hooks and promised remotes can change what git
prints, run programs, or reach the network. Everything that reads objects therefore runs inside a `Shadow`, where none
of these exist and into which nothing of the repository but its object directory is let. The few calls that must touch
the real repository (where it is, where its refs point, whose name it carries) go through `ask`.
"""

import os
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from trimtab.errors import GitFailed, MachineFailed
from trimtab.sources.git._paths import c_quoted

_HEX_LENGTH = {"sha1": 40, "sha256": 64}

# glibc: give pages back late, since git asks for the same buffers again for every commit.
_MALLOC = {"MALLOC_TRIM_THRESHOLD_": "1073741824", "MALLOC_MMAP_THRESHOLD_": "268435456"}


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """Where a repository's objects lie, which hash names them, and the commits at which a shallow clone was cut."""

    objects: bytes
    object_format: str = "sha1"
    shallow: tuple[str, ...] = ()

    @property
    def hex_length(self) -> int:
        """How many hex digits an object id has."""
        return _HEX_LENGTH[self.object_format]


@dataclass(frozen=True, slots=True)
class Said:
    """What a git command printed, and how it ended."""

    out: bytes
    err: bytes
    code: int


def environment(*, user_config: bool = False) -> dict[str, str]:
    """The environment of every git call; with `user_config` the user's own settings (and the machine's) are read."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    if not user_config:
        kept |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_ATTR_NOSYSTEM": "1"}
    return kept | {
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_LITERAL_PATHSPECS": "1",
        "LC_ALL": "C",
        **_MALLOC,
    }


def ask(folder: Path, *arguments: str, user_config: bool = False) -> Said:
    """Run git in a real repository, whoever owns it. Only for commands that open no object."""
    command = ["git", "-c", "safe.directory=*", "-C", str(folder), *arguments]
    return _run(command, environment(user_config=user_config), b"")


def git_version() -> bytes:
    """What `git version` prints."""
    return _run(["git", "version"], environment(), b"").out.strip()


class Shadow:
    """A git directory of our own that sees the objects of `store`; made by `shadow`, gone with its context."""

    def __init__(self, folder: Path, store: ObjectStore) -> None:
        self.folder = folder
        self.store = store
        (folder / "refs").mkdir()
        (folder / "objects" / "info").mkdir(parents=True)
        (folder / "objects" / "pack").mkdir()
        (folder / "HEAD").write_text("ref: refs/heads/unborn\n")
        # `bare` keeps the current folder from being taken for a work tree, whose attributes would count.
        extensions = "[extensions]\n\tobjectFormat = sha256\n" if store.object_format == "sha256" else ""
        (folder / "config").write_text(f"[core]\n\trepositoryformatversion = 1\n\tbare = true\n{extensions}")
        (folder / "objects" / "info" / "alternates").write_bytes(c_quoted(store.objects).encode() + b"\n")
        if store.shallow:
            (folder / "shallow").write_text("".join(f"{oid}\n" for oid in store.shallow))

    def command(self, *arguments: str) -> list[str]:
        """The words of a git command inside this directory."""
        return ["git", "--git-dir", str(self.folder), *arguments]

    def run(self, *arguments: str, stdin: bytes = b"") -> Said:
        """Run a command to its end, however it ends."""
        return _run(self.command(*arguments), environment(), stdin, cwd=self.folder)

    def read(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """What a command printed; raises GitFailed when it ends badly."""
        said = self.run(*arguments, stdin=stdin)
        if said.code:
            raise GitFailed(arguments[0], Path(os.fsdecode(self.store.objects)), said.err.decode(errors="replace"))
        return said.out

    def existing(self, oids: Iterable[str], kind: str = "commit") -> list[str | None]:
        """For each object id, the id of the `kind` it names once tags are peeled; None where there is none."""
        lines = [f"{oid}^{{{kind}}}" for oid in oids]
        return [None if " " in line else line for line in self._check(lines)]

    def absent(self, oids: Iterable[str]) -> set[str]:
        """Those of the object ids that are not here."""
        asked = sorted(oids)
        return {oid for oid, line in zip(asked, self._check(asked), strict=True) if " " in line}

    def _check(self, names: Sequence[str]) -> list[str]:
        """One line per name: an object id, or the name and what is wrong with it."""
        if not names:
            return []
        lines = "".join(f"{name}\n" for name in names).encode()
        return self.read("cat-file", "--batch-check=%(objectname)", stdin=lines).decode(errors="replace").splitlines()

    def pretend_empty(self, blobs: Collection[str]) -> None:
        """Let each of `blobs` read as an empty file, so that what lacks them can still be compared."""
        if not blobs:
            return
        empty = self.read("hash-object", "-w", "--stdin").decode().strip()
        lines = [f"{empty} refs/replace/{blob}\n" for blob in sorted(set(blobs)) if blob != empty]
        header = "# pack-refs with: peeled fully-peeled sorted \n"
        (self.folder / "packed-refs").write_text(header + "".join(lines))


@contextmanager
def shadow(store: ObjectStore) -> Iterator[Shadow]:
    """A shadow of `store` for the length of a `with` block."""
    with tempfile.TemporaryDirectory(prefix="trimtab-git-", ignore_cleanup_errors=True) as folder:
        yield Shadow(Path(folder), store)


def _run(command: Sequence[str], env: dict[str, str], stdin: bytes, cwd: Path | None = None) -> Said:
    try:
        done = subprocess.run(command, env=env, input=stdin, capture_output=True, check=False, cwd=cwd)
    except FileNotFoundError as missing:
        raise MachineFailed("git was not found on PATH. Install git 2.31 or newer and run this again.") from missing
    return Said(done.stdout, done.stderr, done.returncode)
