"""IN FLIGHT: one line for all the branches with work that the main line does not have, led by the lead's own."""

from trimtab.advice._branches import Flying
from trimtab.advice._ground import Ground
from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Evidence, Group, Section

TITLE = "IN FLIGHT"
ALL = "flight"

_STALE_DAYS = 14
_SHOWN = 3


def section(ground: Ground, found: tuple[Flying, ...]) -> Section:
    """One line for all branches, led by the lead's own; a note where there is none."""
    if not found:
        return Section(TITLE, (), note="no unmerged branch was touched in the last half year")
    mine = [one for one in found if one.person is not None and one.person == ground.lead]
    others = [one for one in found if one not in mine]
    text = counted(len(found), "unmerged branch", "unmerged branches")
    old = [one for one in mine if one.days >= _STALE_DAYS]
    if old:
        text += f"; your `{old[0].name}` is {_state(old[0])}"
    elif mine:
        text += f", {len(mine)} of them yours" if len(mine) < len(found) else ", yours"
    details = [f"yours too: {', '.join(f'`{one.name}` {_state(one)}' for one in old[1:_SHOWN])}"] if old[1:] else []
    aged = [one for one in others if one.days >= _STALE_DAYS][: _SHOWN - 1]
    details += [f"{_whose(ground, one)} `{one.name}` is {_state(one)}" for one in aged]
    claim = Claim(
        id="",
        subject=ALL,
        text=text,
        details=tuple(details),
        headline="Work that has left the main line and not come back",
        because=tuple(_group(ground, one) for one in found),
        meaning="commits that the main line does not hold, by branch; branches of releases and those untouched for half "
        "a year are left out",
        anchor="docs/reference/brief.md#in-flight",
        left_out=("branches that no commit touched in 180 days", "release branches, by name"),
        wrong=("delete what is done: git branch -d",),
    )
    return Section(TITLE, (claim,))


def _state(one: Flying) -> str:
    behind = f" and {counted(one.branch.behind, 'commit')} behind" if one.branch.behind else ""
    return f"{counted(one.days, 'day')} old{behind}"


def _whose(ground: Ground, one: Flying) -> str:
    return f"{ground.names.own(one.person)}'s" if one.person else "a program's"


def _group(ground: Ground, one: Flying) -> Group:
    who = "yours" if one.person is not None and one.person == ground.lead else _whose(ground, one).removesuffix("'s")
    ahead = f"{counted(one.branch.ahead, 'commit')} ahead, {one.branch.behind:,} behind, {counted(one.days, 'day')} old"
    rows = ground.rows.of(one.branch.oids)
    head = Evidence(
        "branch", f"{one.repo}:{one.branch.ref or one.branch.tip}", f"{one.name}: {ahead}", one.touched_at, who
    )
    return Group(who, f"{one.name}: {ahead}", (head, *rows), 1 + len(rows))
