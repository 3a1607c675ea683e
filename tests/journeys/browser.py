"""A real browser for journeys: given / when / then, with what must hold on every page.

    from tests.journeys.browser import *  # noqa: F403  (in a conftest: the fixtures)

    def test_she_signs_in(visitor):
        visitor.opens("/account/sign-in")
        visitor.writes("Work e-mail", "nadia@millrace.example")
        visitor.presses("Sign in")
        visitor.sees("Your code")
        visitor.page_is_sound()

Every visitor fails the test when the content policy stopped something, the page logged an error or
a request went anywhere but to this machine.
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from linkwell.web.design import build

# The shell without a desktop's trimmings takes half the time; any other will do.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
expect.set_options(timeout=15_000)
SIZES = {"desk": (1280, 900, 1), "phone": (360, 740, 2), "small phone": (320, 640, 2)}
SIZES["200% zoom"] = (640, 450, 2)  # what 1280 by 900 becomes
# Where axe-core judges a page that must be sound at every size: `make bars ONLY=axe` says all.
JUDGED = tuple(SIZES) if os.environ.get("LINKWELL_EVERY_SIZE") else ("small phone",)
AXE = Path(build.ROOT) / "node_modules" / "axe-core" / "axe.min.js"
# Every rule is tried; only of what is wrong it works out where: that took most of the time.
_RUN_AXE = """axe.run(document, {resultTypes: ['violations']})
    .then(found => ({violations: found.violations, passes: found.passes.length}))"""
# What differs each time that one page is shown: ids, tokens, moments.
_PASSING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{43,64}|\d{1,2}:\d{2}")
_sound: set[tuple[str, str]] = set()  # (size, page) that nothing was held against


@dataclass
class Visitor:
    """Somebody at a page. Sentences in the order of a journey."""

    page: Page
    origin: str
    troubles: list[str] = field(default_factory=list)
    plain: bool = False  # no JavaScript: then axe-core, a script itself, cannot look

    def opens(self, path: str, status: int = 200) -> None:
        answer = self.page.goto(self.origin + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"

    def writes(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def chooses(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check(force=True)

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def sees_heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", name=text).first).to_be_visible()

    def does_not_see(self, text: str) -> None:
        expect(self.page.get_by_text(text)).to_have_count(0)

    def is_at(self, path: str) -> None:
        expect(self.page).to_have_url(self.origin + path)

    def page_is_sound(self, size: str = "desk") -> None:
        """Accessible by axe-core's rules, nothing sideways, no policy stopped anything."""
        if self.plain:
            assert self.troubles == []
            return
        self.page.wait_for_load_state()
        self._fits(size)
        page = (size, _PASSING.sub("", self.page.content()))
        if page not in _sound:
            assert self.violations() == []
            _sound.add(page)
        assert self.troubles == []

    def page_is_sound_at_every_size(self) -> None:
        """Nothing sideways at any size; the rules at the narrowest, or at all of JUDGED."""
        for size in SIZES if not self.plain else ():
            self.page.wait_for_load_state()
            self._fits(size)
        for size in JUDGED:
            self.page_is_sound(size)

    def _fits(self, size: str) -> None:
        width, height, _ = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})
        assert self.sideways() == 0, f"{self.page.url} scrolls sideways at {size}"

    def sideways(self) -> int:
        """By how many pixels the page is wider than its window."""
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        answer: int = self.page.evaluate(wide)
        return answer

    def violations(self) -> list[str]:
        """What axe-core holds against the page: rule, element, what to do."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text())
        found: dict[str, Any] = self.page.evaluate(_RUN_AXE)
        assert found["passes"], "axe-core looked at nothing"
        return [
            f"{rule['id']}: {node['html']} {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]


def chromium() -> str | None:
    """The system's Chromium; None for the one that Playwright brings."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, with an empty profile."""
    build.build()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield launched
        launched.close()


def _visitor(context: BrowserContext, origin: str, *, plain: bool = False) -> Visitor:
    page = context.new_page()
    page.set_default_timeout(15_000)
    visitor = Visitor(page, origin, plain=plain)

    def only_here(request: Request) -> None:
        if not request.url.startswith(origin):
            visitor.troubles.append(f"asked {request.url}")

    page.on("request", only_here)  # the browser finds no other machine: FLAGS
    page.on("pageerror", lambda error: visitor.troubles.append(str(error)))
    page.on("dialog", lambda dialog: visitor.troubles.append(f"dialogue: {dialog.message}"))
    page.on(
        "console",
        lambda line: (
            visitor.troubles.append(line.text)
            if line.type == "error" and "status of 4" not in line.text
            else None
        ),
    )
    return visitor


@pytest.fixture
def visitor(browser: Browser, live_server: Any) -> Iterator[Visitor]:
    """Somebody with an ordinary browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield _visitor(context, live_server.url)
    context.close()


@pytest.fixture
def plain_visitor(browser: Browser, live_server: Any) -> Iterator[Visitor]:
    """Somebody whose browser runs no JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield _visitor(context, live_server.url, plain=True)
    context.close()
