"""The look of Linkwell: form fields that draw themselves, parts, layouts, and their build.

Nothing here knows about social prescribing or imports anything of ours, so that it can be published
as a package of its own.
"""
