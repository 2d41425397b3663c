"""GitHub's objects in full: a saved object with the keys that saving left out, null ones included.

Which keys an answer has is GitHub's business, so tests hold all of this against githubkit's models.
"""

from typing import Any

Json = dict[str, Any]

_OF_USER = ("followers", "following", "gists", "starred", "subscriptions", "organizations", "repos", "events",
            "received_events")  # fmt: skip
_OF_REPOSITORY = (
    "archive", "assignees", "blobs", "branches", "collaborators", "comments", "commits", "compare", "contents", "contributors",
    "deployments", "downloads", "events", "forks", "git_commits", "git_refs", "git_tags", "git", "issue_comment", "issue_events",
    "issues", "keys", "labels", "languages", "merges", "milestones", "notifications", "pulls", "releases", "ssh", "stargazers",
    "statuses", "subscribers", "subscription", "tags", "teams", "trees", "clone", "hooks", "svn",
)  # fmt: skip
_COUNTS = ("forks", "forks_count", "stargazers_count", "watchers", "watchers_count", "size", "open_issues",
           "open_issues_count", "subscribers_count", "network_count")  # fmt: skip
_FLAGS = ("private", "fork", "has_projects", "has_wiki", "has_pages", "has_discussions", "archived", "disabled")
_BEGUN = "2014-01-01T00:00:00Z"
_NO_OID = "0" * 40
_BARE = {"node_id": "", "commit_id": None, "commit_url": None, "performed_via_github_app": None}


