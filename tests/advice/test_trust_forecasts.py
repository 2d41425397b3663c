"""How far to trust forecasts: the words follow from how often the ranges held."""

from dataclasses import replace

import pytest

from trimtab.advice.trust._forecasts import state_of
from trimtab.analyses.forecasts import Calibration

FITS = Calibration("item", 480, 24, (0.5, 0.8, 0.95), 0.2, (0.4, 0.7, 0.9), 0.25)


@pytest.mark.parametrize(
    ("held", "said"),
    [(0.69, "too sure"), (0.7, "fits"), (0.8, "fits"), (0.9, "fits"), (0.91, "too unsure")],
)
def test_a_range_of_eight_in_ten_fits_where_it_holds_in_seven_to_nine(held: float, said: str) -> None:
    assert state_of(replace(FITS, held=(0.5, held, 0.95))) == said


@pytest.mark.parametrize("few", [replace(FITS, forecasts=29), replace(FITS, instants=11)])
def test_few_forecasts_or_few_instants_tell_nothing_however_well_they_did(few: Calibration) -> None:
    assert state_of(few) == "few"
