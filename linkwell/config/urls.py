"""Every address, one line each."""

from django.urls import URLPattern, URLResolver, path

from linkwell.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
]
