"""Addresses that only a live installation has: its first page leads to work, or to sign in."""

from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [path("", RedirectView.as_view(pattern_name="start"), name="home")]
