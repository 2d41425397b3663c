"""ASKED OF: what only the one who goes is asked for by name, told before they go."""

from collections.abc import Mapping
from pathlib import Path

from advice.asking import every_word, rows, said, tracked, words
from advice.test_waiting import asked, of_ife
from builders_tracker import MARA, TOMAS, TRACKER, event, instant, issue
from trimtab.advice.answer import Answer
from trimtab.advice.away import away
from trimtab.demo import AS_OF
from trimtab.workspace import Workspace


def goes(workspace: Workspace, person: str, day: int = 4) -> Answer:
    return away(workspace, person, now=instant(day), as_of=instant(day).isoformat())


def test_what_only_they_are_asked_for_is_told_and_what_another_is_asked_for_too_is_not(tmp_path: Path) -> None:
    question = event("commented", 3, 5, actor=TOMAS, user=TOMAS, body="@mara which rounding is meant here?")
    workspace = tracked(
        tmp_path,
        of_ife(8, asked(MARA)),
        of_ife(9, asked(MARA, number=2), asked(TOMAS, number=3)),
        issue(7, user=TOMAS, events=[question]),
    )

    of_mara, of_tomas = goes(workspace, "me"), goes(workspace, "tomas")

    # Ife has waited since Monday, Tomas since Tuesday.
    assert "#8 review for Ife and #7 answer for Tomas: nobody else is asked" in words(said(of_mara, "asked"))
    assert [row.key for row in rows(said(of_mara, "asked")) if row.kind == "item"] == [f"{TRACKER}#8", f"{TRACKER}#7"]
    assert said(of_tomas, "asked") is None
    assert said(goes(workspace, "me", 1), "asked") is None


def test_harbours_lead_leaves_four_who_ask_nobody_else(workspace: Workspace, told: Mapping[str, Answer]) -> None:
    answer = away(workspace, "me", now=AS_OF, as_of=AS_OF.isoformat())
    for_you = [claim for one in told["waiting"].sections if one.title == "FOR YOU" for claim in one.claims]

    assert "who waits for whom" not in answer.missing
    assert [row.key for row in rows(said(answer, "asked")) if row.kind == "item"] == [
        one.subject.removeprefix("waits:") for one in for_you
    ]


def test_somebody_who_fell_silent_is_still_asked(
    workspace: Workspace, workspaces_without: Mapping[str, Workspace]
) -> None:
    found, without = (
        away(one, "ravi", now=AS_OF, as_of=AS_OF.isoformat())
        for one in (workspace, workspaces_without["asked-of-ravi"])
    )

    assert "review for Sofie: nobody else is asked" in words(said(found, "asked"))
    assert [section.title for section in found.sections if section.claims] == [
        "STALLS",
        "HOLDS UP",
        "ASKED OF RAVI",
        "WITHOUT RAVI",
    ]
    assert "nobody else is asked" not in every_word(without)
