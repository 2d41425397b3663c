"""Review acts that commits show: trailers, merges, ACKs, bots and applied patches of the demo team."""

from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest

from builders_commits import Commit, frame, people
from trimtab.analyses.reviews import REVIEWS, Reviews, reviews_of

MARA, TOMAS, IFE, RAVI = "Mara Lindqvist", "Tomas Novak", "Ife Adeyemi", "Ravi Menon"
TEAM = people(MARA, TOMAS, IFE, RAVI, bots=("Harbour Bot",))
LATER = datetime(2027, 1, 1, tzinfo=UTC)


def of(*commits: Commit, team: pl.LazyFrame = TEAM, as_of: datetime = LATER) -> Reviews:
    found = reviews_of(frame(*commits), team, as_of)
    assert found.acts.schema == REVIEWS
    return found


def acts(*commits: Commit, team: pl.LazyFrame = TEAM) -> list[tuple[str, str, str]]:
    """Reviewed commit, person and kind of each act."""
    return list(of(*commits, team=team).acts.select("oid", "person", "kind").iter_rows())


def told(*trailers: str, by: str = TOMAS, committer: str | None = None) -> list[tuple[str, str, str]]:
    return acts(Commit("c1", "2026-11-10 10:00", by=by, trailers=trailers, committer=committer))


# Trailers


@pytest.mark.parametrize(
    ("trailer", "kind"),
    [
        ("Reviewed-by: Mara Lindqvist <mara@harbour.example>", "reviewed"),
        ("reviewed-by: Mara Lindqvist <mara@harbour.example>", "reviewed"),
        ("Approved-by: Mara Lindqvist <mara@harbour.example>", "reviewed"),
        ("Acked-by: Mara Lindqvist <mara@harbour.example>", "acked"),
        ("Tested-by: Mara Lindqvist <mara@harbour.example>", "tested"),
        ("Signed-off-by: Mara Lindqvist <mara@harbour.example>", "signed"),
    ],
)
def test_a_trailer_of_review_is_an_act(trailer: str, kind: str) -> None:
    assert told(trailer) == [("c1", "mara", kind)]


@pytest.mark.parametrize("key", ["Co-authored-by", "Helped-by", "Reported-by", "Suggested-by", "Reviewed-on"])
def test_other_trailers_are_not(key: str) -> None:
    assert told(f"{key}: Mara Lindqvist <mara@harbour.example>") == []


def test_a_sign_off_of_the_author_or_the_committer_only_passes_the_patch_on() -> None:
    own = "Signed-off-by: Tomas Novak <tomas@harbour.example>"
    passed_on = "Signed-off-by: Mara Lindqvist <mara@harbour.example>"
    elsewhere = "Signed-off-by: Mara Lindqvist <mara@elsewhere.example>"

    assert told(own) == []
    assert told(own, passed_on, committer=MARA) == [("c1", "mara", "applied")]
    assert told(own, elsewhere, committer=MARA) == [("c1", "mara", "applied")]


def test_nobody_reviews_their_own_work() -> None:
    assert told("Reviewed-by: Tomas Novak <tomas@harbour.example>") == []


@pytest.mark.parametrize(
    "value",
    [
        "Mara Lindqvist <mara@elsewhere.example>",
        "M. Lindqvist <MARA@harbour.example>",
        "mara lindqvist",
        '"Mara Lindqvist" <mara@harbour.example>',
    ],
)
def test_who_is_meant_is_found_by_email_or_else_by_name(value: str) -> None:
    assert told(f"Reviewed-by: {value}") == [("c1", "mara", "reviewed")]


def test_one_trailer_can_name_several_without_addresses() -> None:
    assert told("Reviewed-by: Mara Lindqvist, Ravi Menon") == [("c1", "mara", "reviewed"), ("c1", "ravi", "reviewed")]


def test_strangers_and_bots_are_left_out_and_said() -> None:
    found = of(
        Commit(
            "c1",
            "2026-11-10 10:00",
            by=TOMAS,
            trailers=("Reviewed-by: Nobody Known <x@y.example>", "Tested-by: Harbour Bot <harbour@harbour.example>"),
        )
    )

    assert found.acts.is_empty()
    assert found.left_out == {"reviewed by somebody not recognised": 1, "tested by a bot": 1}


