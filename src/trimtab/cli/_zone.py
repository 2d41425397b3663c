"""The zone this machine is set to, for a lead whose commits do not tell theirs."""

import os
from pathlib import Path

_LOCALTIME = Path("/etc/localtime")
_MARK = "zoneinfo/"


def machine_zone(environment: str | None = os.environ.get("TZ"), localtime: Path = _LOCALTIME) -> str:
    """The IANA name from TZ or from where /etc/localtime points; UTC where neither names a zone."""
    from trimtab.errors import UsageError
    from trimtab.workdays import zone_named

    target = str(localtime.resolve()) if localtime.is_symlink() else ""
    for name in ((environment or "").lstrip(":"), target.partition(_MARK)[2]):
        if name:
            try:
                return zone_named(name).key
            except UsageError:
                continue
    return "UTC"
