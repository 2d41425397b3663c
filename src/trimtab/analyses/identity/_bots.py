"""Which identities are programs.

By marks that programs carry, and by a list of those that carry none. A surname such as Abbott or Talbot is no mark: the
word `bot` must stand by itself, or begin with a capital inside a word.
"""

import re
from functools import lru_cache

from trimtab.analyses.identity._words import word_set

_MARK = re.compile(r"\[bot\]|(?:^|[\s_./-])(?i:bot|robot)(?:$|[\s_.@/+-])|[a-z](?:Bot|Robot)(?:$|[\s_-])")
_KNOWN = word_set(
    """
    allcontributors allcontributorsbot autofixci azurepipelines bors buildbot buildkite circleci codecov
    codecovio codefactorio codespell copybara coveralls crowdin deepsource dependabot dependabotpreview
    dependabotsupport depfu fossabot gitbook gitguardian github githubaction githubactions githubclassroom
    githubmergequeue githubmergequeues githubwebflow gitlabci gitter gitterbadger greenkeeper greenkeeperio homu
    hosted imgbot jenkins jenkinsci lgtm lgtmcommigrator meeseeksdev meeseeksmachine mergify npmclibot pepbot
    precommitci pyup pyupbot readthedocs releaseplease renovate renovatebot requiresio restyled rustbot
    rusttimer scalasteward semanticrelease semanticreleasebot snyk snykbot sourcegraph stickler thecodacybadger
    transifex travis travisci waffle waffleio webflow weblate whitesource whitesourcebolt zuul
    """
)
_KNOWN_BOXES = word_set(
    """
    actions autobot bors bot bots buildbot builds ci dependabot githubactions homu jenkins renovate robot travis
    zuul
    """
)
_WORDS_OF_MACHINES = word_set(
    """
    automatic automation autoroller bot build builder ci deploy deployer pipeline robot
    """
)


@lru_cache(maxsize=65536)
def is_bot(name: str, email: str) -> bool:
    """Whether a name and address are those of a program."""
    box, _, domain = email.lower().partition("@")
    box = re.sub(r"^\d+\+", "", box)
    letters = re.sub(r"[\W_]+", "", name.lower())
    if _MARK.search(name) or box.endswith(("[bot]", "-bot", "_bot", ".bot")) or letters in _KNOWN:
        return True
    if domain == "users.noreply.github.com":
        return re.sub(r"[\W_]+", "", box) in _KNOWN
    if domain == "github.com" and box in ("noreply", "support"):
        return letters in ("", "github", "githubweb")
    words = re.split(r"[\W_]+", name.strip().lower())
    human = len(words) > 1 and not _WORDS_OF_MACHINES.intersection(words)
    return re.sub(r"[\W_]+", "", box) in _KNOWN_BOXES and not human


_ACCOUNT_MARK = re.compile(r"\[bot\]$|(?:^|[_.-])(?i:bot|robot)$|[a-z](?:Bot|Robot)$")


def is_bot_login(login: str) -> bool:
    """Whether the login of an account is that of a program; `robot-dreams` is a person's."""
    return bool(_ACCOUNT_MARK.search(login)) or re.sub(r"[\W_]+", "", login.lower()) in _KNOWN


def bot_key(name: str, email: str) -> str:
    """What is equal for two identities of one program: its name without the mark, else its address."""
    letters = re.sub(r"[\W_]+", "", re.sub(r"\[bot\]", "", name.lower()))
    return letters or email.lower()
