"""The demo town: the cast of every test, picture and try-out."""
