"""The kinds of record that the sharing matrix speaks of: one for every table about people."""

from enum import StrEnum


class RecordClass(StrEnum):
    IDENTITY = "identity"
    CONTACT = "contact"
    ADDRESS = "address"
    REFERRAL = "referral"
    CASE = "case"
    OPTIONS = "options"
    TIMELINE = "timeline"
    TASK = "task"
    MESSAGE = "message"
    RELATIONSHIP = "relationship"
    READING = "reading"
    DELIVERY = "delivery"
