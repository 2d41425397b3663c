"""Progress: nothing for quick work, a line now and then without a terminal, never a word on standard output."""

import io
import threading

import pytest

from trimtab.render import Progress, progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def started(reporter: Progress) -> Progress:
    """What the timer does when the work has taken long enough."""
    reporter.start()
    return reporter


def test_quick_work_shows_nothing():
    stream = io.StringIO()

    with progress("reading harbour", stream=stream) as report:
        report("reading harbour", 1, 2)

    assert stream.getvalue() == ""


def test_long_work_begins_to_show_although_nobody_reports():
    stream, written = io.StringIO(), threading.Event()
    stream.flush = written.set  # type: ignore[method-assign] # the line is whole when it is flushed

    with progress("reading harbour", stream=stream, quiet_for=0.01):
        assert written.wait(10)

    assert stream.getvalue() == "trimtab: reading harbour\n"


def test_without_a_terminal_a_line_comes_every_few_seconds(clock):
    stream = io.StringIO()

    with progress("reading harbour", stream=stream, quiet_for=60, clock=clock) as report:
        started(report)
        for clock.now, done in ((1, 1000), (4.9, 2000), (5, 3000), (9, 4000), (10.5, 5000)):
            report("reading commits", done, 82000)

    assert stream.getvalue() == (
        "trimtab: reading harbour\n"
        "trimtab: reading commits, 3,000 of 82,000\n"
        "trimtab: reading commits, 5,000 of 82,000\n"
    )  # fmt: skip


def test_work_of_unknown_length_counts_up(clock):
    stream = io.StringIO()

    with progress("reading", stream=stream, quiet_for=60, clock=clock) as report:
        report("reading branches", 1200)
        started(report)

    assert stream.getvalue() == "trimtab: reading branches, 1,200\n"


def test_on_a_terminal_a_bar_shows_and_is_taken_away_at_the_end(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()

    with progress("reading", stream=stream, quiet_for=60) as report:
        started(report)
        report("reading [bold]commits", 500, 1000)

    assert "reading [bold]commits" in stream.getvalue()
    assert "500 of 1,000" in stream.getvalue()
    assert stream.getvalue().endswith("\x1b[2K")


def test_a_terminal_that_cannot_redraw_gets_lines(monkeypatch, clock):
    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal()

    with progress("reading", stream=stream, quiet_for=60, clock=clock) as report:
        started(report)

    assert stream.getvalue() == "trimtab: reading\n"


def test_what_is_reported_cannot_move_the_cursor(clock):
    stream = io.StringIO()

    with progress("reading a\x1b[2J\nb", stream=stream, quiet_for=60, clock=clock) as report:
        started(report)

    assert stream.getvalue() == "trimtab: reading a␛[2J b\n"


def test_progress_goes_to_standard_error_and_never_to_standard_output(capsys):
    with progress("reading", quiet_for=60) as report:
        started(report)

    assert capsys.readouterr() == ("", "trimtab: reading\n")


def test_a_failure_inside_ends_the_progress_and_passes_on(clock):
    stream = io.StringIO()

    with pytest.raises(KeyError), progress("reading", stream=stream, quiet_for=60, clock=clock) as report:
        raise KeyError

    report("reading", 1)
    started(report)
    assert stream.getvalue() == ""
