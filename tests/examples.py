"""How many examples hypothesis tries of a rule: few after each change, many for `make bars`
(LINKWELL_EXAMPLES=thorough)."""

import os

from hypothesis import HealthCheck, settings

# How long a test takes says more about the machine than about us: nothing fails for being slow.
_patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", _patient, max_examples=10, database=None)
settings.register_profile("thorough", _patient, max_examples=1000)
settings.load_profile(os.environ.get("LINKWELL_EXAMPLES", "quick"))
