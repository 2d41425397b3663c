"""Where a repository is asked for: its host for people, and the address of the host's API."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from trimtab.errors import UsageError

GITHUB = "github.com"
_HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Place:
    """A repository on a host; `api` is given where the host's API has an address of its own."""

    owner: str
    name: str
    host: str = GITHUB
    api: str | None = None

    def __post_init__(self) -> None:
        """Raises UsageError for an address over which a login would travel unencrypted."""
        parts = urlsplit(self.base)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
            raise UsageError(f"{self.base}: a login is sent over https alone. Write the address with https://.")

    @property
    def base(self) -> str:
        """Of the API: github.com and the clouds of ghe.com have a host for it, an Enterprise server a path."""
        if self.api:
            return self.api.rstrip("/")
        if self.host == GITHUB or self.host.endswith(".ghe.com"):
            return f"https://api.{self.host}"
        return f"https://{self.host}/api/v3"

    @property
    def contacted(self) -> str:
        """The host that is asked, with its port where that is not the usual one."""
        return urlsplit(self.base).netloc

    @property
    def title(self) -> str:
        """How the repository is called in messages."""
        return f"{self.host}/{self.owner}/{self.name}"
