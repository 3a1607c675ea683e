"""Signing in, setting up an app, and coming back to a locked page: as people do it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from linkwell.access.models import User
from linkwell.demo.cast import STAFF
from tests.accounts import PASSWORD, code_now, code_of, has_password, make_user, with_app
from tests.journeys.browser import FLAGS, Visitor, chromium
from tests.town import seed

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def given_nadia_with_a_password() -> User:
    seed()
    return has_password(User.objects.get(email=STAFF["nadia"].email))


def signs_in(visitor: Visitor, user: User) -> None:
    visitor.opens("/account/sign-in")
    visitor.writes("Work e-mail", user.email)
    visitor.writes("Password", PASSWORD)
    visitor.presses("Sign in")


def sets_up_the_app(visitor: Visitor, sound: bool) -> None:
    visitor.sees_heading("Is it still you?")
    visitor.writes("Password", PASSWORD)
    visitor.presses("Go on")
    visitor.sees_heading("Set up an app for codes")
    if sound:
        visitor.page_is_sound_at_every_size()
    key = "".join(visitor.page.locator(".secret span").all_inner_texts())
    visitor.writes("Six digits from the app", code_of(key))
    visitor.presses("Turn it on")
    visitor.sees_heading("Codes on paper")


def test_a_new_link_worker_sets_up_an_app_and_reaches_her_day(visitor: Visitor) -> None:
    nadia = given_nadia_with_a_password()
    signs_in(visitor, nadia)
    sets_up_the_app(visitor, sound=True)
    visitor.page_is_sound()
    visitor.follows("I have kept them. Go on")
    visitor.is_at("/today/")


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    nadia = given_nadia_with_a_password()
    signs_in(plain_visitor, nadia)
    sets_up_the_app(plain_visitor, sound=False)
    plain_visitor.follows("I have kept them. Go on")
    plain_visitor.is_at("/today/")


def test_a_wrong_password_is_answered_with_what_to_do(visitor: Visitor) -> None:
    user = make_user()
    visitor.opens("/account/sign-in")
    visitor.writes("Work e-mail", user.email)
    visitor.writes("Password", "not this one")
    visitor.presses("Sign in")
    visitor.sees("That e-mail address and password do not go together. Check both")
    assert visitor.page.title() == "Error: Sign in – Linkwell"
    visitor.page_is_sound("small phone")


def test_the_pages_of_an_account_are_sound_at_every_size(visitor: Visitor) -> None:
    account = with_app(make_user())
    signs_in(visitor, account.user)
    visitor.sees_heading("Your code")
    visitor.page_is_sound("small phone")
    visitor.writes("Code", code_now())
    visitor.presses("Go on")
    visitor.sees_heading("Your account")
    for path in ("", "password", "again", "again/code", "sign-out"):
        visitor.opens(f"/account/{path}")
        visitor.page_is_sound_at_every_size()
    visitor.opens("/account/again")
    visitor.writes("Password", PASSWORD)
    visitor.presses("Go on")
    for path in ("app/take-away", "codes", "codes/new"):
        visitor.opens(f"/account/second-factor/{path}")
        visitor.page_is_sound_at_every_size()


def test_a_page_left_alone_locks_itself_and_gives_the_words_back(
    visitor: Visitor, settings: object
) -> None:
    seed()
    settings.LINKWELL_IDLE = timedelta(seconds=2)  # type: ignore[attr-defined]
    visitor.opens("/")
    visitor.presses("Be Nadia")
    visitor.opens("/refer/")
    visitor.page.locator("[name=words]").fill("Lost his job at the depot.")
    visitor.sees_heading("Locked while you were away")
    visitor.does_not_see("depot")
    settings.LINKWELL_IDLE = timedelta(minutes=15)  # type: ignore[attr-defined]
    visitor.page_is_sound()
    visitor.presses("Go on as Nadia Rahman")
    visitor.is_at("/refer/")
    assert visitor.page.locator("[name=words]").input_value() == "Lost his job at the depot."


def test_before_a_page_locks_it_says_so_and_any_key_keeps_it_open(
    visitor: Visitor, settings: object
) -> None:
    seed()
    settings.LINKWELL_IDLE = timedelta(seconds=2)  # type: ignore[attr-defined]
    visitor.opens("/")
    visitor.presses("Be Nadia")
    visitor.opens("/refer/")
    warning = visitor.page.get_by_role("alert").get_by_text("This page locks in a moment")
    expect(warning).to_be_visible()
    visitor.page.keyboard.press("Shift")
    expect(warning).to_have_count(0)


def test_names_leave_no_trace_in_the_browser(
    browser: Browser, live_server: Any, tmp_path: Path
) -> None:
    """T09: what was shown is in no cache, no storage and no session file of the profile."""
    seed()
    profile = tmp_path / "profile"
    context = browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium(), args=FLAGS
    )
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_role("button", name="Be Nadia").click()
    for path in ("people", "queue", "today"):
        page.goto(f"{live_server.url}/{path}/")
    assert "Lomas" in page.content()
    page.goto(live_server.url)
    context.close()
    kept = [file for file in profile.rglob("*") if file.is_file()]
    assert kept
    assert [file for file in kept if b"Lomas" in file.read_bytes()] == []


def test_a_page_without_a_form_locks_itself_too(visitor: Visitor, settings: object) -> None:
    seed()
    settings.LINKWELL_IDLE = timedelta(seconds=2)  # type: ignore[attr-defined]
    visitor.opens("/")
    visitor.presses("Be Nadia")
    visitor.follows("People")
    visitor.sees_heading("Locked while you were away")
    settings.LINKWELL_IDLE = timedelta(minutes=15)  # type: ignore[attr-defined]
    visitor.page.go_back()
    visitor.sees_heading("Locked while you were away")
