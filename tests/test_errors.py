"""The tree of exceptions is the one its docstring draws, and each ends a run with the promised code."""

import re

import trimtab.errors as errors
from trimtab.errors import MachineFailed, SourceUnreadable, TrimtabError, UsageError


def test_every_exception_stands_in_the_drawing_and_nothing_else_does() -> None:
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or "")) | {"TrimtabError"}

    defined = {
        name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, TrimtabError)
    }

    assert drawn == defined


def test_each_branch_ends_a_run_with_its_own_code() -> None:
    assert (UsageError.exit_code, SourceUnreadable.exit_code, MachineFailed.exit_code) == (2, 3, 4)
    assert all(
        value.exit_code == branch.exit_code
        for branch in (UsageError, SourceUnreadable, MachineFailed)
        for value in branch.__subclasses__()
    )


def test_an_unknown_person_is_answered_with_the_nearest() -> None:
    text = str(errors.UnknownPerson("tomsa", ["tomas-novak"]))

    assert text == 'nobody here is called "tomsa". Did you mean tomas-novak? `trimtab people` lists everyone.'
