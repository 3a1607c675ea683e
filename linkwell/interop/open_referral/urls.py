"""Two sets of addresses: of Open Referral UK 3.0, and below it of HSDS 3.1."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from linkwell.directory.open_data import COLLECTIONS
from linkwell.interop.open_referral import views
from linkwell.interop.open_referral.profiles import HSDS, ORUK, Profile


def _addresses(profile: Profile, at: str = "") -> Iterator[URLPattern]:
    """Each collection, and a record of it; any other address below them is told in JSON too."""
    of = {"profile": profile}
    if at:  # without its last stroke too, as people write it
        yield path(at.rstrip("/"), views.about, of, name=f"{profile.name}-bare")
    yield path(at, views.about, of, name=profile.name)
    yield path(f"{at}openapi.json", views.described, of, name=f"{profile.name}-description")
    for collection in COLLECTIONS:
        name, of_it = f"{profile.name}-{collection}", {"collection": collection}
        yield path(f"{at}{collection}", views.records, of_it, name=name)
        yield path(f"{at}{collection}/<str:record_id>", views.record, of_it, name=f"{name}-one")


urlpatterns = [
    *_addresses(HSDS, "hsds/"),
    *_addresses(ORUK),
    path("<path:rest>", views.nothing, name="open-referral-nothing"),
]
