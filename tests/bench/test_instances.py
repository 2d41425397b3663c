"""Reading public scheduling instances, each from a small one of our own in its format."""

from pathlib import Path

import pytest

from instances.check import faults
from instances.instance import Unreadable
from instances.reading import files, read
from scheduling import ours
from trimtab.planning.problem import Candidate, Link, Pool, Task

SM = """\
************************************************************************
jobs (incl. supersource/sink ):  4
horizon                       :  5
RESOURCES
  - renewable                 :  2   R
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1     2       1    4
  4      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    2    4
************************************************************************
"""
RCP = "4 2\n2 4\n0 0 0 2 2\n 3\n3 2 0 1 4\n2 1 4 1\n 4\n0 0 0 0\n"
DEF = """\
=====
General characteristics:
Tasks: 3
=====
ResourceID \t Salary \t Skills
1 \t 10.5 \t Q0: 1 \t Q1: 0
2 \t 9.0 \t Q0: 2
=====
TaskID \t Duration \t Skill \t Predecessor IDs
1 \t 4 \t Q0: 2 \t
2 \t 3 \t Q1: 0 \t
3 \t 2 \t Q0: 1 \t 1 2
=====
"""
DZN = """\
% mint = 9;
nActs = 4;
dur = [0,2,3,0];
nSkills = 2;
sreq = [| 0,0,
\t| 1,1,
\t| 0,2,
\t| 0,0, |];
nResources = 3;
mastery = [| true,false,
\t| true,true,
\t| false,true, |];
nPrecs = 4;
pred = [1,1,2,3];
succ = [2,3,4,4];
"""
TEXTS = {"j1_1.sm": SM, "RG2_1.rcp": RCP, "small.def": DEF, "set1.dzn": DZN}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        place = tmp_path / Path(name).suffix[1:]
        place.mkdir()
        (place / name).write_text(text, "utf-8")
    return tmp_path


def test_both_formats_of_pools_say_the_same(folder: Path) -> None:
    by_sm, by_rcp = read(folder / "sm/j1_1.sm"), read(folder / "rcp/RG2_1.rcp")

    assert (by_sm.kind, by_rcp.kind) == ("j2", "rg2")
    assert by_sm.problem == by_rcp.problem
    assert by_sm.problem.pools == (Pool("R1", 2), Pool("R2", 4))
    assert by_sm.problem.tasks[2] == Task("3", duration=2, demands=((0, 1), (1, 4)))
    assert by_sm.problem.links == (Link(0, 1), Link(0, 2), Link(1, 3), Link(2, 3))


def test_a_person_can_do_what_asks_for_their_level_or_less(folder: Path) -> None:
    instance = read(folder / "def/small.def")

    able = [[one.person for one in task.roles[0]] for task in instance.problem.tasks]
    assert able == [[1], [0], [0, 1]]
    assert instance.problem.links == (Link(0, 2), Link(1, 2))
    assert (list(instance.tasks), list(instance.people)) == ([1, 2, 3], [1, 2])


def test_an_activity_has_one_role_for_each_person_it_needs(folder: Path) -> None:
    instance = read(folder / "dzn/set1.dzn")

    assert instance.problem.tasks[1].roles == (
        (Candidate(0, 2), Candidate(1, 2)),
        (Candidate(1, 2), Candidate(2, 2)),
    )
    assert instance.skills == [[], [1, 2], [2, 2], []]


def test_every_format_is_solved_and_held_against_its_file(folder: Path) -> None:
    found = {path.name: ours(path, seconds=0.3) for path in files(folder)}

    # Pools: 3 and 2 units of 2 cannot overlap. People: 4, then 2; in the last both activities need person 2 or 3 twice.
    lengths = {name: row["makespan"] for name, row in found.items()}
    assert lengths == {"j1_1.sm": 5, "RG2_1.rcp": 5, "small.def": 6, "set1.dzn": 5}
    assert {row["status"] for row in found.values()} <= {"optimal", "feasible"}
    assert found["small.def"]["instance"] == "def/small.def"
    assert found["small.def"]["assignments"]["1"] == 2
    assert found["set1.dzn"]["assignments"]["3"] == {"2": 2, "3": 2}


@pytest.mark.parametrize(
    ("file", "change", "fault"),
    [
        (
            "sm/j1_1.sm",
            {"starts": {"1": 0, "2": 0, "3": 0, "4": 3}, "makespan": 3},
            "resource 1 gives 3 of 2 in slot 0",
        ),
        ("sm/j1_1.sm", {"starts": {"1": 0, "2": 0, "3": 3, "4": 4}}, "4 starts before 3 ends"),
        ("rcp/RG2_1.rcp", {"makespan": 6}, "the makespan is 5, not 6, and the bound 5"),
        ("rcp/RG2_1.rcp", {"bound": 6}, "the makespan is 5, not 5, and the bound 6"),
        ("def/small.def", {"assignments": {"1": 1, "2": 1, "3": 2}}, "1 lacks what 1 needs"),
        ("def/small.def", {"starts": {"1": 0, "2": 0, "3": 3}, "makespan": 5, "bound": 5}, "3 starts before 1 ends"),
        (
            "dzn/set1.dzn",
            {"assignments": {"2": {"1": 1, "3": 2}, "3": {"2": 2}}},
            "3 does not have the people it needs",
        ),
        ("dzn/set1.dzn", {"starts": {"1": 0, "2": 0, "3": 1, "4": 5}}, "2 is on 2 and 3 at once"),
        (
            "dzn/set1.dzn",
            {"assignments": {"2": {"3": 1, "2": 2}, "3": {"2": 2, "3": 2}}},
            "3 does not have skill 1, for 2",
        ),
    ],
)
def test_the_checker_finds_what_an_answer_breaks(
    folder: Path, file: str, change: dict[str, object], fault: str
) -> None:
    right = ours(folder / file, seconds=0.3)

    assert faults(folder / file, right) == []
    assert fault in faults(folder / file, right | change)


def test_a_file_that_cannot_be_read_is_a_status_and_no_crash(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sm"
    broken.write_text("PRECEDENCE\n", "utf-8")

    with pytest.raises(Unreadable):
        read(broken)
    assert ours(broken, seconds=1)["status"] == "unreadable"


def test_a_task_that_nobody_can_do_is_a_status_and_no_crash(tmp_path: Path) -> None:
    odd = tmp_path / "odd.def"
    odd.write_text(DEF.replace("Q0: 2 \t\n2", "Q0: 9 \t\n2"), "utf-8")

    assert ours(odd, seconds=1)["status"] == "unreadable"


def test_every_so_many_th_of_a_folder_in_the_order_of_numbers(tmp_path: Path) -> None:
    for number in (10, 9, 1, 2, 11):
        (tmp_path / f"j30{number}_1.sm").write_text("", "utf-8")

    assert [path.name for path in files(tmp_path, 2)] == ["j301_1.sm", "j309_1.sm", "j3011_1.sm"]
