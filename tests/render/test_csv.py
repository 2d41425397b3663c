"""The areas as CSV: what a spreadsheet or a script reads, and that neither can be made to run anything."""

import csv as stdlib_csv
import io
from dataclasses import fields

import pytest
from hypothesis import given, settings

from builders_any_answer import answers
from builders_chart import area, mapped
from trimtab.advice.answer import Area, Chart
from trimtab.errors import UsageError
from trimtab.render import csv


def read(written: str) -> list[list[str]]:
    return list(stdlib_csv.reader(io.StringIO(written, newline="")))


def test_one_row_for_each_area_with_every_field_of_it():
    written = csv(mapped()).split("\r\n")

    assert written[0] == (
        "name,repo,folder,files,changes,heat,lines,complexity,holders,silent,bus_factor,blind,only_lead,claim"
    )
    assert written[4] == "billing/ledger,harbour,billing/ledger,6,14,16.0,4102,1.5,you,,1,false,true,m4"
    assert written[9] == "deploy/,harbour,deploy,14,109,9.0,1400,1.5,Ravi,Ravi,1,false,false,m9"
    assert len(written) == 1 + 22 + 1
    assert written[-1] == ""


def test_the_header_is_that_of_the_fields_of_an_area():
    assert read(csv(mapped()))[0] == [field.name for field in fields(Area)]


def test_what_is_unknown_is_empty_and_several_people_stand_in_one_cell():
    drawn = Chart((area("a", None, holders=("Mara", "Tomas"), bus_factor=None),))

    row = dict(zip(*read(csv(mapped(drawn))), strict=True))

    assert (row["lines"], row["complexity"], row["bus_factor"], row["holders"]) == ("", "", "", "Mara; Tomas")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_a_name_that_a_spreadsheet_would_run_becomes_text(name):
    (_, row) = read(csv(mapped(Chart((area(name, folder="x"),)))))

    assert row[0].startswith("'")


def test_commas_quotes_and_line_ends_do_not_leave_their_cell():
    (_, row) = read(csv(mapped(Chart((area('a,"b"\nc', folder="x"),)))))

    assert row[0] == 'a,"b" c'


@given(answers)
@settings(max_examples=50)
def test_every_map_reads_back_with_as_many_cells_in_every_row(answer):
    if answer.chart is None or not answer.chart.areas:
        with pytest.raises(UsageError):
            csv(answer)
        return

    rows = read(csv(answer))

    assert len(rows) == 1 + len(answer.chart.areas)
    assert {len(row) for row in rows} == {len(fields(Area))}
    assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in ("=", "+", "@", "\t")]
