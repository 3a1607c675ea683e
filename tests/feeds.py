"""Feeds as publishers write them: a full service of each version, about one invented choir."""

from typing import Any

CHOIR = "6a0f7d3e-4a54-4a4c-8a39-6c7d0f1b2a10"


def hsds3(**changed: Any) -> dict[str, Any]:
    """HSDS 3.1, and so ORUK 3.0, with two places and a contact who is named."""
    return {
        "id": CHOIR,
        "name": "Tidewater Singers",
        "description": "A choir for anyone who is lonely.",
        "status": "active",
        "url": "https://www.tidewatersingers.example",
        "email": "office@tidewater.example",
        "assured_date": "2026-11-02",
        "assurer_email": "jo.smith@council.example",
        "minimum_age": 18,
        "organization": {
            "id": "0c1f0d52-94c5-4a0e-9d0a-6f2b8f0f5d11",
            "name": "Tidewater Arts",
            "description": "Singing in Sale",
        },
        "phones": [{"id": "1b9c2c44-7c8b-4f6e-8a61-0d9a4c1e7f12", "number": "0161 496 0121"}],
        "contacts": [
            {
                "id": "2c8d3d55-8d9c-4a7f-9b72-1eab5d2f8a13",
                "name": "Bernadette Quinn",
                "title": "Leader",
                "email": "bernadette.quinn@mail.example",
                "phones": [
                    {"id": "3d9e4e66-9ead-4b8a-8c83-2fbc6e3a9b14", "number": "07700 900123"}
                ],
            }
        ],
        "schedules": [
            {
                "id": "4eaf5f77-afbe-4c9b-9d94-3acd7f4bac15",
                "freq": "WEEKLY",
                "byday": "TH,FR",
                "opens_at": "14:00",
                "closes_at": "16:00",
                "description": "Thursday and Friday afternoons",
            }
        ],
        "cost_options": [{"id": "5fba6a88-bacf-4dac-8ea5-4bde8a5cbd16", "amount": 0}],
        "service_at_locations": [place(number) for number in (1, 2)],
        **changed,
    }


def place(number: int) -> dict[str, Any]:
    return {
        "id": f"6acb7b99-cbd0-4ebd-9fb6-5cef9b6dce{number:02}",
        "location": {
            "id": f"7bdc8caa-dce1-4fce-8ac7-6df0ac7edf{number:02}",
            "location_type": "physical",
            "name": f"Hall {number}",
            "addresses": [
                {
                    "id": f"8ced9dbb-edf2-4adf-9bd8-7ea1bd8fea{number:02}",
                    "address_1": "Dane Road",
                    "city": "Sale",
                    "state_province": "Greater Manchester",
                    "postal_code": "M33 7BP" if number == 1 else "M33 7BZ",
                    "country": "GB",
                    "address_type": "physical",
                }
            ],
        },
    }


def oruk1(**changed: Any) -> dict[str, Any]:
    """ORUK 1.0, with the empty fields that real feeds have."""
    return {
        "id": "choir-17",
        "name": "Tidewater Singers",
        "description": "A choir for anyone who is lonely.",
        "status": "active",
        "url": "https://www.tidewatersingers.example",
        "email": "",
        "fees": "",
        "assured_date": "2026-11-02",
        "attending_access": "drop-in",
        "attending_type": "venue",
        "organization": {"id": "arts", "name": "Tidewater Arts", "description": ""},
        "contacts": [
            {"id": "c1", "name": "Bernadette Quinn", "phones": [{"id": "p", "number": "0770"}]}
        ],
        "eligibilitys": [{"id": "e1", "eligibility": "Adults", "minimum_age": 18}],
        "regular_schedules": [
            {"id": "s1", "byday": "TH,FR", "freq": "WEEKLY", "opens_at": "14:00:00",
             "closes_at": "16:00:00", "description": "Thursday and Friday afternoons"}
        ],
        "cost_options": [{"id": "o1", "amount": 0, "option": "Free"}],
        "service_at_locations": [
            {
                "id": "l1",
                "location": {
                    "id": "hall-1",
                    "name": "Hall 1",
                    "latitude": "53.43",
                    "longitude": "-2.32",
                    "physical_addresses": [
                        {"id": "a1", "address_1": "Dane Road", "city": "Sale",
                         "postal_code": "M33 7BP"}
                    ],
                },
            }
        ],
        "service_taxonomys": [
            {"id": "t1", "taxonomy": {"id": "esd:12", "name": "Choirs", "vocabulary": "esd"}}
        ],
        **changed,
    }  # fmt: skip
