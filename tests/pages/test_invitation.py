"""A new member opens the invitation that `linkwell setup` printed, and can sign in."""

from importlib.resources import files

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.access.models import User
from linkwell.access.plans import read_plan
from linkwell.access.rules import LinkPurpose, operator
from linkwell.access.setting_up import set_up

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
PASSWORD = "kettle canal Wednesday 4"


def invitation() -> str:
    plan = read_plan((files("linkwell.demo") / "town.toml").read_text())
    _, new_links = set_up(plan, by=operator())
    token = next(
        link.token
        for link in new_links
        if link.purpose is LinkPurpose.INVITE and link.label == "Nadia Rahman"
    )
    return reverse("invitation", args=[token])


def chosen(password: str) -> dict[str, str]:
    return {"password1": password, "password2": password}


def test_she_chooses_a_password_once_and_signs_in_with_it() -> None:
    address, client = invitation(), Client()
    assert "Nadia Rahman" in client.get(address).content.decode()
    assert client.get(address).status_code == 200  # looking uses nothing up
    assert client.post(address, chosen(PASSWORD)).status_code == 302
    assert User.objects.get(name="Nadia Rahman").check_password(PASSWORD)
    answer = client.post(
        reverse("account_login"), {"login": "nadia@millrace.example", "password": PASSWORD}
    )
    assert answer.status_code == 302
    assert client.get(address).status_code == 404
    assert client.post(address, chosen("another fine password")).status_code == 404
    assert User.objects.get(name="Nadia Rahman").check_password(PASSWORD)


def test_a_password_that_is_easily_guessed_uses_nothing_up() -> None:
    address, client = invitation(), Client()
    answer = client.post(address, chosen("password1234"))
    assert answer.status_code == 200
    assert not User.objects.get(name="Nadia Rahman").has_usable_password()
    assert client.post(address, chosen(PASSWORD)).status_code == 302
