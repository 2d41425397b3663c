"""The front door: whatever stands in the files, `load` returns what could be read and says the rest with its place."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from trimtab import records
from trimtab.records import load

GOOD = """\
version: 1
me: mara
team: Harbour
zone: Europe/Stockholm
"""


def put(folder: Path, **files: str | bytes) -> Path:
    """Writes `trimtab_yaml="..."`, `people__ana_md="..."` and so on."""
    for name, content in files.items():
        path = folder / re.sub(r"_(yaml|md|jsonl)$", r".\1", name).replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def codes(folder: Path) -> list[str]:
    return [one.code for one in load(folder).diagnostics]


def test_a_workspace_becomes_typed_records(tmp_path: Path) -> None:
    (tmp_path / "harbour").mkdir()
    folder = put(
        tmp_path / "team",
        trimtab_yaml=GOOD + "sources: {git: [{slug: harbour, path: ../harbour, since: 2024-01-01}]}\n",
        people__mara_md="---\nnames: [Mara Lindqvist]\nemails: [mara@harbour.example]\n---\n",
        people__ife_md="---\nnames: [Ife Bello]\nlogins: [ifeb]\n---\n\n## 2026-11-04 Export\n\nLikes it.\n",
        phases_yaml="- {from: 2026-10-05, to: 2026-10-30, stance: 0/30/30/40, why: planning}\n",
    )

    read = load(folder)

    assert read.diagnostics == ()
    assert [person.id for person in read.people] == ["ife", "mara"]
    assert read.me is not None
    assert read.me.display == "Mara Lindqvist"
    assert [source.clone(folder).resolve() for source in read.settings.git_sources] == [tmp_path / "harbour"]
    assert [(note.date, note.title, note.text) for note in read.people[0].notes] == [
        (date(2026, 11, 4), "Export", "Likes it.")
    ]


def test_what_is_right_is_used_beside_what_is_wrong(tmp_path: Path) -> None:
    put(
        tmp_path,
        trimtab_yaml=GOOD.replace("Europe/Stockholm", "Stockholm"),
        people__mara_md="---\nnames: [Mara]\nemails: [mara@harbour.example, Mara L]\ncapacity: 7\n---\n",
        people__tomas_md=b"---\nnames: [Tom\xe1s]\n---\n",
    )

    read = load(tmp_path)

    # In the order of the files: people/mara.md twice, people/tomas.md, trimtab.yaml.
    assert [one.code for one in read.diagnostics] == ["bad-address", "wrong-value", "not-utf-8", "unknown-zone"]
    assert (read.settings.team, read.settings.zone) == ("Harbour", None)
    assert [(person.id, person.emails, person.capacity) for person in read.people] == [
        ("mara", ("mara@harbour.example",), 1.0)
    ]


def test_what_stands_before_a_syntax_error_is_used_and_nothing_said_to_be_missing(tmp_path: Path) -> None:
    put(tmp_path, trimtab_yaml="team: Harbour\nbots: [ci\nversion: 1\n")

    read = load(tmp_path)

    assert [one.code for one in read.diagnostics] == ["yaml-syntax"]
    assert (read.settings.team, read.settings.bots) == ("Harbour", ())


def test_half_a_week_of_hours_is_not_used_as_a_week(tmp_path: Path) -> None:
    put(tmp_path, trimtab_yaml="version: 1\nhours:\n  mon-thu: 9 to 5\n  fri: 09:00-13:00\n")

    assert load(tmp_path).settings.hours is None


def test_a_list_item_that_lacks_something_leaves_the_others(tmp_path: Path) -> None:
    put(
        tmp_path,
        trimtab_yaml="version: 1\nsources:\n  git:\n    - slug: harbour\n    - {slug: quay, path: .}\n",
    )

    read = load(tmp_path)

    assert [(one.code, one.span.line) for one in read.diagnostics] == [("missing-key", 4)]
    assert [source.slug for source in read.settings.git_sources] == ["quay"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_line_endings_change_no_value_and_no_place(tmp_path: Path, ending: str) -> None:
    text = "version: 1\n\n# who\nme: nobody\nstance: 10/30/30/30\n".replace("\n", ending)
    put(tmp_path, trimtab_yaml=text)

    read = load(tmp_path)

    assert [(one.code, str(one.span)) for one in read.diagnostics] == [("unknown-me", "trimtab.yaml:4:5")]
    assert read.settings.stance_on(date(2026, 1, 1)) is not None


def test_a_byte_order_mark_shifts_no_column(tmp_path: Path) -> None:
    put(tmp_path, trimtab_yaml="\ufeffversion: 9\n", people__ana_md="\ufeff---\nnames: [Ana]\n---\n")

    read = load(tmp_path)

    assert [str(one.span) for one in read.diagnostics] == ["trimtab.yaml:1:10"]
    assert read.people[0].names == ("Ana",)


def test_yaml_1_2_reads_no_and_on_as_words(tmp_path: Path) -> None:
    put(tmp_path, trimtab_yaml="version: 1\nholidays: {country: NO}\nteam: on\n")

    read = load(tmp_path)

    assert read.diagnostics == ()
    assert read.settings.holidays is not None
    assert (read.settings.holidays.country, read.settings.team) == ("NO", "on")


def test_files_that_are_not_people_are_left_alone(tmp_path: Path) -> None:
    put(tmp_path, trimtab_yaml="version: 1\n")
    (tmp_path / "people").mkdir()
    for name in ("README.md", ".#ana.md", "ana.md~", "ana.txt", ".DS_Store"):
        (tmp_path / "people" / name).write_text("not a person")

    assert load(tmp_path).people == ()
    assert codes(tmp_path) == []


def test_a_pipe_in_the_place_of_a_file_is_said_and_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, trimtab_yaml="version: 1\n")
    os.mkfifo(tmp_path / "phases.yaml")

    assert codes(tmp_path) == ["unreadable-file"]


def test_a_link_to_nowhere_is_said(tmp_path: Path) -> None:
    (tmp_path / "trimtab.yaml").symlink_to(tmp_path / "gone.yaml")

    assert codes(tmp_path) == ["unreadable-file"]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that somebody other than its owner can look into, which pytest's own is not."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        yield Path(place)


# As root no permission stops a read, so it is given up where this runs as root; what is loaded late comes before.
AS_NOBODY = """
import os, sys
from pathlib import Path
from trimtab.records import load
folder = Path(sys.argv[1])
load(folder)
os.geteuid() or os.seteuid(65534)
read = load(folder)
print([(one.code, one.span.file) for one in read.diagnostics], [person.id for person in read.people])
"""


def load_as_nobody(folder: Path) -> str:
    command = [sys.executable, "-c", AS_NOBODY, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_file_without_permission_is_said_and_the_rest_used(open_folder: Path) -> None:
    put(open_folder, trimtab_yaml="version: 1\n", people__ana_md="---\n---\n", people__jun_md="---\n---\n")
    (open_folder / "people/ana.md").chmod(0)

    assert load_as_nobody(open_folder) == "[('unreadable-file', 'people/ana.md')] ['jun']"


def test_a_folder_without_permission_is_said(open_folder: Path) -> None:
    put(open_folder, trimtab_yaml="version: 1\n", people__ana_md="---\n---\n")
    (open_folder / "people").chmod(0)
    people = load_as_nobody(open_folder)
    open_folder.chmod(0)
    whole = load_as_nobody(open_folder)
    open_folder.chmod(0o700)

    assert people == "[('unreadable-file', 'people')] []"
    files = ["ledger.jsonl", "people", "phases.yaml", "plans", "trimtab.yaml"]
    assert whole == f"{[('unreadable-file', name) for name in files]} []"


def test_an_alias_to_itself_does_not_hang(tmp_path: Path) -> None:
    put(tmp_path, trimtab_yaml="version: 1\nareas: &a [*a, *a]\n")

    assert codes(tmp_path) == ["alias", "alias"]


def test_laughing_aliases_cost_nothing(tmp_path: Path) -> None:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    put(tmp_path, trimtab_yaml=f"version: 1\na0: &a0 [x]\n{levels}")

    assert set(codes(tmp_path)) == {"alias", "unknown-key"}


def test_a_workspace_that_is_no_folder_has_no_settings(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert codes(tmp_path / "nowhere") == ["missing-settings"]


# People are found by what they claim


def test_a_person_is_found_by_id_address_login_and_name_whatever_the_case(tmp_path: Path) -> None:
    put(
        tmp_path,
        trimtab_yaml="version: 1\nme: TOMAS@harbour.example\n",
        people__tomas_md="---\nnames: [Tomas Novak]\nemails: [tomas@harbour.example]\nlogins: [TNovak]\n---\n",
    )

    read = load(tmp_path)

    asked = ["tomas", "Tomas@Harbour.example", "tnovak", "tomas novak", "tom"]
    assert [person.id if (person := read.person(one)) else None for one in asked] == ["tomas"] * 4 + [None]
    assert read.me is read.people[0]


def test_an_id_goes_before_what_somebody_else_claims(tmp_path: Path) -> None:
    put(tmp_path, people__ana_md="---\nlogins: [jun]\n---\n", people__jun_md="---\nnames: [Jun]\n---\n")

    found = load(tmp_path).person("jun")

    assert found is not None
    assert found.id == "jun"


# Working time


def test_the_lead_works_the_hours_of_the_settings_less_their_own_leave(tmp_path: Path) -> None:
    put(
        tmp_path,
        trimtab_yaml=GOOD + "hours: {mon: 09:00-12:00}\nholidays: {country: SE}\n",
        people__mara_md="---\nleave: [{from: 2026-11-09, to: 2026-11-09}]\n---\n",
    )

    working = load(tmp_path).working_time()

    # Mondays in November 2026: the 2nd, 9th (leave), 16th, 23rd, 30th.
    assert working.zone == "Europe/Stockholm"
    assert working.working_days(date(2026, 11, 1), date(2026, 11, 30)) == 4
    assert working.hours[0] == ((time(9), time(12)),)
    assert working.country == "SE"


def test_somebody_without_hours_of_their_own_has_the_leads_in_their_own_zone(tmp_path: Path) -> None:
    put(
        tmp_path,
        trimtab_yaml=GOOD + "hours: {mon: 09:00-12:00}\n",
        people__mara_md="---\ncapacity: 0.5\n---\n",
        people__ravi_md="---\nzone: [{value: Europe/Berlin}, {from: 2026-03-01, value: Asia/Kolkata}]\n---\n",
    )
    read = load(tmp_path)

    working = read.working_time(read.person("ravi"))

    assert (working.zone, working.moves) == ("Europe/Berlin", ((date(2026, 3, 1), "Asia/Kolkata"),))
    assert working.hours[0] == ((time(9), time(12)),)
    assert working.capacity == 1.0


def test_a_zone_inferred_elsewhere_holds_where_none_is_written(tmp_path: Path) -> None:
    put(tmp_path, trimtab_yaml="version: 1\n")

    assert load(tmp_path).working_time(zone="Asia/Tokyo").zone == "Asia/Tokyo"


def test_a_country_nobody_knows_does_not_stop_the_counting_of_days(tmp_path: Path) -> None:
    put(tmp_path, trimtab_yaml="version: 1\nholidays: {country: DE, subdivision: Nowhere}\n")

    read = load(tmp_path)

    assert [one.code for one in read.diagnostics] == ["unknown-subdivision"]
    assert (read.working_time().country, read.working_time().subdivision) == ("DE", None)


def test_a_phase_goes_before_the_stance_of_the_settings(tmp_path: Path) -> None:
    put(
        tmp_path,
        trimtab_yaml="version: 1\nstance: [{value: maker}, {from: 2026-11-01, value: 10/30/30/30}]\n",
        phases_yaml="- {from: 2026-10-05, to: 2026-10-30, stance: 0/30/30/40, why: planning}\n",
    )
    read = load(tmp_path)

    stances = [read.stance_on(date(2026, *day)) for day in [(10, 4), (10, 5), (10, 30), (10, 31), (11, 1)]]

    assert [stance.name if stance else None for stance in stances] == [
        "maker",
        "0/30/30/40",
        "0/30/30/40",
        "maker",
        "10/30/30/30",
    ]


def test_the_front_door_lists_every_public_name_and_no_other() -> None:
    rooms = {"checks", "edit", "ledger", "people", "phase", "plan", "plan_checks", "plan_history", "settings"}
    shown = {
        name
        for name, value in vars(records).items()
        if not name.startswith("_") and str(getattr(value, "__module__", "")).startswith("trimtab.records")
    }

    assert set(records.__all__) == shown - rooms - INSIDE
    assert records.__all__ == sorted(records.__all__)


# What the front door uses itself, from its own rooms.
INSIDE = {"newest", "phase_on", "read_ledger", "read_people", "read_phases", "read_plans", "read_settings"}
