"""How the story tells of each event, one module for each package that records them.

A module holds `TELLERS`: the name of an event -> what is said of it. Events without a teller are
bookkeeping and tell no story.
"""
