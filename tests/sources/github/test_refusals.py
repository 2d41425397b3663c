"""A tracker that says no: what happened, to what, and what to do; and nothing is sent to whom it does not concern."""

from types import SimpleNamespace

import pytest

from github_server import Fault, Server, World
from sources.github.conftest import LOGIN, Reader
from trimtab.errors import SourceUnreadable, UsageError
from trimtab.sources.github import GitHubSource, Login


def no(reader: Reader, *named: str, **more: object) -> str:
    with pytest.raises(SourceUnreadable) as caught:
        reader.sync(*named, **more)
    assert caught.value.exit_code == 3
    return str(caught.value)


def test_an_expired_token_is_said_to_be_one_and_never_shown(reader: Reader) -> None:
    said = no(reader, login=Login("secret-token", "GH_TOKEN"))

    assert said == (
        "github.com/harbour/ledger: the login is refused (401): the token of GH_TOKEN has expired or was withdrawn. "
        "Log in anew (gh auth login), or renew the token. What was read before stands."
    )
    assert "secret-token" not in repr(Login("secret-token", "GH_TOKEN"))


def test_a_token_that_expires_in_the_middle_leaves_what_was_read(server: Server, reader: Reader) -> None:
    server.before = lambda path: server.tokens.clear() if len(server.asked) > 20 else None

    said = no(reader, login=LOGIN)
    some = reader.numbers()
    server.before, server.tokens = (lambda _: None), {"good"}
    reader.sync(login=LOGIN)

    assert "401" in said
    assert 0 < len(some) < 12
    assert reader.numbers() == list(range(1, 13))


def test_a_missing_permission_is_named_as_the_tracker_names_it(server: Server, reader: Reader) -> None:
    refused = "Resource not accessible by personal access token"
    headers = {"x-accepted-github-permissions": "issues=read"}
    server.faults = [Fault("403", path="/issues", headers=headers, message=refused)]

    said = no(reader, login=LOGIN)

    assert said == (
        f"github.com/harbour/ledger: the login may not read this (403: {refused}). It needs issues=read. "
        "See docs/reference/github.md."
    )


def test_single_sign_on_is_said_with_the_address_to_open(server: Server, reader: Reader) -> None:
    address = "https://github.com/orgs/harbour/sso?authorization_request=A"
    server.faults = [Fault("403", headers={"x-github-sso": f"required; url={address}"})]

    assert no(reader, login=LOGIN).endswith(f"single sign-on. Allow the token there: {address}")


def test_a_private_repository_without_a_login_is_not_there_and_the_remedy_is_to_log_in(
    server: Server, reader: Reader
) -> None:
    server.private = True

    assert "log in with gh auth login" in no(reader)
    assert reader.sync(login=LOGIN).complete


@pytest.mark.parametrize(("status", "words"), [(404, "no such repository"), (410, "is gone"), (451, "legal reasons")])
def test_a_deleted_repository_is_said_to_be_gone_and_its_items_are_kept(
    server: Server, reader: Reader, status: int, words: str
) -> None:
    reader.sync()
    server.status = status

    assert words in no(reader)
    assert len(reader.numbers()) == 12
    assert reader.rows("item_events").filter(kind="deleted").height == 0


def test_a_repository_that_vanishes_while_it_is_read_does_not_take_its_items_for_deleted(
    server: Server, reader: Reader
) -> None:
    server.before = lambda path: setattr(server, "status", 404 if len(server.asked) > 12 else None)

    assert "404" in no(reader)
    assert reader.rows("item_events").filter(kind="deleted").height == 0


def test_a_repository_that_moved_is_the_same_tracker_and_its_new_name_is_told(world: World, reader: Reader) -> None:
    reader.sync()
    world.former, world.owner = {("harbour", "ledger")}, "quay"

    report = reader.sync()

    assert report.source == "github/github.com/77"
    assert any(said.startswith("harbour/ledger on github.com is called quay/ledger now") for said in reader.told)
    assert reader.rows("items").height == 12


def test_another_repository_of_the_same_name_is_another_tracker(world: World, reader: Reader) -> None:
    reader.sync()
    world.repository = 78

    reader.sync()

    assert any("belongs to another repository now" in said for said in reader.told)
    assert reader.rows("items")["tracker"].unique().sort().to_list() == ["github.com/77", "github.com/78"]


def test_no_other_host_is_followed_and_no_token_sent_there(world: World, server: Server, reader: Reader) -> None:
    with Server(World()) as other:
        server.faults = [Fault("301", headers={"location": f"{other.base}/repositories/1"})]

        assert "points to 127.0.0.1:" in no(reader, login=LOGIN)
        assert other.asked == []


def test_a_place_that_is_no_github_is_said_to_be_none(
    server: Server, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.world, "shapes", lambda base: SimpleNamespace(repository=lambda: {"hello": "world"}))

    assert "does not answer as GitHub does" in no(reader)


def test_nothing_listens_there(reader: Reader) -> None:
    said = no(reader, api="http://127.0.0.1:9")

    assert "127.0.0.1:9 could not be read in 3 attempts" in said


def test_a_login_is_sent_over_an_encrypted_way_only() -> None:
    with pytest.raises(UsageError, match="https alone"):
        GitHubSource("harbour", "ledger", api="http://git.harbour.example/api/v3")


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("github.com", "https://api.github.com"),
        ("harbour.ghe.com", "https://api.harbour.ghe.com"),
        ("git.harbour.example", "https://git.harbour.example/api/v3"),
    ],
)
def test_each_kind_of_host_has_its_api_where_github_says(host: str, base: str) -> None:
    assert GitHubSource("harbour", "ledger", host=host).place.base == base


def test_without_httpx_the_line_to_type_is_said(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trimtab.sources.github._source.extra_missing", lambda: True)

    assert no(reader).endswith("Type: pip install 'trimtab[github]'")
