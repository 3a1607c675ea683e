"""The verbs of the directory: lists that come in, and what is worked out from them."""
