"""GitHub's REST objects, one a line: what each becomes in the lake."""

import json

from builders_tracker import IFE, MARA, NOW, TOMAS, TRACKER, Reader, at, event, instant, issue, pull


def test_an_issue_becomes_a_state_an_opening_and_its_author(reader: Reader) -> None:
    reader.read(issue(body="It says 0.1 + 0.2", html_url="https://github.com/harbour/ledger/issues/7"))

    [state] = reader.rows("items").to_dicts()
    assert state["tracker"] == TRACKER
    assert (state["item"], state["number"], state["kind"], state["state"]) == ("7", 7, "issue", "open")
    assert (state["title"], state["text"], state["labels"]) == (
        "The ledger rounds wrongly",
        "It says 0.1 + 0.2",
        ["bug"],
    )
    assert (state["author"], state["created_at"], state["happened_at"]) == ("11", instant(1), instant(2))
    assert (state["seen_at"], state["source"]) == (NOW, f"archive/{TRACKER}")
    assert reader.events("kind", "actor", "happened_at", "text", "version", "deleted") == [
        ("opened", "11", instant(1), "It says 0.1 + 0.2", 1, False)
    ]
    [account] = reader.rows("accounts").select("tracker", "account", "login", "bot", "happened_at").rows()
    assert account == ("github.com", "11", "mara", False, instant(1))


def test_every_event_keeps_the_trackers_own_word_known_or_not(reader: Reader) -> None:
    reader.read(issue(events=[event("labeled", 3, 1, label={"name": "bug"}), event("put_to_sleep", 4, 2)]))

    assert reader.events("kind", "event", "subject")[1:] == [("labeled", "1", "bug"), ("put_to_sleep", "2", None)]


def test_what_an_event_was_done_to_is_its_subject(reader: Reader) -> None:
    asked = [
        event("assigned", 3, 1, assignee=IFE),
        event("milestoned", 4, 2, milestone={"title": "1.0"}),
        event("renamed", 5, 3, rename={"from": "Old words", "to": "New words"}),
        event("review_requested", 6, 4, requested_reviewer=IFE),
        event("review_requested", 7, 5, requested_team={"slug": "keepers", "id": 3}),
        event("cross-referenced", 8, source={"issue": {"number": 12}}),
    ]

    reader.read(pull(events=asked))

    assert reader.events("kind", "subject", "text")[1:] == [
        ("assigned", "13", None),
        ("milestoned", "1.0", None),
        ("renamed", "Old words", "New words"),
        ("review_requested", "13", None),
        ("review_requested", "team/keepers", None),
        ("cross-referenced", "#12", None),
    ]
    assert sorted(reader.rows("accounts")["login"]) == ["ife", "mara", "tomas"]


def test_reviews_and_line_comments_keep_state_place_and_thread(reader: Reader) -> None:
    review = {
        "event": "reviewed",
        "id": 5,
        "user": TOMAS,
        "submitted_at": at(3),
        "state": "CHANGES_REQUESTED",
        "body": "",
    }
    line = {
        "id": 6,
        "user": TOMAS,
        "created_at": at(4),
        "path": "ledger.py",
        "body": "why?",
        "pull_request_review_id": 5,
    }

    reader.read(pull(events=[review, {"event": "line-commented"}], comments=[line]))

    assert reader.events("kind", "event", "actor", "state", "subject", "text", "facts")[1:] == [
        ("reviewed", "5", "12", "changes_requested", None, "", None),
        ("line-commented", "6", "12", None, "ledger.py", "why?", '{"pull_request_review_id": 5}'),
    ]


def test_a_line_comment_that_stands_in_both_lists_is_one_event(reader: Reader) -> None:
    line = {"id": 6, "user": TOMAS, "created_at": at(4), "path": "ledger.py", "body": "why?"}

    reader.read(pull(events=[{"event": "line-commented", "comments": [line]}], comments=[line]))

    assert reader.events("kind", "event")[1:] == [("line-commented", "6")]


