"""Harbour whole, and two Harbours with half of the truths left out each, made once per run."""

import pytest

from demo.reading import Log
from trimtab.demo import PLANTED, Harbour, make

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
SECOND_HALF = tuple(planted.id for planted in PLANTED if planted.id not in FIRST_HALF)


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Harbour:
    return make(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="session")
def whole(harbour: Harbour) -> Log:
    return Log(harbour.repository)


@pytest.fixture(scope="session")
def halves(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Log]:
    """Histories by what was left out of them."""
    made = {half: make(tmp_path_factory.mktemp("half"), without=half) for half in (FIRST_HALF, SECOND_HALF)}
    return {half: Log(harbour.repository) for half, harbour in made.items()}
