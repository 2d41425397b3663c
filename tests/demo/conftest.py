"""Harbour whole, and two Harbours with half of the truths left out each, made once per run."""

import pytest

from demo.reading import Log
from demo.tracker import Tracker
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
def made_without(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Harbour]:
    """Harbours by what was left out of them."""
    return {half: make(tmp_path_factory.mktemp("half"), without=half) for half in (FIRST_HALF, SECOND_HALF)}


@pytest.fixture(scope="session")
def halves(made_without: dict[tuple[str, ...], Harbour]) -> dict[tuple[str, ...], Log]:
    """Their histories."""
    return {half: Log(harbour.repository) for half, harbour in made_without.items()}


@pytest.fixture(scope="session")
def tracker(harbour: Harbour) -> Tracker:
    return Tracker(harbour.items_file)


@pytest.fixture(scope="session")
def trackers_without(made_without: dict[tuple[str, ...], Harbour]) -> dict[tuple[str, ...], Tracker]:
    """Their items."""
    return {half: Tracker(harbour.items_file) for half, harbour in made_without.items()}
