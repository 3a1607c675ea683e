"""The two descriptions of the same data: Open Referral UK's, and the specification's own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """`name` begins the names of its addresses; `address` is where its publisher explains it."""

    name: str
    title: str
    version: str
    address: str


ORUK = Profile(
    "open-referral",
    "Open Referral UK 3.0",
    "HSDS-UK-3.0",
    "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md",
)
HSDS = Profile(
    "open-referral-hsds",
    "Human Services Data Specification 3.1",
    "HSDS-3.1",
    "https://docs.openreferral.org/en/3.1/",
)
