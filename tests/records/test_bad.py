"""One faulty file per code: each causes exactly what it claims, and each code has one."""

import re
from pathlib import Path

import pytest

from builders_records import Bad, all_bad
from trimtab.diagnostics import Diagnostic
from trimtab.records import load
from trimtab.records._codes import CODES

EVERY = all_bad()


def found_in(bad: Bad, folder: Path) -> tuple[Diagnostic, ...]:
    return load(bad.write(folder / "workspace")).diagnostics


@pytest.mark.parametrize("bad", EVERY, ids=lambda bad: bad.name)
def test_a_faulty_file_causes_exactly_what_it_claims(bad: Bad, tmp_path: Path) -> None:
    found = found_in(bad, tmp_path)

    places = [(one.span.file, one.span.line, one.span.column, one.code) for one in found]
    assert places == [(bad.file, bad.line, bad.column, bad.name)], "\n".join(one.to_text() for one in found)
    assert bad.code == bad.name


@pytest.mark.parametrize("bad", EVERY, ids=lambda bad: bad.name)
def test_a_diagnostic_has_the_severity_of_its_code_and_a_remedy(bad: Bad, tmp_path: Path) -> None:
    (found,) = found_in(bad, tmp_path)

    assert found.severity == CODES[found.code].severity
    assert re.fullmatch(r"\S.*\S", found.hint)
    assert len(found.hint) > 10


@pytest.mark.parametrize("bad", EVERY, ids=lambda bad: bad.name)
def test_the_carets_stand_below_something_that_is_there(bad: Bad, tmp_path: Path) -> None:
    (found,) = found_in(bad, tmp_path)

    if found.excerpt is not None:
        marked = found.excerpt.text[found.excerpt.at : found.excerpt.at + found.excerpt.width]
        assert marked.strip() or found.code == "tab-indent"


def test_every_code_has_a_faulty_file_and_the_other_way_round() -> None:
    assert [bad.name for bad in EVERY] == sorted(CODES)


def test_every_code_is_used_in_the_source() -> None:
    source = Path(load.__code__.co_filename).parent
    text = "".join(path.read_text() for path in source.glob("*.py") if path.name != "_codes.py")

    assert [code for code in CODES if f'"{code}"' not in text] == []