class Shapes:
    """The objects of one repository, with addresses below `base` (for programs) and `web` (for people)."""

    def __init__(self, base: str, web: str, owner: str, name: str, number: int) -> None:
        self.base, self.web, self.owner, self.name, self.number = base, web, owner, name, number
        self.of = f"{base}/repos/{owner}/{name}"
        self.page = f"{web}/{owner}/{name}"

    def user(self, saved: Json | None) -> Json | None:
        if saved is None:
            return None
        address = f"{self.base}/users/{saved['login']}"
        named = {f"{one}_url": f"{address}/{one}" for one in _OF_USER}
        about = {
            "node_id": "",
            "avatar_url": "",
            "gravatar_id": "",
            "url": address,
            "html_url": f"{self.web}/{saved['login']}",
        }
        return about | named | {"type": "User", "site_admin": False} | saved

    def team(self, saved: Json) -> Json:
        address = f"{self.base}/teams/{saved['id']}"
        rest = {"description": None, "permission": "pull", "parent": None, "type": "organization", "organization_id": 1}
        named = {"members_url": address, "repositories_url": address, "html_url": address, "url": address}
        return {"node_id": "", "name": saved["slug"], "privacy": "closed"} | named | rest | saved

    def repository(self) -> Json:
        """The repository; its counts and times are of no use to anyone here."""
        owner = self.user({"login": self.owner, "id": 1, "type": "Organization"})
        urls = {f"{one}_url": f"{self.of}/{one}" for one in _OF_REPOSITORY}
        nothing = dict.fromkeys(("description", "homepage", "language", "license", "mirror_url"))
        about = {
            "id": self.number,
            "node_id": "",
            "name": self.name,
            "full_name": f"{self.owner}/{self.name}",
            "owner": owner,
        }
        times = dict.fromkeys(("created_at", "updated_at", "pushed_at"), _BEGUN)
        flags = dict.fromkeys(_FLAGS, False) | {"has_issues": True, "has_downloads": True}
        addresses = {"url": self.of, "html_url": self.page, "default_branch": "main"}
        return about | urls | nothing | times | dict.fromkeys(_COUNTS, 0) | flags | addresses

    def label(self, saved: Json) -> Json:
        address = f"{self.of}/labels/{saved['name']}"
        return {
            "id": 1,
            "node_id": "",
            "url": address,
            "description": None,
            "color": "ededed",
            "default": False,
        } | saved

    def milestone(self, saved: Json | None) -> Json | None:
        if saved is None:
            return None
        nothing = dict.fromkeys(("description", "creator", "closed_at", "due_on"))
        named = {
            "url": f"{self.of}/milestones/1",
            "html_url": f"{self.page}/milestone/1",
            "labels_url": f"{self.of}/milestones/1/labels",
        }
        counts = {"id": 1, "node_id": "", "number": 1, "state": "open", "open_issues": 0, "closed_issues": 0}
        return named | nothing | counts | {"created_at": _BEGUN, "updated_at": _BEGUN} | saved

    def issue(self, saved: Json, *, pull: bool) -> Json:
        """As `/issues` tells it; a pull request is an issue there, with few of its own keys."""
        number = saved["number"]
        address = f"{self.of}/issues/{number}"
        word = "pull" if pull else "issues"
        named = {"url": address, "repository_url": self.of, "labels_url": f"{address}/labels{{/name}}"}
        named |= {f"{one}_url": f"{address}/{one}" for one in ("comments", "events", "timeline")}
        named["html_url"] = f"{self.page}/{word}/{number}"
        own = {key: saved[key] for key in ("id", "number", "state", "title", "body", "locked", "author_association", "comments",
               "created_at", "updated_at", "closed_at", "state_reason", "draft", "sub_issues_summary",
               "issue_dependencies_summary", *_OF_TEXT) if key in saved}  # fmt: skip
        about = {"node_id": "", "locked": False, "comments": 0, "closed_at": None, "body": None, "author_association": "NONE",
                 "active_lock_reason": None, "assignee": None, "performed_via_github_app": None, "state_reason": None}  # fmt: skip
        people = self._people(saved)
        of_pull = {"pull_request": {"url": f"{self.of}/pulls/{number}", "html_url": named["html_url"], "diff_url": "",
                   "patch_url": "", "merged_at": saved.get("merged_at")}}  # fmt: skip
        return named | about | own | people | (of_pull if pull else {})

    def _people(self, saved: Json) -> Json:
        return {
            "user": self.user(saved.get("user")),
            "labels": [self.label(one) for one in saved.get("labels", [])],
            "assignees": [self.user(one) for one in saved.get("assignees", [])],
            "milestone": self.milestone(saved.get("milestone")),
        }

    def pull(self, saved: Json, comments: int) -> Json:
        """As `/pulls/N` tells it."""
        number = saved["number"]
        address, issue = f"{self.of}/pulls/{number}", f"{self.of}/issues/{number}"
        named = {
            "url": address,
            "issue_url": issue,
            "html_url": f"{self.page}/pull/{number}",
            "comments_url": f"{issue}/comments",
        }
        named |= {"diff_url": f"{self.page}/pull/{number}.diff", "patch_url": f"{self.page}/pull/{number}.patch"}
        named |= {
            f"{one}_url": f"{address}/{one}" for one in ("commits", "review_comments", "review_comment", "statuses")
        }
        nothing = dict.fromkeys(("body", "closed_at", "merged_at", "auto_merge", "mergeable", "merge_commit_sha",
                                 "active_lock_reason", "assignee"))  # fmt: skip
        counts = dict.fromkeys(("comments", "commits", "additions", "deletions", "changed_files"), 0)
        flags = {
            "merged": False,
            "draft": False,
            "locked": False,
            "maintainer_can_modify": False,
            "mergeable_state": "unknown",
        }
        rest = {"node_id": "", "author_association": "NONE", "rebaseable": None}
        own = {key: value for key, value in saved.items() if key not in ("sub_issues", "blocked_by")}
        links = ("self", "html", "issue", "comments", "review_comments", "review_comment", "commits", "statuses")
        return (
            named | nothing | counts | flags | rest | own | self._people(saved) | {"review_comments": comments}
            | {
                "merged_by": self.user(saved.get("merged_by")),
                "requested_reviewers": [self.user(one) for one in saved.get("requested_reviewers", [])],
                "requested_teams": [self.team(one) for one in saved.get("requested_teams", [])],
                "head": self._branch(saved, "head"),
                "base": self._branch(saved, "base"),
                "_links": {one: {"href": address} for one in links},
            }
        )  # fmt: skip

    def _branch(self, saved: Json, end: str) -> Json:
        given = saved.get(end, {})
        owner = self.user({"login": self.owner, "id": 1, "type": "Organization"})
        about = {"label": f"{self.owner}:{end}", "ref": end, "sha": _NO_OID, "user": owner, "repo": self.repository()}
        return about | {key: given[key] for key in ("ref", "sha") if key in given}

    def event(self, number: int, saved: Json) -> Json:
        """One element of a timeline."""
        kind = saved["event"]
        if kind == "committed":
            return self._commit(saved)
        if kind == "line-commented":
            return {"node_id": "", "comments": []} | saved
        written = {"commented": self._commented, "reviewed": self._reviewed, "cross-referenced": self._mentioned}
        if kind in written:
            return written[kind](number, saved)
        address = f"{self.of}/issues/events/{saved['id']}"
        people = {key: self.user(saved[key]) for key in saved if key in _PEOPLE}
        rest = {"requested_team": self.team(saved["requested_team"])} if "requested_team" in saved else {}
        rest |= {"label": self.label(saved["label"])} if "label" in saved else {}
        rest |= {key: self.reference(saved[key]) for key in _REFERENCES if key in saved}
        return _BARE | {"url": address, "actor": None} | saved | people | rest

    def reference(self, number: int) -> Json:
        """Another item as an event names it: by number and repository, without its id."""
        repository = {key: self.repository()[key] for key in ("id", "node_id", "name", "full_name", "owner", "private",
                      "description", "fork", "url", "html_url")}  # fmt: skip
        urls = {f"{one}_url": f"{self.of}/{one}" for one in _OF_REPOSITORY}
        return {"number": number, "title": "", "state": "open", "repository": repository | urls, "issue_type": None}

    def _commit(self, saved: Json) -> Json:
        address = f"{self.of}/git/commits/{saved['sha']}"
        nobody = {"name": "nobody", "email": "nobody@harbour.example", "date": _BEGUN}
        author = nobody | saved.get("author", {})
        signed = {"verified": False, "reason": "unsigned", "signature": None, "payload": None, "verified_at": None}
        rest = {
            "node_id": "",
            "url": address,
            "html_url": f"{self.page}/commit/{saved['sha']}",
            "message": "",
            "parents": [],
        }
        whole = rest | {"tree": {"sha": _NO_OID, "url": address}, "verification": signed} | saved
        return whole | {"author": author, "committer": saved.get("committer", author)}

    def _commented(self, number: int, saved: Json) -> Json:
        by = self.user(saved.get("user") or saved.get("actor"))
        address = f"{self.of}/issues/comments/{saved['id']}"
        named = {
            "url": address,
            "issue_url": f"{self.of}/issues/{number}",
            "html_url": f"{self.page}/issues/{number}#{saved['id']}",
        }
        rest = {"node_id": "", "updated_at": saved["created_at"], "author_association": "NONE", "body": ""}
        return named | rest | saved | {"user": by, "actor": by, "performed_via_github_app": None}

    def _reviewed(self, number: int, saved: Json) -> Json:
        address = f"{self.page}/pull/{number}#pullrequestreview-{saved['id']}"
        pull = f"{self.of}/pulls/{number}"
        named = {
            "html_url": address,
            "pull_request_url": pull,
            "_links": {"html": {"href": address}, "pull_request": {"href": pull}},
        }
        rest = {"node_id": "", "body": "", "author_association": "NONE", "commit_id": _NO_OID}
        return named | rest | saved | {"state": saved["state"].lower(), "user": self.user(saved.get("user"))}

    def _mentioned(self, number: int, saved: Json) -> Json:
        other = self.issue({"id": 1, "number": 1, "title": "", "state": "open", "user": None, "created_at": saved["created_at"],
                            "updated_at": saved["created_at"], **saved["source"]["issue"]}, pull=False)  # fmt: skip
        source = {"type": "issue", "issue": other | {"repository": self.repository()}}
        return {"updated_at": saved["created_at"]} | saved | {"actor": self.user(saved.get("actor")), "source": source}

    def comment(self, number: int, saved: Json) -> Json:
        """One element of `/pulls/N/comments`."""
        address, pull = f"{self.of}/pulls/comments/{saved['id']}", f"{self.of}/pulls/{number}"
        page = f"{self.page}/pull/{number}#discussion_r{saved['id']}"
        links = {"self": {"href": address}, "html": {"href": page}, "pull_request": {"href": pull}}
        named = {"url": address, "html_url": page, "pull_request_url": pull, "_links": links}
        oids = {"commit_id": _NO_OID, "original_commit_id": _NO_OID}
        rest = {"node_id": "", "diff_hunk": "", "author_association": "NONE", "updated_at": saved["created_at"], "body": "",
                "pull_request_review_id": None}  # fmt: skip
        return named | oids | rest | saved | {"user": self.user(saved.get("user"))}


_PEOPLE = ("actor", "assignee", "assigner", "requested_reviewer", "review_requester", "user")
_REFERENCES = ("sub_issue", "parent_issue", "blocked_by", "blocking")
# What the given cut says in place of a text; not GitHub's, and passed on so that both ways of reading it can be compared.
_OF_TEXT = ("body_chars", "mentions", "asks", "ack")
