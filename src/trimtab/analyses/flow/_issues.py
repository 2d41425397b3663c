"""Whose turn an issue is: one pass over its acts. The states are told in `docs/reference/turns.md`."""

from trimtab.analyses.flow._states import ANSWERER, AUTHOR, NO_MOVE, NOBODY, TEAM, Act, Wait, wait


class Issue:
    """An issue while its acts are told one after the other.

    `own_note`: its author was of the team when it was opened. What one of the team writes down without a question is a note.
    """

    def __init__(self, author: str, opened: Act, *, own_note: bool) -> None:
        self.author = author
        self.opened = opened
        self.note = own_note and not opened.asks
        self.present = {author}
        self.last = opened
        self.others = False
        self.request: Act | None = opened if opened.asks or self._named(opened) else None
        self.to_reporter = False
        # The last word of each, in the order of their last words.
        self.words: dict[str, Act] = {author: opened}

    def see(self, act: Act) -> None:
        """Take in the next act."""
        if act.act in NO_MOVE:
            return
        # Whose account is gone may be anybody, the asker too: what they said answers nothing.
        by_another = bool(act.actor) and act.actor != self.author
        self.others = self.others or by_another
        if self.request and act.actor and act.actor != self.request.actor:
            self.request = None
        if act.asks or self._named(act):
            self._ask(act)
        self.words.pop(act.actor, None)
        self.words[act.actor] = act
        self.present.add(act.actor)
        self.last = act

    def _ask(self, act: Act) -> None:
        """A request; of several of one asker that nobody followed the first counts, and the last tells to whom."""
        before = next((name for name in reversed(self.words) if name != act.actor), None)
        elsewhere = any(name != self.author for name in act.mentions)
        self.to_reporter = act.actor != self.author and before == self.author and not elsewhere
        self.request = self.request or act

    def _named(self, act: Act) -> tuple[str, ...]:
        """Those mentioned who had not yet spoken: to name one who had is a way of address."""
        return tuple(name for name in act.mentions if name not in self.present)

    def now(self) -> Wait:
        """What it waits for after the acts told so far."""
        if not self.others:
            # A note in which its author asks somebody later on is no mere note any more. What waits for an answer
            # anyway has waited since its opening, and from then on for whoever was named.
            if self.note:
                return self._question(self.request) if self.request else wait("noted", NOBODY, self.opened)
            return self._question(self.opened, self.request)
        if self.request is None:
            return wait("noted", NOBODY, self.last)
        if self.to_reporter:
            return wait("reporter", AUTHOR, self.request, (self.author,) if self.author else ())
        return self._question(self.request)

    def _question(self, by: Act, named_by: Act | None = None) -> Wait:
        mentions = (named_by or by).mentions
        people = tuple(name for name in mentions if name != by.actor and not name.startswith(TEAM))
        teams = tuple(name.removeprefix(TEAM) for name in mentions if name.startswith(TEAM))
        return wait("question", ANSWERER, by, people, teams)
