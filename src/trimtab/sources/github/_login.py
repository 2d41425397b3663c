"""Which login is used: that of `gh`, a token in the environment, or one in the system keyring, in this order.

A token is held by the value that carries it and goes into one header; it is never written, logged or shown.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from trimtab.sources.github._address import GITHUB

KEYRING_USER = "token"
_GH_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Login:
    """A token, and where it was found."""

    token: str = field(repr=False)
    found_in: str


def find_login(host: str, environ: Mapping[str, str] | None = None) -> Login | None:
    """The login for a host; None where nobody holds one, and public repositories alone can be read."""
    return next(_logins(host, os.environ if environ is None else environ), None)


def keyring_service(host: str) -> str:
    """Under which name a token stands in the system keyring: `keyring set trimtab:github.com token`."""
    return f"trimtab:{host}"


def _logins(host: str, environ: Mapping[str, str]) -> Iterator[Login]:
    token = _of_gh(host, environ)
    if token:
        yield Login(token, f"gh auth token --hostname {host}")
    for name in _variables(host):
        token = environ.get(name, "").strip()
        if token:
            yield Login(token, name)
    token = _of_keyring(host)
    if token:
        yield Login(token, f"the system keyring ({keyring_service(host)})")


def _variables(host: str) -> tuple[str, ...]:
    """As `gh` has it: a token for github.com is not offered to a server of one's own, nor the other way round."""
    if host == GITHUB or host.endswith(".ghe.com"):
        return ("GH_TOKEN", "GITHUB_TOKEN")
    return ("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN")


def _of_gh(host: str, environ: Mapping[str, str]) -> str:
    program = shutil.which("gh", path=environ.get("PATH", ""))
    if program is None:
        return ""
    # gh would hand back a token of the environment as its own, and that is asked for next, by its own name.
    own = {name: value for name, value in environ.items() if name not in _variables(host)}
    command = [program, "auth", "token", "--hostname", host]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_GH_SECONDS, env=own)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _of_keyring(host: str) -> str:
    try:
        from keyring import get_password
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    ask: Callable[[str, str], str | None] = get_password
    try:
        return (ask(keyring_service(host), KEYRING_USER) or "").strip()
    except KeyringError:  # a machine without a desktop has none, and a locked one says no
        return ""
