"""Every address, one line each."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from linkwell.config.health import healthz
from linkwell.interop.open_referral.profiles import ORUK
from linkwell.interop.open_referral.views import about
from linkwell.web import plain

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("open-referral", about, {"profile": ORUK}, name="open-referral-bare"),
    path("open-referral/", include("linkwell.interop.open_referral.urls")),
    path("account/", include("linkwell.web.sign_in.urls")),
    path("", include("linkwell.web.places")),
]
if settings.MODE == "demo":
    urlpatterns += [path("", include("linkwell.demo.urls"))]
else:
    urlpatterns += [path("", include("linkwell.web.urls"))]

handler400, handler403, handler404 = plain.unreadable, plain.refused, plain.not_there
handler429, handler500 = plain.too_often, plain.broken
