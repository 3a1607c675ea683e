"""Talks that are planned: when, where, and with an interpreter where one is needed."""
