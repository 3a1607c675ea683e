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
    CONSENT = "consent"
    CONCERN = "concern"  # safeguarding: restricted to its author and the supervisors
    ALERT = "alert"
    DANGER = "danger"  # words that mean danger, and what a supervisor found
    APPOINTMENT = "appointment"
    CONVERSATION = "conversation"
    MEASURE = "measure"
    PULSE = "pulse"  # what the person thinks of the help: nobody on the staff reads one
    PLAN = "plan"
    CONNECTION = "connection"
    DISCLOSURE = "disclosure"  # exactly what a partner was sent
    ACCOUNT = "account"  # what somebody says came of it
    FEEDBACK = "feedback"
    PATHWAY = "pathway"  # how far a referral came: codes and days, for counting
