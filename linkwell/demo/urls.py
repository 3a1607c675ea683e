"""Addresses that only the demo has: who to be, and the gallery of parts."""

from django.urls import path

from linkwell.demo import pages
from linkwell.web import gallery

urlpatterns = [
    path("", pages.switch, name="home"),
    path("demo/be/<slug:key>", pages.be, name="be"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/people", gallery.for_people, name="gallery_people"),
]
