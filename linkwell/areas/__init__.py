"""Small areas, how deprived they are, practices and their networks: the official files."""
