"""Which account is whose: each rule by itself, what it may not do, and who is nobody."""

import polars as pl
import pytest

from builders_commits import Commit, frame
from builders_tracked import Tracker, day
from trimtab.analyses.identity import Declared
from trimtab.analyses.identity.accounts import ALONE, ASKED, LINKED, Accounts

SOFIE, TOMAS, JUN = "Sofie Lindgren", "Tomas Novak", "Jun Adeyemi"


def wrote(*oids: str, by: str = SOFIE) -> list[Commit]:
    return [Commit(oid, "2026-02-10 10:00", by=by) for oid in oids]


def crowded(tracker: Tracker) -> Tracker:
    """Fifty strangers, so that this is no team's own tracker."""
    for number in range(50):
        tracker.user(f"stranger-{number}")
    return tracker


def linked(found: Accounts, login: str) -> tuple[str, str]:
    """Person and rule of a login."""
    rows = (
        found.linked.filter(pl.col("login").str.to_lowercase() == login.lower())
        .select("person", "rule")
        .unique()
        .rows()
    )
    assert len(rows) == 1
    return rows[0]


def asked(found: Accounts) -> list[tuple[str, str]]:
    return found.asked.select("login", "person").rows()


def test_the_frames_have_their_declared_columns() -> None:
    tracker = Tracker()
    tracker.user("kelpie")
    tracker.act(8, "kelpie", "commented", 3)

    found = tracker.accounts(frame(*wrote("c1")))

    assert found.linked.schema == LINKED
    assert found.asked.schema == ASKED
    assert found.linked.select("first_at", "last_at").row(0) == (day(3), day(3))


def test_what_the_lead_says_goes_before_all_else() -> None:
    tracker = crowded(Tracker())
    tracker.pull(8, "kelpie", commits=("c1", "c2"))
    tracker.pull(9, "kelpie", commits=("c3",))
    said = Declared("tomas", emails=("tomas@harbour.example",), logins=("@Kelpie",))

    found = tracker.accounts(frame(*wrote("c1", "c2", "c3")), (said,))

    assert linked(found, "kelpie") == ("tomas", "declared")


def test_a_login_that_two_files_claim_is_nobodys_word() -> None:
    tracker = crowded(Tracker())
    tracker.user("kelpie")

    found = tracker.accounts(
        frame(*wrote("c1")), (Declared("a", logins=("kelpie",)), Declared("b", logins=("kelpie",)))
    )

    assert linked(found, "kelpie") == ("@kelpie", ALONE)


def test_the_number_in_a_no_reply_address_survives_a_rename() -> None:
    tracker = crowded(Tracker())
    tracker.user("old-name", 17, seen=1)
    tracker.user("new-name", 17, seen=2)
    commits = frame(Commit("c1", "2026-02-10 10:00", by=SOFIE)).with_columns(
        author_email=pl.lit("17+first-name@users.noreply.git.example")
    )

    assert linked(tracker.accounts(commits), "new-name") == ("sofie-lindgren", "account-number")


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("kelpie@users.noreply.git.example", ("sofie-lindgren", "no-reply")),
        # On another forge it is a handle like any other.
        ("kelpie@users.noreply.other.example", ("sofie-lindgren", "handle")),
        # Sofie had another number under this login: it has passed on to somebody else.
        ("99+kelpie@users.noreply.git.example", ("@kelpie", ALONE)),
    ],
)
def test_a_no_reply_address_counts_on_its_host_and_for_its_number(address: str, whose: tuple[str, str]) -> None:
    tracker = crowded(Tracker())
    tracker.user("kelpie", 17)
    commits = frame(*wrote("c1")).with_columns(
        author_email=pl.lit(address), committer_email=pl.lit("sofie@harbour.example")
    )

    assert linked(tracker.accounts(commits), "kelpie") == whose


def test_whoever_wrote_several_pull_requests_of_an_account_has_it() -> None:
    tracker = crowded(Tracker())
    tracker.pull(8, "kelpie", commits=("c1",))
    tracker.pull(9, "kelpie", commits=("c2",))

    assert linked(tracker.accounts(frame(*wrote("c1", "c2"))), "kelpie") == ("sofie-lindgren", "pulls")


def test_who_carries_the_commits_of_others_is_not_taken_for_them() -> None:
    """Kelpie opened two pull requests, each of somebody else; nothing says who kelpie is."""
    tracker = crowded(Tracker())
    tracker.pull(8, "kelpie", commits=("c1",))
    tracker.pull(9, "kelpie", commits=("c2",))
    tracker.pull(10, "sofie-at-work", commits=("c3",))
    tracker.pull(11, "sofie-at-work", commits=("c4",))

    found = tracker.accounts(frame(*wrote("c1", "c3", "c4"), *wrote("c2", by=TOMAS)))

    assert linked(found, "sofie-at-work") == ("sofie-lindgren", "pulls")
    assert linked(found, "kelpie") == ("@kelpie", ALONE)
    assert asked(found) == [("kelpie", "tomas-novak")]


