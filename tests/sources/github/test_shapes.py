"""What the server of the tests says is GitHub's form and not one of ours: githubkit's strict models accept all of it."""

from typing import Any

import httpx2
import pytest
from githubkit_schemas.v2026_03_10 import models
from pydantic import BaseModel, TypeAdapter

from github_server import Server, World
from github_server.harbour import PEOPLE, issue, world

# By the event's word; all others are the bare form.
EVENTS: dict[str, type[BaseModel]] = {
    "assigned": models.TimelineAssignedIssueEvent,
    "blocked_by_added": models.BlockedByAddedIssueEvent,
    "commented": models.TimelineCommentEvent,
    "committed": models.TimelineCommittedEvent,
    "cross-referenced": models.TimelineCrossReferencedEvent,
    "labeled": models.LabeledIssueEvent,
    "milestoned": models.MilestonedIssueEvent,
    "renamed": models.RenamedIssueEvent,
    "review_requested": models.ReviewRequestedIssueEvent,
    "reviewed": models.TimelineReviewedEvent,
    "sub_issue_added": models.SubIssueAddedIssueEvent,
}


def get(server: Server, path: str) -> Any:
    return httpx2.get(f"{server.base}/repos/harbour/ledger{path}").raise_for_status().json()


def test_the_repository_is_one(server: Server) -> None:
    assert models.FullRepository.model_validate(get(server, "")).full_name == "harbour/ledger"


def test_listed_issues_and_pull_requests_are_issues(server: Server) -> None:
    listed = get(server, "/issues?state=all&per_page=100")

    checked = TypeAdapter(list[models.Issue]).validate_python(listed)

    assert [one.number for one in checked] == list(range(12, 0, -1))
    assert sum("pull_request" in one for one in listed) == 8


@pytest.mark.parametrize("number", [1, 2, 4, 11])
def test_a_pull_request_and_the_comments_on_its_lines_are_such(server: Server, number: int) -> None:
    shown = get(server, f"/pulls/{number}")

    pull = models.PullRequest.model_validate(shown)
    comments = TypeAdapter(list[models.PullRequestReviewComment]).validate_python(
        get(server, f"/pulls/{number}/comments")
    )

    assert (pull.number, pull.review_comments) == (number, len(comments))


def test_every_event_of_a_timeline_is_one_of_githubs(world: World, server: Server) -> None:
    link = {"id": 1, "created_at": "2026-02-01T00:00:00Z", "actor": PEOPLE["mara"]}
    one = issue(3)
    one["events"] += [link | {"event": f"{kind}_added", kind: 6} for kind in ("sub_issue", "blocked_by")]
    world.add(one | {"sub_issues": [6], "blocked_by": [6]})

    met = set()
    for number in range(1, 13):
        for event in get(server, f"/issues/{number}/timeline"):
            EVENTS.get(event["event"], models.StateChangeIssueEvent).model_validate(event)
            met.add(event["event"])

    assert met > set(EVENTS)


def test_sub_issues_and_blockers_are_issues(world: World, server: Server) -> None:
    world.add(issue(3) | {"sub_issues": [6, 9], "blocked_by": [12]})

    lists = [TypeAdapter(list[models.Issue]).validate_python(get(server, f"/issues/3/{path}")) for path in
             ("sub_issues", "dependencies/blocked_by")]  # fmt: skip

    assert [[one.number for one in found] for found in lists] == [[6, 9], [12]]


def test_the_builder_makes_the_same_world_each_time() -> None:
    assert world(30) == world(30)
