"""What goes back to the practice: sixty words, requested actions first."""
