"""What the person wants to reach, in their words, and the small steps towards it."""
