"""The verbs of reaching and talking. One file for each part."""
