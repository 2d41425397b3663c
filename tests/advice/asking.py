"""What tests ask of an answer: a claim by its subject, all its words, all its evidence; and a workspace around a history."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from builders_git import IFE, MARA, TOMAS, History
from builders_tracker import TRACKER
from trimtab.advice.answer import Answer, Claim, Evidence
from trimtab.workspace import Workspace, open_workspace

SAVED_AT = datetime(2026, 4, 30, 12, tzinfo=UTC)

SETTINGS = """\
version: 1
me: {me}
zone: Europe/Stockholm
sources:
  git:
    - slug: harbour
      path: {clone}
"""


def workspace_for(folder: Path, clone: Path, *, me: str = "mara@harbour.example", people: str = "") -> Workspace:
    """A workspace of Mara's for a clone; `people` holds `id: address` lines, each written as a file."""
    (folder / "people").mkdir(parents=True, exist_ok=True)
    (folder / "trimtab.yaml").write_text(SETTINGS.format(me=me, clone=clone), encoding="utf-8")
    for person, address in re.findall(r"^(\S+): (\S+)$", people, re.MULTILINE):
        (folder / "people" / f"{person}.md").write_text(f"---\nemails: [{address}]\n---\n", encoding="utf-8")
    return open_workspace(folder)


def said(answer: Answer, subject: str) -> Claim | None:
    """The claim about a subject, None where there is none."""
    return next((claim for claim in answer.claims() if claim.subject == subject), None)


def words(claim: Claim | None) -> str:
    """Everything that a claim prints, on one line."""
    return "" if claim is None else " ".join((claim.name, claim.text, *claim.details, claim.headline))


def every_word(answer: Answer) -> str:
    """Everything that the claims of an answer print."""
    return "\n".join(words(claim) for claim in answer.claims())


def rows(claim: Claim | None) -> Iterator[Evidence]:
    """The evidence of a claim, group by group."""
    for group in claim.because if claim else ():
        yield from group.evidence


def commits(claim: Claim | None, label: str | None = None) -> set[str]:
    """Object ids of the commits behind a claim, of one group where `label` names it."""
    groups = [group for group in (claim.because if claim else ()) if label in (None, group.label)]
    return {row.key.partition("@")[2] for group in groups for row in group.evidence if row.kind == "commit"}


def figure(claim: Claim | None, name: str) -> float:
    """The best guess of a figure."""
    assert claim is not None
    (found,) = [one.value for one in claim.figures if one.name == name]
    assert found is not None
    return found


def tracked(folder: Path, *objects: object, me: str = "mara@harbour.example", **more: str) -> Workspace:
    """A workspace of Mara's with a small clone, and these saved items (see `builders_tracker`) in its lake.

    `more` holds further lines for the file of a person, by id.
    """
    clone = History(folder / "harbour")
    for author in (MARA, TOMAS, IFE):
        clone.commit("start", files={f"{author[:3]}.py": "x\n"}, author=author, at="2026-02-01T10:00+01:00")
    workspace = workspace_for(folder / "lead", clone.path, me=me)
    for person in ("mara", "tomas", "ife"):
        # A first name as a login says too little to be joined unasked, so the lead has said whose it is.
        written = f"---\nemails: [{person}@harbour.example]\nlogins: [{person}]\n{more.get(person, '')}---\n"
        (workspace.folder / "people" / f"{person}.md").write_text(written, encoding="utf-8")
    saved = folder / "saved.ndjson"
    saved.write_text("".join(json.dumps(one) + "\n" for one in objects), encoding="utf-8")
    workspace.sync(SAVED_AT)
    workspace.read_archive(saved, TRACKER, SAVED_AT)
    return workspace
