"""The verbs of a referral: its arrival, the questions about it, and the decision."""
