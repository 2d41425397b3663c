"""`trimtab brief` and `trimtab why`, as they are typed."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from cli.program import PROGRAM, Here, environment, run
from trimtab.cli._options import Common
from trimtab.demo import AS_OF, Harbour

SUNDAY = AS_OF.replace(hour=18)


@pytest.fixture
def living(lead: Path) -> Path:
    """Mara's workspace as any other: nothing beside it says that its story has ended, so that now is now."""
    (lead.parent / "planted.json").unlink()
    return lead


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock, which is read in one place."""

    def set_clock(instant: datetime) -> None:
        monkeypatch.setattr(Common, "now", instant)

    return set_clock


def test_harbour_is_briefed_on_its_last_day_on_one_screen(trimtab: Here, lead: Path) -> None:
    done = trimtab("brief", str(lead))

    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[0] == "Harbour · week 2026-W46, 9 to 15 Nov · evidence: git, tracker"
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 40
    assert lines[1] == "as of Sun 15 Nov 23:59"
    assert re.search(r"\nNext: #\d+, some 10 min: Ife waits for your review\n", done.out)


def test_every_line_of_the_brief_is_opened_by_its_id(trimtab: Here, lead: Path) -> None:
    shown = trimtab("brief", str(lead)).out
    ids = re.findall(r"\b(b\d+)$", shown, re.MULTILINE)

    opened = [trimtab("why", one, str(lead)) for one in ids]

    assert len(ids) > 10
    assert [done.code for done in opened] == [0] * len(ids)
    assert all(done.out.startswith(f"{one}  ") for one, done in zip(ids, opened, strict=True))


def test_the_line_to_type_at_the_end_works_as_it_is_printed(lead: Path, home: Path) -> None:
    shown = run("-C", "harbour-lead", "brief", home=home, cwd=lead.parent).out
    (line,) = re.findall(r"(trimtab (?:-C \S+ )?waiting)$", shown, re.MULTILINE)

    done = run(*line.split()[1:], home=home, cwd=lead.parent)

    assert done.code == 0
    assert "export: stream rows to the sink" in done.out.split("FOR YOU")[1].splitlines()[0]


def test_why_shows_meaning_window_rows_what_was_left_out_and_how_to_object(trimtab: Here, lead: Path) -> None:
    trimtab("brief", str(lead))

    shown = trimtab("why", "b676", str(lead)).out

    assert shown.startswith("b676  Only you hold billing/ledger\n")
    assert all(label in shown for label in ("meaning", "window", "you", "Tomas", "left out", "wrong?"))
    assert "14 commits" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_why_all_prints_every_row(trimtab: Here, lead: Path) -> None:
    trimtab("brief", str(lead))

    few, every = (trimtab("why", "b1", str(lead), *more).out for more in ((), ("--all",)))

    assert "more with --all" in few
    assert len(re.findall(r"\b[0-9a-f]{7}\b", every)) == 38


def test_why_opens_the_answer_of_an_instant_without_a_brief_before(trimtab: Here, lead: Path) -> None:
    done = trimtab("why", "b1", str(lead), "--as-of", "2026-05-03")

    assert done.code == 0
    assert "31 commits" in done.out


def test_why_before_any_brief_says_so(trimtab: Here, lead: Path) -> None:
    done = trimtab("why", "b1", str(lead))

    assert done.code == 2
    assert "no answer was printed here yet" in done.err
    assert "trimtab brief" in done.err


def test_an_id_that_the_answer_does_not_have_is_refused_with_those_it_has(trimtab: Here, lead: Path) -> None:
    trimtab("brief", str(lead))

    done = trimtab("why", "b9999", str(lead))

    assert done.code == 2
    assert 'the last answer has no claim "b9999". It has b1, b2,' in done.err


@pytest.mark.parametrize("kept", ["", "{", '{"schema": "trimtab.brief/9"}'])
def test_an_answer_that_was_kept_by_another_version_is_asked_for_again(trimtab: Here, lead: Path, kept: str) -> None:
    trimtab("brief", str(lead))
    (lead / ".trimtab" / "cache" / "last" / "brief.json").write_text(kept)

    done = trimtab("why", "b1", str(lead))

    assert done.code == 2
    assert "Run `trimtab brief` again" in done.err


def test_a_question_asked_twice_gives_the_same_bytes_in_every_form(trimtab: Here, lead: Path) -> None:
    for form in ("text", "md", "html", "json"):
        first, second = (trimtab("brief", str(lead), "--format", form) for _ in range(2))

        assert first.code == 0
        assert first.out == second.out


def test_the_page_stands_alone(trimtab: Here, lead: Path) -> None:
    page = trimtab("brief", str(lead), "--format", "html").out

    assert page.lower().startswith("<!doctype html>")
    # It loads nothing; that a reader may follow a link to an item is another thing.
    to_items = r'<a (?:class="[^"]*" )?href="https://github\.com/harbour/harbour/(?:pull|issues)/\d+"'
    assert re.findall(r'(?:src|href)="(?:https?:)?//', re.sub(to_items, "", page)) == []


def test_json_is_asked_for_by_either_name(trimtab: Here, lead: Path) -> None:
    by_format, by_flag = trimtab("brief", str(lead), "--format", "json"), trimtab("brief", str(lead), "--json")

    assert by_format.out == by_flag.out
    assert json.loads(by_flag.out)["schema"] == "trimtab.brief/1"


def test_all_prints_what_the_screen_has_no_room_for(trimtab: Here, lead: Path) -> None:
    assert len(trimtab("brief", str(lead), "--all").out) >= len(trimtab("brief", str(lead)).out)


def test_the_brief_of_tomas_is_his(trimtab: Here, lead: Path) -> None:
    done = trimtab("brief", str(lead), "--me", "tomas@harbour.example")

    assert done.code == 0
    assert "only Mara in 12 months" in done.out


def test_a_stranger_is_briefed_as_an_observer(trimtab: Here, lead: Path) -> None:
    done = trimtab("brief", str(lead), "--me", "auditor@elsewhere.example")

    assert done.code == 0
    assert "observer" in done.out
    assert "--me EMAIL says who you are" in done.out


def test_a_brief_of_the_present_enters_the_ledger_once(
    trimtab: Here, living: Path, at: Callable[[datetime], None]
) -> None:
    at(SUNDAY)
    trimtab("brief", str(living))
    once = (living / "ledger.jsonl").read_bytes()
    trimtab("brief", str(living))

    entries = [json.loads(line) for line in once.splitlines()]
    assert "holder:billing/ledger" in {entry["subject"] for entry in entries}
    (step,) = [entry["content"]["step"] for entry in entries if entry["kind"] == "next-step"]
    assert step.endswith("some 10 min: Ife waits for your review")
    assert (living / "ledger.jsonl").read_bytes() == once


@pytest.mark.parametrize(
    "words", [("--as-of", "2026-05-03"), ("--week", "2026-W20"), ("--me", "tomas@harbour.example")]
)
def test_looking_at_the_past_or_as_somebody_else_never_writes_to_the_ledger(
    trimtab: Here, living: Path, at: Callable[[datetime], None], words: tuple[str, ...]
) -> None:
    at(SUNDAY)
    done = trimtab("brief", str(living), *words)

    assert done.code == 0
    assert not (living / "ledger.jsonl").exists()


def test_what_was_said_last_week_and_holds_is_collapsed_and_opens_with_the_day(
    trimtab: Here, living: Path, at: Callable[[datetime], None]
) -> None:
    at(SUNDAY.replace(day=8))
    trimtab("brief", str(living))
    at(SUNDAY)
    shown = trimtab("brief", str(living)).out
    opened = trimtab("why", "b676", str(living)).out

    assert "unchanged since 8 Nov: billing/ledger b676" in " ".join(shown.split())
    assert re.search(r"unchanged +since 8 Nov", opened)


def test_early_in_a_week_the_week_before_is_briefed(
    trimtab: Here, living: Path, at: Callable[[datetime], None]
) -> None:
    at(SUNDAY.replace(day=10))  # a Tuesday
    tuesday = trimtab("brief", str(living)).out
    at(SUNDAY.replace(day=11))
    wednesday = trimtab("brief", str(living)).out

    assert "week 2026-W45, 2 to 8 Nov" in tuesday
    assert "week 2026-W46, 9 to 15 Nov" in wednesday
    assert "so far" in wednesday


def test_a_clone_needs_no_workspace_and_keeps_its_lake_at_home(made: Harbour, home: Path) -> None:
    done = run("brief", str(made.repository), home=home)

    assert done.code == 0
    assert "mostly you: 11 of 14 changes in 12 months" in done.out
    assert "trimtab init" in done.out
    assert list((home / ".local/share/trimtab/clones").iterdir())
    assert max(map(len, done.out.splitlines())) <= 80


def test_a_line_of_the_brief_of_a_clone_read_in_part_is_opened_by_its_id(made: Harbour, home: Path) -> None:
    shown = run("brief", "harbour", "--since", "2026-01-01", home=home, cwd=made.folder).out
    one = re.findall(r"b\d{3}", shown)[0]

    done = run("why", one, "harbour", home=home, cwd=made.folder)

    assert done.code == 0, done.err


def test_there_is_no_colour_where_the_output_is_piped(lead: Path, home: Path) -> None:
    assert "\x1b" not in run("brief", str(lead), home=home, extra={"TERM": "xterm-256color"}).out


@pytest.mark.parametrize(
    ("extra", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)]
)
def test_on_a_terminal_there_is_colour_unless_it_is_refused(
    lead: Path, home: Path, extra: dict[str, str], coloured: bool
) -> None:
    assert ("\x1b[" in on_a_terminal("brief", str(lead), home=home, extra=extra)) is coloured


def on_a_terminal(*words: str, home: Path, extra: dict[str, str]) -> str:
    """What the program prints where its standard output is a terminal."""
    leader, follower = os.openpty()
    with open(follower, "wb", buffering=0) as terminal:  # noqa: PTH123 - a terminal has no path here
        subprocess.run(
            [str(PROGRAM), *words],
            stdout=terminal,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env=environment(home, {"TERM": "xterm-256color"} | extra),
            check=True,
            timeout=60,
        )
        found = os.read(leader, 1 << 16).decode()
    os.close(leader)
    return found


def test_who_has_read_enough_may_close_the_pipe(lead: Path, home: Path) -> None:
    script = f"'{PROGRAM}' brief '{lead}' --format html | head -1; echo ${{PIPESTATUS[0]}} >&2"

    done = subprocess.run(
        ["bash", "-c", script], env=environment(home), capture_output=True, check=True, text=True, timeout=60
    )

    assert done.stdout.lower() == "<!doctype html>\n"
    assert done.stderr.splitlines()[-1] == "0"
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
