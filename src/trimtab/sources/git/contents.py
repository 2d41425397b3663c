"""What the contents of files tell that their names do not: which interpreter a first line calls, and who is empty."""

import os
from collections.abc import Mapping, Sequence

from trimtab.sources.git._paths import quote_path, unquote_path
from trimtab.sources.git._place import locate
from trimtab.sources.git._shadow import Shadow, shadow
from trimtab.sources.git.repository import Repository

# A larger file without a telling name is no script.
_LARGEST = 1 << 20

_EMPTY = {
    40: b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    64: b"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
}


def empty_files(repository: Repository, revision: str) -> frozenset[str]:
    """The files without content at `revision` (an object id)."""
    store = locate(repository.path).store
    with shadow(store) as git:
        listed = git.run("ls-tree", "-r", "-z", revision).out.split(b"\0")
    entries = (entry.split(b"\t", 1) for entry in listed if entry)
    return frozenset(quote_path(path) for about, path in entries if about.endswith(_EMPTY[store.hex_length]))


def interpreters(repository: Repository, revision: str, paths: Sequence[str]) -> Mapping[str, str]:
    """By path, the program that `#!` names at `revision` (an object id), without the version after a dot.

    Paths that are not there, cannot be read, or do not begin so are left out.
    """
    asked = [path for path in paths if "\n" not in path]
    if not asked:
        return {}
    with shadow(locate(repository.path).store) as git:
        blobs = _small_blobs(git, revision, asked)
        first = _first_lines(git, sorted(set(blobs.values())))
    called = {path: _program(first.get(blob, b"")) for path, blob in blobs.items()}
    return {path: program for path, program in called.items() if program}


def _small_blobs(git: Shadow, revision: str, paths: Sequence[str]) -> dict[str, str]:
    lines = b"".join(revision.encode() + b":" + unquote_path(path) + b"\n" for path in paths)
    said = git.read("cat-file", "--batch-check=%(objecttype) %(objectsize) %(objectname)", stdin=lines)
    told = [line.split(b" ") for line in said.splitlines()]
    return {
        path: os.fsdecode(words[2])
        for path, words in zip(paths, told, strict=True)
        if words[0] == b"blob" and int(words[1]) <= _LARGEST
    }


def _first_lines(git: Shadow, blobs: Sequence[str]) -> dict[str, bytes]:
    out = git.read("cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in blobs).encode())
    found, at = {}, 0
    while at < len(out):
        end = out.index(b"\n", at)
        oid, _, size = out[at:end].split(b" ")
        found[oid.decode()] = out[end + 1 : end + 1 + int(size)].split(b"\n", 1)[0]
        at = end + int(size) + 2
    return found


def _program(line: bytes) -> str:
    if not line.startswith(b"#!"):
        return ""
    words = line[2:].decode("latin-1").split()
    names = [word.rpartition("/")[2] for word in words]
    if names and names[0] == "env":
        names = [name for name, word in zip(names[1:], words[1:], strict=True) if not word.startswith("-")]
    return names[0].partition(".")[0] if names else ""
