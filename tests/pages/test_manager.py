"""Links for practices: made by a post, shown once on a page that may be read again safely."""

import pytest
from django.urls import reverse

from linkwell.access.models import Link, Organisation
from tests import town
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def test_a_new_link_is_shown_once_and_reading_again_makes_no_other() -> None:
    town.fill()
    helen = client_of("helen", town.person_ids())
    oakmere = Organisation.objects.get(name="Oakmere Surgery")
    address = reverse("new-link", args=[oakmere.pk])
    before = Link.objects.count()
    shown = helen.post(address, follow=True)
    assert shown.redirect_chain == [(address, 302)]
    assert "/r/" in shown.content.decode()
    assert helen.get(address).headers["Location"] == reverse("service")
    assert Link.objects.count() == before + 1
    assert "links work" in helen.get(reverse("service")).content.decode()
