"""Danger and safeguarding: alerts with a clock, concerns, and who is called when."""
