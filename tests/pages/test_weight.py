"""What a page weighs before compression: people may pay for every kilobyte."""

import pytest
from django.test import Client

from linkwell.web.design import build

BUILT = build.BUILT


@pytest.fixture(autouse=True, scope="module")
def built() -> None:
    build.build()


@pytest.mark.django_db
def test_a_page_for_people_weighs_less_than_50_kilobytes_in_all(client: Client) -> None:
    html = client.get("/gallery/people").content
    assert b"<script" not in html
    assert b"@font-face" not in (BUILT / "people.css").read_bytes()
    whole = len(html) + sum((BUILT / name).stat().st_size for name in ("people.css", "mark.svg"))
    assert whole < 50_000


def test_the_staff_sheet_stays_lean() -> None:
    assert (BUILT / "staff.css").stat().st_size < 60_000


def test_building_again_does_nothing() -> None:
    assert build.build() is False


def test_the_lock_file_names_no_address() -> None:
    assert '"resolved"' not in (build.ROOT / "package-lock.json").read_text()
    assert "registry" not in (build.ROOT / "package-lock.json").read_text()
