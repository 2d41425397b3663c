"""The lead's records: whole, in step with the team, and the same in the package and among the examples."""

from pathlib import Path

from trimtab.demo import Harbour
from trimtab.demo.story import PHASE
from trimtab.demo.team import TEAM
from trimtab.records import load

EXAMPLE = Path(__file__).parents[2] / "examples" / "harbour"


def texts(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_records_are_read_without_a_fault_but_for_what_is_planted_in_the_plan(harbour: Harbour) -> None:
    records = load(harbour.workspace)

    assert [(one.code, one.span.file) for one in records.diagnostics] == [("idle-unknown", "plans/billing.yaml")]
    assert records.me is not None
    assert records.me.display == "Mara Lindqvist"
    assert [source.clone(harbour.workspace).resolve() for source in records.settings.sources.git] == [
        harbour.repository.resolve()
    ]


def test_the_example_holds_the_records_that_are_made_and_nothing_else(harbour: Harbour) -> None:
    assert texts(EXAMPLE) == texts(harbour.workspace)


def test_the_records_tell_of_the_team_as_it_is(harbour: Harbour) -> None:
    written = {person.id: person for person in load(harbour.workspace).people}

    assert set(written) == set(TEAM)
    for person in TEAM.values():
        record = written[person.id]
        signatures = (person.signature, *person.also)
        assert set(record.emails) == {signature.email for signature in signatures}
        assert set(record.names) == {signature.name for signature in signatures}
        assert record.zone_on(person.joined) == person.zone
        assert [(leave.first, leave.last) for leave in record.leave] == list(person.leave)


def test_the_records_declare_the_phase_of_january_and_no_other(harbour: Harbour) -> None:
    phases = load(harbour.workspace).phases

    assert [(phase.first, phase.last) for phase in phases] == [PHASE]
