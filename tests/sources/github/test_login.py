"""Which login is found: of gh, of the environment, of the keyring, in this order; and for which host."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from trimtab.sources.github import find_login


@pytest.fixture
def gh(tmp_path: Path) -> Path:
    """A folder with a `gh` that knows a login for one host, and says what it was called with."""
    program = tmp_path / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\necho "$@ ${GH_TOKEN:-none}" >> "$0.calls"\n[ "$4" = git.harbour.example ] && echo of-gh && exit 0\nexit 1\n'
    )
    program.chmod(0o755)
    return program.parent


@pytest.fixture(autouse=True)
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring that holds what a test puts there."""
    held: dict[tuple[str, str], str] = {}
    module, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    module.get_password = lambda service, user: held.get((service, user))  # type: ignore[attr-defined] # made up here
    errors.KeyringError = RuntimeError  # type: ignore[attr-defined] # made up here
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return held


def found(host: str, environ: dict[str, str]) -> tuple[str, str] | None:
    login = find_login(host, environ)
    return (login.token, login.found_in) if login else None


def test_gh_comes_first_and_is_not_shown_the_token_of_the_environment(gh: Path) -> None:
    said = found("git.harbour.example", {"PATH": str(gh), "GH_ENTERPRISE_TOKEN": "of-environment"})

    assert said == ("of-gh", "gh auth token --hostname git.harbour.example")
    assert (gh / "gh.calls").read_text() == "auth token --hostname git.harbour.example none\n"


def test_a_gh_without_a_login_for_the_host_is_passed_over(gh: Path) -> None:
    assert found("github.com", {"PATH": f"{gh}:/bin", "GH_TOKEN": "of-environment"}) == ("of-environment", "GH_TOKEN")
    assert "none" in (gh / "gh.calls").read_text()


def test_then_comes_the_environment_with_a_variable_for_each_kind_of_host() -> None:
    tokens = {"GITHUB_TOKEN": "a", "GITHUB_ENTERPRISE_TOKEN": "b", "PATH": ""}

    assert found("github.com", tokens) == ("a", "GITHUB_TOKEN")
    assert found("harbour.ghe.com", tokens) == ("a", "GITHUB_TOKEN")
    assert found("git.harbour.example", tokens) == ("b", "GITHUB_ENTERPRISE_TOKEN")
    assert found("github.com", {"GH_TOKEN": "first"} | tokens) == ("first", "GH_TOKEN")
    assert found("git.harbour.example", {"GITHUB_TOKEN": "a", "PATH": ""}) is None


def test_then_comes_the_keyring(keyring: dict[tuple[str, str], str]) -> None:
    keyring["trimtab:github.com", "token"] = "kept"

    assert found("github.com", {"PATH": ""}) == ("kept", "the system keyring (trimtab:github.com)")
    assert found("git.harbour.example", {"PATH": ""}) is None


def test_a_keyring_that_refuses_or_is_not_installed_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(service: str, user: str) -> str:
        raise RuntimeError("locked")

    monkeypatch.setattr(sys.modules["keyring"], "get_password", refuse)
    assert found("github.com", {"PATH": ""}) is None

    monkeypatch.setitem(sys.modules, "keyring", None)
    assert found("github.com", {"PATH": ""}) is None
