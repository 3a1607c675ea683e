"""What was looked for and not found: gaps by need, area and day. Nobody is named."""
