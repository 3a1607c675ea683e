"""The bottom of the house: ids, time, errors, states, places. No Django, nothing else of ours."""
