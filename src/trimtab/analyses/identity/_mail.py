"""What an address says: whose mailbox it is, where, and whether it can prove anything.

Knows no names and no history.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from trimtab.analyses.identity._names import folded
from trimtab.analyses.identity._words import GIVEN_NAMES, MACHINE_WORDS, NOBODYS_DOMAINS, PROVIDERS, ROLES

_UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
_NO_REPLY = re.compile(r"^(?:(\d+)[+-])?([^@+]+(?:\[bot\])?)@users\.noreply\.(?:[\w.-]+)$")
_LIST = re.compile(
    r"@(?:.*\.)?(?:lists?|listserv|groups|googlegroups|vger)\.|-(?:dev|devel|list|users|commits|announce)@"
)
_SPELLED_AT = re.compile(r"\s*(?:\(at\)|\[at\]|_at_|\s+at\s+)\s*")


@dataclass(frozen=True, slots=True)
class Mail:
    """An address as read.

    `address` is its normal form, empty when it names nobody. `account` is the number and `login` the login of a forge's
    no-reply address. `box` is the mailbox in plain letters, `site` the name of a private domain; both empty when
    they are not a person's.
    """

    text: str
    address: str
    account: str
    login: str
    box: str
    domain: str
    site: str
    shared: bool

    @property
    def machine(self) -> bool:
        """Whether the domain is a computer's own name."""
        return _is_machine(self.domain)


def plain(handle: str) -> str:
    """A handle in plain letters and digits, so that `Jo.Doe` and `jo-doe` are one."""
    letters = folded(handle)
    return letters if letters.isalnum() else re.sub(r"[\W_]+", "", letters)


@lru_cache(maxsize=65536)
def read(text: str) -> Mail:
    """An address as it stands in a commit, however odd."""
    address = _SPELLED_AT.sub("@", text.strip().strip("<>\"'").casefold().removeprefix("mailto:")).replace(" ", "")
    no_reply = _NO_REPLY.match(address)
    if no_reply:
        number, login = no_reply[1] or "", no_reply[2]
        return Mail(text, address, number, login, plain(login), "users.noreply.github.com", "", shared=False)
    box, _, domain = address.rpartition("@")
    if not box:
        return Mail(text, "", "", "", _own(address.partition("@")[0]), "", "", shared=True)
    box = re.sub(r"\+[^@]*$", "", box) or box
    domain = domain.strip(".")
    if domain in ("googlemail.com", "gmail.com"):
        domain, box = "gmail.com", box.replace(".", "")
    if _UUID.match(domain):
        return Mail(text, "", "", "", _own(box), "", "", shared=True)
    shared = _shared(box, domain, address)
    return Mail(
        text=text,
        address=f"{box}@{domain}",
        account="",
        login="",
        box="" if shared else _own(_box_of(text, box)),
        domain=domain,
        site="" if shared else _site(domain),
        shared=shared,
    )


def _box_of(text: str, box: str) -> str:
    """The mailbox before dots were taken out, so that its words can be told apart."""
    return re.sub(r"\+.*$", "", text.strip().strip("<>\"'").casefold().rpartition("@")[0]) or box


def _own(box: str) -> str:
    """The mailbox in plain letters, empty where it is a role."""
    letters = plain(box)
    return "" if letters.rstrip("0123456789") in ROLES or letters in ROLES else letters


def _site(domain: str) -> str:
    if domain in PROVIDERS or "." not in domain:
        return ""
    labels = domain.split(".")
    label = labels[-3] if len(labels) > 2 and labels[-2] in ("co", "com", "org", "ac", "net") else labels[-2]
    return "" if label in ROLES or label in ("local", "localdomain", "(none)") else plain(label)


def _shared(box: str, domain: str, address: str) -> bool:
    letters = plain(box)
    bare = letters.rstrip("0123456789")
    if not letters:
        return True
    if domain in NOBODYS_DOMAINS or domain.endswith((".example", ".example.com", ".invalid")):
        # A personal mailbox on an unnamed machine is still somebody's; a role there is everybody's.
        return domain.startswith(("example", "none", "unknown")) or bare in ROLES
    if "noreply" in bare or "donotreply" in bare or bare in ("nobody", "devnull", "unknown", "none", "anonymous"):
        return True
    # Every other computer is called `david-pc`, and every other David works on one.
    return bool(_LIST.search(address)) or (_is_machine(domain) and (bare in ROLES or _common_machine(bare, domain)))


def _is_machine(domain: str) -> bool:
    return "." not in domain or domain.endswith((".local", ".(none)", ".localdomain", ".lan", ".home", ".internal"))


def _common_machine(box: str, domain: str) -> bool:
    words = set(re.split(r"[^a-z]+", domain)) - {"", "local", "none", "localdomain", "lan", "home", "internal"}
    return box in GIVEN_NAMES and words <= MACHINE_WORDS | {box, f"{box}s"}
