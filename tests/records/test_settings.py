"""What the settings say, and the commented form that `init` writes."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.diagnostics import Diagnostic
from trimtab.records import Settings, Stance, commented_settings
from trimtab.records._compose import parse
from trimtab.records._stance import MAKER
from trimtab.records._text import Text
from trimtab.records.settings import settings_from


def read(text: str) -> tuple[Settings, tuple[Diagnostic, ...]]:
    return settings_from(parse(Text("trimtab.yaml", text)))


def good(text: str) -> Settings:
    settings, diagnostics = read(f"version: 1\n{text}\n")
    assert diagnostics == (), "\n".join(one.to_text() for one in diagnostics)
    return settings


def refused(text: str) -> list[str]:
    return [one.code for one in read(f"version: 1\n{text}\n")[1]]


def test_a_day_may_have_several_spans_and_days_not_named_are_free() -> None:
    hours = good("hours: {mon-thu: '09:00-12:30, 13:30-17:30', sat: 22:00-24:00}").hours

    assert hours is not None
    assert hours.on(3) == ((time(9), time(12, 30)), (time(13, 30), time(17, 30)))
    assert hours.on(4) == ()
    # Four days of 3.5 + 4 hours, and two hours on Saturday.
    assert hours.hours == 32


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ("{mon: 12:00-09:00}", "bad-hours"),
        ("{mon: 09:00-12:00 13:00-14:00}", "bad-hours"),
        ("{mon: '09:00-12:00, 11:00-14:00'}", "bad-hours"),
        ("{mon: 09:00-09:00}", "bad-hours"),
        ("{mon: 25:00-26:00}", "bad-hours"),
        ("{}", "bad-hours"),
        ("{fri-mon: 09:00-10:00}", "bad-days"),
        ("{mon-wed: 09:00-10:00, tue: 09:00-10:00}", "bad-days"),
        ("{monday: 09:00-10:00}", "bad-days"),
        ("{mon: 9}", "wrong-type"),
        ("09:00-17:00", "wrong-type"),
    ],
)
def test_hours_that_are_no_week_are_refused(hours: str, code: str) -> None:
    assert refused(f"hours: {hours}") == [code]


@pytest.mark.parametrize(
    "written", ["10/30/30/30", "' 10/30/30/30 '", "{code: 10, review: 30, people: 30, strategy: 30}"]
)
def test_a_stance_means_the_same_in_short_and_in_full(written: str) -> None:
    stance = good(f"stance: {written}").stance_on(date(2026, 1, 1))

    assert stance == Stance(code=10, review=30, people=30, strategy=30)
    assert stance.name == "10/30/30/30"
    assert stance.shares == {"code": 10, "review": 30, "people": 30, "strategy": 30}


def test_the_maker_stance_asks_for_at_least_thirty_per_cent_of_code() -> None:
    stance = good("stance: maker").stance_on(date(2026, 1, 1))

    assert stance == MAKER
    assert (stance.code, stance.code_is_a_minimum, stance.name) == (30, True, "maker")


@pytest.mark.parametrize(
    ("stance", "code"),
    [
        ("10/30/30/31", "bad-stance"),
        ("10/30/30", "bad-stance"),
        ("makers", "bad-stance"),
        ("{code: 110, review: 30, people: -10, strategy: -30}", "wrong-value"),
        ("{code: 10, review: 30, people: 30}", "missing-key"),
        ("30", "wrong-type"),
        ("[]", "wrong-value"),
    ],
)
def test_what_is_no_stance_is_refused(stance: str, code: str) -> None:
    assert set(refused(f"stance: {stance}")) == {code}


def test_a_typing_error_in_a_short_form_is_found_where_it_stands() -> None:
    _, (found, *_) = read("version: 1\nstance:\n  code: 10\n  reviews: 30\n  people: 30\n  strategy: 30\n")
    _, diagnostics = read("version: 1\nstance:\n  - value: maker\n  - from: 2026-02-01\n    value: makers\n")

    assert found.code == "missing-key"
    assert [(one.code, one.span.line, one.span.column) for one in diagnostics] == [("bad-stance", 5, 12)]


def test_a_key_that_looks_like_a_position_is_an_unknown_key() -> None:
    settings, diagnostics = read(
        "team: Harbour\nversion: 1\nstance: {0: 5, code: 30, review: 30, people: 30, strategy: 10}\n"
    )

    assert [(one.code, str(one.span)) for one in diagnostics] == [("unknown-key", "trimtab.yaml:3:10")]
    assert settings.team == "Harbour"
    assert settings.stance_on(date(2026, 1, 1)) is not None


ZONES = "zone: [{value: Europe/Berlin}, {from: 2026-03-01, value: Asia/Kolkata}, {from: 2026-09-01, value: UTC}]"


@pytest.mark.parametrize(
    ("day", "zone"),
    [
        (date(2020, 1, 1), "Europe/Berlin"),
        (date(2026, 2, 28), "Europe/Berlin"),
        (date(2026, 3, 1), "Asia/Kolkata"),
        (date(2027, 1, 1), "UTC"),
    ],
)
def test_the_zone_of_a_day_is_the_one_begun_last(day: date, zone: str) -> None:
    assert good(ZONES).zone_on(day) == zone


def test_before_the_first_date_the_first_value_counts() -> None:
    assert good("zone: [{from: 2026-03-01, value: Asia/Kolkata}]").zone_on(date(2020, 1, 1)) == "Asia/Kolkata"


@pytest.mark.parametrize(
    ("zones", "code"),
    [
        ("[{from: 2026-03-01, value: UTC}, {from: 2026-03-01, value: Asia/Tokyo}]", "dates-out-of-order"),
        ("[{from: 2026-03-01, value: UTC}, {value: Asia/Tokyo}]", "dates-out-of-order"),
        ("CET", "unknown-zone"),
        ("Europe", "unknown-zone"),
        ("../etc/passwd", "unknown-zone"),
        ("europe/../rome", "unknown-zone"),
        ("[]", "wrong-value"),
    ],
)
def test_zones_that_leave_a_day_in_doubt_are_refused(zones: str, code: str) -> None:
    assert refused(f"zone: {zones}") == [code]


@pytest.mark.parametrize(("asked", "meant"), [("Stockholm", "Europe/Stockholm"), ("europe/roma", "Europe/Rome")])
def test_the_nearest_zone_is_offered(asked: str, meant: str) -> None:
    _, (found,) = read(f"version: 1\nzone: {asked}\n")

    assert f'did you mean "{meant}"?' in found.hint


def test_of_two_sources_with_one_slug_the_first_is_read() -> None:
    settings = good("sources: {git: [{slug: a, path: one}, {slug: b, path: two}, {slug: a, path: three}]}")

    assert [(source.slug, source.path) for source in settings.git_sources] == [("a", "one"), ("b", "two")]


def test_the_place_of_a_value_is_known_and_is_no_part_of_it() -> None:
    one, other = good("team: Harbour"), good("\n\n# Hi\nteam:    Harbour")

    assert one == other
    assert (str(one.span_of("team")), str(other.span_of("team"))) == ("trimtab.yaml:2:7", "trimtab.yaml:5:10")
    assert str(one.span_of("zone")) == "trimtab.yaml:1:1"


# The form that init writes


def test_the_commented_form_of_nothing_is_whole_and_without_mistakes() -> None:
    text = commented_settings()

    settings, diagnostics = read(text)
    assert diagnostics == ()
    assert settings == Settings(version=1)
    for key in Settings.model_fields:
        assert f"\n{key}:" in text or f"\n# {key}:" in text


def test_every_commented_line_is_right_once_its_mark_is_taken_away() -> None:
    lines = commented_settings().splitlines()
    keys = [
        line.removeprefix("# ")
        for line in lines
        if line.startswith("# ") and line.split(":")[0][2:] in Settings.model_fields
    ]

    assert len(keys) == len(Settings.model_fields) - 1
    assert good("\n".join(keys)).me == "mara"


PLAIN = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip())
)


@given(
    PLAIN, PLAIN, st.lists(PLAIN, max_size=3), st.lists(st.tuples(st.sampled_from(["api", "web"]), PLAIN), max_size=2)
)
def test_whatever_is_written_loads_back_equal(
    me: str, team: str, bots: list[str], clones: list[tuple[str, str]]
) -> None:
    text = commented_settings(
        me=me,
        team=team,
        zone="Europe/Stockholm",
        hours={"mon-fri": "09:00-12:30, 13:30-17:30"},
        country="NO",
        clones=clones,
        stance="maker",
        bots=bots,
        generated=["vendor/**", "*.lock"],
    )

    settings = good(text.replace("version: 1\n", "", 1))

    assert (settings.me, settings.team, settings.bots) == (me, team, tuple(bots))
    assert [(source.slug, source.path) for source in settings.sources.git] == clones
    assert settings.holidays is not None
    assert settings.holidays.country == "NO"
    assert settings.generated == ("vendor/**", "*.lock")
    assert settings.stance_on(date(2026, 1, 1)) == MAKER
