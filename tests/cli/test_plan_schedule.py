"""`trimtab plan show`, `plan schedule` and `plan accept`, as they are typed."""

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from builders_plan import workspace
from cli.program import PROGRAM, Here, environment
from cli.test_schemas import keeps_to

PLAN = """
title: Billing
start: 2026-11-23
people: [mara, tomas, ife]
lead: {coding: 50%}
tasks:
  - {id: schema, estimate: 2d, owner: tomas}
  - {id: api, estimate: 3d, owner: tomas, after: [schema]}
  - {id: docs, estimate: 1d, owner: ife}
  - {id: review, estimate: 1d, owner: mara, after: [api]}
milestones:
  - {id: beta, after: [api], due: 2026-12-04}
"""
AS_OF = ("--as-of", "2026-11-23T07:00")


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """A workspace with the plan `billing`."""
    folder = tmp_path / "lead"
    workspace(folder, PLAN, tomas="", ife="")
    return folder


@pytest.mark.parametrize("command", ["show", "schedule"])
def test_an_answer_fits_the_screen_and_every_line_opens(trimtab: Here, planned: Path, command: str) -> None:
    done = trimtab("-C", str(planned), "plan", command, "billing", *AS_OF)

    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[0].startswith("Billing · 4 tasks, 2 people and you")
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 40
    for one in re.findall(r"\s(ps\d+)$", done.out, re.MULTILINE):
        opened = trimtab("-C", str(planned), "why", one)
        assert (opened.code, opened.out.split()[0]) == (0, one)


@pytest.mark.parametrize("command", ["show", "schedule"])
def test_json_keeps_to_the_schema_of_answers(trimtab: Here, planned: Path, command: str) -> None:
    document = keeps_to("answer", trimtab("-C", str(planned), "plan", command, "billing", *AS_OF, "--json").out)

    assert document["schema"] == f"trimtab.plan-{command}/1"
    assert (document["gantt"] is None) is (command == "show")


def test_why_keeps_to_its_schema_for_a_task(trimtab: Here, planned: Path) -> None:
    shown = json.loads(trimtab("-C", str(planned), "plan", "schedule", "billing", *AS_OF, "--json").out)

    document = keeps_to("why", trimtab("-C", str(planned), "why", shown["gantt"]["bars"][0]["claim"], "--json").out)

    assert document["verb"] == "plan-schedule"


def test_why_of_an_instant_says_which_plan_has_to_be_named(trimtab: Here, planned: Path) -> None:
    done = trimtab("-C", str(planned), "why", "ps1", *AS_OF)

    assert done.code == 2
    assert "an instant does not say which plan" in done.err


def test_why_before_any_plan_was_shown_says_what_to_type(trimtab: Here, planned: Path) -> None:
    done = trimtab("-C", str(planned), "why", "ps1")

    assert done.code == 2
    assert "trimtab plan show NAME" in done.err


@pytest.mark.parametrize(
    ("form", "begins", "left_out"),
    [
        ("md", "#", ""),
        ("html", "<!doctype html>", ""),
        ("svg", "<svg", "load"),
        ("mermaid", "gantt", "slack"),
        ("ics", "BEGIN:VCALENDAR", "what waits for what"),
        ("csv", "id,title,kind,start,end", "best possible"),
    ],
)
def test_every_form_is_written_and_says_what_it_cannot_carry(
    trimtab: Here, planned: Path, form: str, begins: str, left_out: str
) -> None:
    done = trimtab("-C", str(planned), "plan", "schedule", "billing", *AS_OF, "--format", form)

    assert done.code == 0
    assert done.out.startswith(begins)
    assert (f"{form} cannot carry" in done.err) is bool(left_out)
    assert left_out in done.err


def test_the_same_seed_gives_the_same_bytes_in_another_process(planned: Path, home: Path) -> None:
    words = [str(PROGRAM), "-C", str(planned), "plan", "schedule", "billing", *AS_OF, "--json", "--seed", "7"]

    first, second = (
        subprocess.run(words, env=environment(home), capture_output=True, check=True).stdout for _ in range(2)
    )

    assert first == second


