"""Signing in with a second factor: django-allauth underneath, our forms, words and pages on top."""
