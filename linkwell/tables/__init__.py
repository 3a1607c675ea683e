"""Django bases that every table of ours stands on: guarded writes, classified fields."""
