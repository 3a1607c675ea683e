"""Every address, one line each."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from linkwell.config.health import healthz
from linkwell.web import headers

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("account/", include("linkwell.web.sign_in.urls")),
]
if settings.MODE == "demo":
    urlpatterns += [path("", include("linkwell.demo.urls"))]
else:
    urlpatterns += [path("", include("linkwell.web.urls"))]

handler400, handler403, handler404 = headers.unreadable, headers.refused, headers.not_there
handler429, handler500 = headers.too_often, headers.broken
