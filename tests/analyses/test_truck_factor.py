"""The published truck factor: degrees of authorship, renames, who is who, which files count, and the order of leaving."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import log

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.analyses.truck_factor import (
    AUTHORS,
    AUTHORSHIP,
    FILES,
    TruckFactor,
    code_files,
    published_people,
    reachable,
    telling_name,
    truck_factor,
)
from trimtab.lake.tables import CHANGES, COMMITS

START = datetime(2026, 1, 5, 12, tzinfo=UTC)


@dataclass
class Lake:
    """A history under construction: `commit("mara", "A a.py", "R a.py>b.py")`; commits are `c1`, `c2`, ... in a row."""

    commits: list[dict[str, object]] = field(default_factory=list)
    changes: list[dict[str, object]] = field(default_factory=list)

    def commit(self, who: str, *said: str, parents: Sequence[str] | None = None, email: str | None = None) -> str:
        oid, at = f"c{len(self.commits) + 1}", START + timedelta(days=len(self.commits))
        before = [str(self.commits[-1]["oid"])] if self.commits else []
        self.commits.append(
            {
                "repo": "harbour",
                "oid": oid,
                "parents": before if parents is None else list(parents),
                "author_name": who,
                "author_email": f"{who}@harbour.example" if email is None else email,
                "happened_at": at,
            }
        )
        for text in said:
            status, named = text.split(" ", 1)
            old, _, new = named.rpartition(">")
            row = {"repo": "harbour", "oid": oid, "path": new, "old_path": old or None, "status": status}
            self.changes.append({**row, "happened_at": at})
        return oid

    def rows(self) -> pl.LazyFrame:
        return _whole(self.commits, COMMITS.schema)

    def factor(self, *paths: str, pruned: bool = False) -> TruckFactor:
        files = pl.DataFrame([("harbour", path, None, False) for path in paths], schema=FILES, orient="row")
        people = published_people(self.rows()).lazy()
        return truck_factor(self.rows(), _whole(self.changes, CHANGES.schema), files, people, pruned=pruned)


def _whole(rows: Sequence[dict[str, object]], schema: pl.Schema) -> pl.LazyFrame:
    return pl.LazyFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema)


def name(person: str) -> str:
    return person.partition("@")[0].casefold()


def degree(found: TruckFactor, path: str, who: str) -> float:
    rows = found.files.filter(pl.col("path") == path).to_dicts()
    (value,) = [row["degree"] for row in rows if name(row["person"]) == who]
    return float(value)


def authors(found: TruckFactor, path: str) -> set[str]:
    return {name(person) for person in found.files.filter(pl.col("path") == path, pl.col("author"))["person"]}


def named(found: TruckFactor) -> list[str]:
    return [name(person) for person in found.authors.filter("named")["person"]]


def test_the_degree_of_authorship_is_the_published_formula() -> None:
    lake = Lake()
    lake.commit("mara", "A a.py")
    for who in ("mara", "mara", "tomas", "tomas", "tomas"):
        lake.commit(who, "M a.py")

    found = lake.factor("a.py")

    # Mara made the file and changed it twice, Tomas three times:
    # 3.293 + 1.098 + 2 x 0.164 - 0.321 ln(1 + 3) = 4.2740, and 3.293 + 3 x 0.164 - 0.321 ln(1 + 2) = 3.4323.
    assert degree(found, "a.py", "mara") == pytest.approx(4.7190 - 0.321 * log(4))
    assert degree(found, "a.py", "tomas") == pytest.approx(3.7850 - 0.321 * log(3))
    # 3.4323 / 4.2740 = 0.803 is above 0.75, and 3.4323 above 3.293.
    assert authors(found, "a.py") == {"mara", "tomas"}


def test_who_is_far_below_the_first_is_no_author() -> None:
    lake = Lake()
    lake.commit("mara", "A a.py")
    lake.commit("tomas", "M a.py")

    found = lake.factor("a.py")

    # Tomas: 3.457 - 0 = 3.457; Mara: 4.391 - 0.321 ln 2 = 4.1685; 0.829: an author. With four changes of hers he is none:
    # 3.457 - 0.321 ln 5 = 2.940 is under 3.293.
    assert authors(found, "a.py") == {"mara", "tomas"}
    for _ in range(4):
        lake.commit("mara", "M a.py")
    assert authors(lake.factor("a.py"), "a.py") == {"mara"}


def test_everybody_who_ever_added_the_path_made_it_and_an_addition_is_no_change() -> None:
    lake = Lake()
    lake.commit("mara", "A a.py")
    lake.commit("mara", "D a.py")
    lake.commit("tomas", "A a.py")

    found = lake.factor("a.py")

    # Neither has changed it, and an addition by the other is no acceptance.
    assert degree(found, "a.py", "mara") == degree(found, "a.py", "tomas") == pytest.approx(3.293 + 1.098)


def test_a_rename_is_a_change_and_brings_the_history_of_all_earlier_names() -> None:
    lake = Lake()
    lake.commit("mara", "A a.py")
    lake.commit("tomas", "R a.py>b.py")
    lake.commit("ife", "R b.py>c.py")

    found = lake.factor("c.py")

    assert degree(found, "c.py", "mara") == pytest.approx(3.293 + 1.098 - 0.321 * log(3))
    assert degree(found, "c.py", "tomas") == pytest.approx(3.293 + 0.164 - 0.321 * log(2))


def test_who_made_a_file_and_renamed_it_has_both() -> None:
    lake = Lake()
    lake.commit("mara", "A a.py")
    lake.commit("mara", "R a.py>b.py")

    assert degree(lake.factor("b.py"), "b.py", "mara") == pytest.approx(3.293 + 1.098 + 0.164)


def test_the_history_behind_a_rename_goes_to_the_first_file_that_comes_upon_it() -> None:
    lake = Lake()
    lake.commit("mara", "A old.py")
    lake.commit("tomas", "R old.py>mid.py")
    lake.commit("ife", "R mid.py>a.py")
    lake.commit("ravi", "R mid.py>b.py")

    found = lake.factor("a.py", "b.py")

    # a.py comes first and follows mid.py to old.py; b.py still has what happened to mid.py itself.
    assert "mara" in {name(person) for person in found.files.filter(path="a.py")["person"]}
    assert {name(person) for person in found.files.filter(path="b.py")["person"]} == {"ravi", "tomas"}


def test_names_that_were_swapped_do_not_go_round_for_ever() -> None:
    lake = Lake()
    lake.commit("mara", "A a.py", "A b.py")
    lake.commit("mara", "R a.py>b.py", "R b.py>a.py")

    assert lake.factor("a.py", "b.py").considered == 2


def test_files_without_a_history_are_not_counted() -> None:
    lake = Lake()
    lake.commit("mara", "A a.py")

    found = lake.factor("a.py", "brought-by-a-merge.py")

    assert (found.considered, found.authored, found.factor) == (1, 1, 1)


def test_people_leave_until_fewer_than_half_of_the_files_have_an_author() -> None:
    lake = Lake()
    lake.commit("mara", "A a.py", "A b.py")
    lake.commit("tomas", "A c.py")
    lake.commit("ife", "A d.py")
    lake.commit("ife", "M d.py")

    found = lake.factor("a.py", "b.py", "c.py", "d.py")

    # Without Mara two of four files have an author: half is not fewer than half. Ife changed more than Tomas did.
    assert named(found) == ["mara", "ife"]
    assert found.factor == 2
    assert found.authors["files"].to_list() == [2, 1, 1]
    assert found.authors["share"].to_list() == [0.5, 0.25, 0.25]
    assert found.authors["left"].to_list() == [2, 1, 0]


def test_who_has_less_than_a_tenth_of_the_first_is_pruned_when_asked() -> None:
    lake = Lake()
    many = [f"m{number}.py" for number in range(11)]
    few = [f"t{number}.py" for number in range(10)]
    lake.commit("mara", *(f"A {path}" for path in many))
    for number, path in enumerate(few):
        lake.commit(f"person{number}", f"A {path}")

    # 21 files: without Mara 10 of 21 have an author, so she alone is enough; with ten more loners it takes six people,
    # five of whom have one file to her eleven.
    assert lake.factor(*many, *few).factor == 1
    more = [f"u{number}.py" for number in range(10)]
    for number, path in enumerate(more):
        lake.commit(f"other{number}", f"A {path}")
    assert lake.factor(*many, *few, *more).factor == 6
    pruned = lake.factor(*many, *few, *more, pruned=True)
    assert (pruned.factor, pruned.pruned, named(pruned)) == (1, 5, ["mara"])


def test_nobody_is_named_where_there_is_nothing() -> None:
    found = Lake().factor()

    assert (found.factor, found.considered, found.authors.height, found.files.height) == (0, 0, 0, 0)
    assert (found.authors.schema, found.files.schema) == (AUTHORS, AUTHORSHIP)


def test_bots_write_nothing() -> None:
    lake = Lake()
    lake.commit("harbour-ci", "A a.py")
    lake.commit("mara", "M a.py")
    who = pl.LazyFrame(
        {
            "name": ["harbour-ci", "mara"],
            "email": ["harbour-ci@harbour.example", "mara@harbour.example"],
            "person": ["harbour-ci", "mara"],
            "bot": [True, False],
        }
    )
    files = pl.DataFrame([("harbour", "a.py", None, False)], schema=FILES, orient="row")

    found = truck_factor(lake.rows(), _whole(lake.changes, CHANGES.schema), files, who)

    assert found.authors["person"].to_list() == ["mara"]


def test_only_what_leads_to_the_tip_is_reachable() -> None:
    lake = Lake()
    first = lake.commit("mara", "A a.py")
    side = lake.commit("tomas", "M a.py", parents=[first])
    lake.commit("ife", "M a.py", parents=[first])
    merged = lake.commit("mara", parents=["c3", side])

    assert reachable(lake.rows(), {"harbour": "c3"})["oid"].to_list() == ["c1", "c3"]
    assert reachable(lake.rows(), {"harbour": merged})["oid"].to_list() == ["c1", "c2", "c3", "c4"]
    assert reachable(lake.rows(), {"harbour": "unknown"}).is_empty()


@given(
    st.lists(
        st.tuples(st.sampled_from(["mara", "tomas", "ife", "ravi"]), st.sampled_from("AM"), st.integers(0, 5)),
        min_size=1,
        max_size=25,
    )
)
def test_the_factor_is_that_of_taking_people_away_one_by_one(acts: list[tuple[str, str, int]]) -> None:
    lake = Lake()
    for who, status, number in acts:
        lake.commit(who, f"{status} f{number}.py")

    found = lake.factor(*(f"f{number}.py" for number in range(6)))

    written = [authors(found, path) for path in sorted(set(found.files["path"]))]
    gone: set[str] = set()
    for person in found.authors["person"]:
        if sum(bool(one - gone) for one in written) < 0.5 * found.considered:
            break
        gone.add(name(person))
    assert found.factor == len(gone)
    assert set(named(found)) == gone
    counts = found.authors["files"].to_list()
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("billing/ledger.py", True),
        ("web/page.HTML", True),
        ("web/site.css", True),
        ("Makefile", True),
        ("settings.yaml", False),
        ("data.json", False),
        ("notes.md", False),
        ("vendor/other.py", False),
        ("src/third_party/other.c", False),
        ("node_modules/left/pad.js", False),
        ("web/app.min.js", False),
        ("web/jquery-2.1.js", False),
        ("web/bootstrap.css", False),
        ("docs/conf.py", False),
        ("examples/first.py", False),
        ("billing/examples/first.py", True),
        ("test/fixtures/one.rb", False),
        ("README.py", False),
        ("configure", False),
    ],
)
def test_code_is_what_linguist_counts(path: str, counts: bool) -> None:
    files = pl.DataFrame([("harbour", path, None, False)], schema=FILES, orient="row")

    assert code_files(files).height == counts


def test_a_file_without_a_telling_name_counts_by_its_first_line() -> None:
    rows = [
        ("harbour", "bin/settle", "python3", False),
        ("harbour", "bin/notes", None, False),
        ("harbour", "bin/odd", "nobody", False),
    ]
    rows.append(("harbour", "data/table.json", "python3", False))
    files = pl.DataFrame(rows, schema=FILES, orient="row")

    assert code_files(files)["path"].to_list() == ["bin/settle"]
    assert not telling_name("bin/settle")
    assert telling_name("bin/settle.py")
    assert telling_name("billing/Makefile")


def test_gitattributes_take_files_out_and_back_in() -> None:
    files = pl.DataFrame(
        [("harbour", path, None, False) for path in ("gen/a.py", "vendor/ours.py", "b.py")], schema=FILES, orient="row"
    )
    text = "gen/* linguist-generated\nvendor/ours.py -linguist-vendored\n"

    assert code_files(files, text)["path"].to_list() == ["vendor/ours.py", "b.py"]


def _people(*identities: tuple[str, str], mailmap: str = "", near_names: bool = False) -> set[frozenset[str]]:
    """Who is one person, as sets of the names given (each with a number where a name comes twice)."""
    lake = Lake()
    for who, email in identities:
        lake.commit(who, email=email)
    found = published_people(lake.rows(), mailmap, near_names=near_names)
    grouped: dict[str, set[str]] = {}
    for who, email, person in found.select("name", "email", "person").iter_rows():
        grouped.setdefault(person, set()).add(f"{who} <{email}>")
    return {frozenset(one) for one in grouped.values()}


def test_the_same_address_or_the_same_name_is_one_person() -> None:
    found = _people(("Mara Lind", "m@a"), ("mara", "M@A"), ("Mara Lind", "m@b"), ("Tomas", "t@a"), ("tomás", "t@b"))

    assert found == {
        frozenset({"Mara Lind <m@a>", "mara <M@A>", "Mara Lind <m@b>"}),
        frozenset({"Tomas <t@a>", "tomás <t@b>"}),
    }


def test_no_name_and_no_address_join_nobody() -> None:
    assert _people(("", "m@a"), ("", "t@a"), ("Ife", ""), ("Ravi", "")) == {
        frozenset({" <m@a>"}),
        frozenset({" <t@a>"}),
        frozenset({"Ife <>"}),
        frozenset({"Ravi <>"}),
    }


def test_the_mailmap_comes_first() -> None:
    found = _people(("Mara Lind", "m@a"), ("ml", "m@b"), mailmap="Mara Lind <m@a> <m@b>\n")

    assert found == {frozenset({"Mara Lind <m@a>", "ml <m@b>"})}


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("Mara Lindqvist", "mara.lindqvist", True),
        ("Mara Lindqvist", "Mara Lindqvst", True),
        ("Mara Lindqvist", "Mara Lindkvst", False),
        ("Mara", "Sara", False),
    ],
)
def test_long_names_one_letter_apart_are_one_person_when_asked(one: str, other: str, joined: bool) -> None:
    assert len(_people((one, "a@a"), (other, "b@b"))) == 2
    assert (len(_people((one, "a@a"), (other, "b@b"), near_names=True)) == 1) == joined


def test_an_empty_file_is_in_no_language() -> None:
    rows = [("harbour", "a/__init__.py", None, True), ("harbour", "b/__init__.py", None, False)]

    assert code_files(pl.DataFrame(rows, schema=FILES, orient="row"))["path"].to_list() == ["b/__init__.py"]


def test_what_linguist_counts_changed_over_the_years() -> None:
    rows = [("harbour", path, None, False) for path in ("server.conf", "tools/make.py", "demo/a.py", "web/dist/a.js")]
    files = pl.DataFrame(rows, schema=FILES, orient="row")

    assert code_files(files, linguist="2015")["path"].to_list() == ["server.conf", "demo/a.py", "web/dist/a.js"]
    assert code_files(files, linguist="2024")["path"].to_list() == ["tools/make.py"]
