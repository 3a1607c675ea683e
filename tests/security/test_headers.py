"""T11, T19: every answer carries the policy, every form its token, and every 404 is the same."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from linkwell.access.models import User
from linkwell.demo.cast import STAFF
from linkwell.kernel.ids import new_id
from linkwell.web import headers, plain
from tests.accounts import has_password, signs_in, with_app
from tests.pages.html import faults, read
from tests.town import seed

pytestmark = [pytest.mark.security, pytest.mark.django_db]
OPEN = ("healthz", "open-referral", "api/", "fhir/")  # for programs: they say for themselves


def routes(below: URLResolver | None = None, prefix: str = "") -> list[str]:
    found = []
    for one in (below or get_resolver()).url_patterns:
        here = prefix + str(one.pattern)
        found += routes(one, here) if isinstance(one, URLResolver) else [here]
        assert isinstance(one, (URLPattern, URLResolver))
    return [route for route in found if not route.startswith(OPEN)]


def path_of(route: str) -> str:
    """An address of that shape, for something that does not exist."""
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "1", route).strip("^$")
    route = re.sub(r"<int:\w+>", "999999", route)
    return "/" + re.sub(r"<(\w+:)?\w+>", str(new_id()), route)


@pytest.fixture
def nadia(client: Client) -> Client:
    seed()
    signs_in(client, with_app(has_password(User.objects.get(email=STAFF["nadia"].email))).user)
    return client


def test_every_page_carries_the_policy(nadia: Client) -> None:
    for route in routes():
        for verb in (nadia.get, nadia.post, Client().get, Client().post):
            answer = verb(path_of(route))
            assert answer.status_code < 500, route
            for name, value in headers.HEADERS.items():
                assert value in answer.headers[name], (route, name)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_policy_allows_nothing_in_the_page_and_nothing_from_elsewhere() -> None:
    policy = dict(part.split(" ", 1) for part in headers.POLICY.split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}


def test_every_form_needs_its_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    for route in routes():
        answer = strict.post(path_of(route))
        assert answer.status_code in (403, 404, 405), (route, answer.status_code)


def test_missing_is_the_same_bytes_and_headers_for_everybody(nadia: Client) -> None:
    answers = [
        nadia.get(f"/cases/{new_id()}"),
        nadia.get("/no/such/page"),
        nadia.post("/no/such/page", {"words": "x"}),
        nadia.get("/service/"),  # a manager's
        Client().get("/no/such/page"),
        Client(headers={"user-agent": "x", "accept-language": "ur"}).get("/also/missing"),
        nadia.post(f"/account/devices/{10**9}/end"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)


@pytest.mark.parametrize(
    "name", ["not_there", "unreadable", "form_too_old", "refused", "too_often", "broken"]
)
def test_a_plain_page_says_what_happened_and_what_to_do(name: str) -> None:
    html = getattr(plain, name)(None).content.decode()
    page = read(html)
    assert faults(html) == []
    assert "csrf" not in html
    assert len(page.all("h1")) == 1
    assert page.all("p")[0].text
    assert page.all("title")[0].text.startswith(page.all("h1")[0].text)


def test_a_crash_is_a_calm_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the words of Derek Lomas")

    client.raise_request_exception = False
    monkeypatch.setattr("linkwell.web.pages.frame_for", crash)
    answer = client.get("/gallery/")
    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.content
    assert b"Derek" not in answer.content
    assert answer.headers["Content-Security-Policy"] == headers.POLICY


def test_static_files_may_be_kept(client: Client) -> None:
    html = client.get("/account/sign-in").content.decode()
    assert re.search(r'href="/static/staff\.css\?v=[0-9a-f]{12}"', html)