def test_what_one_pull_request_carries_of_people_with_an_account_is_left_aside() -> None:
    tracker = crowded(Tracker())
    tracker.pull(8, "kelpie", commits=("c1", "c2"))
    tracker.pull(10, "sofie-at-work", commits=("c3",))
    tracker.pull(11, "sofie-at-work", commits=("c4",))

    found = tracker.accounts(frame(*wrote("c1", "c3", "c4"), *wrote("c2", by=TOMAS)))

    assert linked(found, "kelpie") == ("tomas-novak", "one-pull")


def test_one_pull_request_is_enough_where_its_author_is_in_no_other() -> None:
    tracker = crowded(Tracker())
    tracker.pull(8, "kelpie", commits=("c1",))

    assert linked(tracker.accounts(frame(*wrote("c1"))), "kelpie") == ("sofie-lindgren", "one-pull")


def test_one_pull_request_is_not_enough_where_others_opened_their_work_too() -> None:
    tracker = crowded(Tracker())
    tracker.pull(8, "kelpie", commits=("c1",))
    tracker.pull(9, "heron", commits=("c2",))

    found = tracker.accounts(frame(*wrote("c1", "c2")))

    assert linked(found, "kelpie") == ("@kelpie", ALONE)
    assert linked(found, "heron") == ("@heron", ALONE)
    assert ("kelpie", "sofie-lindgren") in asked(found)


def test_who_merges_made_the_merge_commits() -> None:
    tracker = crowded(Tracker())
    merges = [Commit(oid, "2026-03-02 10:00", by=JUN, parents=("a", "b")) for oid in ("m1", "m2")]
    for number, oid in ((8, "m1"), (9, "m2")):
        tracker.pull(number, "mara", merge=oid)
        tracker.act(number, "heron", "merged", 2, subject=oid)

    found = tracker.accounts(frame(*merges))

    assert linked(found, "heron") == ("jun-adeyemi", "pulls")


def test_a_squashed_commit_says_nothing_of_who_merged() -> None:
    """Its author is whoever opened the pull request."""
    tracker = crowded(Tracker())
    for number, oid in ((8, "s1"), (9, "s2")):
        tracker.pull(number, None, merge=oid)
        tracker.act(number, "heron", "merged", 2, subject=oid)

    assert linked(tracker.accounts(frame(*wrote("s1", "s2"))), "heron") == ("@heron", ALONE)


def test_a_merge_that_names_the_number_stands_for_the_pull_request() -> None:
    """Five merges agree on tracker and number, so that the sixth, of which the tracker tells no commit, is believed."""
    tracker = crowded(Tracker())
    commits = []
    for number in range(1, 7):
        merge = Commit(
            f"m{number}",
            "2026-03-02 10:00",
            by=JUN,
            parents=("a", f"c{number}"),
            subject=f"Merge pull request #{number} from x/y",
        )
        commits += [merge, *wrote(f"c{number}", by=TOMAS if number < 6 else SOFIE)]
        tracker.pull(number, "heron" if number < 6 else "kelpie", merge=f"m{number}" if number < 6 else None)

    assert linked(tracker.accounts(frame(*commits)), "kelpie") == ("sofie-lindgren", "one-pull")


@pytest.mark.parametrize("login", ["sofielindgren", "Sofie-Lindgren", "lindgren-sofie"])
def test_a_login_that_spells_one_persons_name_is_theirs(login: str) -> None:
    tracker = crowded(Tracker())
    tracker.user(login)

    assert linked(tracker.accounts(frame(*wrote("c1"))), login) == ("sofie-lindgren", "handle")


def test_a_login_that_two_persons_may_have_is_nobodys() -> None:
    tracker = crowded(Tracker())
    tracker.user("slindgren")

    found = tracker.accounts(frame(*wrote("c1"), *wrote("c2", by="Sam Lindgren")))

    assert linked(found, "slindgren") == ("@slindgren", ALONE)


def test_two_logins_that_may_be_one_person_are_asked_about() -> None:
    tracker = crowded(Tracker())
    tracker.user("sofielindgren")
    tracker.user("lindgrensofie")

    found = tracker.accounts(frame(*wrote("c1")))

    assert linked(found, "sofielindgren")[1] == linked(found, "lindgrensofie")[1] == ALONE
    assert asked(found) == [("lindgrensofie", "sofie-lindgren"), ("sofielindgren", "sofie-lindgren")]