def test_facts_that_stand_for_a_text_are_kept_where_the_text_would_be_asked_for(reader: Reader) -> None:
    said = {"body_chars": 40, "mentions": ["mara"], "asks": True, "ack": "Concept ACK"}

    reader.read(issue(body_chars=12, events=[event("commented", 3, 1, **said)]))

    [(opened_text, opened), (text, facts)] = reader.events("text", "facts")
    assert (opened_text, json.loads(opened)) == (None, {"body_chars": 12})
    assert (text, json.loads(facts)) == (None, said)


def test_commits_and_the_merge_are_linked_and_a_commit_has_no_account(reader: Reader) -> None:
    oid, merge = "a" * 40, "b" * 40
    commit = {"event": "committed", "sha": oid, "author": {"date": at(2)}, "committer": {"date": at(3)}}

    reader.read(pull(state="closed", merged_at=at(5), events=[commit, event("merged", 5, 9, commit_id=merge)]))

    assert reader.events("kind", "actor", "subject", "happened_at")[1:] == [
        ("committed", None, oid, instant(3)),
        ("merged", "12", merge, instant(5)),
    ]
    links = reader.rows("item_links").sort("target").select("item", "kind", "target", "happened_at").rows()
    assert links == [("8", "contains_commit", oid, instant(3)), ("8", "contains_commit", merge, instant(5))]
    assert reader.rows("items")["state"].to_list() == ["merged"]


def test_an_end_that_only_the_item_tells_becomes_an_event_and_one_that_is_told_does_not(reader: Reader) -> None:
    silent = issue(1, state="closed", closed_at=at(5))
    told = issue(2, state="closed", closed_at=at(6), events=[event("closed", 6, 3)])

    reader.read(silent, told)

    ends = [row for row in reader.events("item", "kind", "happened_at", "actor") if row[1] == "closed"]
    assert ends == [("1", "closed", instant(5), None), ("2", "closed", instant(6), "12")]


def test_deleted_users_are_nobody_whichever_way_they_are_written(reader: Reader) -> None:
    ghost = {"login": "ghost", "id": 10137, "type": "User"}

    reader.read(issue(user=ghost, events=[event("commented", 3, 1, actor=None), event("closed", 4, 2, actor=ghost)]))

    assert reader.events("actor") == [(None,), (None,), (None,)]
    assert reader.rows("accounts").height == 0


def test_a_bot_is_known_as_one_by_what_the_tracker_says(reader: Reader) -> None:
    reader.read(issue(user={"login": "robo", "id": 5, "type": "Bot"}, events=[event("closed", 3, 1, actor=MARA)]))

    assert sorted(reader.rows("accounts").select("login", "bot").rows()) == [("mara", False), ("robo", True)]


def test_an_account_is_dated_by_the_first_act_it_is_met_in(reader: Reader) -> None:
    reader.read(issue(events=[event("closed", 9, 1), event("commented", 4, 2)]))

    dated = dict(reader.rows("accounts").select("login", "happened_at").rows())
    assert dated == {"mara": instant(1), "tomas": instant(4)}


def test_a_file_that_says_its_repositorys_number_goes_by_native_ids_even_when_it_moves(reader: Reader) -> None:
    def of(owner: str, number: int) -> dict[str, object]:
        address = f"https://git.harbour.example/{owner}/ledger/pull/{number}"
        return pull(number, html_url=address, base={"repo": {"id": 77}})

    reader.read(of("old", 8), tracker=None)
    reader.read(of("new", 9), tracker=None)

    items = reader.rows("items").sort("number").select("tracker", "item", "number").rows()
    assert items == [("git.harbour.example/77", "9008", 8), ("git.harbour.example/77", "9009", 9)]


def test_a_file_that_says_its_name_alone_goes_by_number(reader: Reader) -> None:
    reader.read(issue(repository_url="https://api.github.com/repos/harbour/ledger"), tracker=None)

    assert reader.rows("items").select("tracker", "item").rows() == [("github.com/harbour/ledger", "7")]
