"""Tags as their makers set them: who tagged which commit, and when.

An annotated tag names its tagger; a lightweight one is only a name, and whose commit it names the lake knows. The objects
never change, so what was read of them is kept by their ids; git can say all of this again, and a folder that cannot be
written costs the time again and nothing else.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from trimtab.sources.git._place import Place
from trimtab.sources.git._refs import TAGS, read_refs
from trimtab.sources.git._shadow import Shadow, shadow
from trimtab.sources.git._text import signature

_TAGGER = b"tagger "
# The last second that Python can name; a tag of a broken clock may say more.
_FAR = 253_402_300_799
_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag and the commit it leads to; tagger and instant are those of an annotated tag, null of a lightweight one."""

    name: str
    oid: str
    tagger: tuple[str, str] | None
    at: datetime | None


# Of a tag object: name and address of its tagger, and the second; null where it names none.
_Said = tuple[str, str, int] | None


def tags_of(place: Place, cache: Path | None) -> list[Tag]:
    """Every tag that leads to a commit, by name."""
    refs = [ref for ref in read_refs(place).refs if ref.name.startswith(f"{TAGS}/") and ref.oid]
    held = [ref.oid or "" for ref in refs]
    if not held:
        return []
    with shadow(place.store) as git:
        commits = git.existing(held)
        annotated = [oid for oid, commit in zip(held, commits, strict=True) if commit and commit != oid]
        said = _said(git, annotated, cache / "tags.json" if cache is not None else None)
    found = [
        _tag(ref.name.removeprefix(f"{TAGS}/"), commit, said.get(oid))
        for ref, oid, commit in zip(refs, held, commits, strict=True)
        if commit
    ]
    return sorted(found, key=lambda tag: tag.name)


def _tag(name: str, commit: str, said: _Said) -> Tag:
    if said is None:
        return Tag(name, commit, None, None)
    who, address, second = said
    return Tag(name, commit, (who, address), datetime.fromtimestamp(max(min(second, _FAR), 0), UTC))


def _said(git: Shadow, oids: Iterable[str], file: Path | None) -> Mapping[str, _Said]:
    known = _kept(file)
    asked = sorted(set(oids))
    fresh = [oid for oid in asked if oid not in known]
    if fresh:
        known |= dict(_read(git, fresh))
        if file is not None and len(asked) <= _MOST_KEPT:
            _keep({oid: known[oid] for oid in asked if oid in known}, file)
    return known


def _read(git: Shadow, oids: list[str]) -> Iterator[tuple[str, _Said]]:
    """The tagger of each tag object; none where the object is no tag, or one of old that names nobody."""
    said = git.read("cat-file", "--batch", stdin="".join(f"{oid}\n" for oid in oids).encode())
    start = 0
    for oid in oids:
        end = said.index(b"\n", start)
        header = said[start:end]
        start = end + 1
        if header.endswith(b" missing"):
            continue
        size = int(header.rpartition(b" ")[2])
        head = said[start : start + size].partition(b"\n\n")[0]
        start += size + 1
        line = next((line for line in head.split(b"\n") if line.startswith(_TAGGER)), None)
        who = signature(line.removeprefix(_TAGGER), b"") if line else None
        yield oid, (who.name, who.email, who.seconds) if who and who.seconds is not None else None


def _kept(file: Path | None) -> dict[str, _Said]:
    if file is None:
        return {}
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return {oid: (str(one[0]), str(one[1]), int(one[2])) if one else None for oid, one in said.items()}
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return {}


def _keep(said: Mapping[str, _Said], file: Path) -> None:
    half = file.with_name(f"{file.name}.{os.getpid()}.half")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half.write_text(json.dumps(said), encoding="utf-8")
        half.replace(file)
    except OSError:
        with suppress(OSError):
            half.unlink()
