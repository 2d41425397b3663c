"""The lead's plan with some of its planted truths left out, and the lines that show each of them."""

from collections.abc import Collection, Mapping

FILE = "plans/billing.yaml"

# What each truth stands on: the text as it is, and what stands there without it.
_EDITS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "plan-lead-on-path": (
        (
            "        estimate: 4d..9d\n        owner: mara\n        needs: [python]\n",
            "        estimate: 4d..9d\n        owner: ife\n        needs: [python]\n",
        ),
        (
            "        estimate: 1d..3d\n        owner: mara\n        after: [schema]\n",
            "        estimate: 1d..3d\n        owner: tomas\n        after: [schema]\n",
        ),
    ),
    "plan-hidden-owner": (("needs: [deployment]\n", "candidates: [ravi, sofie, tomas]\n"),),
    "plan-open-unknown": (
        (
            "    question: Does the bank's sandbox know refunds?\n",
            "    question: Does the bank's sandbox know refunds?\n    who: tomas\n",
        ),
    ),
    "plan-safe-task": (
        (
            "        owner: mara\n        after: [billing-ui SS+3d]\n",
            "        owner: jun\n        after: [billing-ui SS+3d]\n",
        ),
    ),
    "plan-known-unknown": (
        (
            (
                "  - id: rounding-abroad\n    question: Which countries round cash amounts?\n    who: mara\n"
                "    by: 2026-11-20\n    blocks: [currency-rules]\n    badly: 1d..2d\n    chance: 30%\n"
            ),
            "",
        ),
    ),
}


def plan_without(text: str, without: Collection[str]) -> str:
    """The plan's text without the truths named; raises `ValueError` where it does not hold what a truth stands on."""
    for truth, edits in _EDITS.items():
        for written, instead in edits if truth in without else ():
            if written not in text:
                raise ValueError(f"{FILE} no longer holds what {truth} stands on")
            text = text.replace(written, instead)
    return text


def shown_in(text: str, without: Collection[str]) -> dict[str, list[str]]:
    """For each truth that is left in, `record:FILE:LINE` of where the text shows it."""
    return {truth: _places(text, edits) for truth, edits in _EDITS.items() if truth not in without}


def _places(text: str, edits: tuple[tuple[str, str], ...]) -> list[str]:
    found: list[str] = []
    for written, _ in edits:
        at = text.find(written)
        while at >= 0:
            found.append(f"record:{FILE}:{text.count(chr(10), 0, at) + 1}")
            at = text.find(written, at + 1)
    return found
