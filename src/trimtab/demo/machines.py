"""Files no person wrote: locked packages, built pages, currency tables, and a library taken in whole."""

from collections.abc import Mapping

from trimtab.demo._dice import Dice

_HEX = "0123456789abcdef"


def lock(versions: Mapping[str, str]) -> str:
    """`requirements.lock`, one package to a line."""
    head = "# Made by dependabot; do not edit.\n"
    return head + "".join(f"{name}=={version}\n" for name, version in sorted(versions.items()))


def built(seed: int, detail: str) -> str:
    """`web/dist/app.js` as some build left it."""
    dice = Dice(seed, "dist", detail)
    rows = (
        f"var {_token(dice, 3)}=function(t){{return t.{_token(dice, 5)}[{dice.whole(0, 999)}]}};" for _ in range(90)
    )
    return "// Built from web/; do not edit.\n" + "\n".join(rows) + "\n"


def rates(seed: int, detail: str) -> str:
    """`billing/ledger/currencies.json`."""
    dice = Dice(seed, "rates", detail)
    rows = (
        f'  "{code}": {dice.between(0.5, 12):.4f}' for code in ("CHF", "CZK", "EUR", "GBP", "JPY", "NGN", "SEK", "USD")
    )
    return "{\n" + ",\n".join(rows) + "\n}\n"


def tinydate(seed: int, version: str) -> dict[str, str]:
    """The files of the library `tinydate` in that version."""
    files = {"vendor/tinydate/VERSION": f"{version}\n"}
    for module in ("parse", "format", "zones", "ranges"):
        dice = Dice(seed, "tinydate", version, module)
        rows = (
            f"def _{module}_{_token(dice, 4)}(text):\n    return text[{dice.whole(0, 9)}:].partition({_token(dice, 2)!r})\n\n"
            for _ in range(40)
        )
        files[f"vendor/tinydate/{module}.py"] = "\n".join(rows)
    return files


def _token(dice: Dice, length: int) -> str:
    return "".join(dice.pick(_HEX) for _ in range(length))