def test_a_handle_is_not_believed_against_what_the_account_opened() -> None:
    """Two people wrote what `sofielindgren` opened, and neither is called so."""
    tracker = crowded(Tracker())
    tracker.pull(8, "sofielindgren", commits=("c1",))
    tracker.pull(9, "sofielindgren", commits=("c2",))

    found = tracker.accounts(frame(*wrote("c1", by=TOMAS), *wrote("c2", by=JUN), *wrote("c3")))

    assert linked(found, "sofielindgren") == ("@sofielindgren", ALONE)
    assert ("sofielindgren", "sofie-lindgren") in asked(found)


def test_a_given_name_is_somebodys_on_a_teams_own_tracker_only() -> None:
    """`sofie` is her mailbox; among many strangers another Sofie may well have come by."""
    team, crowd = Tracker(), crowded(Tracker())
    team.user("sofie")
    crowd.user("sofie")
    commits = frame(*wrote("c1"))

    assert linked(team.accounts(commits), "sofie") == ("sofie-lindgren", "mailbox")
    assert linked(crowd.accounts(commits), "sofie") == ("@sofie", ALONE)


def test_a_mailbox_is_nobodys_where_two_bear_the_name() -> None:
    tracker = Tracker()
    tracker.user("sofie")
    other = frame(Commit("c2", "2026-02-10 10:00", by="Sofie Marklund")).with_columns(
        author_email=pl.lit("marklund@harbour.example"), committer_email=pl.lit("marklund@harbour.example")
    )

    assert linked(tracker.accounts(pl.concat([frame(*wrote("c1")), other])), "sofie") == ("@sofie", ALONE)


def test_the_full_name_that_an_account_shows_is_read() -> None:
    tracker = crowded(Tracker())
    tracker.user("kelpie", name="Sofie Lindgren")

    assert linked(tracker.accounts(frame(*wrote("c1"))), "kelpie") == ("sofie-lindgren", "same-name")


def test_what_the_lead_keeps_apart_is_neither_linked_nor_asked() -> None:
    tracker = crowded(Tracker())
    tracker.user("sofielindgren")
    said = Declared("sofie", emails=("sofie@harbour.example",), distinct_from=("@sofielindgren",))

    found = tracker.accounts(frame(*wrote("c1")), (said,))

    assert linked(found, "sofielindgren") == ("@sofielindgren", ALONE)
    assert asked(found) == []


def test_one_login_told_with_and_without_its_number_is_one_account_holder() -> None:
    """A saved file tells logins, a live reading numbers."""
    tracker = crowded(Tracker())
    tracker.user("kelpie")
    tracker.pull(8, "kelpie", commits=("c1",))
    tracker.user("kelpie", 17)
    tracker.pull(9, "kelpie", commits=("c2",))

    found = tracker.accounts(frame(*wrote("c1", "c2")))

    assert linked(found, "kelpie") == ("sofie-lindgren", "pulls")
    assert found.linked.filter(login="kelpie").height == 2


def test_an_earlier_login_that_somebody_else_has_now_speaks_for_nobody() -> None:
    tracker = crowded(Tracker())
    tracker.user("sofielindgren", 17, seen=1)
    tracker.user("kelpie", 17, seen=2)
    tracker.user("sofielindgren", 18, seen=3)

    found = tracker.accounts(frame(*wrote("c1")))

    assert linked(found, "kelpie") == ("@kelpie", ALONE)
    assert linked(found, "sofielindgren") == ("sofie-lindgren", "handle")


@pytest.mark.parametrize(
    ("login", "told", "bot"),
    [
        ("kelpie", True, True),
        ("kelpie", False, False),
        ("harbour-ci[bot]", None, True),
        ("HarbourBot", False, True),
        ("robot-dreams", False, False),
        ("abbott", None, False),
        ("house-lint", None, True),  # by the settings
    ],
)
def test_programs_are_known_by_flag_mark_and_settings(login: str, told: bool | None, bot: bool) -> None:
    tracker = crowded(Tracker())
    tracker.user(login, bot=told)

    found = tracker.accounts(frame(*wrote("c1")), bots=("house-*",))

    assert found.linked.filter(login=login)["bot"].to_list() == [bot]


def test_ghosts_are_nobody() -> None:
    tracker = Tracker()
    tracker.user("ghost")
    tracker.pull(8, None, commits=("c1",))

    assert tracker.accounts(frame(*wrote("c1"))).linked.is_empty()


def test_a_person_of_a_tracker_alone_is_called_like_nobody_of_the_history() -> None:
    tracker = crowded(Tracker())
    tracker.user("kelpie")
    tracker.pull(8, "heron", commits=("c1",))
    tracker.pull(9, "heron", commits=("c2",))
    commits = [Commit(oid, "2026-02-10 10:00", by="Kelpie") for oid in ("c1", "c2")]

    found = tracker.accounts(frame(*commits))

    # The history's Kelpie writes what heron opens; the account kelpie is somebody else, and has another id.
    assert linked(found, "heron") == ("kelpie", "pulls")
    assert linked(found, "kelpie") == ("@kelpie", ALONE)
