"""What was advised, into the ledger: each line about an area and the next step, once per what it was worked out from.

Only a brief of the present is recorded. Looking at the past never writes, and a clone without a workspace has no ledger.
What became of the advice is written by the verbs that ask for it.
"""

import json
from collections.abc import Iterator
from datetime import datetime

from trimtab.advice.answer import Answer, Claim
from trimtab.records import Entry
from trimtab.records.ledger import append, entry, hash_of
from trimtab.workspace import Workspace

ADVICE, STEP = "advice", "next-step"


def record(workspace: Workspace, answer: Answer, made_at: datetime) -> int:
    """Write what the ledger does not hold yet, and return how much that was. Raises DiskFull, LedgerUnwritable."""
    entries = tuple(_entries(answer, made_at)) if workspace.records else ()
    return len(append(workspace.folder, *entries)) if entries else 0


def _entries(answer: Answer, made_at: datetime) -> Iterator[Entry]:
    for claim in answer.claims():
        if claim.name:
            yield entry(
                ADVICE, claim.subject, as_of=answer.as_of, inputs=_inputs(claim), made_at=made_at,
                content={"claim": claim.headline, "details": list(claim.details), "verb": answer.verb},
            )  # fmt: skip
    if answer.next_step:
        # The command names an id that is stable for its subject, so it is part of what the step is about.
        rests_on = hash_of(json.dumps([answer.next_step, answer.next_command]))
        content = {"step": answer.next_step, "command": answer.next_command, "verb": answer.verb}
        yield entry(STEP, answer.verb, as_of=answer.as_of, inputs=rests_on, made_at=made_at, content=content)


def _inputs(claim: Claim) -> str:
    """A hash of the evidence and of what was said about it: the same evidence on another day is the same advice."""
    keys = sorted({row.key for group in claim.because for row in group.evidence})
    return hash_of(json.dumps([claim.headline, *claim.details, *keys]))
