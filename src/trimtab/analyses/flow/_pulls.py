"""Whose turn a pull request is: one pass over its acts. The states are told in `docs/reference/turns.md`.

Staleness, blocks and conflicts do not come from its own acts and are laid over what is found here (`_turns`).
"""

import re

from trimtab.analyses.flow._states import AUTHOR, MERGER, NO_MOVE, REVIEWER, TEAM, Act, Wait, wait

_UNFINISHED = re.compile(r"(?i)^\W*(?:wip|draft)\b(?!-)|\[[^\]]*\bwip\b[^\]]*\]|\(wip\)|\bwip$|\bdo not merge\b")


def unfinished(title: str | None) -> bool:
    """Whether a title says that the work is not finished."""
    return bool(title and _UNFINISHED.search(title))


class Pull:
    """A pull request while its acts are told one after the other."""

    def __init__(self, author: str, opened: Act, *, draft: bool, titled: bool) -> None:
        self.author = author
        self.opened = opened
        self.flagged: Act | None = opened if draft else None
        self.titled: Act | None = opened if titled else None
        self.remarks: dict[str, Act] = {}
        self.approvals: dict[str, Act] = {}
        self.approved: Act | None = None
        self.spoken: dict[str, Act] = {}
        self.answered: Act | None = None
        self.pushed_since: Act | None = None
        self.handed: Act = opened
        self.asked: dict[str, Act] = {}
        self.present = {author}
        self.called: dict[str, Act] = {}
        self._call(opened)

    def see(self, act: Act) -> None:
        """Take in the next act."""
        if act.act in NO_MOVE or act.act in ("requested", "draft", "ready"):
            self._arrange(act)
        if act.act == "push" or (act.actor == self.author and act.act not in NO_MOVE):
            self._by_author(act)
        elif act.approval or act.remark:
            self._by_another(act)
        if act.act not in NO_MOVE:
            self.present.add(act.actor)
            self.called.pop(act.actor, None)
            if act.actor == self.author:
                self._call(act)
        self._settle(act)

    def _arrange(self, act: Act) -> None:
        """Drafts, titles and requests, whoever made them."""
        if act.act == "draft":
            self.flagged = act
        elif act.act == "ready":
            self.flagged, self.handed = None, act
        elif act.act == "requested":
            self.asked[act.subject] = act
            self.handed = act
        elif act.act == "unrequested":
            self.asked.pop(act.subject, None)

    def _call(self, act: Act) -> None:
        """The author names people: whoever had not yet spoken is asked by it."""
        self.called |= {name: act for name in act.mentions if name not in self.present and not name.startswith(TEAM)}

    def retitle(self, act: Act, *, titled: bool) -> None:
        """Take in whether the title says from here on that the work is not finished."""
        self.titled = (self.titled or act) if titled else None

    def _by_author(self, act: Act) -> None:
        self.remarks.clear()
        if act.act == "push":
            self.approvals.clear()
            self.handed = self.pushed_since = act
        self.answered = self.answered or act

    def _by_another(self, act: Act) -> None:
        self.spoken[act.actor] = act
        self.answered = self.pushed_since = None
        if act.approval:
            self.approvals.setdefault(act.actor, act)
            self.remarks.pop(act.actor, None)
        else:
            self.remarks.setdefault(act.actor, act)
        if act.approval or act.act == "review":
            self._fulfil(act.actor)

    def _fulfil(self, actor: str) -> None:
        """A review answers the request to its writer; of another than those asked by name, the requests to teams."""
        if self.asked.pop(actor, None) is None:
            self.asked = {name: act for name, act in self.asked.items() if not name.startswith(TEAM)}

    def _settle(self, act: Act) -> None:
        """Which act made it approved: the approval, or whatever took the last remark away."""
        if self.remarks or not self.approvals:
            self.approved = None
        elif self.approved is None:
            self.approved = act

    def now(self) -> Wait:
        """What it waits for after the acts told so far."""
        if self.flagged or self.titled:
            return wait("draft", AUTHOR, self.flagged or self.titled or self.opened, self._author())
        if self.remarks:
            return wait("changes", AUTHOR, next(iter(self.remarks.values())), self._author())
        requests = self._requests()
        if self.approved and not self._asked_after(self.approved):
            return wait("approved", MERGER, self.approved)
        if not self.spoken:
            return wait("asked", REVIEWER, self.handed, *requests)
        by = self.pushed_since or self.answered or self.handed
        return wait("pushed", REVIEWER, by, *(requests if any(requests) else (self._owed(), ())))

    def _author(self) -> tuple[str, ...]:
        return (self.author,) if self.author else ()

    def _requests(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        people = dict.fromkeys(name for name in (*self.asked, *self.called) if not name.startswith(TEAM))
        return tuple(people), tuple(name.removeprefix(TEAM) for name in self.asked if name.startswith(TEAM))

    def _asked_after(self, approved: Act) -> bool:
        return any(act.at > approved.at for act in self.asked.values())

    def _owed(self) -> tuple[str, ...]:
        """Those who spoke and are owed a second look, the last to speak first."""
        return tuple(name for name, _ in sorted(self.spoken.items(), key=lambda one: one[1].at, reverse=True) if name)