def test_a_name_that_two_persons_bear_means_neither() -> None:
    twins = pl.concat(
        [TEAM, pl.LazyFrame({"name": [MARA], "email": ["m2@harbour.example"], "person": ["mara-2"], "bot": [False]})]
    )

    found = of(Commit("c1", "2026-11-10 10:00", by=TOMAS, trailers=("Reviewed-by: Mara Lindqvist",)), team=twins)

    assert found.left_out == {"reviewed by somebody not recognised": 1}


# Patches applied for others


def test_a_patch_committed_for_another_is_an_act_at_the_committers_instant() -> None:
    found = of(Commit("c1", "2026-11-10 10:00", by=TOMAS, committer=MARA, committed="2026-11-12T09:00+00:00"))

    assert found.acts.to_dicts() == [
        {
            "repo": "harbour",
            "oid": "c1",
            "person": "mara",
            "kind": "applied",
            "at": datetime(2026, 11, 12, 9, tzinfo=UTC),
            "source": "c1",
        }
    ]


@pytest.mark.parametrize("committer", ["noreply@github.com", TOMAS])
def test_a_button_on_the_web_and_ones_own_rebase_apply_nothing_for_others(committer: str) -> None:
    assert told(committer=committer) == []


# Merges


ROOT = Commit("root", "2026-11-01 10:00", parents=())


def merged(subject: str = "Merge branch 'fix'", body: str = "", by: str = MARA) -> tuple[Commit, ...]:
    """A branch of Tomas with two commits, and its merge."""
    return (
        ROOT,
        Commit("main", "2026-11-02 10:00", parents=("root",)),
        Commit("t1", "2026-11-02 11:00", by=TOMAS, parents=("root",)),
        Commit("t2", "2026-11-02 12:00", by=TOMAS, parents=("t1",)),
        Commit("m", "2026-11-03 10:00", by=by, parents=("main", "t2"), subject=subject, body=body),
    )


def test_a_merge_is_a_review_of_each_commit_it_brought() -> None:
    found = of(*merged()).acts

    assert set(found.select("oid", "person", "kind", "source").iter_rows()) == {
        ("t1", "mara", "merged", "m"),
        ("t2", "mara", "merged", "m"),
    }


def test_a_trailer_of_a_merge_is_about_what_it_brought() -> None:
    *history, merge = merged(by=TOMAS)

    found = acts(*history, replace(merge, trailers=("Reviewed-by: Mara Lindqvist",)))

    assert found == [("t1", "mara", "reviewed"), ("t2", "mara", "reviewed")]


def test_merging_ones_own_branch_reviews_nothing() -> None:
    assert acts(*merged(by=TOMAS)) == []


def test_a_commit_belongs_to_the_innermost_merge() -> None:
    # Ife merges a branch of Tomas into hers; Mara merges Ife's.
    found = acts(
        ROOT,
        Commit("i1", "2026-11-02 10:00", by=IFE, parents=("root",)),
        Commit("t1", "2026-11-02 11:00", by=TOMAS, parents=("root",)),
        Commit("mi", "2026-11-03 10:00", by=IFE, parents=("i1", "t1"), subject="Merge branch 'small'"),
        Commit("m", "2026-11-04 10:00", by=MARA, parents=("root", "mi"), subject="Merge branch 'large'"),
    )

    assert sorted(found) == [("i1", "mara", "merged"), ("mi", "mara", "merged"), ("t1", "ife", "merged")]


@pytest.mark.parametrize(
    ("subject", "pull"),
    [
        ("Merge branch 'main' into fix", True),
        ("Merge remote-tracking branch 'origin/main'", True),
        ("Merge remote-tracking branch 'upstream/master' into fix", True),
        ("Merge branch 'main' of git.harbour.example:harbour", True),
        ("Merge branch 'develop' of git.harbour.example:harbour into develop", True),
        ("Merge branch 'main' of git.tomas.example:harbour into next", False),
        ("Merge remote-tracking branch 'tomas/main'", False),
        ("Merge branch 'main-menu'", False),
        ("Merge pull request #7 from tomas/main", False),
        ("Merge tag 'for-mara'", False),
    ],
)
def test_taking_in_the_main_line_reviews_nothing(subject: str, pull: bool) -> None:
    found = of(*merged(subject))

    assert found.acts.is_empty() is pull
    assert bool(found.left_out) is pull


def test_merges_whose_parents_were_never_read_bring_nothing() -> None:
    assert acts(Commit("m", "2026-11-03 10:00", by=MARA, parents=("gone", "lost"))) == []


# ACKs and bots


