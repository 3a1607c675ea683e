"""Addresses that only a live installation has: its first page leads to work, or to sign in."""

from django.urls import path

from linkwell.web.sign_in.own_account import start

urlpatterns = [path("", start, name="home")]
