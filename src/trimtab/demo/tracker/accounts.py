"""Who is who on Harbour's tracker. Some logins are the git handle, some are not, and no display name is told."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class User:
    """An account; `person` is the id of whoever it belongs to, empty for a program."""

    login: str
    id: int
    person: str = ""
    kind: str = "User"

    def json(self) -> dict[str, str | int]:
        """As GitHub tells of an account in passing."""
        return {"login": self.login, "id": self.id, "type": self.kind}


USERS: Mapping[str, User] = {
    user.person: user
    for user in (
        User("harbour-mara", 900000001, "mara"),
        User("tnovak", 900000102, "tomas"),
        User("ife", 900000203, "ife"),
        User("ravim", 900000304, "ravi"),
        User("sofbrandt", 900000405, "sofie"),
        User("junsato", 900000506, "jun"),
        User("dana-k", 900000607, "dana"),
    )
}

DEPENDABOT = User("dependabot[bot]", 900000708, kind="Bot")
# GitHub does not know that this one is a program: it is an account like any other. The settings name it among the bots.
CI = User("harbour-ci", 900000809)
GHOST = User("ghost", 10137)
