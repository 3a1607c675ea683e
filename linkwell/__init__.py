"""Linkwell: social prescribing by link workers in primary care."""
