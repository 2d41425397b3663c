"""Harbour, whole and with half of its truths left out, each made, read and briefed once per run."""

from collections.abc import Mapping

import pytest

from trimtab.advice.answer import Answer
from trimtab.advice.brief import brief
from trimtab.advice.flow import flow
from trimtab.advice.plate import plate
from trimtab.advice.waiting import waiting
from trimtab.demo import AS_OF, PLANTED, Harbour, make
from trimtab.workspace import Workspace, open_workspace

# What makes export busy in the last week rests on Jun being there and on Mara doing little: these three go together.
FIRST_HALF = (
    "aliases",
    "branches-in-flight",
    "dana-unreviewed",
    "declared-phase",
    "format-everything",
    "jobs-renamed",
    "ledger-held-by-mara",
    "protocol-blind-spot",
)
# Everything on the tracker is in the second half, so the first shows its truths without the history's.
SECOND_HALF = tuple(planted.id for planted in PLANTED if planted.id not in FIRST_HALF)


def _read(harbour: Harbour) -> Workspace:
    workspace = open_workspace(harbour.workspace)
    workspace.sync(AS_OF)
    return workspace


def _briefed(workspace: Workspace) -> Answer:
    return brief(workspace, now=AS_OF, as_of=AS_OF.isoformat())


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Harbour:
    return make(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="session")
def workspace(harbour: Harbour) -> Workspace:
    """Mara's workspace, its clone read."""
    return _read(harbour)


@pytest.fixture(scope="session")
def answer(workspace: Workspace) -> Answer:
    """Mara's brief on the last day."""
    return _briefed(workspace)


@pytest.fixture(scope="session")
def workspaces_without(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Workspace]:
    """Mara's workspace for a Harbour in which a truth was not planted, by the truth's id."""
    found: dict[str, Workspace] = {}
    for half in (FIRST_HALF, SECOND_HALF):
        found.update(dict.fromkeys(half, _read(make(tmp_path_factory.mktemp("half"), without=half))))
    return found


@pytest.fixture(scope="session")
def answers_without(workspaces_without: Mapping[str, Workspace]) -> Mapping[str, Answer]:
    """The same brief of a Harbour in which a truth was not planted, by the truth's id."""
    briefed = {half[0]: _briefed(workspaces_without[half[0]]) for half in (FIRST_HALF, SECOND_HALF)}
    return {truth: briefed[half[0]] for half in (FIRST_HALF, SECOND_HALF) for truth in half}


def _told(workspace: Workspace) -> Mapping[str, Answer]:
    """What the verbs about items say on the last day, by verb."""
    return {
        verb: ask(workspace, now=AS_OF, as_of=AS_OF.isoformat())
        for verb, ask in (("waiting", waiting), ("plate", plate), ("flow", flow))
    }


@pytest.fixture(scope="session")
def told(workspace: Workspace, answer: Answer) -> Mapping[str, Answer]:
    """What `waiting`, `plate`, `flow` and the brief say of Harbour's items."""
    return {**_told(workspace), "brief": answer}


@pytest.fixture(scope="session")
def told_without(
    workspaces_without: Mapping[str, Workspace], answers_without: Mapping[str, Answer]
) -> Mapping[str, Answer]:
    """The same where nothing was planted on the tracker."""
    return {**_told(workspaces_without[SECOND_HALF[0]]), "brief": answers_without[SECOND_HALF[0]]}
