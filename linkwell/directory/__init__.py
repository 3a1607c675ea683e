"""Organisations, services and places (Open Referral HSDS words)."""
