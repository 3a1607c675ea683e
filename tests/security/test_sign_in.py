"""T08: signing in takes two factors, tells strangers nothing, and wears guessers out."""

import re
from datetime import timedelta
from importlib import reload

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from linkwell.access.models import User
from linkwell.access.rules import Role
from linkwell.demo.cast import STAFF
from linkwell.kernel import clock
from linkwell.kernel.errors import NotReady
from linkwell.web.sign_in.second_factor import sign_in_for_demo
from tests.accounts import (
    KEY,
    PASSWORD,
    code_now,
    has_password,
    make_user,
    shows_password,
    signs_in,
    with_app,
)
from tests.pages.html import faults, read
from tests.town import seed

pytestmark = [pytest.mark.security, pytest.mark.django_db]


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def without_token(html: bytes) -> str:
    """Without what is new each time that a page is shown."""
    return re.sub(r'name="(csrfmiddlewaretoken|_once)" value="[\w-]+"', "", html.decode())


def test_a_password_alone_opens_nothing(client: Client) -> None:
    account = with_app(make_user())
    answer = client.post("/account/sign-in", {"login": account.user.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/account/sign-in/code"
    assert not signed_in(client)
    assert client.get("/account/").headers["Location"].startswith("/account/sign-in")


def test_a_password_and_the_code_of_now_open_the_account(client: Client) -> None:
    account = with_app(make_user())
    signs_in(client, account.user)
    assert "Amy Pond" in client.get("/account/").content.decode()


def test_a_wrong_code_opens_nothing_and_says_what_to_do(client: Client) -> None:
    account = with_app(make_user())
    shows_password(client, account.user.email)
    page = client.post("/account/sign-in/code", {"code": code_now(offset=9)}).content.decode()
    assert "That code does not fit" in page
    assert read(page).all("title")[0].text.startswith("Error: ")
    assert not signed_in(client)


def test_a_code_works_once(client: Client) -> None:
    account, code = with_app(make_user()), code_now()
    for browser, opened in ((client, True), (Client(), False)):
        shows_password(browser, account.user.email)
        browser.post("/account/sign-in/code", {"code": code})
        assert signed_in(browser) is opened


def test_a_printed_code_works_once(client: Client) -> None:
    account = with_app(make_user())
    printed = f"{account.codes[0][:4]} {account.codes[0][4:]}"
    for browser, opened in ((client, True), (Client(), False)):
        shows_password(browser, account.user.email)
        browser.post("/account/sign-in/code", {"code": printed})
        assert signed_in(browser) is opened


def patterns(below: URLResolver | None = None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for one in (below or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            found += patterns(one, prefix + str(one.pattern))
        else:
            found.append((prefix + str(one.pattern), one))
    return found


def test_without_a_second_factor_staff_reach_no_staff_page(client: Client) -> None:
    seed()
    nadia = has_password(User.objects.get(email=STAFF["nadia"].email))
    shows_password(client, nadia.email)
    assert signed_in(client)
    tried = 0
    for route, pattern in patterns():
        allowed = getattr(pattern.callback, "allowed", ())
        if not any(isinstance(hat, Role) for hat in allowed):
            continue
        path = "/" + re.sub(r"<[^>]*>", str(nadia.pk), route)
        for send in (client.get, client.post):
            answer = send(path)
            assert answer.status_code in (302, 404, 405), (path, answer.status_code)
            if answer.status_code == 302:
                assert answer.headers["Location"] == "/account/second-factor/app", path
        tried += 1
    assert tried >= 10


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_setting_up_the_app_opens_the_pages(client: Client) -> None:
    seed()
    nadia = has_password(User.objects.get(email=STAFF["nadia"].email))
    shows_password(client, nadia.email)
    client.post("/account/again?next=/account/second-factor/app", {"password": PASSWORD})
    page = client.get("/account/second-factor/app").content.decode()
    assert faults(page) == []
    key = "".join(span.text for span in read(page).all("span") if len(span.text) == 4)
    assert re.fullmatch("[A-Z2-7]{32}", key)
    assert "<svg" in page
    assert 'role="img"' in page
    session = client.session
    session["mfa.totp.secret"] = KEY
    session.save()
    client.post("/account/second-factor/app", {"code": code_now()})
    sheet = client.get("/account/second-factor/codes").content.decode()
    assert len(re.findall(r"<li>\d{8}</li>", sheet)) == 10
    assert client.get("/today/").status_code == 200
    [app] = Authenticator.objects.filter(user=nadia, type="totp")
    assert KEY not in str(app.data)
    assert (mail.outbox[-1].subject, mail.outbox[-1].to) == ("Codes by app are on", [nadia.email])


def test_a_factor_shown_by_one_is_not_the_factor_of_another(client: Client) -> None:
    seed()
    nadia = with_app(has_password(User.objects.get(email=STAFF["nadia"].email)))
    tom = has_password(User.objects.get(email=STAFF["tom"].email))
    shows_password(client, nadia.user.email)
    client.post("/account/sign-in/code", {"code": nadia.codes[0]})
    client.post("/account/sign-out")
    shows_password(client, tom.email)
    assert client.get("/today/").status_code == 302


def test_a_stranger_learns_nothing_from_signing_in() -> None:
    make_user()
    pages = [
        without_token(Client().post("/account/sign-in", {"login": login, "password": "no"}).content)
        for login in ("amy@example.org", "who@example.org")
    ]
    assert pages[0].replace("amy@", "who@") == pages[1]
    assert "do not go together" in pages[0]


def test_a_stranger_learns_nothing_from_asking_for_a_new_password() -> None:
    make_user()
    answers = [
        Client().post("/account/password/forgotten", {"email": email}, follow=True)
        for email in ("amy@example.org", "who@example.org")
    ]
    assert answers[0].content == answers[1].content
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert [message.to for message in mail.outbox] == [["amy@example.org"]]


def test_signing_out_clears_what_the_browser_kept(client: Client) -> None:
    client.force_login(make_user())
    answer = client.post("/account/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not signed_in(client)
    assert client.get("/account/").status_code == 302


def test_nobody_signs_up(client: Client) -> None:
    for path in ("/account/signup/", "/account/sign-up", "/accounts/signup/"):
        assert client.get(path).status_code == 404


def test_guessing_one_account_is_refused_even_with_the_right_password() -> None:
    account = with_app(make_user())
    for _ in range(5):
        shows_password(Client(), account.user.email, "wrong wrong wrong")
    late = Client()
    answer = late.post("/account/sign-in", {"login": account.user.email, "password": PASSWORD})
    assert "Too many tries" in answer.content.decode()
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        patient = Client()
        shows_password(patient, account.user.email)
        patient.post("/account/sign-in/code", {"code": code_now()})
        assert signed_in(patient)


def test_spraying_many_accounts_from_one_place_is_refused() -> None:
    statuses = [
        Client().post("/account/sign-in", {"login": f"u{n}@example.org", "password": "x"})
        for n in range(40)
    ]
    assert statuses[0].status_code == 200
    assert statuses[-1].status_code == 429
    assert "Too many tries" in statuses[-1].content.decode()


def test_guessing_codes_is_refused(client: Client) -> None:
    account = with_app(make_user())
    shows_password(client, account.user.email)
    for n in range(6):
        page = client.post("/account/sign-in/code", {"code": f"00000{n}"}).content.decode()
    assert "Too many tries" in page
    client.post("/account/sign-in/code", {"code": code_now()})
    assert not signed_in(client)


def reset_link(client: Client) -> str:
    """The link in the mail, asked for under another name of this machine."""
    address = {"email": "amy@example.org"}
    client.post("/account/password/forgotten", address, headers={"host": "localhost"})
    origin = re.escape(settings.ORIGIN)
    found = re.search(rf"^{origin}(/account/password/new/\S+)$", str(mail.outbox[-1].body), re.M)
    assert found
    return found[1]


def test_a_new_password_by_a_link_that_works_once(client: Client) -> None:
    user = make_user()
    link = reset_link(client)
    form = client.get(link, follow=True)
    assert "Choose a new password" in form.content.decode()
    place = form.redirect_chain[-1][0]
    assert link.split("-", 1)[1] not in place  # the secret leaves the address
    weak = client.post(place, {"password1": "short", "password2": "short"}).content.decode()
    assert "Write at least 12 characters" in weak
    new = "lantern gravel choir"
    done = client.post(place, {"password1": new, "password2": new}, follow=True)
    assert "Your new password is kept" in done.content.decode()
    user.refresh_from_db()
    assert user.check_password(new)
    assert "This link has run out" in Client().get(link, follow=True).content.decode()


def test_a_link_for_a_new_password_runs_out(client: Client) -> None:
    make_user()
    link = reset_link(client)
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert "This link has run out" in client.get(link, follow=True).content.decode()


def test_changing_the_password_ends_every_other_session(client: Client) -> None:
    account = with_app(make_user())
    signs_in(client, account.user)
    other = Client()
    shows_password(other, account.user.email)
    other.post("/account/sign-in/code", {"code": account.codes[0]})
    new = "lantern gravel choir"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/account/password", fields)
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_a_session_can_be_ended_from_another_device(client: Client) -> None:
    account = with_app(make_user())
    signs_in(client, account.user)
    lost = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/605.1"})
    shows_password(lost, account.user.email)
    lost.post("/account/sign-in/code", {"code": account.codes[0]})
    page = client.get("/account/").content.decode()
    assert "Safari on iPhone" in page
    [address] = re.findall(r"/account/devices/\d+/end", page)
    assert client.post(address).status_code == 302
    assert lost.get("/account/").status_code == 302
    assert "Safari on iPhone" not in client.get("/account/").content.decode()


def test_nobody_ends_the_session_of_another(client: Client) -> None:
    amy, bob = with_app(make_user()), make_user("bob@example.org", "Bob")
    signs_in(client, amy.user)
    theirs = Client()
    shows_password(theirs, bob.email)
    own = UserSession.objects.get(user=amy.user)
    answer = theirs.post(f"/account/devices/{own.pk}/end")
    unknown = theirs.post("/account/devices/999999/end")
    assert (answer.status_code, answer.content) == (404, unknown.content)
    assert client.get("/account/").status_code == 200


def test_taking_the_app_away_closes_the_pages(client: Client) -> None:
    seed()
    nadia = with_app(has_password(User.objects.get(email=STAFF["nadia"].email)))
    signs_in(client, nadia.user)
    assert client.get("/today/").status_code == 200
    client.post(
        "/account/again/code?next=/account/second-factor/app/take-away", {"code": nadia.codes[0]}
    )
    client.post("/account/second-factor/app/take-away")
    assert not Authenticator.objects.filter(user=nadia.user).exists()
    assert client.get("/today/").status_code == 302


def test_every_page_of_signing_in_is_sound(client: Client) -> None:
    account = with_app(make_user())
    signs_in(client, account.user)
    again = "/account/again/code?next=/account/"
    client.post(again, {"code": account.codes[0]})
    for path in (
        "/account/",
        "/account/password",
        "/account/again",
        "/account/again/code",
        "/account/sign-out",
        "/account/closed",
        "/account/second-factor/app/take-away",
        "/account/second-factor/codes",
        "/account/second-factor/codes/new",
        "/account/password/forgotten",
        "/account/password/forgotten/sent",
        "/account/password/new/kept",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert faults(answer.content.decode()) == [], path


def test_entering_without_a_password_is_refused_outside_the_demo(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MODE", "live")
    with pytest.raises(NotReady):
        sign_in_for_demo(RequestFactory().post("/"), make_user())


def test_the_live_addresses_lack_the_switch_and_the_gallery() -> None:
    from linkwell.config import urls

    settings.MODE = "live"
    try:
        live = reload(urls).urlpatterns
    finally:
        settings.MODE = "demo"
        reload(urls)
    names = {pattern.name for _, pattern in patterns(URLResolver(RegexPattern(""), live))}
    assert "home" in names
    assert not names & {"be", "gallery", "gallery_people"}
