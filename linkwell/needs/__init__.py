"""What people need: twelve codes, everyday words for them, and danger words."""
