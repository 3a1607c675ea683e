"""The episode: who holds it and how it stands."""
