"""Debian's Chromium for the tests of pages, and the promise that they stay offline.

Playwright's own browsers are never downloaded. A machine without Chromium fails these tests, and says what to type.
"""

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from trimtab.advice.answer import Answer
from trimtab.render import html

NO_CHROMIUM = (
    "no Chromium on this machine. Type: apt-get update && "
    "apt-get install -y --no-install-recommends chromium libatomic1 fonts-dejavu-core"
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def base_url() -> None:
    """There is no server; pytest-playwright's own fixture of this name is one that pytest 9 warns about."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """How pytest-playwright starts the browser: the system's own, without its sandbox, since CI runs as root."""
    chromium = os.environ.get("TRIMTAB_BROWSER") or shutil.which("chromium")  # dev/test names the one it found
    if chromium is None:
        pytest.fail(NO_CHROMIUM, pytrace=False)
    return {**browser_type_launch_args, "executable_path": chromium, "chromium_sandbox": False, "args": list(QUIET)}


@pytest.fixture
def opened(page: Page, tmp_path: Path) -> Iterator[Callable[[Answer], Page]]:
    """Opens an answer's page from a file; at the end the console must be clean and no other address asked for."""
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    file = tmp_path / "answer.html"

    def open_page(answer: Answer) -> Page:
        file.write_text(html(answer), "utf-8")
        page.goto(file.as_uri())
        return page

    yield open_page
    assert [url for url in asked if not url.startswith((file.as_uri(), "data:"))] == []
    assert said == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core; a package of the test environment carries it, so nothing is fetched."""
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("axe.min.js").read_text("utf-8")


@pytest.fixture
def faults(axe: str) -> Callable[[Page], list[str]]:
    """What axe-core finds wrong; the page's policy forbids scripts, so it comes in through the debugger."""

    def find(page: Page) -> list[str]:
        page.evaluate(axe + ";0")
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", WCAG)["violations"]
        return [f"{one['id']}: {node['html']} {node['failureSummary']}" for one in found for node in one["nodes"]]

    return find