ACKS = """\
t1 export: stream rows (Tomas Novak)

Pull request description:

  This needs an ACK of somebody:
    ACK please

ACKs for top commit:
  ifeadeyemi:
    Code review ACK {hash}
  ravi:
    Concept ACK, have not looked at the code
  stranger:
    utACK {hash}

Tree-SHA512: 0123
"""


def test_acks_in_the_body_of_a_merge_are_acts_of_those_logins() -> None:
    found = of(*merged(body=ACKS.format(hash="0123abcd")))

    acked = found.acts.filter(pl.col("kind") == "acked")
    assert list(acked.select("oid", "person").iter_rows()) == [("t1", "ife"), ("t2", "ife")]
    assert found.left_out == {"acked by somebody not recognised": 1}


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("ACK 0123abcd", True),
        ("utACK 0123abcd.", True),
        ("tACK 0123abcd", True),
        ("re-ACK 0123abcd", True),
        ("reACK https://harbour.example/commit/0123abcd", True),
        ("Concept ACK && Code Review ACK 0123abcd", True),
        ("lgtm ACK 0123abcd", True),
        ("NACK 0123abcd", False),
        ("Concept NACK", False),
        ("Concept ACK", False),
        ("Approach ACK 0123abcd", False),
        ("BACKPACK", False),
    ],
)
def test_which_words_are_an_ack(said: str, counts: bool) -> None:
    body = f"ACKs for top commit:\n  ife:\n    {said}\n\nTree-SHA512: 0\n"

    found = of(*merged(body=body)).acts

    assert ("ife" in found["person"].to_list()) is counts


@pytest.mark.parametrize("login", ["ife-a", "@ife-a", "IFE-A"])
def test_a_login_is_found_by_its_no_reply_address_first(login: str) -> None:
    private = pl.LazyFrame(
        {"name": ["Ife"], "email": ["7+ife-a@users.noreply.github.com"], "person": ["ife"], "bot": [False]}
    )

    found = of(*merged(body=f"ACKs for top commit:\n  {login}:\n    ACK 0\n"), team=pl.concat([TEAM, private])).acts

    assert "ife" in found["person"].to_list()


def test_a_login_that_fits_two_persons_means_neither() -> None:
    other = pl.LazyFrame(
        {"name": ["Ife Other"], "email": ["ife@other.example"], "person": ["ife-other"], "bot": [False]}
    )

    found = of(*merged(body="ACKs for top commit:\n  ife:\n    ACK 0\n"), team=pl.concat([TEAM, other]))

    assert found.left_out == {"acked by somebody not recognised": 1}


def test_a_shared_mailbox_name_says_nothing_about_a_person() -> None:
    shared = pl.LazyFrame({"name": ["Jun Sato"], "email": ["me@sato.example"], "person": ["jun"], "bot": [False]})
    body = "ACKs for top commit:\n  me:\n    ACK 0\n  sato:\n    ACK 0\n"

    found = of(*merged(body=body), team=pl.concat([TEAM, shared]))

    assert "jun" in found.acts["person"].to_list()  # by the domain that is theirs alone
    assert found.left_out == {"acked by somebody not recognised": 1}  # not by `me`


def test_a_merge_bot_names_who_approved() -> None:
    found = of(*merged("Auto merge of #12 - tomas:fix, r=mara,ravi", by="Harbour Bot"))

    assert set(found.acts.select("oid", "person", "kind").iter_rows()) == {
        (oid, person, "acked") for oid in ("t1", "t2") for person in ("mara", "ravi")
    }
    assert found.left_out == {"merged by a bot": 1}


# As of, and order


def test_nothing_after_the_instant_is_seen() -> None:
    before_the_merge = datetime(2026, 11, 3, tzinfo=UTC)

    assert of(*merged(), as_of=before_the_merge).acts.is_empty()


def test_the_same_commits_in_any_order_give_the_same_acts() -> None:
    history = merged(body=ACKS.format(hash="0"))

    assert of(*history).acts.equals(of(*reversed(history)).acts)


def test_repositories_are_kept_apart() -> None:
    other = Commit("t1", "2026-11-02 11:00", by=TOMAS, repo="quay", trailers=("Reviewed-by: Ravi Menon",))

    found = of(*merged(), other).acts

    assert found.filter(pl.col("repo") == "quay")["kind"].to_list() == ["reviewed"]


def test_no_commits_are_no_acts() -> None:
    assert of().acts.is_empty()
