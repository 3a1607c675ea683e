"""The top of the house: settings, addresses, wiring, database, command line."""
