"""The person: names, ways to reach them, where they live."""
