"""What Linkwell says to other systems, in the words of their standards."""
