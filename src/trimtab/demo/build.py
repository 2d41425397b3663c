"""Puts Harbour into a folder: runs git on the stream, copies the records, writes down what was planted.

A folder that holds anything else is refused; one that holds this very Harbour is left as it is.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

from trimtab.demo.history import play
from trimtab.demo.plan import FILE as PLAN
from trimtab.demo.plan import plan_without, shown_in
from trimtab.demo.planted import PLANTED
from trimtab.demo.story import AS_OF
from trimtab.demo.stream import Stream
from trimtab.demo.team import MARA
from trimtab.demo.tracker import Told, tell
from trimtab.errors import GitFailed, MachineFailed, UsageError

REPOSITORY, WORKSPACE, ITEMS_FILE, PLANTED_FILE = "harbour", "harbour-lead", "harbour-items.ndjson", "planted.json"
_UNFINISHED = ".unfinished"
_MADE_BY = "trimtab demo"
_CONFIG = f"""[user]
\tname = {MARA.signature.name}
\temail = {MARA.signature.email}
[remote "origin"]
\turl = https://git.harbour.example/harbour.git
\tfetch = +refs/heads/*:refs/remotes/origin/*
"""


@dataclass(frozen=True, slots=True)
class Harbour:
    """A made Harbour. `evidence` maps the id of each planted truth to what shows it.

    That is object ids of commits, of the tracker `item:NUMBER` and `KIND:ID` of an event, or `record:FILE:LINE`.
    """

    folder: Path
    repository: Path
    workspace: Path
    items_file: Path
    planted_file: Path
    as_of: datetime
    seed: int
    without: tuple[str, ...]
    evidence: Mapping[str, tuple[str, ...]]


def make(folder: Path, seed: int = 2026, *, without: Collection[str] = ()) -> Harbour:
    """Makes Harbour in `folder`, which is made too; `without` leaves planted truths out by their ids.

    Raises:
        UsageError: the folder holds something else, or another Harbour; or `without` names no planted truth.
        GitFailed: git could not take in the history.
    """
    left_out = tuple(sorted(without))
    _refuse_unknown(left_out)
    if _is_made(folder, seed, left_out):
        return _read(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / _UNFINISHED).touch()
    shutil.rmtree(folder / REPOSITORY, ignore_errors=True)
    history = play(seed, left_out)
    oids = _make_repository(folder / REPOSITORY, history.stream)
    evidence = {truth: [oids[mark] for mark in marks] for truth, marks in history.evidence.items()}
    sizes = _sizes(folder / REPOSITORY)
    board = tell(Told(seed, left_out, history.landed, history.asides, oids, sizes))
    evidence |= board.evidence()
    (folder / ITEMS_FILE).write_text("".join(f"{line}\n" for line in board.lines()), encoding="utf-8")
    evidence |= _copy_records(folder / WORKSPACE, left_out)
    _write_planted(folder / PLANTED_FILE, seed, left_out, evidence)
    (folder / _UNFINISHED).unlink()
    return _read(folder)


def default_as_of(place: Path) -> datetime | None:
    """The instant Harbour's story ends, if `place` is its clone or its workspace; else None."""
    place = place.resolve()
    if place.name not in (REPOSITORY, WORKSPACE):
        return None
    try:
        found = json.loads((place.parent / PLANTED_FILE).read_text(encoding="utf-8"))
        return datetime.fromisoformat(found["as_of"]).astimezone(AS_OF.tzinfo) if found["made_by"] == _MADE_BY else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _refuse_unknown(without: Sequence[str]) -> None:
    known = [planted.id for planted in PLANTED]
    for name in without:
        if name not in known:
            raise UsageError(f'nothing called "{name}" is planted in Harbour. There is {", ".join(known)}.')


def _is_made(folder: Path, seed: int, without: Sequence[str]) -> bool:
    """Whether this very Harbour is there already."""
    if not folder.exists() or (folder / _UNFINISHED).exists():
        return False
    if not folder.is_dir():
        raise UsageError(f"{folder}: this is a file. Give the name of a new or an empty folder.")
    if not any(folder.iterdir()):
        return False
    try:
        found = json.loads((folder / PLANTED_FILE).read_text(encoding="utf-8"))
        same = (found["seed"], found["without"]) == (seed, list(without))
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{folder}: this folder holds something else. Give a new or an empty folder.") from None
    if not same:
        raise UsageError(
            f"{folder}: this folder holds another Harbour (seed {found['seed']}). Give a new folder, or move it away."
        )
    return all((folder / name).exists() for name in (REPOSITORY, WORKSPACE, ITEMS_FILE))


def _read(folder: Path) -> Harbour:
    planted_file = folder / PLANTED_FILE
    found = json.loads(planted_file.read_text(encoding="utf-8"))
    evidence = {planted["id"]: tuple(planted["evidence"]) for planted in found["planted"]}
    without = tuple(found["without"])
    return Harbour(
        folder,
        folder / REPOSITORY,
        folder / WORKSPACE,
        folder / ITEMS_FILE,
        planted_file,
        AS_OF,
        found["seed"],
        without,
        evidence,
    )


def _make_repository(repository: Path, stream: Stream) -> dict[int, str]:
    """Makes the clone, and gives the object ids of its commits by their marks."""
    repository.mkdir()
    _git(repository, "init", "--quiet", "--template=", "--initial-branch=main", ".")
    with (repository / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write(_CONFIG)
    marks = repository / ".git" / "marks"
    _git(
        repository,
        "-c",
        "core.compression=1",
        "-c",
        "core.fsync=none",
        "fast-import",
        "--quiet",
        "--done",
        f"--export-marks={marks}",
        said=bytes(stream),
    )
    pairs = (line.split() for line in marks.read_text(encoding="ascii").splitlines())
    oids = {int(mark.removeprefix(":")): oid for mark, oid in pairs}
    marks.unlink()
    _git(repository, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    _git(repository, "reset", "--quiet", "--hard")
    return oids


def _sizes(repository: Path) -> dict[str, tuple[int, int]]:
    """Lines that each commit added and deleted, by its object id."""
    found: dict[str, tuple[int, int]] = {}
    for block in _git(repository, "log", "--all", "--no-merges", "--no-renames", "--numstat", "--format=%x01%H").split(
        "\x01"
    )[1:]:
        oid, *rows = block.split("\n")
        told = [row.split("\t") for row in rows if row]
        found[oid] = sum(int(row[0]) for row in told), sum(int(row[1]) for row in told)
    return found


def _git(repository: Path, *words: str, said: bytes = b"") -> str:
    """Runs git as if nobody had ever set it up, and gives what it prints."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    clean |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    try:
        done = subprocess.run(["git", *words], cwd=repository, env=clean, input=said, capture_output=True, check=True)
    except FileNotFoundError:
        raise MachineFailed(
            "git was not found on this machine. Install git 2.30 or newer and run the command again."
        ) from None
    except subprocess.CalledProcessError as failed:
        raise GitFailed(words[0], repository, failed.stderr.decode(errors="replace")) from failed
    return done.stdout.decode()


def _copy_records(workspace: Path, without: Sequence[str]) -> dict[str, list[str]]:
    """Copies the lead's records, and tells where the plan shows what; what is there already is the user's and stays."""
    workspace.mkdir(exist_ok=True, mode=0o700)
    shown: dict[str, list[str]] = {}
    with as_file(files("trimtab.demo") / "records") as records:
        for source in sorted(path for path in records.rglob("*") if path.is_file()):
            target = workspace / source.relative_to(records)
            said = source.read_bytes()
            if source.relative_to(records).as_posix() == PLAN:
                said = plan_without(said.decode(), without).encode()
                shown = shown_in(said.decode(), without)
            if not target.exists():
                target.parent.mkdir(exist_ok=True, mode=0o700)
                target.write_bytes(said)
    return shown


def _write_planted(file: Path, seed: int, without: Sequence[str], evidence: Mapping[str, Sequence[str]]) -> None:
    planted = [
        {**asdict(truth), "since": truth.since.isoformat(), "evidence": list(evidence.get(truth.id, ()))}
        for truth in PLANTED
        if truth.id not in without
    ]
    content = {
        "made_by": _MADE_BY,
        "as_of": AS_OF.isoformat(),
        "seed": seed,
        "without": list(without),
        "planted": planted,
    }
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