def test_accepting_keeps_a_file_and_the_next_schedule_says_what_moved(trimtab: Here, planned: Path) -> None:
    before = trimtab("-C", str(planned), "plan", "accept", "billing", *AS_OF)
    assert before.code == 2
    assert "looking at the past never writes" in before.err

    done = trimtab("-C", str(planned), "plan", "accept", "billing", "--json")
    document = keeps_to("plan-accept", done.out)
    again = trimtab("-C", str(planned), "plan", "schedule", "billing")

    assert (planned / str(document["file"])).is_file()
    assert "nothing moved" in again.out


def test_what_is_accepted_can_be_frozen_from_the_command_line(trimtab: Here, planned: Path) -> None:
    accepted = trimtab("-C", str(planned), "plan", "accept", "billing", "--freeze", "1w")
    frozen = trimtab("-C", str(planned), "plan", "schedule", "billing", "--freeze", "52w")
    wrong = trimtab("-C", str(planned), "plan", "schedule", "billing", "--freeze", "2")
    both = trimtab("-C", str(planned), "plan", "schedule", "billing", "--freeze", "2w", "--fresh")

    assert (accepted.code, frozen.code, wrong.code, both.code) == (0, 0, 2, 2)
    assert "FROZEN " in frozen.out
    assert '"2" is no stretch of days or weeks' in wrong.err
    assert "leave one of them out" in both.err


def test_an_unknown_plan_and_an_impossible_one_end_with_two(trimtab: Here, planned: Path) -> None:
    unknown = trimtab("-C", str(planned), "plan", "show", "biling", *AS_OF)
    (planned / "plans" / "billing.yaml").write_text(PLAN.replace("owner: ife", "needs: [cobol]"))
    impossible = trimtab("-C", str(planned), "plan", "schedule", "billing", *AS_OF)

    assert (unknown.code, impossible.code) == (2, 2)
    assert 'did you mean "billing"' in unknown.err.lower()
    assert "plans/billing.yaml:9: docs needs cobol, and none of" in impossible.err


def test_show_needs_neither_numpy_nor_a_solver(planned: Path, home: Path) -> None:
    script = (
        "import sys, runpy\n"
        "for name in ('numpy', 'numba', 'ortools'): sys.modules[name] = None\n"
        f"sys.argv = ['trimtab', '-C', {str(planned)!r}, 'plan', 'show', 'billing', '--as-of', '2026-11-23T07:00']\n"
        "from trimtab.cli import main\n"
        "main()\n"
    )

    done = subprocess.run(
        [str(PROGRAM.with_name("python")), "-c", script], env=environment(home), capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr.decode()
    assert b"PATH" in done.stdout


@pytest.mark.slow
def test_ctrl_c_ends_the_search_with_a_schedule(tmp_path: Path, home: Path) -> None:
    # Some tasks too many for a proof, and more rounds than anybody waits for.
    tasks = "".join(
        f"  - {{id: t{n}, estimate: {1 + n * 7 % 9}d, after: [{f't{n - 7}' if n > 6 else ''}]}}\n" for n in range(60)
    )
    plan = f"title: Large\nstart: 2026-11-23\npeople: [tomas, ife, jun]\ntasks:\n{tasks}"
    folder = tmp_path / "lead"
    workspace(folder, plan, tomas="capacity: 0.7\n", ife="", jun="leave:\n  - {from: 2026-12-07, to: 2026-12-18}\n")
    words = [str(PROGRAM), "-C", str(folder), "plan", "schedule", "billing", *AS_OF, "--rounds", "900000"]
    run = subprocess.Popen(words, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stderr is not None
    try:
        # Progress is told once half a second has gone into the schedule; from its beginning on, Ctrl-C is heard.
        until = time.monotonic() + 400
        os.set_blocking(run.stderr.fileno(), False)
        told = b""
        while b"trimtab: " not in told:
            assert run.poll() is None, told
            assert time.monotonic() < until, told
            told += run.stderr.read() or b""
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=400)  # where nothing is compiled yet, that comes first
    finally:
        run.kill()

    assert run.returncode == 0, err.decode()
    assert b"stopped early" in out
    assert b"LANDS" in out
