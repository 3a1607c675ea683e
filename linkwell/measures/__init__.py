"""Questions that somebody may answer or not: packs as data, answers, scores, pulses."""
