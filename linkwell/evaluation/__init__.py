"""What is true of the pathway, and how surely: counts with their denominators, never a claim."""
